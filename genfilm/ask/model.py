"""Nearness of a question to each named question: shared features, weighted by how telling they are."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from genfilm.ask.features import PAIR, TYPE, features, weight
from genfilm.ask.lexicon import Lexicon
from genfilm.catalogue.query import NamedQuery

_PLACE = re.compile(r"\{(\w+)\}")
_PHRASE_SHARE = 0.6
"""Weight of the nearest single phrasing against the question's phrasings taken together."""
_UNKNOWN_PAIR = 0.3
"""Share of its weight that a pair keeps which no question has: most such pairs straddle two words."""


@dataclass(frozen=True, slots=True)
class Score:
    """A named question with its nearness, 0 to 1, the features that it shares with the text, and the share of
    what the text says beside names that these make up."""

    query: NamedQuery
    value: float
    shared: tuple[str, ...]
    known: float


class Model:
    """The named questions as vectors."""

    def __init__(self, queries: Iterable[NamedQuery], lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._phrases: dict[str, list[frozenset[str]]] = {}
        self._queries = {query.id: query for query in queries}
        for query in self._queries.values():
            self._phrases[query.id] = [self._phrase(query, text) for text in query.wordings]
        self._profiles = {name: frozenset().union(*phrases) for name, phrases in self._phrases.items()}
        counts = Counter(feature for profile in self._profiles.values() for feature in profile)
        size = len(self._profiles)
        self._known = {feature: weight(feature) * math.log(1 + size / n) for feature, n in counts.items()}
        self._strange = math.log(1 + size)

    def scores(self, found: Mapping[str, float]) -> list[Score]:
        """The named questions, nearest first; ``found`` are features with a factor each."""
        held = {feature: factor * self._weight(feature) for feature, factor in found.items()}
        length = math.sqrt(sum(value * value for value in held.values())) or 1.0
        scored = []
        for name, phrases in self._phrases.items():
            nearest = max(self._cosine(held, length, phrase) for phrase in phrases)
            profile = self._profiles[name]
            shared = [feature for feature in held if feature in profile]
            covered = math.sqrt(sum(held[feature] ** 2 for feature in shared)) / length
            value = _PHRASE_SHARE * nearest + (1 - _PHRASE_SHARE) * covered
            said = sum(held[feature] for feature in held if not feature.startswith(TYPE))
            known = sum(held[feature] for feature in shared if not feature.startswith(TYPE)) / (said or 1.0)
            shared.sort(key=lambda feature: (-held[feature], feature))
            scored.append(Score(self._queries[name], value, tuple(shared), known))
        return sorted(scored, key=lambda score: (-score.value, score.query.id))

    def _phrase(self, query: NamedQuery, text: str) -> frozenset[str]:
        kinds = {p.name: p.cls or p.name for p in query.parameters}
        types = {TYPE + kinds[name] for name in _PLACE.findall(text) if name in kinds}
        return frozenset(features(_PLACE.sub(" ", text), self.lexicon)) | types

    def _weight(self, feature: str) -> float:
        known = self._known.get(feature)
        if known is not None:
            return known
        return weight(feature) * self._strange * (_UNKNOWN_PAIR if feature.startswith(PAIR) else 1.0)

    def _cosine(self, held: Mapping[str, float], length: float, phrase: frozenset[str]) -> float:
        dot = sum(held[feature] * self._known[feature] for feature in held if feature in phrase)
        other = math.sqrt(sum(self._known[feature] ** 2 for feature in phrase)) or 1.0
        return dot / (length * other)
