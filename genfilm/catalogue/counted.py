"""The rows behind a count of an answer: the same query, which lists for one row what it counted."""

from __future__ import annotations

import re
from collections.abc import Mapping

from genfilm.catalogue.table import Term
from genfilm.protocol import terms

_COUNT = re.compile(r"\(COUNT\(DISTINCT \?(\w+)\) AS \?(\w+)\)")
_GROUPED = re.compile(
    r"(?P<before>.*?)SELECT\s(?P<select>[^{}]*?)WHERE\s*\{(?P<where>.*)\}\s*GROUP BY(?P<groups>[^{}()]*?)"
    r"(?:ORDER BY[^{}]*)?",
    re.DOTALL,
)


def counted(text: str) -> dict[str, str]:
    """The variable that each column of counts counts, by the column; empty for a query without counts."""
    grouped = _GROUPED.fullmatch(text.strip())
    return {column: variable for variable, column in _COUNT.findall(grouped["select"])} if grouped else {}


def listing(text: str, column: str, row: Mapping[str, Term | None]) -> str:
    """The query for what ``column`` counted in ``row``; raises KeyError for a column that counts nothing."""
    variable = counted(text)[column]
    grouped = _GROUPED.fullmatch(text.strip())
    assert grouped is not None  # it counts
    groups = re.findall(r"\?(\w+)", grouped["groups"])
    filters = "".join(f"  FILTER ({_is(name, row[name])})\n" for name in groups)
    where = f"{grouped['where'].rstrip()}\n{filters}  FILTER (BOUND(?{variable}))\n"
    return f"{grouped['before']}SELECT DISTINCT ?{variable}\nWHERE {{{where}}}\nORDER BY ?{variable}\n"


def _is(name: str, term: Term | None) -> str:
    if term is None:
        return f"!BOUND(?{name})"
    if term.kind == "iri":
        return f"sameTerm(?{name}, <{term.value}>)"
    tag = f"@{term.language}" if term.language else f"^^<{term.datatype}>" if term.datatype else ""
    return f"sameTerm(?{name}, {terms.string(term.value)}{tag})"
