"""Hits marked in a text, and the stretch of a long text around them."""

from __future__ import annotations

from collections.abc import Iterable

from genfilm.search.fold import fold_with_origins, is_han, runs
from genfilm.search.results import TextPiece
from genfilm.search.tokens import stem, whole_numbers

_AROUND = {True: 60, False: 140}
"""Characters of a snippet, for Chinese and for other scripts."""


class Marker:
    """Marks what a query asks for: rows of Han characters and stems of words."""

    def __init__(self, han: Iterable[str], stems: Iterable[str]) -> None:
        self._han = tuple(sorted(set(han), key=lambda text: (-len(text), text)))
        self._stems = frozenset(stems)

    def spans(self, text: str) -> list[tuple[int, int]]:
        """The places of the hits in a text, in order, joined where they touch."""
        folded = fold_with_origins(text)
        found: list[tuple[int, int]] = []
        for sought in self._han:
            start = folded.text.find(sought)
            while start >= 0:
                found.append(folded.original(start, start + len(sought)))
                start = folded.text.find(sought, start + 1)
        for run in runs(whole_numbers(folded.text)):
            if not run.han and stem(run.text) in self._stems:
                found.append(folded.original(run.start, run.end))
        return _joined(found)

    def weight(self, text: str) -> int:
        """Number of the things sought that a text holds."""
        folded = fold_with_origins(text).text
        stems = {stem(run.text) for run in runs(whole_numbers(folded)) if not run.han}
        return sum(sought in folded for sought in self._han) + len(self._stems & stems)

    def parts(self, text: str) -> tuple[TextPiece, ...]:
        """The whole text in pieces."""
        return _cut(text, self.spans(text), 0, len(text))

    def snippet(self, text: str) -> tuple[TextPiece, ...]:
        """The stretch of a text with the most hits in pieces, with … where something is left out."""
        room = _AROUND[is_han(text)]
        spans = self.spans(text)
        if len(text) <= 2 * room:
            return _cut(text, spans, 0, len(text))
        starts = [start for start, _ in spans] or [0]
        best = max(starts, key=lambda s: (sum(s <= other < s + room for other in starts), -s))
        start = _word_start(text, max(0, best - room // 3))
        return _cut(text, spans, start, _word_end(text, min(len(text), start + 2 * room)))


def whole(text: str) -> tuple[TextPiece, ...]:
    """A text that is a hit from end to end."""
    return (TextPiece(text, hit=True),)


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _cut(text: str, spans: list[tuple[int, int]], first: int, last: int) -> tuple[TextPiece, ...]:
    parts = [TextPiece("… ", hit=False)] if first else []
    place = first
    for start, end in spans:
        if start < first or end > last:
            continue
        parts += [TextPiece(text[place:start], hit=False), TextPiece(text[start:end], hit=True)]
        place = end
    parts += [TextPiece(text[place:last], hit=False), TextPiece(" …" if last < len(text) else "", hit=False)]
    return tuple(part for part in parts if part.text)


def _word_start(text: str, place: int) -> int:
    """Back to the beginning of a word of letters."""
    while place and text[place - 1].isascii() and not text[place - 1].isspace():
        place -= 1
    return place


def _word_end(text: str, place: int) -> int:
    while place < len(text) and text[place].isascii() and not text[place].isspace():
        place += 1
    return place
