"""Citations as data: of a claim with its source, of a thing, of the whole graph."""

from __future__ import annotations

from flask import Blueprint, Response, request

from genfilm.problems import UnknownEntity
from genfilm.records.address import iri_at
from genfilm.records.citation import CitedEdition, cite
from genfilm.records.corpus import CLAIMS, corpus
from genfilm.records.reference import EVERY, STYLES, TITLES
from genfilm.web.api.envelope import answer, here
from genfilm.web.api.json_schema import in_both
from genfilm.web.api.operation import LANG, Field, Route
from genfilm.web.context import context, language
from genfilm.words import both

blueprint = Blueprint("api_cite", __name__, url_prefix="/api/cite")
_STYLE = Field(
    "style",
    both("api.parameter.style"),
    enum=STYLES,
)
_SCHEMA = {
    "type": "object",
    "description": in_both("api.schema.Citation"),
    "properties": {style: {"type": "string"} for style in STYLES},
    "required": list(STYLES),
}
_MEDIA = tuple(dict.fromkeys(style.media_type.partition(";")[0] for style in EVERY.values()))
WHOLE = Route(
    "citeGraph",
    "/api/cite",
    "citations",
    both("api.operation.citeGraph"),
    (_STYLE, LANG),
    _SCHEMA,
    _MEDIA,
)
ONE = Route(
    "cite",
    "/api/cite/{source}/{id}",
    "citations",
    both("api.operation.cite"),
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
    library, edition, lang = context().library, CitedEdition.of(context().build), language()
    try:
        if style is not None:
            text = cite(library, iri, style, edition, lang)
            return written(text, style, request.path.rpartition("/")[2])
        texts = {each: cite(library, iri, each, edition, lang) for each in STYLES}
    except UnknownEntity:
        raise UnknownEntity("neither", name=request.path) from None
    links = {each: here(style=each) for each in STYLES}
    return answer(texts, links=links, meta={"iri": iri, "styles": TITLES})


def written(text: str, style: str, name: str) -> Response:
    """References as a file that is named with the extension of its format."""
    found = Response(text, content_type=EVERY[style].media_type)
    found.headers["Content-Disposition"] = f'inline; filename="{name}.{EVERY[style].extension}"'
    return found
