"""Search as data: hits by words, and names that continue what is typed."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, request, url_for

from genfilm.records.claim_columns import reference
from genfilm.records.corpus import corpus
from genfilm.records.entities import entities
from genfilm.records.ledger import facet_value
from genfilm.search.index import index
from genfilm.search.kinds import QUESTION
from genfilm.search.results import Hit, Suggestion
from genfilm.web.api.envelope import RowRange, answer
from genfilm.web.api.json_schema import BOOLEAN, STRING, Schema, array, maybe, record, ref
from genfilm.web.api.operation import LANG, PAGE, SIZE, Field, Route
from genfilm.web.api.schemas import IRI
from genfilm.web.context import context, language, link, root_url
from genfilm.words import both

blueprint = Blueprint("api_search", __name__, url_prefix="/api")
Q = Field("q", both("api.parameter.q"), required=True)
SEARCH = Route(
    "search",
    "/api/search",
    "finding",
    both("api.operation.search"),
    (
        replace(Q, examples=(*both("api.example.search").values(), "liulangdiqiu")),
        Field("kind", both("api.parameter.hit_kind"), many=True, examples=("claim",)),
        PAGE,
        replace(SIZE, default=20),
        LANG,
    ),
    array(ref("Hit")),
    paged=True,
)
SUGGEST = Route(
    "suggest",
    "/api/suggest",
    "finding",
    both("api.operation.suggest"),
    (
        replace(Q, examples=tuple(both("api.example.suggest").values())),
        replace(SIZE, default=8, high=50),
        LANG,
    ),
    array(ref("Suggestion")),
)
_FOUND = {
    "iri": IRI,
    "name": STRING,
    "label": STRING,
    "labels": ref("Label"),
    "kind": STRING,
    "kindLabel": ref("Label"),
}
_PARTS = array(record({"text": STRING, "hit": BOOLEAN}))
SCHEMAS: dict[str, Schema] = {
    "Hit": record(
        {
            **_FOUND,
            "match": {"type": "string", "enum": ["exact", "prefix", "words", "loose"]},
            "field": STRING,
            "parts": _PARTS,
            "snippet": maybe(ref("Snippet")),
            "claim": maybe(ref("ClaimRef")),
            "html": STRING,
        }
    ),
    "Snippet": record({"field": STRING, "lang": STRING, "parts": _PARTS}),
    "Suggestion": record({**_FOUND, "via": STRING, "html": STRING}),
}


@blueprint.get("/search")
def search() -> Response:
    """Hits of ``q``, of one or more ``kind``, page by page."""
    given, lang, library = SEARCH.read(), language(), context().library
    found = index(library).search(given["q"], lang, given["kind"], given["page"], given["size"])
    claims = corpus(library).claims
    data = [
        {
            **_found(hit, lang),
            "match": hit.match,
            "field": hit.field,
            "parts": [asdict(part) for part in hit.parts],
            "snippet": asdict(hit.snippet) if hit.snippet else None,
            "claim": reference(claims[hit.name.iri]) if hit.claim else None,
        }
        for hit in found.hits
    ]
    meta = {
        "query": found.text,
        "shortened": found.shortened,
        "traditional": found.traditional,
        "corrections": [asdict(correction) for correction in found.corrections],
        "facets": {
            "kind": [
                facet_value(facet.kind, facet.label, facet.count, chosen=facet.kind in given["kind"])
                for facet in found.facets
            ]
        },
    }
    links = {"html": f"{root_url()}/{lang}/search?{urlencode({'q': found.text})}"}
    return answer(data, links=links, part=RowRange(found.total, found.page, found.size), meta=meta)


@blueprint.get("/suggest")
def suggest() -> Response:
    """Names that continue ``q``, best first."""
    given, lang = SUGGEST.read(), language()
    found = index(context().library).suggest(given["q"], lang, given["size"])
    data = [{**_found(each, lang), "via": each.via} for each in found]
    links = {"html": f"{root_url()}/{lang}/search?{urlencode({'q': given['q']})}"}
    return answer(data, links=links, meta={"total": len(data)})


def _found(hit: Hit | Suggestion, lang: str) -> dict[str, Any]:
    """The members that hits and suggestions share."""
    library, iri = context().library, hit.name.iri
    return {
        "iri": iri,
        "name": library.prefixes.compact(iri),
        "label": hit.name.label,  # in the language and script of the query
        "labels": {**entities(library).label(iri), lang: hit.name.label},
        "kind": hit.kind,
        "kindLabel": dict(hit.kind_label),
        "html": root_url() + place(hit, lang).removeprefix(request.script_root),
    }


def place(hit: Hit | Suggestion, lang: str) -> str:
    """The page about a hit or a suggestion."""
    if hit.kind == QUESTION:
        return question_page(hit.name.iri.rpartition("/")[2], lang)
    return f"{link(hit.name.iri)}?lang={lang}"


def question_page(name: str, lang: str, **values: str) -> str:
    """The page of a question, asked with these values."""
    path = url_for("questions.question", lang=lang, name=name)
    return f"{path}?{urlencode(values)}" if values else path
