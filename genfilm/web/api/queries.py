"""The questions of the catalogue as data: the list, the answers, the values that a parameter can take."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from genfilm.catalogue.query import LANGUAGES, NamedQuery, Parameter
from genfilm.catalogue.table import Column
from genfilm.problems import NotFound, WrongParameter
from genfilm.protocol.queryfile import without_header
from genfilm.records.ask import choices, resolved
from genfilm.records.entities import entities
from genfilm.records.names import names
from genfilm.web.api.envelope import RowRange, answer, here, linked
from genfilm.web.api.json_schema import row_schema
from genfilm.web.api.operation import FIELDS, LANG, PAGE, SIZE, Field, Route, columns_kept, formats
from genfilm.web.api.sheet import JSON, NAMES, TABLES, XLSX, Sheet, chosen
from genfilm.web.context import context, language, root_url
from genfilm.words import both, say

blueprint = Blueprint("api_queries", __name__, url_prefix="/api/queries")
LICENCE = "CC BY 4.0"
RESULT_PAGE = "result_page"
"""Turns the pages of the answer to a question that has a parameter ``page`` of its own."""

LIST = Route(
    "listQueries",
    "/api/queries",
    "queries",
    both("api.operation.listQueries"),
    (
        Field("tag", both("api.parameter.tag")),
        LANG,
    ),
    {"type": "array", "items": {"$ref": "#/components/schemas/Question"}},
)
VALUES = Route(
    "listParameterValues",
    "/api/queries/{query}/parameters/{parameter}",
    "queries",
    both("api.operation.listParameterValues"),
    (PAGE, SIZE, LANG),
    {"type": "array", "items": {"$ref": "#/components/schemas/Choice"}},
    paged=True,
)


def operation(query: NamedQuery) -> Route:
    """Route of a question with its parameters and answer."""
    own = tuple(_field(parameter) for parameter in query.parameters if parameter.name != "lang")
    turning = Field(_paging(query), PAGE.description, "integer", 1, low=1, high=PAGE.high)
    return Route(
        query.id,
        f"/api/queries/{query.id}",
        "questions",
        query.summary,
        (*own, turning, SIZE, FIELDS, formats(TABLES), LANG),
        {"type": "array", "items": row_schema(query.columns, query.types)},
        tuple(each.media_type for each in TABLES if each is not JSON),
        columns=True,
        paged=True,
    )


def _paging(query: NamedQuery) -> str:
    return RESULT_PAGE if any(parameter.name == PAGE.name for parameter in query.parameters) else PAGE.name


def _field(parameter: Parameter) -> Field:
    kind = "integer" if parameter.kind == "integer" else "string"
    key = "api.parameter.named" if parameter.kind == "iri" else "api.parameter.plain"
    description = {
        lang: say(key, lang, description=parameter.description.get(lang, "")) for lang in LANGUAGES
    }
    closed = tuple(parameter.options) if parameter.kind != "iri" and not parameter.optional else ()
    examples = tuple(parameter.options) or (() if parameter.optional else (parameter.default,))
    return Field(parameter.name, description, kind, enum=closed, examples=() if closed else examples)


@blueprint.get("")
def index() -> Response:
    """The list."""
    asked = LIST.read()
    lang = language()
    tags = {tag for query in context().catalogue.values() for tag in query.tags}
    if asked["tag"] is not None and asked["tag"] not in tags:
        raise WrongParameter("choice", parameter="tag", value=asked["tag"], known=sorted(tags))
    queries = [query for query in context().catalogue.values() if asked["tag"] in (None, *query.tags)]
    links = {"html": f"{root_url()}/{lang}/questions/", "openapi": f"{root_url()}/api/openapi.json"}
    data = [describe(query) for query in queries]
    return answer(data, links=links, meta={"total": len(data)})


def describe(query: NamedQuery) -> dict[str, Any]:
    """A question as the list shows it."""
    return {
        "id": query.id,
        "summary": dict(query.summary),
        "description": dict(query.description),
        "tags": list(query.tags),
        "form": query.form,
        "formats": list(NAMES),
        "chart": query.chart,
        "parameters": [_described(query, parameter) for parameter in query.parameters],
        "columns": [
            {
                "name": name,
                "label": dict(labels),
                "type": query.types[name].name,
                "optional": query.types[name].optional,
            }
            for name, labels in query.columns.items()
        ],
        "sparql": without_header(query.text),
        "links": {
            "self": f"{root_url()}/api/queries/{query.id}",
            "html": f"{root_url()}/{language()}/questions/{query.id}",
        },
    }


def _described(query: NamedQuery, parameter: Parameter) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": parameter.name,
        "type": parameter.kind,
        "class": parameter.cls,
        "optional": parameter.optional,
        "default": None if parameter.optional else parameter.default,
        "options": list(parameter.options),
        "description": dict(parameter.description),
    }
    if parameter.kind == "iri" and (parameter.cls or parameter.options):
        found["values"] = f"{root_url()}/api/queries/{query.id}/parameters/{parameter.name}"
    return found


@blueprint.get("/<name>")
def result(name: str) -> Response:
    """The answer to a question, in the format that the address, ``format`` or Accept names."""
    stem, _, extension = name.partition(".")
    library = context().library
    query = library.named(stem)
    given = operation(query).read()
    fmt = chosen(extension, given["format"], request.headers.get("Accept"))
    lang = language()
    own = {p.name: str(given[p.name]) for p in query.parameters if given.get(p.name) is not None}
    if any(parameter.name == "lang" for parameter in query.parameters):
        own["lang"] = lang
    values = resolved(query, names(library), **own)
    text = query.bind(**values)
    table = library.select(text, query.columns)
    kept = columns_kept(given["fields"], [column.name for column in table.columns])
    turning = _paging(query)
    whole = fmt is not JSON and "size" not in request.args and turning not in request.args
    part = (
        RowRange(len(table), 1, max(1, len(table)))
        if whole
        else RowRange(len(table), given[turning], given["size"], turning)
    )
    start = (part.page - 1) * part.size
    found = table.records() if fmt in (JSON, XLSX) else table.texts()
    rows = [{key: row[key] for key in kept} for row in found[start : start + part.size]]
    columns = {column.name: column for column in table.columns}
    address = f"{root_url()}/api/queries/{stem}"
    if fmt is JSON:
        asked = urlencode({key: value for key, value in own.items() if key != "lang"})
        links = {
            "html": f"{root_url()}/{lang}/questions/{stem}" + (f"?{asked}" if asked else ""),
            "sparql": f"{root_url()}/sparql?{urlencode({'query': without_header(text)})}",
            **{each.extension: _as_file(address, each.extension) for each in TABLES if each is not JSON},
        }
        heads = [{**columns[key].record(), "type": _type(query, columns[key])} for key in kept]
        meta = {"query": stem, "summary": dict(query.summary), "parameters": {**values}}
        return answer(rows, links=links, columns=heads, part=part, meta=meta)
    sheet = Sheet(
        query.summary[lang],
        kept,
        [columns[key].label(lang) for key in kept],
        [[row[key] for key in kept] for row in rows],
        {
            "question": query.summary[lang],
            "address": here(),
            "parameters": ", ".join(f"{key}={value}" for key, value in values.items()),
            "rows": f"{len(rows)} of {len(table)}",
            "build": context().build.id[:12],
            "licence": LICENCE,
            "sparql": without_header(text),
        },
    )
    return file_of(sheet, fmt, stem, part)


def _type(query: NamedQuery, column: Column) -> str:
    """The type that is promised, also of an answer without rows; what a mixed column holds this time."""
    promised = query.types[column.name].name
    return column.type if promised == "mixed" else promised


def file_of(sheet: Sheet, fmt: Any, stem: str, part: RowRange) -> Response:
    """A table as a file under the name ``stem``; a part of it says so in its links and its count."""
    response = Response(sheet.write(fmt), content_type=fmt.content_type)
    response.headers["Content-Disposition"] = f'inline; filename="{stem}.{fmt.extension}"'
    response.headers["X-Total-Count"] = str(part.total)
    return linked(response, part.links() if part.size < part.total else {})


def _as_file(address: str, extension: str) -> str:
    pairs = [
        (k, v) for k, v in request.args.items(multi=True) if k not in ("format", "size", "page", RESULT_PAGE)
    ]
    return f"{address}.{extension}" + (f"?{urlencode(pairs)}" if pairs else "")


@blueprint.get("/<name>/parameters/<parameter>")
def values(name: str, parameter: str) -> Response:
    """The values that a parameter can take, with their names."""
    given = VALUES.read()
    library = context().library
    query = library.named(name)
    spec = next((each for each in query.parameters if each.name == parameter), None)
    if spec is None:
        raise NotFound(
            "parameter", query=name, name=parameter, known=[each.name for each in query.parameters]
        )
    every = entities(library)
    iris = choices(library, spec)
    part = RowRange(len(iris) or len(spec.options), given["page"], given["size"])
    cut = slice((part.page - 1) * part.size, part.page * part.size)
    data: list[dict[str, Any]] = [
        {"value": library.prefixes.compact(iri), "iri": iri, "label": dict(every.label(iri))}
        for iri in iris[cut]
    ]
    if not iris:
        data = [{"value": text, "iri": None, "label": {"en": text, "zh": text}} for text in spec.options[cut]]
    meta = {
        "query": name,
        "parameter": parameter,
        "type": spec.kind,
        "class": spec.cls,
        "default": spec.default,
    }
    return answer(data, part=part, meta=meta, links={"query": f"{root_url()}/api/queries/{name}"})
