"""Corrections of a misspelt word or name: nearest by edits, or written with characters of one sound."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

from genfilm.search.fold import is_han
from genfilm.search.tokens import stem

_SHORTEST = 4
_LONG, _LONGEST = 8, 10
"""Letters from which a word may have another letter for one of its own, and two slips."""
_HALF = 3
"""Letters that each half of a word written in one has at least."""


def edits(word: str) -> int:
    """Number of edits that a word of this length may be off; a swap of neighbours is one."""
    if is_han(word):
        return 0 if len(word) < _SHORTEST else 1
    return 0 if len(word) < _SHORTEST else 1 if len(word) < _LONG else 2


def nearest(word: str, known: Mapping[str, int]) -> str | None:
    """The known word meant by an unknown one: fewest edits, then most frequent, then first by letters."""
    limit = edits(word)
    if not limit:
        return None
    best = min(((distance, -known[name], name) for distance, name in alike(word, known)), default=None)
    return best[2] if best else None


def alike(name: str, known: Iterable[str]) -> list[tuple[int, str]]:
    """(edits, name) of the known names within reach, nearest first."""
    limit = edits(name)
    if not limit:
        return []
    found = process.extract(
        name,
        list(known),
        scorer=OSA.distance,
        score_cutoff=limit,
        limit=None,
    )
    return sorted((int(distance), other) for other, distance, _ in found)


class Speller:
    """Knows the words of an index, each with the number of its uses."""

    def __init__(self, words: Mapping[str, int]) -> None:
        self._words = words
        self._stems = {stem(word) for word in words}
        self._targets = {word: count for word, count in words.items() if len(word) >= _SHORTEST}

    def knows(self, word: str) -> bool:
        """True if the index has the word in some form; what is no word of letters counts as known."""
        return not word.isalpha() or stem(word) in self._stems

    def has(self, word: str) -> bool:
        """True if the index has the word just so."""
        return word in self._words

    def halves(self, word: str) -> str:
        """The two known words that one is written of; of several cuts the commoner words: box office for
        boxoffice; empty where there are none."""
        cuts = range(_HALF, len(word) - _HALF + 1)
        found = [(word[:cut], word[cut:]) for cut in cuts if self.has(word[:cut]) and self.has(word[cut:])]
        return " ".join(max(found, key=lambda two: min(map(self._words.__getitem__, two)), default=()))

    def endings(self, start: str) -> tuple[str, ...]:
        """The stems of the words that begin so, none for a single letter."""
        if len(start) < 2:
            return ()
        return tuple(sorted({stem(word) for word in self._words if word.startswith(start)}))

    def correct(self, word: str) -> str | None:
        """The word that an unknown one was meant to be."""
        return nearest(word, self._targets)

    def slip(self, word: str) -> str | None:
        """The word that a slip of the fingers made an unknown one of, None for a word that may be right.

        A text has more words than an index: what begins otherwise is no slip, nor is a letter for another one
        in a short word. In names of three capitals two neighbours may be swapped.
        """
        if self.knows(word.lower()):
            return None
        if len(word) < _SHORTEST:
            swapped = (
                (-count, known)
                for known, count in self._words.items()
                if word.isupper()
                and sorted(known) == sorted(word.lower())
                and OSA.distance(known, word.lower()) == 1
            )
            return min(swapped, default=(0, None))[1]
        typed = word.lower()
        slips = (
            (distance, -self._targets[known], known)
            for distance, known in alike(typed, self._targets)
            if known[0] == typed[0]
            and (distance == 1 or len(typed) >= _LONGEST)
            and (len(known) != len(typed) or sorted(known) == sorted(typed) or len(typed) >= _LONG)
        )
        return min(slips, default=(0, 0, None))[2]
