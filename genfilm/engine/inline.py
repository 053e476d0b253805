"""The answer of another service as inline data (SPARQL 1.1, section 10.2), for an evaluator to write."""

from __future__ import annotations

from typing import Any

import pyoxigraph as ox

from genfilm.protocol.federation import Call, failed

NOTHING = "{}"
"""One empty solution: so a SERVICE SILENT fails (SPARQL 1.1 Federated Query, section 2.3)."""
_FORMATS = {"json": ox.QueryResultsFormat.JSON, "xml": ox.QueryResultsFormat.XML}


def inline(call: Call, answer: dict[str, Any] | None) -> str:
    """A VALUES block with the solutions of ``answer``; raises Problem 502 for one that cannot be written."""
    if answer is None:
        return NOTHING
    try:
        results = ox.parse_query_results(answer["text"], format=_FORMATS[answer["format"]])
        if isinstance(results, ox.QueryBoolean):
            raise failed(call.iri, "answered yes or no where solutions were asked for")
        names = [variable.value for variable in results.variables]
        rows = [tuple(solution) for solution in results]
    except SyntaxError as error:
        if call.silent:
            return NOTHING
        raise failed(call.iri, f"gave an answer that cannot be read: {error}") from None
    strange = [name for name in names if name not in call.variables]
    if strange:
        raise failed(call.iri, f"answered with variables that nobody asked for: {', '.join(strange)}")
    lines = (f"({' '.join(_written(term, call) for term in row)})" for row in rows)
    return f"VALUES ({' '.join(f'?{name}' for name in names)}) {{ {' '.join(lines)} }}"


def _written(term: Any, call: Call) -> str:
    if term is None:
        return "UNDEF"
    if isinstance(term, ox.NamedNode | ox.Literal):
        return str(term)
    kind = "a blank node" if isinstance(term, ox.BlankNode) else "a triple"
    why = f"answered with {kind}, which cannot be joined here. Ask for IRIs and literals only, or STR(…)"
    raise failed(call.iri, why)
