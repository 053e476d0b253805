"""Two engines asked the same: whether their answers are equal, rows as a bag, terms by their values."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import islice

import pyoxigraph as ox

from genfilm.engine.query import Engine, Query
from genfilm.errors import Problem
from genfilm.problems import DeadlineExceeded
from genfilm.protocol import guard

_NUMBERS = frozenset(
    f"http://www.w3.org/2001/XMLSchema#{name}" for name in ("integer", "decimal", "double", "float")
)


@dataclass(frozen=True, slots=True)
class Compared:
    """The outcome for one query (``equal``, ``different``, ``slow``, ``failed``), rows and seconds of both;
    ``here`` and ``there`` are the first rows that only one has."""

    outcome: str
    rows: tuple[int, int] = (0, 0)
    seconds: tuple[float, float] = (0.0, 0.0)
    here: str = ""
    there: str = ""
    why: str = ""


def compare(text: str, ours: Engine, theirs: Engine) -> Compared:
    """Ask both; raises what ours raises."""
    is_graph = guard.read(text).form in ("CONSTRUCT", "DESCRIBE")
    query = Query(text, "ntriples" if is_graph else "json")
    read = _triples if is_graph else _rows
    mine, first = _timed(lambda: read(ours.answer(query)))
    try:
        other, second = _timed(lambda: read(theirs.answer(query)))
    except DeadlineExceeded:
        return Compared("slow", (mine.total(), 0), (first, 0.0))
    except Problem as problem:
        return Compared("failed", (mine.total(), 0), (first, 0.0), why=problem.detail)
    only_here, only_there = mine - other, other - mine
    return Compared(
        "different" if only_here or only_there else "equal",
        (mine.total(), other.total()),
        (first, second),
        _shown(only_here),
        _shown(only_there),
    )


def _timed(work: Callable[[], Counter[tuple[str, ...]]]) -> tuple[Counter[tuple[str, ...]], float]:
    start = time.monotonic()
    return work(), time.monotonic() - start


def _rows(body: bytes) -> Counter[tuple[str, ...]]:
    """Solutions as a bag, variables by name; a boolean as one row."""
    results = ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)
    if isinstance(results, ox.QueryBoolean):
        return Counter([(str(bool(results)),)])
    names = sorted(variable.value for variable in results.variables)
    return Counter(tuple(_value(row[name]) for name in names) for row in results)


def _triples(body: bytes) -> Counter[tuple[str, ...]]:
    """A graph as a bag of triples, its blank nodes named by what is said of them."""
    found = ox.Dataset(ox.parse(body, format=ox.RdfFormat.N_TRIPLES))
    found.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return Counter((_value(q.subject), _value(q.predicate), _value(q.object)) for q in found)


def _value(term: object) -> str:
    """A term so that equal values look equal: 1.0 and 1.00 are one decimal."""
    if isinstance(term, ox.Literal) and str(term.datatype.value) in _NUMBERS:
        try:
            return f"{Decimal(term.value).normalize()} {term.datatype.value}"
        except InvalidOperation:
            pass
    if isinstance(term, ox.BlankNode):
        return "_:"
    return "" if term is None else str(term)


def _shown(rows: Counter[tuple[str, ...]]) -> str:
    return " ".join(islice((value[:60] for row in sorted(rows) for value in row), 6)) or "–"
