"""Citations as data: of a claim with its source, of a thing, of the whole graph."""

from __future__ import annotations

from flask import Blueprint, Response, request

from genfilm.problems import UnknownEntity
from genfilm.records.address import iri_at
from genfilm.records.citation import MEDIA_TYPES, Edition, cite
from genfilm.records.corpus import CLAIMS, corpus
from genfilm.records.reference import STYLES, TITLES
from genfilm.web.api.envelope import answer, here
from genfilm.web.api.operation import LANG, Field, Operation
from genfilm.web.context import context

blueprint = Blueprint("api_cite", __name__, url_prefix="/api/cite")
_STYLE = Field(
    "style",
    {"en": "style of the citation; all of them as JSON without it", "zh": "引文格式；未给出时以JSON给出全部"},
    enum=STYLES,
)
_SCHEMA = {
    "type": "object",
    "description": "The citation in each style / 各种格式的引文",
    "properties": {style: {"type": "string"} for style in STYLES},
    "required": list(STYLES),
}
_MEDIA = tuple(dict.fromkeys(media.partition(";")[0] for media in MEDIA_TYPES.values()))
WHOLE = Operation(
    "citeGraph",
    "/api/cite",
    "citations",
    {"en": "How to cite the graph", "zh": "如何引用本图谱"},
    (_STYLE, LANG),
    _SCHEMA,
    _MEDIA,
)
ONE = Operation(
    "cite",
    "/api/cite/{source}/{id}",
    "citations",
    {
        "en": "How to cite a claim and its source, or a thing (by its kind and name)",
        "zh": "如何引用一条论断及其来源，或一个事物（按种类与名称）",
    },
    (_STYLE, LANG),
    _SCHEMA,
    _MEDIA,
)


@blueprint.get("")
def whole() -> Response:
    """The citation of the graph."""
    return _answer(None, WHOLE.read()["style"])


@blueprint.get("/<source>/<path:id>")
def one(source: str, id: str) -> Response:
    """The citation of a claim; where there is none of this name, of the thing at this address."""
    style = ONE.read()["style"]
    iri = f"{CLAIMS}{source}/{id}"
    return _answer(iri if iri in corpus(context().library).claims else iri_at(source, id), style)


def _answer(iri: str | None, style: str | None) -> Response:
    library, edition = context().library, Edition.of(context().build)
    try:
        if style is not None:
            return Response(cite(library, iri, style, edition), content_type=MEDIA_TYPES[style])
        texts = {each: cite(library, iri, each, edition) for each in STYLES}
    except UnknownEntity:
        raise UnknownEntity("neither", name=request.path) from None
    links = {each: here(style=each) for each in STYLES}
    return answer(texts, links=links, meta={"iri": iri, "styles": TITLES})
