"""A table on a terminal: columns that Chinese does not upset, cells wrapped; in blocks where it is narrow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from wcwidth import strip_sequences, width, wrap

from genfilm.vocabulary import PREFIXES, Prefixes
from genfilm.words import say

if TYPE_CHECKING:
    from genfilm.catalogue.table import Table, Term

_WIDEST, _NARROWEST, _GAP = 60, 12, 2
_CLOSING = frozenset("，。、；：！？）》〉」』】”’…％")


def table(found: Table, lang: str = "en", total: int = 100, prefixes: Prefixes = PREFIXES) -> str:
    """Lines of text of at most ``total`` columns; an IRI is shown as a prefixed name.

    Cells are wrapped; where the columns would become too narrow for that, each row is a block of lines.
    """
    if [column.name for column in found.columns] == ["boolean"] and len(found) == 1:
        yes = str(found.rows[0][0]) == "true"
        return say("answer.yes" if yes else "answer.no", lang) + "\n"
    names = [column.label(lang) for column in found.columns]
    rows = [[cell(term, prefixes) for term in row] for row in found.rows]
    if not rows:
        return say("answer.none", lang) + "\n"
    widths = _widths(names, rows, total)
    if sum(widths) + _GAP * (len(widths) - 1) > total:
        lines = _blocks(names, rows, total)
    else:
        lines = [*_line(names, widths), "  ".join("─" * each for each in widths)]
        lines += [line for row in rows for line in _line(row, widths)]
    return "\n".join([*lines, "", say("answer.rows", lang, count=len(rows))]) + "\n"


def cell(term: Term | None, prefixes: Prefixes = PREFIXES) -> str:
    """A term on one line; nothing in it moves the cursor."""
    if term is None:
        return ""
    return prefixes.compact(plain(term.value)) if term.kind == "iri" else plain(term.value)


def plain(text: str) -> str:
    """A text without line breaks, and without the characters that a terminal obeys."""
    shown = strip_sequences(text)
    return " ".join("".join(char if char.isprintable() else " " for char in shown).split())


def pad(text: str, size: int) -> str:
    """A text filled up with blanks to so many columns."""
    return text + " " * (size - width(text))


def wrapped(text: str, size: int) -> list[str]:
    """A text in lines of at most so many columns; no line begins with a mark that closes (Requirements for
    Chinese Text Layout, W3C, section 3.1.3). One empty line for an empty text."""
    lines, rest = [], text
    while rest:
        line = wrap(rest[: 2 * size], size)[0]
        while len(line) > 1 and rest[len(line) : len(line) + 1] in _CLOSING:
            line = line[:-1]
        lines.append(line.rstrip())
        rest = rest[len(line) :].lstrip()
    return lines or [""]


def _widths(names: Sequence[str], rows: Sequence[Sequence[str]], total: int) -> list[int]:
    """The natural widths, the widest column giving way first until the table fits or none can."""
    widths = [min(_WIDEST, max(map(width, column))) for column in zip(names, *rows, strict=True)]
    while sum(widths) + _GAP * (len(widths) - 1) > total and max(widths) > _NARROWEST:
        widths[widths.index(max(widths))] -= 1
    return widths


def _line(cells: Sequence[str], widths: Sequence[int]) -> list[str]:
    columns = [wrapped(text, each) for text, each in zip(cells, widths, strict=True)]
    height = max(map(len, columns))
    filled = [[*lines, *[""] * (height - len(lines))] for lines in columns]
    return [
        "  ".join(pad(text, each) for text, each in zip(line, widths, strict=True)).rstrip()
        for line in zip(*filled, strict=True)
    ]


def _blocks(names: Sequence[str], rows: Sequence[Sequence[str]], total: int) -> list[str]:
    """Each row as lines of heading and value, with a blank line between rows."""
    left = max(map(width, names))
    lines = []
    for row in rows:
        for name, text in zip(names, row, strict=True):
            if text:
                first, *rest = wrapped(text, max(20, total - left - _GAP))
                lines.append(f"{pad(name, left)}  {first}")
                lines += [" " * (left + _GAP) + line for line in rest]
        lines.append("")
    return lines[:-1]
