"""What search, suggestions, plain questions and the picture of claims take and give, for the description."""

from __future__ import annotations

from dataclasses import replace

from genfilm.protocol.formats import CSV
from genfilm.web.api.operation import LANG, PAGE, SIZE, Field, Operation, formats
from genfilm.web.api.schemas import IRI, Schema, array, maybe, record, ref

_Q = Field(
    "q", {"en": "words, in either language and any script", "zh": "检索词或问句，中英文皆可"}, required=True
)
_STRING: Schema = {"type": "string"}
_BOOLEAN: Schema = {"type": "boolean"}
_SHARE: Schema = {"type": "number", "minimum": 0, "maximum": 1}

SEARCH = Operation(
    "search",
    "/api/search",
    "finding",
    {"en": "Things, claims, terms and evidence by words", "zh": "按词检索事物、论断、术语与证据"},
    (
        replace(_Q, examples=("copyright", "版權", "liulangdiqiu")),
        Field("kind", {"en": "only hits of this kind", "zh": "只列此类结果"}, many=True, examples=("claim",)),
        PAGE,
        replace(SIZE, default=20, high=100),
        LANG,
    ),
    array(ref("Hit")),
    paged=True,
)
SUGGEST = Operation(
    "suggest",
    "/api/suggest",
    "finding",
    {"en": "Names that continue what is typed", "zh": "依输入补全名称"},
    (replace(_Q, examples=("wand", "流浪")), replace(SIZE, default=8, high=100), LANG),
    array(ref("Suggestion")),
)
ASK = Operation(
    "ask",
    "/api/ask",
    "finding",
    {"en": "A question in plain words, answered by a named one", "zh": "日常语言提问，由问题目录作答"},
    (replace(_Q, examples=("Which claims are disputed?", "哪些论断受到质疑？")), LANG),
    ref("Reply"),
)
GRAPH = Operation(
    "graph",
    "/api/graph",
    "finding",
    {"en": "The claims around a thing as nodes and edges", "zh": "某事物周围的论断，以节点与边表示"},
    (
        Field(
            "focus",
            {"en": "IRI, prefixed name or label", "zh": "IRI、带前缀的名称或标签"},
            examples=("film:double-world",),
        ),
        Field("depth", {"en": "steps from the focus", "zh": "距中心的步数"}, "integer", 1, low=1, high=3),
        Field("size", {"en": "edges at most", "zh": "边数上限"}, "integer", 2000, low=1, high=2000),
        Field("kind", {"en": "only things of these groups", "zh": "只留这些类别的事物"}, many=True),
        Field("verdict", {"en": "only claims so judged", "zh": "只留此类核查结论的论断"}, many=True),
        Field("source", {"en": "only claims of these sources", "zh": "只留这些来源的论断"}, many=True),
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
