"""A store in this very process, for callers who trust their own queries: no deadline, no memory limit."""

from __future__ import annotations

import io
from traceback import clear_frames

import pyoxigraph as ox

from genfilm.engine.evaluation import Evaluation
from genfilm.engine.faults import problem_of
from genfilm.engine.query import Query


class LocalEngine:
    """An Engine over ``store``, whose default graph ``default`` may hold by itself; ``prefixes`` are declared
    beforehand. Threads may share it."""

    def __init__(self, store: ox.Store, prefixes: dict[str, str], default: ox.Store | None = None) -> None:
        self._evaluation = Evaluation(store, prefixes, default)
        self._prefixes = prefixes

    def answer(self, query: Query) -> bytes:
        """The whole result; raises Problem 400 (syntax, unsupported function) and 403 (SERVICE)."""
        written = io.BytesIO()
        try:
            self._evaluation.answer(query.message(), written)
        except Exception as error:
            # A result of the engine must end in the thread that made it; a traceback may be kept anywhere.
            clear_frames(error.__traceback__)
            if not isinstance(error, SyntaxError | RuntimeError | ValueError):
                raise
            raise problem_of(error, query.text, self._prefixes, based=query.base is not None) from None
        return written.getvalue()
