"""Files that machines ask a site for at its root: robots.txt, a sitemap, an icon, and a feed of news."""

from __future__ import annotations

import re
from pathlib import Path

from flask import Blueprint, Response, render_template, send_from_directory

from genfilm.problems import NotFound
from genfilm.records.corpus import corpus, sources
from genfilm.records.entities import entities
from genfilm.web.context import context, root_url
from genfilm.web.site.frame import LANG_TAGS, LANGUAGES, page_path, show
from genfilm.web.site.ontology import changelog

blueprint = Blueprint("crawlers", __name__)
PAGES = (
    "",
    "claims",
    "entity/",
    "compare",
    "charts",
    "explore",
    "questions",
    "ask",
    "ontology/",
    "about",
    "new",
)
_PART = 5000
"""Pages of one part of the sitemap, each in two languages: a part has at most 50,000 addresses."""
_STATIC = Path(__file__).parent / "static"
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


@blueprint.get("/robots.txt")
def robots() -> Response:
    """Every page may be read; answers that cost much and lead nowhere new are left out."""
    lines = [
        "User-agent: *",
        "Disallow: /sparql",
        "Disallow: /api/",
        f"Sitemap: {root_url()}/sitemap.xml",
        "",
    ]
    return Response("\n".join(lines), content_type="text/plain; charset=utf-8")


@blueprint.get("/favicon.ico")
def favicon() -> Response:
    """The icon for those that look for it at the root."""
    return send_from_directory(_STATIC, "favicon.ico", mimetype="image/vnd.microsoft.icon")


@blueprint.get("/sitemap.xml")
def sitemap() -> Response:
    """The parts of the sitemap (sitemaps.org)."""
    return _xml("sitemap_index.xml", parts=range(1, -(-len(_paths()) // _PART) + 1))


@blueprint.get("/sitemap-<int:number>.xml")
def part(number: int) -> Response:
    """One part: each page in both languages, each naming the other."""
    paths = _paths()[(number - 1) * _PART : number * _PART] if number else []
    if not paths:
        raise NotFound("file", name=f"sitemap-{number}.xml")
    return _xml("sitemap.xml", paths=paths, languages=LANGUAGES, tags=LANG_TAGS)


@blueprint.get("/<any(en, zh):lang>/new")
def new(lang: str) -> Response:
    """Changes, release by release."""
    return show("new.html", lang, changes=changelog())


@blueprint.get("/<any(en, zh):lang>/new.atom")
def feed(lang: str) -> Response:
    """The same as an Atom feed (RFC 4287), an entry for each release."""
    made = str(context().build.manifest.get("created", ""))
    dated = [(name, _DATE.search(name), sections) for name, sections in changelog()]
    entries = [
        (name, f"{date[0]}T00:00:00Z" if date else made, sections)
        for name, date, sections in dated
        if sections
    ]
    return _xml("feed.xml", "application/atom+xml", lang=lang, entries=entries, made=made)


def _paths() -> list[str]:
    """The paths of all pages behind the language."""
    library = context().library

    def read() -> list[str]:
        claims = corpus(library).claims
        things = [iri for iris in entities(library).by_kind.values() for iri in iris]
        found = [page_path(iri) for iri in (*claims, *things)]
        found += [f"readings/{each.key}" for each in sources(library)]
        return [*PAGES, *sorted({path for path in found if path and "#" not in path})]

    return library.once("sitemap", read)


def _xml(template: str, media_type: str = "application/xml", **values: object) -> Response:
    made = str(context().build.manifest.get("created", ""))[:10]
    text = render_template(template, root=root_url(), date=made, **values)
    return Response(text, content_type=f"{media_type}; charset=utf-8")
