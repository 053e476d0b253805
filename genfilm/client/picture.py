"""Pictures of things and their neighbours as SVG, readable on light and dark ground."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from genfilm.colours import colour
from genfilm.records.drawing import Box, columns, lines, star

SHOWN = 16
"""Neighbours in a picture at most, and LINES in one of two columns; it says how many more there are."""
LINES = 40
_SMALL = 11
_LINE, _TEXT, _DISPUTED = (colour(f"ground-unknown-{name}") for name in ("line", "text", "disputed"))
_STYLE = (
    "text{font:14px system-ui,'Noto Sans CJK SC',sans-serif;text-anchor:middle;fill:currentColor}"
    "rect{fill:none;stroke:currentColor;rx:6px}.middle{stroke-width:2.5}"
    f"line{{stroke:{_LINE}}}.against{{stroke:{_DISPUTED};stroke-dasharray:6 4}}"
    f".edge{{font-size:{_SMALL}px;fill:{_TEXT}}}"
)


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """A line between two places of a picture; ``against`` where it is denied or evidence contradicts it."""

    start: int
    end: int
    label: str = ""
    against: bool = False


@dataclass(frozen=True, slots=True)
class SvgDrawing:
    """An SVG drawing; a notebook shows it, ``save`` writes it."""

    svg: str

    def save(self, path: str | Path) -> None:
        """Write the drawing to a file."""
        Path(path).write_text(self.svg, "utf-8")

    def _repr_svg_(self) -> str:
        return self.svg


def around(title: str, middle: str, neighbours: Sequence[tuple[str, str, bool]]) -> SvgDrawing:
    """A thing in the middle, others around it as (name, relation, against)."""
    shown = neighbours[:SHOWN]
    more = len(neighbours) - len(shown)
    drawn = star(middle, [name for name, _, _ in shown])
    links = [DrawnLine(0, place, label, against) for place, (_, label, against) in enumerate(shown, 1)]
    return _svg(title, drawn.w, drawn.h, (drawn.middle, *drawn.around), links, middle=True, more=more)


def between(title: str, pairs: Sequence[tuple[str, str]]) -> SvgDrawing:
    """Two columns of names, with a line for each pair of one on the left and one on the right."""
    found = list(dict.fromkeys(pairs))
    shown = found[:LINES]
    left, right = (list(dict.fromkeys(names)) for names in zip(*shown, strict=True))
    w, h, boxes = columns(left, right)
    links = [DrawnLine(left.index(a), len(left) + right.index(b)) for a, b in shown]
    return _svg(title, w, h, boxes, links, middle=False, more=len(found) - len(shown))


def _svg(
    title: str,
    w: float,
    h: float,
    boxes: Sequence[Box],
    links: Sequence[DrawnLine],
    *,
    middle: bool,
    more: int,
) -> SvgDrawing:
    h += 20 if more else 0
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w:g} {h:g}" width="{w:g}" height="{h:g}" '
        f'role="img" aria-label="{escape(title)}"><title>{escape(title)}</title>'
        f"<style>{_STYLE}</style>"
    ]
    for link in links:
        (x1, y1), (x2, y2) = _ends(boxes[link.start], boxes[link.end])
        cls = ' class="against"' if link.against else ""
        parts.append(f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"{cls}/>')
        if link.label:
            text = escape(lines(link.label, max(4.0, abs(x2 - x1) / _SMALL - 1), 1)[0])
            x, y = (x1 + x2) / 2, (y1 + y2) / 2 - 4
            parts.append(f'<text class="edge" x="{x:.1f}" y="{y:.1f}">{text}</text>')
    for place, box in enumerate(boxes):
        cls = ' class="middle"' if middle and place == 0 else ""
        parts.append(f'<rect x="{box.left}" y="{box.top}" width="{box.w}" height="{box.h}"{cls}/>')
        parts += [f'<text x="{box.x}" y="{y}">{escape(line)}</text>' for line, y in box.text]
    if more:
        parts.append(f'<text class="edge" x="{w / 2:g}" y="{h - 8:g}">+ {more}</text>')
    return SvgDrawing("".join([*parts, "</svg>"]))


def _ends(start: Box, end: Box) -> tuple[tuple[float, float], tuple[float, float]]:
    """The line between two boxes, from side to side."""
    turn = 1 if end.x >= start.x else -1
    return (start.x + turn * start.w / 2, start.y), (end.x - turn * end.w / 2, end.y)
