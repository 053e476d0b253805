"""Finding the file and line in which a term is described."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox

_PREFIX_LINE = re.compile(r"\s*@?prefix\s+([\w.-]*):\s*<([^>]*)>", re.IGNORECASE)


class Locator:
    """Finds the file and line in which a term is described, for error messages only."""

    def __init__(self, root: Path, files: Iterable[Path]) -> None:
        self._root = root
        self._files = list(files)

    def find(self, term: object) -> tuple[str, int | None]:
        """(file, line) of the block that starts with the term, or of its first mention; else ("", None)."""
        iri = term.value if isinstance(term, ox.NamedNode) else str(term)
        mentioned: tuple[str, int | None] = ("", None)
        for path in self._files:
            names = {f"<{iri}>"}
            for number, line in enumerate(path.read_text("utf-8", "replace").splitlines(), 1):
                declared = _PREFIX_LINE.match(line)
                if declared and iri.startswith(declared[2]):
                    names.add(f"{declared[1]}:{iri.removeprefix(declared[2])}")
                elif line[:1] not in " \t@" and line.split(" ", 1)[0] in names:
                    return str(path.relative_to(self._root)), number
                elif not mentioned[0] and names.intersection(line.split()):
                    mentioned = str(path.relative_to(self._root)), number
        return mentioned
