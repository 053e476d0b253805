"""Pages of search and of questions in plain words."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Blueprint, Response, request

from genfilm.ask.asker import asker
from genfilm.records.corpus import corpus
from genfilm.records.entities import entities
from genfilm.search.fold import LONGEST
from genfilm.search.index import index
from genfilm.web.api.ask import understood_page
from genfilm.web.api.envelope import RowRange
from genfilm.web.api.search import SEARCH, place, question_page
from genfilm.web.context import context
from genfilm.web.site.frame import show, typed
from genfilm.words import say

blueprint = Blueprint("search", __name__)
_SHOWN_ROWS = 50
_SHOWN_CLAIMS = 20
_EXAMPLES = ("director", "risks", "netflix")


@blueprint.get("/<any(en, zh):lang>/search")
def search_page(lang: str) -> Response:
    """The page of hits; without words, the form alone."""
    given = SEARCH.read(strict=False)
    asked, kinds = given["q"] or "", given["kind"]
    library = context().library
    result = (
        index(library).search(asked, lang, kinds, given["page"], given["size"]) if asked.strip() else None
    )
    return show(
        "search.html",
        lang,
        asked=typed(),
        kinds=kinds,
        result=result,
        limit=LONGEST,
        loose=bool(result and result.hits and all(hit.match == "loose" for hit in result.hits)),
        pages=RowRange(result.total, result.page, result.size).links() if result else {},
        toggled=lambda kind: urlencode({"q": typed(), "kind": sorted({*kinds} ^ {kind})}, doseq=True),
        state=request.query_string.decode("ascii", "replace"),
        place=lambda hit: place(hit, lang),
    )


@blueprint.get("/<any(en, zh):lang>/ask")
def ask_page(lang: str) -> Response:
    """The page of an answer; without a question, the form and examples."""
    asked, library = request.args.get("q", ""), context().library
    answer = asker(library).ask(asked, lang) if asked.strip() else None
    every = corpus(library).claims
    behind = [every[iri] for iri in (answer.claims if answer else ()) if iri in every]
    return show(
        "ask.html",
        lang,
        asked=typed(),
        answer=answer,
        limit=LONGEST,
        rows=_SHOWN_ROWS,
        every=every,
        things=entities(library),
        claims=behind[:_SHOWN_CLAIMS],
        examples=[say(f"ask.example.{each}", lang) for each in _EXAMPLES],
        question_page=lambda name, values: question_page(name, lang, **values),
        understood_page=understood_page(answer, lang) if answer and answer.understood else "",
    )
