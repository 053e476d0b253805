"""The frame of every page: its addresses in both languages, its menu, its citation and its queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import Any
from urllib.parse import urlencode

from flask import Flask, Response, current_app, render_template, request
from werkzeug.exceptions import HTTPException

from genfilm.errors import Problem
from genfilm.protocol.formats import HTML
from genfilm.protocol.queryfile import without_header
from genfilm.records.address import address as place
from genfilm.records.address import key as key_of
from genfilm.records.corpus import corpus
from genfilm.records.drawing import short, width
from genfilm.records.embedded import citation_tags, openurl
from genfilm.records.entities import entities
from genfilm.records.place import places
from genfilm.records.readings import claim_of
from genfilm.search.fold import clean
from genfilm.vocabulary import BASE, ONTOLOGY
from genfilm.web.context import context, leads_somewhere, root_url
from genfilm.web.site.inline import marked, unmarked
from genfilm.web.site.language_marks import spoken, written_in
from genfilm.words import catalogue, say

LANGUAGES = ("en", "zh")
LANG_TAGS = {"en": "en", "zh": "zh-Hans"}
_MENU = (
    ("site.group_read", (("claims", "site.claims"), ("entity/", "site.things"))),
    ("site.group_see", (("compare", "site.compare"), ("charts", "site.charts"), ("explore", "site.explore"))),
    ("site.group_ask", (("ask", "site.ask"),)),
    ("site.group_learn", (("about", "site.about"),)),
)
"""Pages of the menu in groups: the key of a group's word, and of each page its address behind the language
and the key of its word."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A query that a page is made of: its text as it was run, and where the editor opens it."""

    name: str
    text: str

    @property
    def link(self) -> str:
        """The address at which the query can be run and changed."""
        return f"{editor()}?{urlencode({'query': self.text})}"


def show(template: str, lang: str, *, status: int = 200, **values: Any) -> Response:
    """A page from a template; ``lang`` is ``en`` or ``zh``."""
    return Response(render_template(template, lang=lang, **values), status, content_type=HTML.content_type)


def shown(name: str, **terms: str) -> Shown:
    """The page query of this name with these serialised terms, to show a reader."""
    return Shown(name, without_header(context().library.page_text(name, **terms)).strip())


def address(lang: str) -> str:
    """This page in a language: the same path and parameters, with the other language in front."""
    head, _, rest = request.path.lstrip("/").partition("/")
    query = request.query_string.decode("ascii", "replace")
    if head in LANGUAGES:
        return f"{request.script_root}/{lang}/{rest}" + (f"?{query}" if query else "")
    others = [(key, value) for key, value in request.args.items(multi=True) if key != "lang"]
    return f"{request.script_root}{request.path}?{urlencode([*others, ('lang', lang)])}"


def site(lang: str, path: str = "") -> str:
    """The address of a page of the site: ``site("zh", "claims")``."""
    return f"{request.script_root}/{lang}/{path}"


def page_path(iri: str) -> str | None:
    """Path at which the site shows an IRI of ours, behind the language: ``entity/film/avatar``; None for
    others."""
    if iri.startswith(f"{BASE}/id/assessment/"):
        return "claim/" + iri.removeprefix(f"{BASE}/id/assessment/") + "#verdict"
    if coded := claim_of(iri):
        return f"claim/{coded}#readings"
    if iri == ONTOLOGY or iri.startswith(f"{ONTOLOGY}/"):
        module = iri.removeprefix(ONTOLOGY).strip("/")
        return f"ontology/modules/{module}" if module else "ontology/"
    found = place(iri)
    if found is None:
        return None
    kind, name = found
    folder = {"claim": "claim", "ns": "ontology/terms", "concept": "ontology/concepts"}.get(kind)
    return f"{folder}/{name}" if folder else f"entity/{kind}/{name}"


def page_of(iri: str, lang: str) -> str:
    """The address of the page about an IRI in a language; an IRI of others is its own address."""
    path = page_path(iri)
    if path is None:
        return iri if leads_somewhere(iri) else "#"
    return site(lang, path)


def nearest(iri: str, known: Sequence[str], most: int = 5) -> list[str]:
    """The IRIs that an unknown one most resembles, best first: those of its kind before others."""
    stem, _, name = iri.rpartition("/")
    among = {each.rpartition("/")[2]: each for each in known if each.rpartition("/")[0] == stem}
    names = get_close_matches(name, among, n=most, cutoff=0.5)
    return [among[each] for each in names] or get_close_matches(iri, known, n=most, cutoff=0.75)


def name_of(iri: str, lang: str) -> str:
    """Name of an IRI of ours in a language: the statement of a claim, the name of a thing."""
    library = context().library
    claim = corpus(library).claims.get(iri)
    return claim.paraphrase[lang] if claim else entities(library).label(iri)[lang]


def claim_name(iri: str) -> str:
    """A claim as people name it: its source and its identifier, ``example-2026/C01``."""
    return iri.removeprefix(f"{BASE}/id/claim/")


def editor() -> str:
    """The address of the query editor in the language of this page, or of the plain form."""
    lang = request.path.strip("/").partition("/")[0]
    path = f"/{lang if lang in LANGUAGES else 'en'}/editor"
    return request.script_root + (path if _is_served(path) else "/sparql")


def offered(path: str) -> bool:
    """True if this service has a page at a path without parameters, such as ``/en/explore``."""
    return _is_served(path)


@cache
def _routes(app: Flask) -> Any:
    return app.url_map.bind("localhost")


def _is_served(path: str) -> bool:
    try:
        _routes(current_app._get_current_object()).match(path)  # type: ignore[attr-defined]
    except HTTPException:
        return False
    return True


def menu(lang: str) -> list[tuple[str, list[dict[str, Any]]]]:
    """The groups of the menu, each with its name and the entries that this service has."""
    return [(say(group, lang), _entries(lang, pages)) for group, pages in _MENU]


def _entries(lang: str, pages: Sequence[tuple[str, str]]) -> list[dict[str, Any]]:
    """Entries of the menu, each with its address, its word and whether it is open."""
    here = request.path
    entries = []
    for path, key in pages:
        place = f"/{lang}/{path}"
        if not _is_served(place):
            continue
        stem = place.rstrip("/")
        current = (
            here.rstrip("/") == stem
            or here.startswith(stem + "/")
            or (path == "claims" and here.startswith(f"/{lang}/claim/"))
        )
        entries.append({"href": request.script_root + place, "name": say(key, lang), "current": current})
    return entries


def now(lang: str) -> str:
    """The address of this page of an earlier build in the build in service."""
    return request.script_root.rpartition("/release/")[0] + address(lang).removeprefix(request.script_root)


def canonical(lang: str) -> str:
    """The full address of this page in a language."""
    path = address(lang).removeprefix(request.script_root)
    return root_url() + path


def citation(title: str, lang: str) -> str:
    """Citation of this page: what it is, the version and the build that it shows, its address."""
    manifest = context().build.manifest
    version, build = manifest.get("version", ""), context().build.id[:12]
    year = str(manifest.get("created", ""))[:4]
    return say(
        "site.citation",
        lang,
        title=title.rstrip("。."),
        year=year,
        version=version,
        build=build,
        address=canonical(lang),
    )


def again(problem: Problem, name: str) -> str:
    """This address with another value for the parameter that a problem is about."""
    wrong = (problem.extra.get("parameter"), problem.extra.get("value"))
    pairs = [(key, name if (key, value) == wrong else value) for key, value in request.args.items(multi=True)]
    return f"{request.script_root}{request.path}?{urlencode(pairs)}"


def typed(name: str = "q") -> str:
    """A parameter as a page shows it again: without controls and marks of direction, and not endless."""
    return clean(request.args.get(name, ""))[0]


def say_or(key: str, otherwise: str, lang: str) -> str:
    """The message of a key, or other text where there is none."""
    return say(key, lang) if key in catalogue(lang) else otherwise


def install(app: Flask) -> None:
    """Make the frame known to every template of an app."""
    app.jinja_env.filters.update(
        textwidth=width,
        upfirst=lambda text: text[:1].upper() + text[1:],
        key=key_of,
        local=lambda iri: iri.rpartition("/")[2],
        short=short,
        spoken=spoken,
        marked=marked,
        unmarked=unmarked,
        page_of=page_of,
        places=places,
        claim_name=claim_name,
        citation_tags=citation_tags,
        openurl=openurl,
        name_of=name_of,
    )
    app.jinja_env.globals.update(
        address=address,
        again=again,
        canonical=canonical,
        citation=citation,
        lang_tags=LANG_TAGS,
        menu=menu,
        offered=offered,
        site=site,
        build_facts=lambda: context().build.manifest,
        now=now,
        release=lambda: context().release,
        root_url=root_url,
        typed=typed,
        say=say,
        say_or=say_or,
        written_in=written_in,
    )
