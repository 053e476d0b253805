"""Parameters and answers of search, suggestions, plain questions and the picture of claims, for the
description."""

from __future__ import annotations

from dataclasses import replace

from genfilm.protocol.formats import CSV
from genfilm.web.api.operation import LANG, PAGE, SIZE, Field, Route, formats
from genfilm.web.api.schemas import IRI, Schema, array, maybe, record, ref
from genfilm.words import both

_Q = Field("q", both("api.parameter.q"), required=True)
_STRING: Schema = {"type": "string"}
_BOOLEAN: Schema = {"type": "boolean"}
_SHARE: Schema = {"type": "number", "minimum": 0, "maximum": 1}

SEARCH = Route(
    "search",
    "/api/search",
    "finding",
    both("api.operation.search"),
    (
        replace(_Q, examples=(*both("api.example.search").values(), "liulangdiqiu")),
        Field("kind", both("api.parameter.hit_kind"), many=True, examples=("claim",)),
        PAGE,
        replace(SIZE, default=20, high=100),
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
        replace(_Q, examples=tuple(both("api.example.suggest").values())),
        replace(SIZE, default=8, high=100),
        LANG,
    ),
    array(ref("Suggestion")),
)
ASK = Route(
    "ask",
    "/api/ask",
    "finding",
    both("api.operation.ask"),
    (replace(_Q, examples=tuple(both("api.example.ask").values())), LANG),
    ref("Reply"),
)
GRAPH = Route(
    "graph",
    "/api/graph",
    "finding",
    both("api.operation.graph"),
    (
        Field(
            "focus",
            both("api.parameter.focus"),
            examples=("film:double-world",),
        ),
        Field("depth", both("api.parameter.depth"), "integer", 1, low=1, high=3),
        Field("size", both("api.parameter.edges"), "integer", 2000, low=1, high=2000),
        Field("kind", both("api.parameter.group"), many=True),
        Field("verdict", both("api.parameter.verdict"), many=True),
        Field("source", both("api.parameter.source"), many=True),
        formats("json", "csv"),
        LANG,
    ),
    ref("Picture"),
    (CSV.media_type,),
)  # fmt: skip
OPERATIONS = (SEARCH, SUGGEST, ASK, GRAPH)

_NAME = {"iri": IRI, "label": _STRING, "lang": _STRING, "fallback": _BOOLEAN}
_PARTS = array(record({"text": _STRING, "hit": _BOOLEAN}))
_EDGE = (
    "source", "target", "property", "label", "claim", "iri", "origin", "polarity", "modality", "page", "html",
)  # fmt: skip
_NEAR = {"id": _STRING, "summary": _STRING, "confidence": _SHARE}

SCHEMAS: dict[str, Schema] = {
    "Name": record(_NAME),
    "Hit": record(
        {
            **_NAME,
            "curie": _STRING,
            "kind": _STRING,
            "kind_label": _STRING,
            "match": {"type": "string", "enum": ["exact", "prefix", "words", "loose"]},
            "field": _STRING,
            "parts": _PARTS,
            "snippet": maybe(ref("Snippet")),
            "claim": maybe(ref("ClaimSummary")),
            "html": _STRING,
        }
    ),
    "Snippet": record({"field": _STRING, "lang": _STRING, "parts": _PARTS}),
    "ClaimSummary": record({"speaker": maybe(ref("Name")), "page": _STRING, "verdict": maybe(ref("Name"))}),
    "Suggestion": record({**_NAME, "kind": _STRING, "kind_label": _STRING, "via": _STRING, "html": _STRING}),
    "Reply": record(
        {
            "question": _STRING,
            "understood": maybe(ref("Understood")),
            "nearest": array(record(_NEAR)),
            "sentence": maybe(_STRING),
            "rows": array({"type": "object"}),
            "claims": array(IRI),
            "sparql": maybe(_STRING),
        }
    ),
    "Understood": record(
        {
            **_NEAR,
            "parameters": {"type": "object", "additionalProperties": _STRING},
            "links": array({"type": "object"}),
            "explanation": array(record({"words": _STRING, "kind": _STRING, "matched": _STRING})),
        }
    ),
    "Picture": record({"nodes": array(ref("PictureNode")), "edges": array(ref("PictureEdge"))}),
    "PictureNode": record(
        {
            "iri": IRI,
            "label": _STRING,
            "group": _STRING,
            "class": _STRING,
            "class_label": _STRING,
            "degree": {"type": "integer"},
            "html": _STRING,
        }
    ),
    "PictureEdge": record({**dict.fromkeys(_EDGE, _STRING), "verdict": maybe(_STRING)}),
}
