"""The OpenAPI 3.1 description of the interface, made from its routes and the catalogue, and its page."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, render_template

from genfilm.catalogue.library import Library
from genfilm.protocol.formats import HTML
from genfilm.web.api import cite, claims, entities, finding, queries
from genfilm.web.api.envelope import answer
from genfilm.web.api.operation import LANG, Field, Operation
from genfilm.web.api.schemas import SCHEMAS, ref
from genfilm.web.api.sheet import XLSX
from genfilm.web.context import context, language, root_url

blueprint = Blueprint("api", __name__, url_prefix="/api")
_PATH_NAME = re.compile(r"{(\w+)}")
_PATH_WORDS = {
    "query": "id of a question / 问题的标识",
    "parameter": "name of one of its parameters / 其参数名",
    "kind": "kind of thing, such as film / 事物种类，如film",
    "slug": "name of the thing, the end of its IRI / 事物名称，即IRI末段",
    "source": "source of the claim: zhang-2026, evidence, editorial / 论断来源",
    "id": "identifier of the claim / 论断编号",
}
_EXAMPLES = {
    "query": "strategies-for-actor",
    "parameter": "actor",
    "kind": "film",
    "slug": "double-world",
    "source": "zhang-2026",
    "id": "N16",
}
_TAGS = {
    "questions": ("One route for each named question", "每个问题一条路由"),
    "queries": ("The catalogue of questions", "问题目录"),
    "entities": ("Things with what is said of them", "事物及关于它的论述"),
    "claims": ("Claims with verdict and evidence", "论断及其核查与证据"),
    "citations": ("How to cite", "如何引用"),
    "finding": ("Search, plain questions, the picture", "检索、提问与图"),
    "service": ("This description", "本说明"),
}
INDEX = Operation(
    "index", "/api/", "service", {"en": "The routes of this interface", "zh": "本接口的路由"}, (LANG,),
    {"type": "object", "additionalProperties": {"type": "string"}},
)  # fmt: skip
_STANDING = (
    INDEX, queries.LIST, queries.VALUES, entities.LIST, entities.ONE, claims.LIST, claims.ONE,
    cite.WHOLE, cite.ONE, *finding.OPERATIONS,
)  # fmt: skip
_OTHER = {XLSX.media_type: {"type": "string", "format": "binary"}}
_CACHED = "openapi"


@blueprint.get("/")
def index() -> Response:
    """Where everything is."""
    INDEX.read()
    names = (
        "queries",
        "entities",
        "claims",
        "cite",
        "search",
        "suggest",
        "ask",
        "graph",
        "openapi.json",
        "docs",
    )
    data = {name.partition(".")[0]: f"{root_url()}/api/{name}" for name in names}
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


def _operations(library: Library) -> list[Operation]:
    return [*_STANDING, *(queries.operation(query) for query in library.queries.values())]


def _document(library: Library, version: str) -> dict[str, Any]:
    paths: dict[str, Any] = {}
    for each in _operations(library):
        paths[each.path] = {"get": _operation(each)}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "GenFilm KG",
            "version": version,
            "summary": "Attributed, checked claims about generative AI in the film industry chain",
            "description": (
                "Read-only. Every answer has one envelope (data, columns, meta, links), every error is a "
                "problem (RFC 9457). Things may be named by IRI, prefixed name or any of their names.\n\n"
                "只读接口。所有答案采用同一封装（data、columns、meta、links），错误均为问题说明（RFC 9457）。"
                "事物可用IRI、带前缀的名称或任一名称指称。"
            ),
            "license": {"name": "CC BY 4.0", "identifier": "CC-BY-4.0"},
        },
        "tags": [{"name": name, "description": " / ".join(words)} for name, words in _TAGS.items()],
        "paths": paths,
        "components": {"schemas": {**SCHEMAS, **finding.SCHEMAS}},
    }


def _operation(each: Operation) -> dict[str, Any]:
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
            *(_path_parameter(name) for name in _PATH_NAME.findall(each.path)),
            *(_parameter(field) for field in each.fields),
        ],
        "responses": {
            "200": answered,
            "400": {"description": "A parameter is wrong / 参数有误", **problem},
            "404": {"description": "Not there / 不存在", **problem},
            "406": {"description": "No such format / 无此格式", **problem},
            "default": {"description": "Any other problem / 其他问题", **problem},
        },
    }


def _enveloped(each: Operation) -> dict[str, Any]:
    properties: dict[str, Any] = {"data": each.schema}
    if each.columns:
        properties["columns"] = {"type": "array", "items": ref("Column")}
    properties |= {"meta": ref("Meta"), "links": ref("Links")}
    return {"type": "object", "properties": properties, "required": list(properties)}


def _parameter(field: Field) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": field.type}
    if field.enum:
        schema["enum"] = list(field.enum)
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


def _path_parameter(name: str) -> dict[str, Any]:
    return {
        "name": name,
        "in": "path",
        "required": True,
        "description": _PATH_WORDS[name],
        "schema": {"type": "string", "minLength": 1, "examples": [_EXAMPLES[name]]},
    }


def _both(texts: Mapping[str, str]) -> str:
    return f"{texts['en']} / {texts['zh']}"
