"""Search and questions in plain words: the pages, and the same as data below ``/api/``."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict
from threading import Lock
from typing import Any, cast
from urllib.parse import urlencode

from flask import Blueprint, Flask, Response, current_app, render_template, request, url_for
from flask.sansio.blueprints import BlueprintSetupState

from genfilm.ask.answer import Answer
from genfilm.ask.asker import Asker
from genfilm.errors import BuildNotFound
from genfilm.problems import BadRequest
from genfilm.protocol.formats import HTML
from genfilm.search.fold import LONGEST
from genfilm.search.index import LARGEST_PAGE, SearchIndex
from genfilm.search.kinds import QUESTION
from genfilm.search.results import Hit, SearchResult, Suggestion
from genfilm.web.api import finding
from genfilm.web.context import context, language, link, root_url
from genfilm.web.site.frame import typed
from genfilm.words import say

blueprint = Blueprint("search", __name__)
_KEY = "genfilm.search"
_OPENING = Lock()
_SIZE = 20
_SUGGESTED = 8
_SHOWN_ROWS = 50
_SHOWN_CLAIMS = 20
_EXAMPLES = ("director", "risks", "netflix")


@blueprint.get("/<any(en, zh):lang>/search")
def search_page(lang: str) -> Response:
    """The page of hits; without words, the form alone."""
    asked = request.args.get("q", "")
    kinds = request.args.getlist("kind")
    result = index().search(asked, lang, kinds, _number("page", 1), _SIZE) if asked.strip() else None
    page = render_template(
        "search.html",
        lang=lang,
        asked=typed(),
        kinds=kinds,
        result=result,
        limit=LONGEST,
        loose=bool(result and result.hits and all(hit.match == "loose" for hit in result.hits)),
        pages=_pages(result) if result else {},
        place=lambda hit: place(hit, lang),
    )
    return Response(page, content_type=HTML.content_type)


@blueprint.get("/<any(en, zh):lang>/ask")
def ask_page(lang: str) -> Response:
    """The page of an answer; without a question, the form and examples."""
    asked = request.args.get("q", "")
    answer = asker().ask(asked, lang) if asked.strip() else None
    claims = answer.claims[:_SHOWN_CLAIMS] if answer else ()
    page = render_template(
        "ask.html",
        lang=lang,
        asked=typed(),
        answer=answer,
        limit=LONGEST,
        rows=_SHOWN_ROWS,
        names=index().labels(claims, lang),
        claims=claims,
        examples=[say(f"ask.example.{each}", lang) for each in _EXAMPLES],
        question_page=lambda name: _question_page(name, lang),
        understood_page=_understood_page(answer, lang) if answer and answer.understood else "",
    )
    return Response(page, content_type=HTML.content_type)


@blueprint.get("/api/search")
def search_data() -> Response:
    """The hits of ``q``, of one or more ``kind``, as JSON; ``page`` from 1, ``size`` up to 100."""
    finding.SEARCH.read()
    lang = language()
    size = _number("size", _SIZE)
    result = index().search(_asked(), lang, request.args.getlist("kind"), _number("page", 1), size)
    data, compact = [], context().library.prefixes.compact
    for hit in result.hits:
        entry = asdict(hit)
        name = entry.pop("name")
        data.append({**name, "curie": compact(hit.name.iri), **entry, "html": _absolute(place(hit, lang))})
    meta = {
        "lang": lang,
        "total": result.total,
        "page": result.page,
        "size": result.size,
        "truncated": result.page * result.size < result.total,
        "query": result.text,
        "shortened": result.shortened,
        "traditional": result.traditional,
        "corrections": [asdict(correction) for correction in result.corrections],
        "facets": [asdict(facet) for facet in result.facets],
    }
    links = {name: f"{root_url()}/api/search?{query}" for name, query in _pages(result).items()}
    html = f"{root_url()}/{lang}/search?{urlencode({'q': result.text})}"
    return _json(data, meta, {**links, "html": html})


@blueprint.get("/api/suggest")
def suggest_data() -> Response:
    """Names that continue ``q``, best first, as JSON."""
    finding.SUGGEST.read()
    lang = language()
    found = index().suggest(_asked(), lang, _number("size", _SUGGESTED))
    data = [
        {
            **asdict(each.name),
            "kind": each.kind,
            "kind_label": each.kind_label,
            "via": each.via,
            "html": _absolute(place(each, lang)),
        }
        for each in found
    ]
    return _json(data, {"lang": lang, "total": len(data), "truncated": False}, {})


@blueprint.get("/api/ask")
def ask_data() -> Response:
    """The answer to ``q``: what was understood and why, the table, the claims, the SPARQL; or the nearest."""
    finding.ASK.read()
    lang = language()
    answer = asker().ask(_asked(), lang)
    table = answer.table
    data: dict[str, Any] = {
        "question": answer.question,
        "understood": asdict(answer.understood) if answer.understood else None,
        "nearest": [asdict(near) for near in answer.nearest],
        "sentence": answer.sentence or None,
        "rows": table.records() if table else [],
        "claims": list(answer.claims),
        "sparql": answer.sparql or None,
    }
    columns = (
        [{"name": c.name, "label": c.label(lang), "type": c.type} for c in table.columns] if table else []
    )
    meta = {
        "lang": lang,
        "total": len(table) if table else 0,
        "truncated": False,
        "shortened": answer.shortened,
    }
    links = {"html": f"{root_url()}/{lang}/ask?{urlencode({'q': answer.question})}"}
    if answer.understood:
        links["question"] = _absolute(_understood_page(answer, lang))
    return _json(data, meta, links, columns)


def index() -> SearchIndex:
    """The index of the build that is served, opened on first use; raises BuildNotFound without one."""
    return _opened()[0]


def asker() -> Asker:
    """Asker of plain questions over the build that is served."""
    return _opened()[1]


def place(hit: Hit | Suggestion, lang: str) -> str:
    """The page about a hit or a suggestion."""
    if hit.kind == QUESTION:
        return _question_page(hit.name.iri.rpartition("/")[2], lang)
    return f"{link(hit.name.iri)}?lang={lang}"


def _opened() -> tuple[SearchIndex, Asker]:
    found: tuple[SearchIndex, Asker] | None = current_app.extensions.get(_KEY)
    if found is None:
        with _OPENING:
            service = context()
            opened = SearchIndex.open(service.build.directory, service.build.prefixes)
            asking = Asker(service.library, opened)
            asking.match("GenFilm")  # the first question loads the names
            found = current_app.extensions.setdefault(_KEY, (opened, asking))
    return found


@blueprint.record_once
def _open_early(state: BlueprintSetupState) -> None:
    """Open the index with the app, so that no reader waits for it; an older build may have none."""
    with suppress(BuildNotFound), cast(Flask, state.app).app_context():
        _opened()


def _asked() -> str:
    """The parameter ``q``; raises Problem 400 when it is not there or blank."""
    text = request.args.get("q", "")
    if text.strip():
        return text
    raise BadRequest("q")


def _number(name: str, default: int) -> int:
    """A whole number from the address; raises Problem 400 for anything else."""
    text = request.args.get(name, "")
    if not text:
        return default
    if not text.isascii() or not text.isdigit() or len(text) > 6 or int(text) < 1:
        raise BadRequest("number", name=name, value=text)
    return min(int(text), LARGEST_PAGE) if name == "size" else int(text)


def _pages(result: SearchResult) -> dict[str, str]:
    """The query strings of this page, the one before and the one after, where they are."""
    kinds = [("kind", kind) for kind in request.args.getlist("kind")]
    size = [("size", str(result.size))] if result.size != _SIZE else []
    numbers = {"self": result.page, "previous": result.page - 1, "next": result.page + 1}
    last = -(-result.total // result.size)
    return {
        name: urlencode([("q", result.text), *kinds, *size, ("lang", result.lang), ("page", str(number))])
        for name, number in numbers.items()
        if name == "self" or 1 <= number <= last
    }


def _question_page(name: str, lang: str, **values: str) -> str:
    path = url_for("questions.question", lang=lang, name=name)
    return f"{path}?{urlencode(values)}" if values else path


def _understood_page(answer: Answer, lang: str) -> str:
    assert answer.understood is not None
    values = {link.parameter: link.value for link in answer.understood.links}
    return _question_page(answer.understood.id, lang, **values)


def _absolute(path: str) -> str:
    return root_url() + path.removeprefix(request.script_root)


def _json(
    data: Any, meta: dict[str, Any], links: dict[str, str], columns: list[dict[str, str]] | None = None
) -> Response:
    build = context().build
    query = request.query_string.decode("ascii", "replace")
    body = {
        "data": data,
        **({"columns": columns} if columns is not None else {}),
        "meta": {"build": build.id, "version": build.manifest.get("version", ""), **meta},
        "links": {"self": f"{root_url()}{request.path}?{query}", **links},
    }
    return Response(json.dumps(body, ensure_ascii=False), content_type="application/json")
