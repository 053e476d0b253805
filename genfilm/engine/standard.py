"""Asking the engine a query so that it answers as SPARQL says: rewritten where that is needed, and with the
names of the query in the result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import IO, Any, cast

import pyoxigraph as ox

from genfilm.engine.functions import Functions
from genfilm.engine.renamed import Renamed
from genfilm.engine.xml import write_xml
from genfilm.protocol import aggregates, functions, paths
from genfilm.protocol.delimited import write_csv
from genfilm.protocol.mending import mended
from genfilm.protocol.tokens import unescaped


@dataclass(frozen=True, slots=True)
class Asked:
    """A result of the engine; ``names`` are variables that it calls otherwise, with their own names."""

    results: Any
    functions: Functions | None = None
    names: Mapping[str, str] = field(default_factory=dict)

    def write_solutions(self, fmt: Any, out: IO[bytes]) -> None:
        """Write solutions or a boolean; raises Problem 406 for a term that the format cannot hold."""
        if fmt is ox.QueryResultsFormat.CSV and isinstance(self.results, ox.QuerySolutions):
            names = [variable.value for variable in self.results.variables]
            head = [self.names.get(name, name) for name in names]
            write_csv(chain([head], (map(_cell, row) for row in self.results)), out)
        elif self.names:
            renamed = Renamed(fmt, self.names, out)
            replace(self, names={}).write_solutions(fmt, cast(IO[bytes], renamed))
            renamed.finish()
        elif fmt is ox.QueryResultsFormat.XML:
            write_xml(self.results, out)
        else:
            self.results.serialize(out, format=fmt)

    def check(self) -> None:
        """Raise Problem 400 if a function could not do what the query asks; call it after the last row."""
        if self.functions is not None and self.functions.refused is not None:
            raise self.functions.refused


def ask(store: ox.Store, text: str, prefixes: dict[str, str], **options: Any) -> Asked:
    """The result of a query; raises SyntaxError with the place in ``text``, and Problem 400 for what cannot
    be evaluated. The engine evaluates lazily: ``check`` the answer when its rows have been read."""
    options["prefixes"] = used_in(text, prefixes)
    try:
        return _ask(store, text, **options)
    except SyntaxError:
        other = mended(text, prefixes)
        if other is None:
            raise
    try:
        return replace(_ask(store, other.text, **options), names=other.names)
    except SyntaxError as error:
        raise SyntaxError(other.told(str(error))) from None


def used_in(text: str, prefixes: dict[str, str]) -> dict[str, str]:
    """Those of ``prefixes`` that may stand in a query: the engine parses the IRI of each that it is given.

    All of them where an escape could hide one.
    """
    if "\\" in text:
        return prefixes
    longest = max(map(len, prefixes), default=0)
    found = {}
    for before in text.split(":")[:-1]:
        end = before[-longest:]
        for start in range(len(end) + 1):  # whatever stands before it: a dot, a minus, a number
            name = end[start:]
            if name in prefixes:
                found[name] = prefixes[name]
    return found


def _ask(store: ox.Store, text: str, **options: Any) -> Asked:
    new = rewritten(text)
    if new is text:
        return Asked(store.query(text, **options))
    ours = Functions() if functions.OURS in new else None
    if ours is not None:
        options["custom_functions"] = ours.given
    try:
        return Asked(store.query(new, **options), ours)
    except SyntaxError:
        store.query(text, **options)  # then its error has the place in the query as it was written
        raise


def rewritten(text: str) -> str:
    """A query that the engine answers as SPARQL says; the text itself where it does that already. Raises
    SyntaxError for an aggregate within another, and Problem 400 for what cannot be evaluated."""
    upper = text.upper()
    if aggregates.nested(text, upper):
        raise SyntaxError("an aggregate stands within another")
    calls, unions = functions.needed(text, upper), paths.needed(text, upper)
    if not calls and not unions:
        return text
    new = unescaped(text)
    if unions:
        new = paths.with_unions(new)
    if calls:
        new = functions.rewritten(new)
    return new


def _cell(term: Any) -> str:
    if term is None:
        return ""
    return term.value if isinstance(term, ox.Literal | ox.NamedNode) else str(term)
