"""Rows of Han characters parted into the words that a reader meant: names, and words of the texts."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import NamedTuple

from genfilm.search.file import IndexFile
from genfilm.search.fold import is_han
from genfilm.search.function_words import SMALL_WORDS
from genfilm.search.kinds import QUESTION, TERM
from genfilm.search.schema import ALTERNATIVE, LABEL, SHORT

_NAMES = (
    "SELECT key, form, thing FROM name JOIN thing ON thing.id = name.thing "
    "WHERE form IN (?, ?, ?) AND kind NOT IN (?, ?) ORDER BY key, form, thing"
)
_OTHER = "SELECT key FROM name WHERE thing = ? AND form IN (?, ?) ORDER BY form, key"
_HOLDING = "SELECT count(*) FROM word WHERE word MATCH ?"
_LONGEST = 12
_ALIASES = 12
_FORMS = (LABEL, ALTERNATIVE, SHORT)


class Word(NamedTuple):
    """A word of a row: ``known`` unless no text has it, ``others`` the other names of what it names."""

    text: str
    known: bool
    others: tuple[str, ...] = ()


class Segmenter:
    """The names of an index by their spelling."""

    def __init__(self, file: IndexFile) -> None:
        self._file = file
        self._things: dict[str, list[int]] = defaultdict(list)
        for key, _, thing in file.rows(_NAMES, (*_FORMS, TERM, QUESTION)):
            if len(key) > 1:
                self._things[key].append(thing)
        self._counts: dict[str, int] = {}

    def words(self, row: str) -> tuple[Word, ...]:
        """The words of a row of Han characters; small ones left out, single characters between words too."""
        best: list[tuple[float, int, str]] = [(0.0, 0, "")]
        for end in range(1, len(row) + 1):
            best.append(max(self._ending(row, end, best), key=lambda found: found[0]))
        pieces: list[tuple[str, str]] = []
        place = len(row)
        while place:
            _, start, how = best[place]
            pieces.insert(0, (row[start:place], how))
            place = start
        found: list[Word] = []
        loose = ""
        for text, how in (*pieces, ("", "end")):
            if how == "loose":
                loose += text
                continue
            if len(loose) > 1:
                found.append(Word(loose, known=False))
            loose = ""
            if how == "word":
                found.append(Word(text, known=True, others=self.others(text)))
        return tuple(dict.fromkeys(found))

    def others(self, key: str) -> tuple[str, ...]:
        """The other names of the one thing that a name stands for; none where it stands for several."""
        things = set(self._things.get(key, ()))
        if len(things) != 1:
            return ()
        rows = self._file.rows(_OTHER, (*things, LABEL, ALTERNATIVE))
        return tuple(name for (name,) in rows if name != key and len(name) > 1)[:_ALIASES]

    def _ending(self, row: str, end: int, best: list[tuple[float, int, str]]) -> list[tuple[float, int, str]]:
        """(value so far, start, kind) of the pieces that may end here: the more is covered, by the longer
        names and the more frequent words, the better."""
        found = [(best[end - 1][0], end - 1, "loose")]
        for start in range(max(0, end - _LONGEST), end):
            text, so_far = row[start:end], best[start][0]
            size = len(text)
            if text in SMALL_WORDS:
                found.append((so_far + 10 * size - 6, start, "small"))
            if text in self._things:
                found.append((so_far + 10 * size + size - 1, start, "word"))
            elif size == 2 and (count := self._holding(text)):
                found.append((so_far + 9 * size + min(1.0, math.log(1 + count) / 10), start, "word"))
        return found

    def _holding(self, pair: str) -> int:
        if not is_han(pair):
            return 0
        if pair not in self._counts:
            self._counts[pair] = self._file.rows(_HOLDING, (f'"{pair}"',))[0][0]
        return self._counts[pair]
