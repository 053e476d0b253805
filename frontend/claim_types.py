"""Writes ``src/claims.ts``, the types of claims, from the schemas of the interface's description."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from genfilm.web.api import graph, readings, schemas, search

TARGET = Path(__file__).parent / "src" / "claims.ts"
NAMES = (
    "Label", "Node", "Passage", "WebPage", "Finding", "Assessment", "ClaimRef", "ClaimRow", "Coding", "Claim",
    "PictureNode", "PictureEdge", "Picture", "FacetValue", "Suggestion",
)  # fmt: skip
_SCHEMAS = {**schemas.SCHEMAS, **graph.SCHEMAS, **search.SCHEMAS, **readings.SCHEMAS}
_HEAD = "// Written by frontend/claim_types.py from the description of the interface; do not edit.\n"


def text() -> str:
    """The file as it should be."""
    return _HEAD + "".join(f"\nexport type {name} = {_type(_SCHEMAS[name])};\n" for name in NAMES)


def _type(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "allOf" in schema:
        return " & ".join(_type(each) for each in schema["allOf"])
    if "anyOf" in schema:
        return " | ".join(_type(each) for each in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(f'"{value}"' for value in schema["enum"])
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    return " | ".join(_simple(kind, schema) for kind in kinds)


def _simple(kind: str, schema: dict[str, Any]) -> str:
    if kind == "array":
        return f"readonly {_type(schema['items'])}[]"
    if kind != "object":
        return {"integer": "number"}.get(kind, kind)
    required = schema.get("required", ())
    members = (
        f"  {name}{'' if name in required else '?'}: {_type(each)};\n"
        for name, each in schema["properties"].items()
    )
    return "{\n" + "".join(members) + "}"


if __name__ == "__main__":
    TARGET.write_text(text(), "utf-8")
