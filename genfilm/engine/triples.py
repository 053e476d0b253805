"""A graph result as a table: its Turtle read again as SPARQL JSON with subject, predicate and object."""

from __future__ import annotations

import json
from typing import Any

import pyoxigraph as ox

_NAMES = ("subject", "predicate", "object")


def solutions(turtle: bytes) -> bytes:
    """SPARQL 1.1 Query Results JSON with one row for each triple; raises SyntaxError for bad Turtle."""
    triples = (quad.triple for quad in ox.parse(turtle, format=ox.RdfFormat.TURTLE, rename_blank_nodes=False))
    rows = [{name: _term(getattr(triple, name)) for name in _NAMES} for triple in triples]
    return json.dumps({"head": {"vars": _NAMES}, "results": {"bindings": rows}}).encode()


def _term(term: Any) -> dict[str, Any]:
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, ox.Literal):
        lang = {"xml:lang": term.language} if term.language else {"datatype": term.datatype.value}
        return {"type": "literal", "value": term.value, **lang}
    return {"type": "triple", "value": str(term)}
