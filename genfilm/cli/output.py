"""Output of a command: tables and texts for a terminal, CSV and JSON for what reads on."""

from __future__ import annotations

import json
import shutil
import sys
from typing import Any

from genfilm.cli.table import table
from genfilm.client.result import Result
from genfilm.protocol.delimited import with_unix_lines


def terminal() -> int | None:
    """The columns of the terminal that is written to; None when it is none."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def rows(result: Result, wanted: str | None) -> None:
    """Print rows as ``table``, ``csv`` or ``json``; by default a table on a terminal, else CSV."""
    columns = terminal()
    chosen = wanted or ("table" if columns else "csv")
    if chosen == "table":
        sys.stdout.write(table(result.table, result.lang, columns or 100, result.prefixes))
    elif chosen == "csv":
        sys.stdout.write(with_unix_lines(result.to_csv()))
    else:
        data(result.table.records())


def data(found: Any) -> None:
    """Print JSON, for people who read it too."""
    print(json.dumps(found, ensure_ascii=False, indent=1))


def as_text(wanted: str | None) -> bool:
    """True if a record is printed as text: when asked for, and by default on a terminal."""
    return wanted == "text" or (wanted is None and terminal() is not None)


def pairs(given: list[str], example: str) -> list[tuple[str, str]]:
    """NAME=VALUE arguments; raises Problem 400 for another word, with an example."""
    from genfilm.problems import BadRequest

    found = []
    for text in given:
        name, sign, value = text.partition("=")
        if not sign:
            raise BadRequest("pair", text=text, example=example)
        found.append((name, value))
    return found
