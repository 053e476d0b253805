"""Slips of a question put right: misspelt English words, names in other characters of their sound."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from genfilm.search.fold import fold, is_han, runs
from genfilm.search.index import SearchIndex
from genfilm.search.spelling import Speller

_WORD = re.compile(r"[A-Za-z]{3,}")
_NAMED = ("gf:AudiovisualWork", "gf:Person", "gf:Organization")
"""The classes whose names are known by their sound."""
_SHORTEST, _LONGEST = 2, 12
"""Characters of such a name; the shortest are known between the marks of a title only."""


class Slips:
    """Words and names that a question may mean by one that the graph does not have."""

    def __init__(self, index: SearchIndex, texts: Iterable[str]) -> None:
        """``texts`` hold the words that questions may have beside those of the index."""
        words = Counter(run.text for text in texts for run in runs(fold(text)) if not run.han)
        self._speller = Speller(words + Counter(index.vocabulary))
        self._readings: Mapping[str, str] = index.readings
        members = sorted({iri for cls in _NAMED for iri in index.members(cls)})
        labels = (name.label for _, name in sorted(index.labels(members, "zh").items()))
        self._names = {self._sound(label): label for label in labels if is_han(label[:1])}

    def knows(self, word: str) -> bool:
        """True if the graph or its questions have an English word in some form."""
        return self._speller.knows(word)

    def corrected(self, text: str) -> str:
        """A text without slips."""
        return self._named(_WORD.sub(lambda match: self._speller.slip(match[0]) or match[0], text))

    def _named(self, text: str) -> str:
        for place in range(len(text)):
            for size in range(min(_LONGEST, len(text) - place), _SHORTEST - 1, -1):
                part = text[place : place + size]
                name = self._names.get(self._sound(part)) if is_han(part[:1]) else None
                if name and name != part and (size > _SHORTEST or text[place - 1 : place] == "《"):
                    return text[:place] + name + self._named(text[place + size :])
        return text

    def _sound(self, text: str) -> str:
        return " ".join(self._readings.get(char, char) for char in text)
