"""Slips of a question put right: misspelt English words, names and words in characters of their sound."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from genfilm.search.fold import fold, is_han, runs
from genfilm.search.function_words import GRAMMAR
from genfilm.search.index import SearchIndex
from genfilm.search.spelling import Speller
from genfilm.search.tokens import pairs

_WORD = re.compile(r"[A-Za-z]{3,}")
_NAMED = ("gf:AudiovisualWork", "gf:Person", "gf:Organization")
"""The classes whose names are known by their sound."""
_SHORTEST, _LONGEST = 2, 12
"""Characters of such a name; the shortest are known between the marks of a title only."""
_USED = 5
"""Least number of uses of a pair of characters that may be meant by another of its sound; pairs with a
character of grammar straddle two words."""
_TITLE = re.compile(r"《[^》]*》?")


class Slips:
    """Words and names that a question may mean by one that the graph does not have."""

    def __init__(self, index: SearchIndex, texts: Iterable[str]) -> None:
        """``texts`` hold the words that questions may have beside those of the index."""
        read = [run for text in texts for run in runs(fold(text))]
        words = Counter(run.text for run in read if not run.han)
        self._pairs = Counter(pair for run in read if run.han for pair in pairs(run.text))
        self._words = Counter({pair: n for pair, n in self._pairs.items() if not set(pair) & set(GRAMMAR)})
        self._speller = Speller(words + Counter(index.vocabulary))
        self._readings: Mapping[str, str] = index.readings
        members = sorted({iri for cls in _NAMED for iri in index.members(cls)})
        labels = (name.label for _, name in sorted(index.labels(members, "zh").items()))
        self._names = {self._sound(label): label for label in labels if is_han(label[:1])}
        self._alike: dict[str, set[str]] = defaultdict(set)
        for character in {character for pair in self._pairs for character in pair}:
            self._alike[self._sound(character)].add(character)

    def knows(self, word: str) -> bool:
        """True if the graph or its questions have an English word in some form."""
        return self._speller.knows(word)

    def corrected(self, text: str) -> str:
        """A text without slips."""
        return self._sounded(
            self._named(_WORD.sub(lambda match: self._speller.slip(match[0]) or match[0], text))
        )

    def _held(self, pair: str) -> bool:
        """True unless two Han characters make a pair that is unknown: part of a word that the graph lacks."""
        han = len(pair) == 2 and all(map(is_han, pair))
        return not han or self._pairs[pair] > 0 or bool(set(pair) & set(GRAMMAR))

    def _sounded(self, text: str) -> str:
        """A text in which a character that makes no known pair with its neighbours is the one of its sound
        that makes the commonest. Titles stay."""
        titles = [match.span() for match in _TITLE.finditer(text)]
        for place, character in enumerate(text):
            if not is_han(character) or any(start <= place < end for start, end in titles):
                continue
            before, after = text[place - 1 : place] if place else "", text[place + 1 : place + 2]

            left, right = text[max(0, place - 2) : place], text[place + 1 : place + 3]

            def meant(
                other: str, before: str = before, after: str = after, left: str = left, right: str = right
            ) -> int:
                return max(
                    self._words[before + other] if self._held(left) else 0,
                    self._words[other + after] if self._held(right) else 0,
                )

            if not (self._pairs[before + character] or self._pairs[character + after]):
                alike = self._alike.get(self._sound(character), set()) - {character}
                best = max(sorted(alike), key=meant, default=character)
                text = text[:place] + (best if meant(best) >= _USED else character) + text[place + 1 :]
        return text

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
