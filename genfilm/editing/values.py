"""The objects of claims between cell and graph: things by name, values by the range of their predicate."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

import pyoxigraph as ox

from genfilm.dataset.profile import well_formed
from genfilm.editing.linking import CellLinker
from genfilm.editing.reading import SheetRow, Sheets
from genfilm.vocabulary import PREFIXES, compact, expand
from genfilm.words import LANGUAGES

_XSD = PREFIXES["xsd"]
_DATE = re.compile(
    r"([0-9]{4})(?:[-/.年]([0-9]{2}|(?<![.])[0-9]|[0-9](?=[.]))(?:[-/.月]([0-9]{1,2})日?)?)?月?年?"
)
"""A day, month or year. A month after a point has two digits: 2025.10 as a number is 2025.1."""
_NUMBER = re.compile(r"[-+]?(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]{1,2})?")
"""Digits, with commas between thousands only: 12,5 is no number."""
_PERCENT = re.compile("[%％‰]")
ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
_DATATYPES = ("integer", "decimal", "string", "boolean", "anyURI", "dateTime")
"""The datatypes of values (queries/checks/datatype-not-allowed.rq)."""
_TYPED = re.compile(r'"((?:[^"\\]|\\.)*)"(?:@([A-Za-z-]+)|\^\^(\S+))?', re.S)
_PROPERTIES = ("owl:ObjectProperty", "owl:DatatypeProperty")


class Values:
    """Kinds and ranges of the properties of the project's files."""

    def __init__(self, triples: Iterable[ox.Triple], linker: CellLinker, sheets: Sheets) -> None:
        self._linker, self._sheets = linker, sheets
        self._kinds: dict[str, str] = {}
        self._ranges: dict[str, str] = {}
        kinds = {expand(name): name for name in _PROPERTIES}
        for t in triples:
            subject, kind = getattr(t.subject, "value", ""), kinds.get(getattr(t.object, "value", ""))
            if kind and t.predicate.value == expand("rdf:type"):
                self._kinds[subject] = kind
            elif t.predicate.value == expand("rdfs:range") and isinstance(t.object, ox.NamedNode):
                self._ranges[subject] = t.object.value

    def is_property(self, iri: str) -> bool:
        return iri in self._kinds

    def read(self, row: SheetRow, column: str, predicate: str, text: str) -> Any:
        """The node that a cell means as an object of a predicate; None with a fault."""
        cls = self._ranges.get(predicate, "")
        if self._kinds.get(predicate) == "owl:ObjectProperty":
            iri = self._linker.one(row, column, cls if not cls.startswith(_XSD) else "", text)
            return ox.NamedNode(iri) if iri else None
        typed = _TYPED.fullmatch(text)
        if typed:
            return self._in_full(row, column, typed)
        return self._literal(row, column, cls.removeprefix(_XSD), text)

    def _in_full(self, row: SheetRow, column: str, typed: re.Match[str]) -> Any:
        """The literal that a cell writes with its quotation marks; None with a fault where it is none."""
        value = re.sub(r"\\(.)", lambda m: {"n": "\n", "t": "\t"}.get(m[1], m[1]), typed[1])
        datatype = self._linker.full(typed[3].strip("<>")) if typed[3] else f"{_XSD}string"
        if typed[2]:
            if typed[2] in LANGUAGES:
                return ox.Literal(value, language=typed[2])
            self._sheets.fault(row.place(column), "cell", "language", value=typed[2])
        elif datatype.removeprefix(_XSD) not in _DATATYPES:
            self._sheets.fault(row.place(column), "cell", "datatype", value=typed[3])
        elif not well_formed(value, datatype):
            self._sheets.fault(row.place(column), "cell", "lexical", value=value, datatype=typed[3])
        else:
            return ox.Literal(value, datatype=ox.NamedNode(datatype))
        return None

    def _literal(self, row: SheetRow, column: str, kind: str, text: str) -> Any:
        found = literal(kind, text)
        if found is None:
            shape = {"dateTime": "date", "boolean": "truth", "anyURI": "address"}.get(kind, "number")
            shape = "percent" if shape == "number" and _PERCENT.search(text) else shape
            self._sheets.fault(row.place(column), "cell", shape, value=text)
        return found

    def written(self, value: Any, predicate: str, label: Callable[[str], str], counts: str = "day") -> str:
        """The cell of an object: a name, the value alone where it is read back as the same, else in full;
        of a date as much as ``counts``."""
        if isinstance(value, ox.NamedNode):
            return label(value.value)
        short = shown_time(value, counts).removesuffix(".0")
        if literal(self._ranges.get(predicate, "").removeprefix(_XSD), short) == value and "\n" not in short:
            return short
        text = value.value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        if value.language:
            return f'"{text}"@{value.language}'
        datatype = value.datatype.value
        return f'"{text}"' if datatype == f"{_XSD}string" else f'"{text}"^^{compact(datatype)}'


def precision(value: Any, text: str) -> list[Any]:
    """Precision of a date by how it is written; nothing for another value."""
    if getattr(value, "datatype", None) != ox.NamedNode(f"{_XSD}dateTime") or '"' in text:
        return []
    found = _DATE.fullmatch(_narrow(text).strip())
    return [ox.Literal("day" if found and found[3] else "month" if found and found[2] else "year")]


def _narrow(text: str) -> str:
    """A text with the full-width forms of Latin digits and signs as the others; no ² becomes a 2."""
    return "".join(chr(ord(char) - 0xFEE0) if "！" <= char <= "～" else char for char in text)


def literal(kind: str, text: str) -> Any:
    """The literal of a datatype of XML Schema that a text writes; None where it is none.

    >>> literal("decimal", "2.5").value
    '2.5'
    """
    if kind in ("decimal", "integer", "double"):
        plain = _narrow(text).replace("−", "-").strip()
        if not _NUMBER.fullmatch(plain):
            return None
        number = Decimal(plain.replace(",", ""))
        if abs(number) > 10**30 or (kind == "integer" and number % 1):
            return None
        shown = format(number, "f") if kind != "integer" else str(int(number))
        if kind == "decimal" and "." not in shown:
            shown += ".0"
        return ox.Literal(shown, datatype=ox.NamedNode(_XSD + kind))
    if kind == "boolean":
        truth = {"true": "true", "false": "false", "是": "true", "否": "false"}.get(text.lower())
        return ox.Literal(truth, datatype=ox.NamedNode(f"{_XSD}boolean")) if truth else None
    if kind == "dateTime":
        return date(text)
    if kind == "anyURI":
        return ox.Literal(text, datatype=ox.NamedNode(f"{_XSD}anyURI")) if ADDRESS.fullmatch(text) else None
    return ox.Literal(text)


def date(text: str) -> Any:
    """Midnight of a day, of the first of a month or of the first of January of a year; None for no date."""
    found = _DATE.fullmatch(_narrow(text).strip())
    if not found:
        return None
    try:
        day = datetime.date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
    except ValueError:
        return None
    if day.year < 1000:
        return None
    return ox.Literal(f"{day.isoformat()}T00:00:00", datatype=ox.NamedNode(f"{_XSD}dateTime"))


def shown_number(value: Any) -> str:
    """A number within a sentence."""
    text = str(value.value).removesuffix(".0")
    return f"{int(text):,}" if text.isascii() and text.isdigit() else text


def shown_time(value: Any, counts: str) -> str:
    """A value within a sentence; of a date as much as counts."""
    text = str(value.value)
    return text[: {"year": 4, "month": 7}.get(counts, 10)] if text.endswith("T00:00:00") else text
