"""The shapes of the answers, as JSON Schema for the OpenAPI description."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from genfilm.catalogue.column_type import TYPES as PROMISED
from genfilm.catalogue.column_type import ColumnType
from genfilm.records.row import COLUMNS

Schema = dict[str, Any]
_JSON_TYPES = {
    "integer": ["integer"],
    "decimal": ["number"],
    "boolean": ["boolean"],
    "mixed": ["string", "number", "boolean"],
}
_FORMATS = {"iri": "iri", "date": "date"}
TYPES = ("iri", "string", "integer", "decimal", "boolean", "date", "year")


def _text(en: str, zh: str, **more: Any) -> Schema:
    return {"type": "string", "description": f"{en} / {zh}", **more}


def maybe(schema: Schema) -> Schema:
    """The same, or null."""
    return (
        {"anyOf": [schema, {"type": "null"}]}
        if "$ref" in schema
        else {**schema, "type": [schema["type"], "null"]}
    )


def array(schema: Schema) -> Schema:
    """A list of it."""
    return {"type": "array", "items": schema}


def record(properties: Schema, *optional: str) -> Schema:
    """An object; all properties but the ``optional`` ones are there."""
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required}


def ref(name: str) -> Schema:
    """A pointer to a named schema."""
    return {"$ref": f"#/components/schemas/{name}"}


def row_schema(columns: Mapping[str, Mapping[str, str]], types: Mapping[str, ColumnType]) -> Schema:
    """The schema of a row; ``columns`` holds the headings. No column is required, since ``fields`` leaves
    out; a cell is null only where the question says that it may be empty. ``x-type`` is the promised type."""
    return {
        "type": "object",
        "properties": {name: _cell(labels, types[name]) for name, labels in columns.items()},
    }


def _cell(labels: Mapping[str, str], promised: ColumnType) -> Schema:
    kinds = _JSON_TYPES.get(promised.name, ["string"]) + (["null"] if promised.optional else [])
    schema: Schema = {"type": kinds if len(kinds) > 1 else kinds[0], "x-type": promised.name}
    if promised.name in _FORMATS:
        schema["format"] = _FORMATS[promised.name]
    return {**schema, "description": " / ".join(filter(None, (labels.get("en"), labels.get("zh"))))}


IRI = _text("IRI", "IRI")
_VALUE = {"type": ["string", "number", "boolean", "null"]}
_PAGE = record(
    {
        "iri": IRI,
        "title": _text("title of the web page", "网页标题"),
        "url": _text("address at which it was read", "阅读时的地址"),
        "publisher": ref("Label"),
        "date": maybe(_text("date of the page", "网页日期")),
    }
)
_LINKS = {"type": "object", "additionalProperties": {"type": "string"}}

SCHEMAS: dict[str, Schema] = {
    "Label": {
        **record({"en": _text("in English", "英文"), "zh": _text("in Chinese", "中文")}),
        "description": "A text in both languages / 中英文文本",
    },
    "Node": {
        **record(
            {
                "iri": maybe(IRI),
                "key": _text("short name of a thing", "事物的短名"),
                "label": ref("Label"),
                "type": {"type": "string", "enum": list(TYPES)},
                "value": _VALUE,
                "language": _text("language of a text", "文本语言"),
            },
            "key",
            "value",
            "language",
        ),
        "description": "A thing, or a literal when iri is null / 事物；iri为null时为字面量",
    },
    "Column": record(
        {
            "name": _text("column", "列"),
            "label": _text("heading", "列名"),
            "type": {"type": "string", "enum": list(TYPES)},
        }
    ),
    "Meta": record(
        {
            "build": _text("build that answered", "作答的构建"),
            "version": _text("version of the graph", "图谱版本"),
            "lang": {"type": "string", "enum": ["en", "zh"]},
            "truncated": {
                "type": "boolean",
                "description": "whether there are rows beyond this page / 是否还有其他页",
            },
            "total": {"type": "integer", "description": "rows in all / 总行数"},
            "page": {"type": "integer"},
            "size": {"type": "integer"},
        },
        "total",
        "page",
        "size",
    ),
    "Links": _LINKS,
    "Problem": {
        **record(
            {
                "type": _text("kind of the problem", "问题类型", format="uri"),
                "title": _text("what is wrong", "出了什么问题"),
                "status": {"type": "integer"},
                "detail": _text("where, and what to do next", "在何处、如何解决"),
                "candidates": {"type": "array", "items": {}, "description": "what may be meant / 可能所指"},
                "known": {
                    "type": "array",
                    "items": {"type": "string"},
                    "description": "what there is / 可用的值",
                },
            },
            "candidates",
            "known",
        ),
        "description": "Problem details (RFC 9457) / 问题说明",
    },
    "Parameter": record(
        {
            "name": {"type": "string"},
            "type": {"type": "string", "enum": ["iri", "string", "integer", "language"]},
            "class": maybe(_text("class of the values", "取值所属的类")),
            "optional": {"type": "boolean"},
            "default": maybe({"type": "string"}),
            "options": array({"type": "string"}),
            "description": ref("Label"),
            "values": _text("address of the values", "取值列表的地址"),
        },
        "values",
    ),
    "Question": record(
        {
            "id": {"type": "string"},
            "summary": ref("Label"),
            "description": {"type": "object", "additionalProperties": {"type": "string"}},
            "tags": array({"type": "string"}),
            "form": {"type": "string"},
            "formats": array({"type": "string"}),
            "chart": {"type": "string"},
            "parameters": array(ref("Parameter")),
            "columns": array(
                record(
                    {
                        "name": {"type": "string"},
                        "label": ref("Label"),
                        "type": {"type": "string", "enum": list(PROMISED)},
                        "optional": {"type": "boolean", "description": "may be empty / 可为空"},
                    }
                )
            ),
            "sparql": _text("the query with its defaults", "带默认值的查询"),
            "links": ref("Links"),
        }
    ),
    "Choice": record({"value": {"type": "string"}, "iri": maybe(IRI), "label": ref("Label")}),
    "Thing": record(
        {
            "iri": IRI,
            "name": _text("prefixed name", "带前缀的名称"),
            "kind": {"type": "string"},
            "slug": {"type": "string"},
            "label": ref("Label"),
            "types": array({"type": "string"}),
            "links": ref("Links"),
        }
    ),
    "ClaimRef": record(
        {
            "iri": IRI,
            "id": {"type": "string"},
            "paraphrase": ref("Label"),
            "verdict": maybe({"type": "string"}),
            "verdictLabel": maybe(ref("Label")),
            "polarity": {"type": "string"},
            "modality": {"type": "string"},
            "page": maybe(_text("printed page", "页码")),
            "speaker": ref("Label"),
        }
    ),
    "Fact": {
        **record(
            {
                "property": ref("Node"),
                "value": ref("Node"),
                "subject": ref("Node"),
                "polarity": {"type": "string", "enum": ["affirmed", "negated"]},
                "claims": array(ref("ClaimRef")),
            },
            "value",
            "subject",
        ),
        "description": "What is said, with the claims that say so / 所述内容及其论断",
    },
    "Entity": record(
        {
            "iri": IRI,
            "kind": {"type": "string"},
            "slug": {"type": "string"},
            "types": array(ref("Node")),
            "label": ref("Label"),
            "altLabels": array(record({"lang": {"type": "string"}, "value": {"type": "string"}})),
            "definition": maybe(ref("Label")),
            "notes": array(
                record({"property": ref("Node"), "lang": {"type": "string"}, "value": {"type": "string"}})
            ),
            "facts": array(ref("Fact")),
            "incoming": array(ref("Fact")),
        }
    ),
    "ClaimRow": record(
        {
            name: {**_VALUE, "description": f"{en} / {zh}"} if name == "object" else maybe(_text(en, zh))
            for name, (en, zh) in COLUMNS.items()
        },
        *COLUMNS,
    ),
    "Passage": record({name: {"type": "string"} for name in ("iri", "section", "paragraph", "page")}),
    "WebPage": _PAGE,
    "Finding": record(
        {
            "iri": IRI,
            "stance": {"type": "string", "enum": ["supports", "contradicts", "qualifies"]},
            "stanceLabel": ref("Label"),
            "label": ref("Label"),
            "note": maybe(ref("Label")),
            "pages": array(ref("WebPage")),
        }
    ),
    "Assessment": record(
        {
            "iri": IRI,
            "verdict": {"type": "string"},
            "verdictLabel": ref("Label"),
            "reason": maybe(ref("Label")),
            "date": {"type": "string"},
            "evidence": array(ref("Finding")),
        }
    ),
    "Claim": record(
        {
            "iri": IRI,
            "id": {"type": "string"},
            **{
                name: ref("Node") for name in ("source", "kind", "polarity", "modality", "valence", "speaker")
            },
            "paraphrase": ref("Label"),
            **{name: maybe(ref("Node")) for name in ("subject", "predicate", "object", "reportedFrom")},
            "termUsedBySource": maybe({"type": "string"}),
            "passages": array(ref("Passage")),
            "foundIn": array(ref("WebPage")),
            "restsOn": array(ref("Node")),
            "notes": array(ref("Label")),
            "row": maybe(ref("ClaimRef")),
            "parts": array(ref("ClaimRef")),
            "assessment": maybe(ref("Assessment")),
            "related": array(ref("ClaimRef")),
        }
    ),
}
