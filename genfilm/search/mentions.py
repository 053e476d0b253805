"""Names inside a running text: every stretch of it that is the name of something."""

from __future__ import annotations

from collections import defaultdict

from genfilm.search.file import IndexFile
from genfilm.search.fold import fold_with_origins, mainland_words, runs
from genfilm.search.names import Named
from genfilm.search.schema import PINYIN
from genfilm.search.tokens import STOP_WORDS, stems

_NAMES = "SELECT thing, key, stems, form FROM name ORDER BY form, key, thing"
USUAL, LONGEST = 16, 40
"""Words or Han characters of the longest names that are looked for: in a question, and in a text."""


class Mentions:
    """The names of an index, held in memory by their stems."""

    def __init__(self, file: IndexFile) -> None:
        self._known: dict[str, list[Named]] = defaultdict(list)
        self._longest: dict[str, int] = defaultdict(int)
        """Words or Han characters of the longest name that begins with a character, which its stem keeps."""
        for thing, key, stemmed, form in file.rows(
            "SELECT thing, key, stems, form FROM name ORDER BY form, key, thing"
        ):
            if form < PINYIN and len(key) > 1 and key not in STOP_WORDS:
                self._known[stemmed].append(Named(thing, key, form))
                size = sum(len(run.text) if run.han else 1 for run in runs(stemmed))
                self._longest[stemmed[0]] = max(size, self._longest[stemmed[0]])

    def find(self, text: str, longest: int = USUAL) -> list[tuple[int, int, list[Named]]]:
        """(start, end, things) of every name in a text, longer ones first where they begin together."""
        folded = fold_with_origins(text)
        items = [
            (char, run.start + place, run.start + place + 1, True)
            for run in runs(folded.text)
            if run.han
            for place, char in enumerate(run.text)
        ] + [(run.text, run.start, run.end, False) for run in runs(folded.text) if not run.han]
        items.sort(key=lambda item: item[1])
        found = []
        for first in range(len(items)):
            size = min(longest, self._longest.get(items[first][0][0], 0))
            for last in range(min(len(items), first + size), first, -1):
                named = self._known.get(stems(_joined(items[first:last])))
                if named:
                    found.append((*folded.original(items[first][1], items[last - 1][2]), named))
        return found


def spelling_variants(text: str) -> tuple[str, ...]:
    """A text and the same in the words of the mainland, where that differs."""
    return tuple(dict.fromkeys((text, mainland_words(text))))


def _joined(items: list[tuple[str, int, int, bool]]) -> str:
    """The key that these words and characters make."""
    made = ""
    before = True
    for text, _, _, han in items:
        made += text if han or before or not made else f" {text}"
        before = han
    return made
