"""The shapes of the answers, as JSON Schema for the OpenAPI description."""

from __future__ import annotations

from genfilm.catalogue.column_type import TYPES as PROMISED
from genfilm.records.claim_columns import COLUMNS, REFERENCE, THINGS, ClaimColumn
from genfilm.web.api.json_schema import BOOLEAN, STRING, Schema, array, in_both, maybe, record, ref, text

TYPES = ("iri", "string", "integer", "decimal", "boolean", "date", "year")


def _maybe(column: ClaimColumn, schema: Schema) -> Schema:
    return maybe(schema) if column.optional else schema


def _referred(column: ClaimColumn) -> Schema:
    """A column of a claim that another record points to: a name is given in both languages."""
    return _maybe(column, ref("Label") if column.shown == "name" else text(f"column.{column.name}"))


IRI = text("noun.iri")
_VALUE = {"type": ["string", "number", "boolean"]}
_PAGE = record(
    {
        "iri": IRI,
        "title": ref("Label"),
        "url": text("api.schema.url"),
        "publisher": ref("Label"),
        "date": maybe(text("api.schema.date")),
        "accessed": text("table.accessed"),
        "extent": ref("Label"),
        "authors": array(ref("Label")),
    }
)
_LINKS = {"type": "object", "additionalProperties": {"type": "string"}}

SCHEMAS: dict[str, Schema] = {
    "Label": {
        **record({"en": text("api.schema.Label.en"), "zh": text("api.schema.Label.zh")}),
        "description": in_both("api.schema.Label"),
    },
    "Node": {
        **record(
            {
                "iri": maybe(IRI),
                "key": text("api.schema.Node.key"),
                "label": ref("Label"),
                "type": {"type": "string", "enum": list(TYPES)},
                "value": _VALUE,
                "language": text("api.schema.Node.language"),
            },
            "key",
            "value",
            "language",
        ),
        "description": in_both("api.schema.Node"),
    },
    "Column": record(
        {
            "name": text("noun.column"),
            "label": ref("Label"),
            "type": {"type": "string", "enum": list(TYPES)},
        }
    ),
    "Meta": record(
        {
            "build": text("api.schema.Meta.build"),
            "version": text("api.schema.Meta.version"),
            "lang": {"type": "string", "enum": ["en", "zh"]},
            "truncated": {
                "type": "boolean",
                "description": in_both("api.schema.Meta.truncated"),
            },
            "total": {"type": "integer", "description": in_both("api.schema.Meta.total")},
            "facets": {"type": "object", "additionalProperties": array(ref("FacetValue"))},
            "page": {"type": "integer"},
            "size": {"type": "integer"},
        },
        "total",
        "facets",
        "page",
        "size",
    ),
    "FacetValue": record(
        {
            "key": STRING,
            "label": ref("Label"),
            "count": {"type": "integer"},
            "iri": maybe(IRI),
            "chosen": BOOLEAN,
        }
    ),
    "Links": _LINKS,
    "Problem": {
        **record(
            {
                "type": text("api.schema.Problem.type", format="uri"),
                "title": text("api.schema.Problem.title"),
                "status": {"type": "integer"},
                "detail": text("api.schema.Problem.detail"),
                "candidates": {
                    "type": "array",
                    "items": {},
                    "description": in_both("api.schema.Problem.candidates"),
                },
                "known": {
                    "type": "array",
                    "items": {"type": "string"},
                    "description": in_both("api.schema.Problem.known"),
                },
            },
            "candidates",
            "known",
        ),
        "description": in_both("api.schema.Problem"),
    },
    "Parameter": record(
        {
            "name": {"type": "string"},
            "type": {"type": "string", "enum": ["iri", "string", "integer", "language"]},
            "class": maybe(text("api.schema.Parameter.class")),
            "optional": {"type": "boolean"},
            "default": maybe({"type": "string"}),
            "options": array({"type": "string"}),
            "description": ref("Label"),
            "values": text("api.schema.Parameter.values"),
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
                        "optional": {
                            "type": "boolean",
                            "description": in_both("api.schema.Question.columns.optional"),
                        },
                    }
                )
            ),
            "sparql": text("api.schema.Question.sparql"),
            "links": ref("Links"),
        }
    ),
    "Choice": record({"value": {"type": "string"}, "iri": maybe(IRI), "label": ref("Label")}),
    "ListedEntity": record(
        {
            "iri": IRI,
            "name": text("api.schema.ListedEntity.name"),
            "kind": {"type": "string"},
            "slug": {"type": "string"},
            "label": ref("Label"),
            "types": array({"type": "string"}),
            "links": ref("Links"),
        }
    ),
    "ClaimRef": record({"iri": IRI, **{name: _referred(COLUMNS[name]) for name in REFERENCE}}),
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
        "description": in_both("api.schema.Fact"),
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
            "through": array(record({"situation": ref("Node"), "claims": array(ref("ClaimRef"))})),
            "resting": array(record({"property": ref("Node"), "claims": array(ref("ClaimRef"))})),
        }
    ),
    "ClaimRow": record(
        {
            name: {
                **_maybe(column, _VALUE if column.shown == "value" else {"type": "string"}),
                "description": in_both(f"column.{name}"),
            }
            for name, column in COLUMNS.items()
        },
        *COLUMNS,
    ),
    "Passage": record({name: {"type": "string"} for name in ("iri", "section", "paragraph", "page")}),
    "WebPage": _PAGE,
    "Finding": record(
        {
            "iri": IRI,
            "stance": {"type": "string", "enum": ["supports", "contradicts", "qualifies", "considers"]},
            "stanceLabel": ref("Label"),
            "label": ref("Label"),
            "note": maybe(ref("Label")),
            "pages": array(ref("WebPage")),
            "interestedParties": array(ref("Label")),
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
            "grounds": array(ref("Node")),
            "independentSources": maybe({"type": "integer"}),
            "correctedBy": array(ref("Node")),
            "correction": maybe(ref("Label")),
        }
    ),
    "Claim": record(
        {
            "iri": IRI,
            "id": {"type": "string"},
            "source": ref("Node"),
            "paraphrase": ref("Label"),
            **{name: _maybe(COLUMNS[name], ref("Node")) for name in THINGS},
            "reportedFrom": maybe(ref("Node")),
            "termUsedBySource": maybe({"type": "string"}),
            "passages": array(ref("Passage")),
            "foundIn": array(ref("WebPage")),
            "restsOn": array(ref("Node")),
            "notes": array(ref("Label")),
            "partOf": maybe(ref("ClaimRef")),
            "parts": array(ref("ClaimRef")),
            "assessment": maybe(ref("Assessment")),
            "related": array(ref("ClaimRef")),
            "reading": maybe(ref("Node")),
            "readings": array(ref("Coding")),
        }
    ),
}
