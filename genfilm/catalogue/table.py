"""A table of RDF terms: the answer to a SELECT query, its columns typed and headed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from genfilm.words import LANGUAGES

XSD = "http://www.w3.org/2001/XMLSchema#"
INTEGERS = frozenset(
    XSD + name
    for name in (
        "integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger", "negativeInteger",
        "nonPositiveInteger", "unsignedInt", "unsignedLong", "unsignedShort", "unsignedByte",
    )
)  # fmt: skip
TYPES = {
    XSD + "decimal": "decimal",
    XSD + "double": "decimal",
    XSD + "float": "decimal",
    XSD + "boolean": "boolean",
    XSD + "date": "date",
    XSD + "dateTime": "date",
    XSD + "gYear": "year",
}

_EXACT = 2**53
"""Up to this a float holds every whole number."""

Value = str | int | float | bool | None
"""A term as JSON has it: an IRI and every text is a string."""


@dataclass(frozen=True, slots=True)
class Term:
    """An RDF term of a solution; ``kind`` is ``iri``, ``literal``, ``blank`` or ``triple``."""

    kind: str
    value: str
    datatype: str = ""
    language: str = ""

    @property
    def type(self) -> str:
        """``iri``, ``string``, ``integer``, ``decimal``, ``boolean``, ``date`` or ``year``."""
        if self.kind != "literal":
            return "iri"
        return "integer" if self.datatype in INTEGERS else TYPES.get(self.datatype, "string")

    @property
    def plain(self) -> Value:
        """The value as JSON has it, a whole number without ``.0``; an ill-typed literal stays a string."""
        try:
            if self.type == "integer":
                return int(self.value)
            if self.type == "decimal":
                number = float(Decimal(self.value))
                return int(number) if number.is_integer() and abs(number) < _EXACT else number
        except (ValueError, InvalidOperation):
            return self.value
        return self.value in ("true", "1") if self.type == "boolean" else self.value

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its variable, its heading in each language, and the one type that its terms share."""

    name: str
    labels: Mapping[str, str]
    type: str

    def label(self, lang: str) -> str:
        """The heading in a language; the name of the variable where there is none."""
        return self.labels.get(lang) or self.labels.get("en") or self.name

    def record(self) -> dict[str, Any]:
        """As JSON has it: ``name``, ``label`` in each language, ``type``."""
        return {
            "name": self.name,
            "label": {lang: self.label(lang) for lang in LANGUAGES},
            "type": self.type,
        }


@dataclass(frozen=True, slots=True)
class Table:
    """``columns`` and ``rows``; each row has one term, or None where unbound, for each column."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Term | None, ...], ...]

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[dict[str, Term | None]]:
        """Each row as a mapping of column name to term."""
        names = [column.name for column in self.columns]
        return (dict(zip(names, row, strict=True)) for row in self.rows)

    def column(self, name: str) -> tuple[Term | None, ...]:
        """The terms of one column; raises KeyError when there is none of this name."""
        position = {column.name: number for number, column in enumerate(self.columns)}[name]
        return tuple(row[position] for row in self.rows)

    def records(self) -> list[dict[str, Value]]:
        """The rows as plain values, as JSON has them; in a column of type ``string`` all are strings."""
        return [
            {column.name: _plain(column, term) for column, term in zip(self.columns, row, strict=True)}
            for row in self.rows
        ]

    def texts(self) -> list[dict[str, Value]]:
        """The rows as their terms are written: a number keeps all of its digits."""
        return [{name: term.value if term else None for name, term in row.items()} for row in self]


def parse_table(body: bytes, labels: Mapping[str, Mapping[str, str]] | None = None) -> Table:
    """The table in SPARQL 1.1 Query Results JSON; ``labels`` are headings by column name.

    An ASK result becomes one column ``boolean`` with one row. Equal terms are one object: most cells of a
    long answer repeat.
    """
    answer = json.loads(body)
    if "boolean" in answer:
        term = Term("literal", str(answer["boolean"]).lower(), XSD + "boolean")
        return Table((Column("boolean", {}, "boolean"),), ((term,),))
    names = answer["head"].get("vars", [])
    known: dict[tuple[str | None, ...], Term] = {}
    rows = []
    for binding in answer["results"]["bindings"]:
        row: list[Term | None] = []
        for name in names:
            found = binding.get(name)
            if found is None:
                row.append(None)
                continue
            place = (str(found["value"]), found["type"], found.get("datatype"), found.get("xml:lang"))
            if place not in known:
                known[place] = _term(found)
            row.append(known[place])
        rows.append(tuple(row))
    columns = zip(*rows, strict=True) if rows else [()] * len(names)
    return Table(
        tuple(
            Column(name, (labels or {}).get(name, {}), _shared_type(terms))
            for name, terms in zip(names, columns, strict=True)
        ),
        tuple(rows),
    )


def _plain(column: Column, term: Term | None) -> Value:
    if term is None:
        return None
    return term.value if column.type == "string" else term.plain


def _term(binding: Mapping[str, Any]) -> Term:
    kind = binding["type"]
    if kind == "triple":
        return Term("triple", json.dumps(binding["value"], ensure_ascii=False))
    kind = {"uri": "iri", "bnode": "blank"}.get(kind, "literal")
    return Term(kind, binding["value"], binding.get("datatype", ""), binding.get("xml:lang", ""))


def _shared_type(terms: Iterable[Term | None]) -> str:
    """The one type of a column: numbers widen to decimal, anything else that differs to string."""
    alike = {(term.kind, term.datatype): term for term in terms if term is not None}
    types = {term.type for term in alike.values()}
    if types == {"integer", "decimal"}:
        return "decimal"
    return types.pop() if len(types) == 1 else "string"
