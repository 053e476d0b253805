"""Pictures laid out by hand: positions and lines of text, for the SVG of pages and notebooks."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

_ASIDE = re.compile(r"\s*[(（][^()（）]*[)）]\s*$")


def short(label: str) -> str:
    """A name without the aside at its end: ``Art (Yishu)`` is ``Art``."""
    return _ASIDE.sub("", label) or label


def width(text: str) -> float:
    """The width of a text in ems of a usual sans-serif face: Han one, Latin letters about half."""
    return sum(1.0 if unicodedata.east_asian_width(c) in "WF" else 0.54 for c in text)


def lines(text: str, limit: float, most: int = 2) -> list[str]:
    """A text in at most ``most`` lines of ``limit`` ems; what does not fit ends in an ellipsis."""
    found: list[str] = []
    rest = text.strip()
    while rest and len(found) < most:
        line, rest = _line(rest, limit)
        found.append(line)
    if rest:
        last = found[-1]
        while last and width(last + "…") > limit:
            last = last[:-1]
        found[-1] = last.rstrip() + "…"
    return found


def _line(text: str, limit: float) -> tuple[str, str]:
    if width(text) <= limit:
        return text, ""
    end = 1
    while end < len(text) and width(text[: end + 1]) <= limit:
        end += 1
    blank = text.rfind(" ", 0, end + 1)
    if blank > 0 and unicodedata.east_asian_width(text[end - 1]) not in "WF":
        end = blank
    return text[:end].rstrip(), text[end:].lstrip()


@dataclass(frozen=True, slots=True)
class Box:
    """A labelled box: its middle, its size and its lines of text with their baselines, in pixels."""

    x: float
    y: float
    w: float
    h: float
    text: tuple[tuple[str, float], ...]

    @property
    def left(self) -> float:
        return round(self.x - self.w / 2, 1)

    @property
    def top(self) -> float:
        return round(self.y - self.h / 2, 1)


def box(label: str, x: float, y: float, *, limit: float = 13, size: float = 14) -> Box:
    """A box around a label, in lines of at most ``limit`` ems of ``size`` pixels."""
    found = lines(label, limit, 3)
    w = max(width(line) for line in found) * size + 18
    h = len(found) * size * 1.3 + 12
    first = y - (len(found) - 1) * size * 0.65 + size * 0.35
    text = tuple((line, round(first + number * size * 1.3, 1)) for number, line in enumerate(found))
    return Box(round(x, 1), round(y, 1), round(w, 1), round(h, 1), text)


@dataclass(frozen=True, slots=True)
class Star:
    """A thing in the middle and others around it, in a picture of ``w`` by ``h`` pixels."""

    w: float
    h: float
    middle: Box
    around: tuple[Box, ...]


def star(middle: str, around: Sequence[str]) -> Star:
    """Boxes on two columns left and right of the middle: readable at any number, never overlapping."""
    rows = max(1, math.ceil(len(around) / 2))
    row = 74.0
    w, h = 720.0, max(150.0, rows * row + 20)
    boxes = []
    for number, label in enumerate(around):
        side, place = number % 2, number // 2
        count = math.ceil(len(around) / 2) if side == 0 else len(around) // 2
        y = h / 2 + (place - (count - 1) / 2) * row
        bend = abs(y - h / 2) / (h / 2)  # the outer ones come nearer to the middle, as on a ring
        x = w / 2 + (1 if side == 0 else -1) * (w / 2 - 104 - 30 * bend)
        boxes.append(box(label, x, y))
    return Star(w, h, box(middle, w / 2, h / 2, limit=11), tuple(boxes))


def columns(left: Sequence[str], right: Sequence[str]) -> tuple[float, float, tuple[Box, ...]]:
    """Width, height and the boxes of two columns of labels, those on the left first."""
    row, w = 62.0, 720.0
    h = max(len(left), len(right), 1) * row + 20
    boxes = [
        box(label, x, h / 2 + (place - (len(labels) - 1) / 2) * row)
        for x, labels in ((118.0, left), (w - 118.0, right))
        for place, label in enumerate(labels)
    ]
    return w, h, tuple(boxes)
