"""The shapes of the answers, as JSON Schema for the OpenAPI description."""

from __future__ import annotations

from typing import Any

from genfilm.records.ledger import COLUMNS

Schema = dict[str, Any]
TYPES = ("iri", "string", "integer", "decimal", "boolean", "date", "year")


def _text(en: str, zh: str, **more: Any) -> Schema:
    return {"type": "string", "description": f"{en} / {zh}", **more}


def _maybe(schema: Schema) -> Schema:
    return (
        {"anyOf": [schema, {"type": "null"}]}
        if "$ref" in schema
        else {**schema, "type": [schema["type"], "null"]}
    )


def _list(schema: Schema) -> Schema:
    return {"type": "array", "items": schema}


def _object(properties: Schema, *optional: str) -> Schema:
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required}


def ref(name: str) -> Schema:
    """A pointer to a named schema."""
    return {"$ref": f"#/components/schemas/{name}"}


IRI = _text("IRI", "IRI")
_VALUE = {"type": ["string", "number", "boolean", "null"]}
_PAGE = _object(
    {
        "iri": IRI,
        "title": _text("title of the web page", "网页标题"),
        "url": _text("address at which it was read", "阅读时的地址"),
        "publisher": ref("Label"),
        "date": _maybe(_text("date of the page", "网页日期")),
    }
)
_LINKS = {"type": "object", "additionalProperties": {"type": "string"}}

SCHEMAS: dict[str, Schema] = {
    "Label": {
        **_object({"en": _text("in English", "英文"), "zh": _text("in Chinese", "中文")}),
        "description": "A text in both languages / 中英文文本",
    },
    "Node": {
        **_object(
            {
                "iri": _maybe(IRI),
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
    "Column": _object(
        {
            "name": _text("column", "列"),
            "label": _text("heading", "列名"),
            "type": {"type": "string", "enum": list(TYPES)},
        }
    ),
    "Meta": _object(
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
        **_object(
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
    "Parameter": _object(
        {
            "name": {"type": "string"},
            "type": {"type": "string", "enum": ["iri", "string", "integer", "language"]},
            "class": _maybe(_text("class of the values", "取值所属的类")),
            "optional": {"type": "boolean"},
            "default": _maybe({"type": "string"}),
            "options": _list({"type": "string"}),
            "description": ref("Label"),
            "values": _text("address of the values", "取值列表的地址"),
        },
        "values",
    ),
    "Question": _object(
        {
            "id": {"type": "string"},
            "summary": ref("Label"),
            "description": {"type": "object", "additionalProperties": {"type": "string"}},
            "tags": _list({"type": "string"}),
            "form": {"type": "string"},
            "formats": _list({"type": "string"}),
            "chart": {"type": "string"},
            "parameters": _list(ref("Parameter")),
            "columns": _list(_object({"name": {"type": "string"}, "label": ref("Label")})),
            "sparql": _text("the query with its defaults", "带默认值的查询"),
            "links": ref("Links"),
        }
    ),
    "Choice": _object({"value": {"type": "string"}, "iri": _maybe(IRI), "label": ref("Label")}),
    "Thing": _object(
        {
            "iri": IRI,
            "name": _text("prefixed name", "带前缀的名称"),
            "kind": {"type": "string"},
            "slug": {"type": "string"},
            "label": ref("Label"),
            "types": _list({"type": "string"}),
            "links": ref("Links"),
        }
    ),
    "ClaimRef": _object(
        {
            "iri": IRI,
            "id": {"type": "string"},
            "paraphrase": ref("Label"),
            "verdict": _maybe({"type": "string"}),
            "verdictLabel": _maybe(ref("Label")),
            "polarity": {"type": "string"},
            "modality": {"type": "string"},
            "page": _maybe(_text("printed page", "页码")),
            "speaker": ref("Label"),
        }
    ),
    "Fact": {
        **_object(
            {
                "property": ref("Node"),
                "value": ref("Node"),
                "subject": ref("Node"),
                "polarity": {"type": "string", "enum": ["affirmed", "negated"]},
                "claims": _list(ref("ClaimRef")),
            },
            "value",
            "subject",
        ),
        "description": "What is said, with the claims that say so / 所述内容及其论断",
    },
    "Entity": _object(
        {
            "iri": IRI,
            "kind": {"type": "string"},
            "slug": {"type": "string"},
            "types": _list(ref("Node")),
            "label": ref("Label"),
            "altLabels": _list(_object({"lang": {"type": "string"}, "value": {"type": "string"}})),
            "definition": _maybe(ref("Label")),
            "notes": _list(
                _object({"property": ref("Node"), "lang": {"type": "string"}, "value": {"type": "string"}})
            ),
            "facts": _list(ref("Fact")),
            "incoming": _list(ref("Fact")),
        }
    ),
    "ClaimRow": _object(
        {
            name: {**_VALUE, "description": f"{en} / {zh}"} if name == "object" else _maybe(_text(en, zh))
            for name, (en, zh) in COLUMNS.items()
        },
        *COLUMNS,
    ),
    "Passage": _object({name: {"type": "string"} for name in ("iri", "section", "paragraph", "page")}),
    "WebPage": _PAGE,
    "Finding": _object(
        {
            "iri": IRI,
            "stance": {"type": "string", "enum": ["supports", "contradicts", "qualifies"]},
            "stanceLabel": ref("Label"),
            "label": ref("Label"),
            "note": _maybe(ref("Label")),
            "pages": _list(ref("WebPage")),
        }
    ),
    "Assessment": _object(
        {
            "iri": IRI,
            "verdict": {"type": "string"},
            "verdictLabel": ref("Label"),
            "reason": _maybe(ref("Label")),
            "date": {"type": "string"},
            "evidence": _list(ref("Finding")),
        }
    ),
    "Claim": _object(
        {
            "iri": IRI,
            "id": {"type": "string"},
            **{
                name: ref("Node") for name in ("source", "kind", "polarity", "modality", "valence", "speaker")
            },
            "paraphrase": ref("Label"),
            **{name: _maybe(ref("Node")) for name in ("subject", "predicate", "object", "reportedFrom")},
            "termUsedBySource": _maybe({"type": "string"}),
            "passages": _list(ref("Passage")),
            "foundIn": _list(ref("WebPage")),
            "restsOn": _list(ref("Node")),
            "notes": _list(ref("Label")),
            "row": _maybe(ref("ClaimRef")),
            "parts": _list(ref("ClaimRef")),
            "assessment": _maybe(ref("Assessment")),
            "related": _list(ref("ClaimRef")),
        }
    ),
}
