"""Okapi BM25 over weighted tokens: which documents share most of the telling tokens of a text."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping

K1, B = 1.2, 0.6


class Bm25:
    """Documents by key, each as tokens with their weighted counts."""

    def __init__(self, documents: Mapping[str, Mapping[str, float]]) -> None:
        sizes = {key: sum(counts.values()) for key, counts in documents.items()}
        mean = sum(sizes.values()) / max(1, len(sizes)) or 1.0
        self._postings: dict[str, list[tuple[str, float]]] = defaultdict(list)
        for key, counts in documents.items():
            norm = K1 * (1 - B + B * sizes[key] / mean)
            for token, count in counts.items():
                self._postings[token].append((key, count * (K1 + 1) / (count + norm)))
        self._holders = {token: frozenset(k for k, _ in found) for token, found in self._postings.items()}
        self._size = len(documents)

    def weight(self, token: str) -> float:
        """Inverse document frequency of a token; 0 for one that no document has."""
        found = len(self._postings.get(token, ()))
        return math.log(1 + (self._size - found + 0.5) / (found + 0.5)) if found else 0.0

    def coverage(self, tokens: Mapping[str, float], key: str) -> float:
        """The share of what the tokens tell that a document holds, 0 to 1; an unknown token tells most."""
        most = math.log(1 + self._size)
        told = {token: factor * (self.weight(token) or most) for token, factor in tokens.items()}
        held = sum(each for token, each in told.items() if key in self._holders.get(token, ()))
        return held / (sum(told.values()) or 1.0)

    def scores(self, tokens: Mapping[str, float]) -> dict[str, float]:
        """The score of each document that has any of the tokens, which count by their weights."""
        found: dict[str, float] = defaultdict(float)
        for token, factor in tokens.items():
            weight = factor * self.weight(token)
            for key, share in self._postings.get(token, ()):
                found[key] += weight * share
        return found
