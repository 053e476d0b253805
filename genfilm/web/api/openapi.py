"""The OpenAPI 3.1 description of the interface, made from its routes and the catalogue, and its page."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, render_template

from genfilm.catalogue.library import Library
from genfilm.protocol.formats import HTML
from genfilm.records.corpus import corpus
from genfilm.records.entities import entities as every
from genfilm.records.ledger import LISTED, ledger
from genfilm.search.index import index as index_of
from genfilm.web.api import ask, cite, claims, entities, graph, queries, readings, releases, search
from genfilm.web.api.envelope import answer
from genfilm.web.api.json_schema import in_both, ref
from genfilm.web.api.operation import LANG, RELEASE, Field, Route
from genfilm.web.api.schemas import SCHEMAS
from genfilm.web.api.sheet import XLSX
from genfilm.web.context import context, language, root_url
from genfilm.words import both

blueprint = Blueprint("api", __name__, url_prefix="/api")
_PATH_NAME = re.compile(r"{(\w+)}")
_EXAMPLES = {
    "query": "strategies-for-actor",
    "parameter": "actor",
    "kind": "film",
    "slug": "double-world",
}
_TAGS = ("questions", "queries", "entities", "claims", "citations", "finding", "service")
INDEX = Route(
    "index", "/api/", "service", both("api.operation.index"), (LANG,),
    {"type": "object", "additionalProperties": {"type": "string"}},
)  # fmt: skip
_STANDING = (
    INDEX, queries.LIST, queries.VALUES, entities.LIST, entities.ONE, claims.LIST, claims.ONE,
    cite.WHOLE, cite.ONE, readings.ONE, search.SEARCH, search.SUGGEST, ask.ASK, graph.GRAPH,
    releases.LIST,
)  # fmt: skip
_OTHER = {XLSX.media_type: {"type": "string", "format": "binary"}}
_CACHED = "openapi"


@blueprint.get("/")
def index() -> Response:
    """Links to every route."""
    INDEX.read()
    data = {each.id: root_url() + each.path for each in _STANDING[1:]}
    data |= {"question": f"{root_url()}/api/queries/{{query}}"}
    data |= {"openapi": f"{root_url()}/api/openapi.json", "docs": f"{root_url()}/api/docs"}
    return answer(data, links={"html": f"{root_url()}/{language()}/", "sparql": f"{root_url()}/sparql"})


@blueprint.get("/openapi.json")
def description() -> Response:
    """The description; its server is the address by which it is asked for."""
    build = context().build
    document = {
        **describe(context().library, str(build.manifest.get("version", ""))),
        "servers": [{"url": root_url()}],
    }
    body = json.dumps(document, ensure_ascii=False, indent=1)
    return Response(body, content_type="application/json; charset=utf-8")


@blueprint.get("/docs")
def page() -> Response:
    """The description as a page to read and try."""
    shown = render_template("api.html", lang=language(), routes=_operations(context().library))
    return Response(shown, content_type=HTML.content_type)


def describe(library: Library, version: str) -> dict[str, Any]:
    """The description without its servers."""
    return library.once(_CACHED, lambda: _document(library, version))


def _operations(library: Library) -> list[Route]:
    return [*_STANDING, *(queries.operation(query) for query in library.queries.values())]


def _document(library: Library, version: str) -> dict[str, Any]:
    source, _, identifier = corpus(library).example.partition("/")
    examples = {**_EXAMPLES, "source": source, "id": identifier}
    paths: dict[str, Any] = {}
    values = _values(library)
    for each in _operations(library):
        paths[each.path] = {"get": _operation(each, examples, values.get(each.id, {}))}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "GenFilm KG",
            "version": version,
            "summary": "Attributed, checked claims about generative AI in the film industry chain",
            "description": "\n\n".join(both("api.description").values()),
            "license": {"name": "CC-BY-4.0", "identifier": "CC-BY-4.0"},
        },
        "security": [],
        "tags": [{"name": name, "description": in_both(f"api.tag.{name}")} for name in _TAGS],
        "paths": paths,
        "components": {
            "schemas": {
                **SCHEMAS,
                **search.SCHEMAS,
                **ask.SCHEMAS,
                **graph.SCHEMAS,
                **readings.SCHEMAS,
                **releases.SCHEMAS,
            }
        },
    }


def _values(library: Library) -> dict[str, dict[str, list[str]]]:
    """The values of the parameters that are closed lists in this build, by operation and parameter."""
    tags = {tag for query in library.queries.values() for tag in query.tags}
    return {
        claims.LIST.id: {name: sorted(ledger(library).values[name]) for name in LISTED},
        entities.LIST.id: {"kind": sorted(every(library).by_kind)},
        queries.LIST.id: {"tag": sorted(tags)},
        search.SEARCH.id: {"kind": [*index_of(library).kinds]},
    }


def _operation(each: Route, examples: Mapping[str, str], values: Mapping[str, list[str]]) -> dict[str, Any]:
    content: dict[str, Any] = {"application/json": {"schema": _enveloped(each)}}
    for media in each.media:
        text = media.startswith("text/") or media.endswith("bibtex") or media.endswith("systems")
        content[media] = {"schema": {"type": "string"} if text else _OTHER.get(media, {})}
    headers = (
        {"Link": {"schema": {"type": "string"}, "description": "first, prev, next, last"}}
        if each.paged
        else {}
    )
    answered = {
        "description": _both(each.summary),
        "content": content,
        **({"headers": headers} if headers else {}),
    }
    problem = {"content": {"application/problem+json": {"schema": ref("Problem")}}}
    return {
        "operationId": each.id,
        "tags": [each.tag],
        "summary": each.summary["en"],
        "description": _both(each.summary),
        "x-summary-zh": each.summary["zh"],
        "parameters": [
            *(_path_parameter(name, examples[name]) for name in _PATH_NAME.findall(each.path)),
            *(_parameter(field, values.get(field.name)) for field in each.fields),
            *(_parameter(field, None) for field in (RELEASE,) if each is not releases.LIST),
        ],
        "responses": {
            "200": answered,
            "400": {"description": in_both("api.answer.400"), **problem},
            "404": {"description": in_both("api.answer.404"), **problem},
            "406": {"description": in_both("api.answer.406"), **problem},
            "default": {"description": in_both("api.answer.default"), **problem},
        },
    }


def _enveloped(each: Route) -> dict[str, Any]:
    properties: dict[str, Any] = {"data": each.schema}
    if each.columns:
        properties["columns"] = {"type": "array", "items": ref("Column")}
    properties |= {"meta": ref("Meta"), "links": ref("Links")}
    return {"type": "object", "properties": properties, "required": list(properties)}


def _parameter(field: Field, values: list[str] | None) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": field.type}
    if values or field.enum:
        schema["enum"] = values or list(field.enum)
    for name, value in (("default", field.default), ("minimum", field.low), ("maximum", field.high)):
        if value is not None:
            schema[name] = value
    if field.examples:
        schema["examples"] = list(field.examples)
    if field.many:
        schema = {"type": "array", "items": schema}
    return {
        "name": field.name,
        "in": "query",
        "required": field.required,
        "description": _both(field.description),
        "schema": schema,
    }


def _path_parameter(name: str, example: str) -> dict[str, Any]:
    return {
        "name": name,
        "in": "path",
        "required": True,
        "description": in_both(f"api.path.{name}"),
        "schema": {"type": "string", "minLength": 1, "examples": [example]},
    }


def _both(texts: Mapping[str, str]) -> str:
    return f"{texts['en']} / {texts['zh']}"
