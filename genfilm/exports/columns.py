"""The columns of the CSV export: what a cell holds of a row, and what it says in RDF."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from genfilm import words
from genfilm.exports.snapshot import Snapshot, Term, local
from genfilm.records.claim_columns import COLUMNS, KEYS, ClaimColumn
from genfilm.vocabulary import BASE, compact
from genfilm.words import say

TEXTS, NAMES = " | ", " "
"""Separators of the values of a cell: of texts and of names or IRIs, which have no blanks."""
Cell = Callable[[Snapshot, ox.NamedNode], list[str]]


@dataclass(frozen=True, slots=True)
class CsvColumn:
    """A column: ``says`` is the property of which a cell is the value, where it is just that.

    ``link`` is the IRI that a cell stands for, ``{cell}`` in place of its text; ``separator`` marks a
    column whose cells hold several values.
    """

    name: str
    heading: Mapping[str, str]
    cell: Cell
    says: str = ""
    link: str = ""
    language: str = ""
    separator: str = ""
    kind: str = "string"
    target: str = ""


# --- cells -------------------------------------------------------------------------------------------


def _text(term: Term) -> str:
    return str(getattr(term, "value", term))


def along(*path: str, show: Callable[[Term], str] = _text, language: str = "") -> Cell:
    """Values that a path of properties leads to; ``^`` before a name walks it backwards. Each value once."""

    def cell(snapshot: Snapshot, row: ox.NamedNode) -> list[str]:
        found: list[Term] = [row]
        for step in path:
            back = step.startswith("^")
            found = [
                other
                for each in found
                for other in (snapshot.sources(step[1:], each) if back else snapshot.objects(each, step))
            ]
        if language:
            found = [t for t in found if isinstance(t, ox.Literal) and t.language == language]
        return list(dict.fromkeys(show(term) for term in found))

    return cell


def assessment(snapshot: Snapshot, row: ox.NamedNode) -> list[str]:
    newest = snapshot.assessment(row)
    return [] if newest is None else [_text(newest)]


def datatype(snapshot: Snapshot, row: ox.NamedNode) -> list[str]:
    values = (v for v in snapshot.objects(row, "gf:objectValue") if isinstance(v, ox.Literal))
    return [compact(str(value.datatype.value)) for value in values]


def language(snapshot: Snapshot, row: ox.NamedNode) -> list[str]:
    values = (v for v in snapshot.objects(row, "gf:objectValue") if isinstance(v, ox.Literal))
    return [str(value.language) for value in values if value.language]


def itself(_: Snapshot, row: ox.NamedNode) -> list[str]:
    return [str(row.value)]


def space(_: Snapshot, row: ox.NamedNode) -> list[str]:
    return [str(row.value).removeprefix(f"{BASE}/id/").split("/")[0]]


# --- columns -----------------------------------------------------------------------------------------


def key(name: str, heading: str) -> CsvColumn:
    return CsvColumn(name, words.both(heading), itself, kind="anyURI")


def iri(name: str, heading: str, says: str, target: str = "") -> CsvColumn:
    return CsvColumn(
        name, words.both(heading), along(says), says, link="{cell}", kind="anyURI", target=target
    )


def many(name: str, heading: str, *path: str) -> CsvColumn:
    return CsvColumn(name, words.both(heading), along(*path), separator=NAMES, kind="anyURI")


def value(name: str, heading: str, says: str, kind: str = "string") -> CsvColumn:
    return CsvColumn(name, words.both(heading), along(says), says, kind=kind)


def shared(name: str, says: str = "", link: str = "", target: str = "") -> tuple[CsvColumn, ...]:
    """A column of every list of claims, with the name that it has there; a text in each language."""
    column = COLUMNS[name]
    kind = "anyURI" if column.shown == "iri" else "string"
    if column.shown == "keys":
        return (CsvColumn(name, column.description, _keys(column), separator=KEYS),)
    if column.shown != "name":
        return (
            CsvColumn(name, column.description, _cell(column, "en"), says, link, kind=kind, target=target),
        )
    return tuple(
        CsvColumn(f"{name}_{lang}", column.description, _cell(column, lang), says, "", lang)
        for lang in ("en", "zh")
    )


def _cell(column: ClaimColumn, lang: str) -> Cell:
    def cell(snapshot: Snapshot, row: ox.NamedNode) -> list[str]:
        value = column.cell(snapshot.rows[str(row.value)], lang)
        return [] if value is None else [str(value).lower() if isinstance(value, bool) else str(value)]

    return cell


def _keys(column: ClaimColumn) -> Cell:
    return lambda snapshot, row: [node.key for node in snapshot.rows[str(row.value)].facets[column.name]]


def listed(name: str, heading: str, says: str) -> CsvColumn:
    return CsvColumn(name, words.both(heading), along(says, show=local), says, link=f"{BASE}/ns/{{cell}}")


def classes() -> CsvColumn:
    return CsvColumn("classes", words.both("noun.classes"), along("rdf:type", show=local), separator=NAMES)


def both(name: str, heading: str, *path: str, separator: str = "") -> tuple[CsvColumn, CsvColumn]:
    """A text in each language; where it is the only value of one property, it says that property."""
    says = path[0] if len(path) == 1 and not separator else ""
    english, chinese = along(*path, language="en"), along(*path, language="zh")
    return (
        CsvColumn(f"{name}_en", _in("table.english", heading), english, says, "", "en", separator),
        CsvColumn(f"{name}_zh", _in("table.chinese", heading), chinese, says, "", "zh", separator),
    )


def _in(key: str, heading: str) -> dict[str, str]:
    return {lang: say(key, lang, heading=text) for lang, text in words.both(heading).items()}


def several(name: str, heading: str, *path: str) -> tuple[CsvColumn, CsvColumn]:
    """Texts in each language, several in a cell."""
    return both(name, heading, *path, separator=TEXTS)


def texts(name: str, heading: str, *path: str) -> CsvColumn:
    """Texts, several in a cell."""
    return CsvColumn(name, words.both(heading), along(*path), separator=TEXTS)
