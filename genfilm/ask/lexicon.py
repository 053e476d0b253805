"""The lexicon: words of both languages that mean the same concept, or the same value of a closed list."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from genfilm.dataset.builds import CHOICES, LEXICON
from genfilm.search.fold import fold, is_han
from genfilm.search.tokens import stem


class Lexicon:
    """Concepts by the stem of an English word and by Chinese words."""

    def __init__(self, lines: list[tuple[str, list[str], list[str]]]) -> None:
        self.by_stem: dict[str, set[str]] = defaultdict(set)
        self.by_word: dict[str, set[str]] = defaultdict(set)
        for concept, english, chinese in lines:
            for word in english:
                self.by_stem[stem(fold(word))].add(concept)
            for word in chinese:
                (self.by_word if is_han(word) else self.by_stem)[fold(word)].add(concept)


def load_lexicon(directory: Path) -> Lexicon:
    """The lexicon of a build or of the sources; without a file it is empty."""
    return Lexicon(_rows(directory / LEXICON))


def load_choices(directory: Path) -> dict[str, tuple[str, ...]]:
    """The words of both languages for each value of the closed lists of parameters."""
    return {value: tuple(filter(None, (*en, *zh))) for value, en, zh in _rows(directory / CHOICES)}


def _rows(path: Path) -> list[tuple[str, list[str], list[str]]]:
    """(key, English words, Chinese words) of a table with a header; nothing without a file."""
    lines = path.read_text("utf-8").splitlines()[1:] if path.is_file() else []
    rows = [line.split("\t") for line in lines if line.strip()]
    return [(row[0], row[1].split(", "), row[2].split(", ")) for row in rows]
