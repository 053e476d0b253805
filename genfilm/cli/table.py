"""SPARQL results as a table for a terminal, in columns that Chinese text does not upset."""

from __future__ import annotations

import json
import unicodedata
from typing import Any

from genfilm.vocabulary import compact

_WIDEST = 60


def table(body: bytes, width: int = 100) -> str:
    """Lines of text for a SPARQL JSON result; long cells are shortened, IRIs are prefixed names."""
    answer = json.loads(body)
    if "boolean" in answer:
        return "yes\n" if answer["boolean"] else "no\n"
    names = answer["head"]["vars"]
    rows = [[_text(row.get(name)) for name in names] for row in answer["results"]["bindings"]]
    widths = _widths(names, rows, width)
    lines = [_line(names, widths), "  ".join("─" * w for w in widths)]
    lines += [_line(row, widths) for row in rows]
    count = f"{len(rows)} row" + ("" if len(rows) == 1 else "s")
    return "\n".join([*lines, f"\n{count}"]) + "\n"


def _text(term: dict[str, Any] | None) -> str:
    if term is None:
        return ""
    value = str(term["value"])
    return compact(value) if term["type"] == "uri" else " ".join(value.split())


def _widths(names: list[str], rows: list[list[str]], total: int) -> list[int]:
    """The natural widths, the widest column giving way first until the table fits."""
    widths = [min(_WIDEST, max(map(display_width, column))) for column in zip(names, *rows, strict=True)]
    while widths and sum(widths) + 2 * (len(widths) - 1) > total and max(widths) > 8:
        widths[widths.index(max(widths))] -= 1
    return widths


def _line(cells: list[str], widths: list[int]) -> str:
    return "  ".join(_fit(cell, width) for cell, width in zip(cells, widths, strict=True)).rstrip()


def _fit(text: str, width: int) -> str:
    if display_width(text) > width:
        while text and display_width(text) > width - 1:
            text = text[:-1]
        text += "…"
    return text + " " * (width - display_width(text))


def display_width(text: str) -> int:
    """Terminal cells that a text takes (Unicode Standard Annex 11)."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text
    )
