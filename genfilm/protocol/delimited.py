"""Tables as CSV (RFC 4180): the one writer for every interface."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from typing import IO, Any

_LINE_END = "\r\n"
_QUOTED = re.compile(r'("[^"]*")|\r\n')


def write_csv(rows: Iterable[Iterable[Any]], out: IO[bytes], end: str = _LINE_END) -> None:
    """Write rows in UTF-8; a cell that holds a comma, a quotation mark or a line end is quoted, whatever
    kind of term it comes from, and so is the empty cell of a row that has no other."""
    text = io.TextIOWrapper(out, "utf-8", newline="")
    csv.writer(text, lineterminator=end).writerows(map(cell_text, row) for row in rows)
    text.detach()


def csv_bytes(rows: Iterable[Iterable[Any]], end: str = _LINE_END) -> bytes:
    """The rows as one piece."""
    out = io.BytesIO()
    write_csv(rows, out, end)
    return out.getvalue()


def with_unix_lines(text: str) -> str:
    """CSV with the line ends of Unix tools; those inside quoted cells stay as they are."""
    return _QUOTED.sub(lambda found: found[1] or "\n", text)


def cell_text(cell: Any) -> str:
    """A value as a cell says it: nothing for None, ``true``, and a whole number without ``.0``."""
    if isinstance(cell, str):
        return cell
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    return str(cell).removesuffix(".0") if isinstance(cell, float) else str(cell)
