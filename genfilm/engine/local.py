"""A store in this very process, for callers who trust their own queries: no deadline, no memory limit."""

from __future__ import annotations

import io

import pyoxigraph as ox

from genfilm.engine.evaluator import GRAPH_FORMATS, SOLUTION_FORMATS, describe
from genfilm.engine.query import Query
from genfilm.engine.run import fault
from genfilm.errors import Problem
from genfilm.protocol import guard


class LocalEngine:
    """An Engine over ``store``; ``prefixes`` are declared beforehand. For use from one thread at a time."""

    def __init__(self, store: ox.Store, prefixes: dict[str, str]) -> None:
        self._store = store
        self._prefixes = prefixes

    def answer(self, query: Query) -> bytes:
        """The whole result; raises Problem 400 (syntax, unsupported function) and 403 (SERVICE)."""
        guard.refuse_federation(guard.read(query.text, self._prefixes))
        written = io.BytesIO()
        try:
            results = self._store.query(query.text, base_iri=query.base, prefixes=self._prefixes)
            if isinstance(results, ox.QueryTriples):
                ox.serialize(results, written, format=GRAPH_FORMATS[query.format], prefixes=query.prefixes)
            else:
                results.serialize(written, format=SOLUTION_FORMATS[query.format])
        except (SyntaxError, RuntimeError, ValueError) as error:
            raise fault(describe(error)) from None
        except KeyError:
            raise Problem(
                406,
                "not-acceptable",
                f"{query.format!r} is no format for this query",
                "Choose another format.",
            ) from None
        return written.getvalue()
