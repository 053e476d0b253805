"""Finding the file and line in which a term is described."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

_PREFIX_LINE = re.compile(r"\s*@?prefix\s+([\w.-]*):\s*<([^>]*)>", re.IGNORECASE)


class Locator:
    """Finds the file and line in which a term is described, for error messages only: reads on first use."""

    def __init__(self, root: Path, files: Iterable[Path]) -> None:
        self._root = root
        self._files = list(files)

    def find(self, term: object) -> tuple[str, int | None]:
        """(file, line) of the block that starts with the term, or of its first mention; else ("", None)."""
        iri = term.value if isinstance(term, ox.NamedNode) else str(term)
        begins, mentions = self._lines
        return begins.get(iri) or mentions.get(iri) or ("", None)

    @cached_property
    def _lines(self) -> tuple[dict[str, tuple[str, int]], dict[str, tuple[str, int]]]:
        """Each IRI's first block, and its first mention."""
        begins: dict[str, tuple[str, int]] = {}
        mentions: dict[str, tuple[str, int]] = {}
        for path in self._files:
            name, prefixes = str(path.relative_to(self._root)), dict[str, str]()
            for number, line in enumerate(path.read_text("utf-8", "replace").splitlines(), 1):
                if declared := _PREFIX_LINE.match(line):
                    prefixes[declared[1]] = declared[2]
                    continue
                for position, word in enumerate(line.split()):
                    iri = _expanded(word, prefixes)
                    if iri and position == 0 and line[0] not in " \t@":
                        begins.setdefault(iri, (name, number))
                    elif iri:
                        mentions.setdefault(iri, (name, number))
        return begins, mentions


def _expanded(word: str, prefixes: dict[str, str]) -> str | None:
    """The IRI that a word of Turtle is."""
    if word[0] == "<":
        return word[1:-1] if word[-1] == ">" else None
    prefix, colon, local = word.partition(":")
    return prefixes[prefix] + local if colon and prefix in prefixes else None
