"""A result in Python: typed rows with attributes, and the same rows as the other tools like them."""

from __future__ import annotations

import re
from collections import namedtuple
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

from genfilm.catalogue.table import Column, Table, Term, parse_table
from genfilm.client.display import html_table
from genfilm.protocol.delimited import csv_bytes
from genfilm.vocabulary import PREFIXES, Prefixes

if TYPE_CHECKING:
    import networkx
    import pandas

    from genfilm.client.picture import SvgDrawing


_BEYOND = 2**63


class Iri(str):
    """An IRI; ``short`` is its prefixed name where the graph has a prefix for it."""

    __slots__ = ("_prefixes",)
    _prefixes: Prefixes

    def __new__(cls, iri: str, prefixes: Prefixes = PREFIXES) -> Iri:
        found = super().__new__(cls, iri)
        found._prefixes = prefixes
        return found

    @property
    def short(self) -> str:
        return self._prefixes.compact(self)


class Result(Sequence[Any]):
    """Rows with one attribute for each column: ``for row in result: print(row.strategy, row.page)``.

    A value is an ``Iri``, a str, int, float, bool or None; dates stay as they are written. ``sparql`` is
    the query that was asked, ``turtle`` the text of a graph result, empty for any other, ``hints`` what may
    have been meant where nothing is found.

    The answer of an engine (SPARQL JSON) is read when something in it is first asked for.
    """

    def __init__(
        self,
        answer: Table | bytes,
        sparql: str = "",
        lang: str = "en",
        turtle: str = "",
        headings: Mapping[str, Mapping[str, str]] | None = None,
        prefixes: Prefixes = PREFIXES,
        hints: Sequence[str] = (),
    ) -> None:
        self._answer, self._headings, self.hints = answer, headings, tuple(hints)
        self.sparql, self.lang, self.turtle, self.prefixes = sparql, lang, turtle, prefixes

    @cached_property
    def table(self) -> Table:
        """The terms with language and datatype."""
        return self._answer if isinstance(self._answer, Table) else parse_table(self._answer, self._headings)

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns with their names, headings and types."""
        return self.table.columns

    @cached_property
    def rows(self) -> tuple[Any, ...]:
        """All rows, as named tuples."""
        row = _row_type(tuple(column.name for column in self.columns))
        return tuple(row(*map(self._value, terms)) for terms in self.table.rows)

    def _value(self, term: Term | None) -> Any:
        if term is None:
            return None
        return Iri(term.value, self.prefixes) if term.kind == "iri" else term.plain

    def __len__(self) -> int:
        return len(self.table)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.rows)

    @overload
    def __getitem__(self, place: int) -> Any: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Any, ...]: ...
    def __getitem__(self, place: int | slice) -> Any:
        return self.rows[place]

    def __bool__(self) -> bool:
        """True if there is a row; for ASK, the answer."""
        if [column.name for column in self.columns] == ["boolean"] and len(self) == 1:
            return bool(self.rows[0][0])
        return len(self) > 0

    def __repr__(self) -> str:
        names = ", ".join(column.name for column in self.columns)
        told = "".join(f" {hint}" for hint in self.hints)
        return f"<Result: {len(self)} row{'' if len(self) == 1 else 's'} of {names}>{told}"

    def to_dicts(self) -> list[dict[str, Any]]:
        """The rows as mappings of column name to plain value."""
        texts = {column.name for column in self.columns if column.type == "string"}
        return [
            {name: term and (term.value if name in texts else term.plain) for name, term in row.items()}
            for row in self.table
        ]

    def to_pandas(self) -> pandas.DataFrame:
        """A DataFrame with nullable types; ``attrs`` holds the query, the headings and the hints."""
        import pandas

        kinds = {"integer": "Int64", "year": "string", "decimal": "Float64", "boolean": "boolean"}
        rows = self.to_dicts()
        types = {column.name: kinds.get(column.type, "string") for column in self.columns}
        for name, kind in types.items():
            if kind == "Int64" and any(not -_BEYOND <= (row[name] or 0) < _BEYOND for row in rows):
                types[name] = "object"  # exact, where 64 bits are too few
        frame = pandas.DataFrame(rows, columns=list(types), dtype="object").astype(types)
        labels = {column.name: column.label(self.lang) for column in self.columns}
        frame.attrs = {"sparql": self.sparql, "labels": labels, "hints": self.hints}
        return frame

    def to_networkx(self, source: str | None = None, target: str | None = None) -> networkx.MultiDiGraph:
        """A graph with an edge for each row, from one column to another: by default from subject to object,
        where there are such, else between the first two columns of IRIs.

        A node has the ``label`` that the column beside its own gives it (``subjectLabel``, ``stageName``),
        else its prefixed name. The other columns are attributes of the edge. Raises ValueError when there
        are no two such columns.
        """
        import networkx

        start, end = self._ends(source, target)
        graph = networkx.MultiDiGraph()
        for row in self.to_dicts():
            if row[start] is not None and row[end] is not None:
                others = {name: value for name, value in row.items() if name not in (start, end)}
                for end_of in (start, end):
                    label = next((row[n] for n in _beside(end_of) if row.get(n)), None)
                    graph.add_node(row[end_of], label=label or self.prefixes.compact(str(row[end_of])))
                graph.add_edge(row[start], row[end], **others)
        return graph

    def pages(self, size: int = 100) -> Iterator[tuple[Any, ...]]:
        """The rows in pages of ``size``, one after the other."""
        for first in range(0, len(self), size):
            yield self.rows[first : first + size]

    def picture(self, source: str | None = None, target: str | None = None) -> SvgDrawing:
        """A picture with a line for each row, from one column to another, chosen as ``to_networkx`` does.

        At most 40 lines are drawn, and how many more there are is said. Raises ValueError when there are no
        two such columns, or no rows.
        """
        from genfilm.client.picture import between

        start, end = self._ends(source, target)
        pairs = [
            (self.prefixes.compact(str(row[start])), self.prefixes.compact(str(row[end])))
            for row in self.to_dicts()
            if row[start] is not None and row[end] is not None
        ]
        if not pairs:
            raise ValueError("there are no rows to draw")
        labels = {column.name: column.label(self.lang) for column in self.columns}
        return between(f"{labels[start]} → {labels[end]}", pairs)

    def _ends(self, source: str | None, target: str | None) -> tuple[str, str]:
        """The two columns that a row joins."""
        iris = [column.name for column in self.columns if column.type == "iri"]
        if not (source or target) and {"subject", "object"} <= {column.name for column in self.columns}:
            return "subject", "object"
        start = source or next((name for name in iris if name != target), None)
        end = target or next((name for name in iris if name != start), None)
        names = [column.name for column in self.columns]
        if start not in names or end not in names:
            raise ValueError(f"an edge needs two columns; name them with source= and target=: {names}")
        return start, end

    def to_csv(self, path: str | Path | None = None) -> str:
        """CSV (RFC 4180) with a header; also written to ``path``, when it is given."""
        written = csv_bytes([[column.name for column in self.columns], *self.table.rows])
        if path is not None:
            Path(path).write_bytes(written)
        return written.decode()

    def _repr_html_(self) -> str:
        return html_table(self.table, self.lang, self.prefixes, self.hints)


@lru_cache(maxsize=256)
def _row_type(names: tuple[str, ...]) -> Any:
    """The class of the rows with these columns; a name that Python keeps for itself gets a ``_``."""
    fields = [name if re.fullmatch(r"[^\W_]\w*", name) else f"c_{name}" for name in names]
    bases = (namedtuple("Row", fields, rename=True),)
    return type("Row", bases, {"__slots__": (), "__reduce__": lambda row: (_row, (names, tuple(row)))})


def _row(names: tuple[str, ...], values: tuple[Any, ...]) -> Any:
    """A row as ``pickle`` makes it again: its class has no place in a module."""
    return _row_type(names)(*values)


def _beside(column: str) -> tuple[str, str]:
    """The columns that may name what is in a column of IRIs."""
    return f"{column}Label", f"{column}Name"
