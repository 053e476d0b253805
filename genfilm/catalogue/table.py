"""A table of RDF terms: the answer to a SELECT query, its columns typed and headed."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from genfilm.words import LANGUAGES

_BLANKS = " \t\r\n"
XSD = "http://www.w3.org/2001/XMLSchema#"
INTEGERS = frozenset(
    XSD + name
    for name in (
        "integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger", "negativeInteger",
        "nonPositiveInteger", "unsignedInt", "unsignedLong", "unsignedShort", "unsignedByte",
    )
)  # fmt: skip
_WHOLE = re.compile(r"[+-]?[0-9]+")
_DECIMAL = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_INEXACT = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[+-]?INF|NaN")
_FORMS = {
    **dict.fromkeys(INTEGERS, _WHOLE),
    XSD + "decimal": _DECIMAL,
    XSD + "double": _INEXACT,
    XSD + "float": _INEXACT,
    XSD + "boolean": re.compile("true|false|0|1"),
}
"""Lexical forms of datatypes (XML Schema 1.1, part 2); a literal of another form is ill-typed."""
_BOUNDS = {
    XSD + "long": (-(2**63), 2**63 - 1),
    XSD + "int": (-(2**31), 2**31 - 1),
    XSD + "short": (-(2**15), 2**15 - 1),
    XSD + "byte": (-(2**7), 2**7 - 1),
    XSD + "nonNegativeInteger": (0, None),
    XSD + "positiveInteger": (1, None),
    XSD + "nonPositiveInteger": (None, 0),
    XSD + "negativeInteger": (None, -1),
    XSD + "unsignedLong": (0, 2**64 - 1),
    XSD + "unsignedInt": (0, 2**32 - 1),
    XSD + "unsignedShort": (0, 2**16 - 1),
    XSD + "unsignedByte": (0, 2**8 - 1),
}
_MOST_DIGITS = 4000
"""Python makes no numbers of more digits than this out of text."""
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
        """``iri``, ``string``, ``integer``, ``decimal``, ``boolean``, ``date`` or ``year``; that of an
        ill-typed literal is ``string``."""
        if self.kind != "literal":
            return "iri"
        if self.datatype in _FORMS and not _is_well_typed(self.value.strip(_BLANKS), self.datatype):
            return "string"
        return "integer" if self.datatype in INTEGERS else TYPES.get(self.datatype, "string")

    @property
    def plain(self) -> Value:
        """The value as Python has it, a whole number without ``.0``; an ill-typed literal stays a string."""
        kind = self.type
        if kind == "integer":
            return int(self.value)
        if kind == "decimal":
            number = float(self.value)
            return int(number) if number.is_integer() and abs(number) < _EXACT else number
        return self.value.strip(_BLANKS) in ("true", "1") if kind == "boolean" else self.value

    @property
    def json(self) -> Value:
        """The value as JSON has it, which knows neither infinity nor NaN: they stay as they are written."""
        value = self.plain
        return value if not isinstance(value, float) or math.isfinite(value) else _infinite(value)

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


def _is_well_typed(text: str, datatype: str) -> bool:
    if _FORMS[datatype].fullmatch(text) is None:
        return False
    if datatype not in INTEGERS:
        return True
    low, high = _BOUNDS.get(datatype, (None, None))
    if len(text) > _MOST_DIGITS:
        return False
    return (low is None or int(text) >= low) and (high is None or int(text) <= high)


def _infinite(value: float) -> str:
    """A number that is not finite as XML Schema writes it."""
    return "NaN" if math.isnan(value) else "INF" if value > 0 else "-INF"


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
    return term.value if column.type == "string" else term.json


def _term(binding: Mapping[str, Any]) -> Term:
    kind = binding["type"]
    if kind == "triple":
        return Term("triple", json.dumps(binding["value"], ensure_ascii=False))
    kind = {"uri": "iri", "bnode": "blank"}.get(kind, "literal")
    return Term(kind, binding["value"], binding.get("datatype", ""), binding.get("xml:lang", ""))


def _shared_type(terms: Iterable[Term | None]) -> str:
    """The one type of a column: numbers widen to decimal, anything else that differs to string."""
    types = {term.type for term in dict.fromkeys(terms) if term is not None}
    if types == {"integer", "decimal"}:
        return "decimal"
    return types.pop() if len(types) == 1 else "string"
