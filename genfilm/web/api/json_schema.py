"""JSON Schema in a few words: texts, lists, objects, pointers, and the rows of a table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from genfilm.catalogue.column_type import ColumnType
from genfilm.words import both

Schema = dict[str, Any]
_JSON_TYPES = {
    "integer": ["integer"],
    "decimal": ["number"],
    "boolean": ["boolean"],
    "mixed": ["string", "number", "boolean"],
}
_FORMATS = {"iri": "iri", "date": "date"}


def in_both(key: str) -> str:
    """The message of a key in both languages, as the description has it."""
    return " / ".join(both(key).values())


def text(key: str, **more: Any) -> Schema:
    """A string, described by the message of a key."""
    return {"type": "string", "description": in_both(key), **more}


def maybe(schema: Schema) -> Schema:
    """The same, or null."""
    if "$ref" in schema:
        return {"anyOf": [schema, {"type": "null"}]}
    types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    return {**schema, "type": [*types, "null"]}


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


STRING: Schema = {"type": "string"}
BOOLEAN: Schema = {"type": "boolean"}
