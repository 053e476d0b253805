"""Workings of a technology as a picture: what goes in, its components, what comes out, as claims say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from genfilm.records.corpus import ClaimRecord, Corpus
from genfilm.records.drawing import Box, box
from genfilm.records.node import Node
from genfilm.vocabulary import GF

_INTO, _OUT, _WHOLE, _AGAINST = "takesAsInput", "generates", "hasComponent", "isTrainedAgainst"
_BELOW = ("usesMethod", "learns")
_COLUMN, _ROW, _MARGIN, _ARC, _DROP = 176.0, 66.0, 12.0, 44.0, 124.0
_MOST = 6
"""Boxes of a column, beyond which a picture is no help."""


@dataclass(frozen=True, slots=True)
class Connector:
    """A line between two boxes, the claim that says it, and where its name stands; it ends in an arrow when
    it ``flows``, and needs no name then."""

    claim: ClaimRecord
    path: str
    flows: bool
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Workings:
    """A picture of ``w`` by ``h`` pixels: things with their boxes in the order of the flow, and the lines.

    ``parts`` are the IRIs of what the technology is made of, or its own.
    """

    w: float
    h: float
    boxes: tuple[tuple[Node, Box], ...]
    lines: tuple[Connector, ...]
    parts: frozenset[str]


def workings(every: Corpus, iri: str, label: Node, lang: str) -> Workings | None:
    """The workings that affirmed claims give a technology; None where they say nothing of what comes out,
    or of what goes in and how it is built, or too much for a picture."""
    own = _told(every.about(iri))
    parts = dict.fromkeys(said.object.iri or "" for said in own if said.object and _is(said, _WHOLE))
    inner = [said for part in parts for said in _told(every.about(part))]
    out = [said for said in (*own, *inner) if _is(said, _OUT)]
    into = [said for said in (*own, *inner) if _is(said, _INTO)]
    below = [said for said in own if _is(said, *_BELOW)]
    if not out or not (into or below):
        return None
    out += [said for said in inner if _is(said, "hasCapability")]
    nodes = {node.iri or "": node for said in (*own, *inner) for node in (said.subject, said.object) if node}
    nodes[iri] = label
    steps = [(_object(said), _subject(said), said) for said in into]
    steps += [(_subject(said), _object(said), said) for said in out]
    ranks = _ranks([(start, end) for start, end, _ in steps])
    below += [said for said in own if _is(said, _WHOLE) and _object(said) not in ranks]
    if below:
        ranks.setdefault(iri, 1)
    columns = [[name for name in ranks if ranks[name] == rank] for rank in range(max(ranks.values()) + 1)]
    beneath = [*dict.fromkeys(_object(said) for said in below if _object(said) not in ranks)]
    if max(map(len, (*columns, beneath))) > _MOST:
        return None
    against = [said for said in inner if _is(said, _AGAINST) and _subject(said) < _object(said)]
    names = {name: node.label[lang] for name, node in nodes.items()}
    boxes, w, h = _placed(columns, beneath, iri, names, top=_ARC if against else 0.0)
    lines = [_flow(said, boxes[start], boxes[end]) for start, end, said in steps]
    lines += [
        _drop(said, boxes[iri], boxes[_object(said)], h - _DROP) for said in below if _object(said) in beneath
    ]
    lines += [_arc(said, boxes[_subject(said)], boxes[_object(said)]) for said in against]
    focus = frozenset(name for name in boxes if name in parts or name == iri)
    return Workings(w, h, tuple((nodes[name], shape) for name, shape in boxes.items()), tuple(lines), focus)


def _told(claims: Iterable[ClaimRecord]) -> list[ClaimRecord]:
    """The affirmed claims between two things, one for each pair and relation."""
    found: dict[tuple[str, str, str], ClaimRecord] = {}
    for said in claims:
        if said.predicate and said.polarity.key == "affirmed" and _subject(said) and _object(said):
            found.setdefault((_subject(said), said.predicate.iri or "", _object(said)), said)
    return [*found.values()]


def _is(said: ClaimRecord, *predicates: str) -> bool:
    return said.predicate is not None and (said.predicate.iri or "").removeprefix(GF) in predicates


def _subject(said: ClaimRecord) -> str:
    return (said.subject.iri if said.subject else None) or ""


def _object(said: ClaimRecord) -> str:
    return (said.object.iri if said.object else None) or ""


def _ranks(steps: Sequence[tuple[str, str]]) -> dict[str, int]:
    """The column of each thing: behind all that lead to it, and right before the first that it leads to; a
    step back to what came before moves nothing."""
    ranks: dict[str, int] = {}
    before: dict[str, list[str]] = {}
    for start, end in steps:
        before.setdefault(end, []).append(start)

    def rank(name: str, path: frozenset[str]) -> int:
        if name not in ranks:
            earlier = [each for each in before.get(name, ()) if each not in path]
            ranks[name] = 1 + max((rank(each, path | {name}) for each in earlier), default=-1)
        return ranks[name]

    for start, end in steps:
        rank(start, frozenset((start,)))
        rank(end, frozenset((end,)))
    for start in {start for start, _ in steps} - before.keys():
        ranks[start] = max(0, min(ranks[end] for each, end in steps if each == start) - 1)
    return ranks


def _placed(
    columns: list[list[str]], beneath: list[str], middle: str, names: Mapping[str, str], top: float
) -> tuple[dict[str, Box], float, float]:
    """The boxes by name, those ``beneath`` below the ``middle`` one; width and height of the picture."""
    w = _COLUMN * max(len(columns), len(beneath))
    high = _ROW * max(map(len, columns)) + 2 * _MARGIN
    left = (w - _COLUMN * len(columns)) / 2
    spots = {
        name: (left + (number + 0.5) * _COLUMN, top + high / 2 + (place - (len(column) - 1) / 2) * _ROW)
        for number, column in enumerate(columns)
        for place, name in enumerate(column)
    }
    half = _COLUMN * len(beneath) / 2
    first = min(max(spots[middle][0] if beneath else 0.0, half), w - half) - half
    for place, name in enumerate(beneath):
        spots[name] = first + (place + 0.5) * _COLUMN, top + high + _DROP - 44
    boxes = {name: box(names[name], x, y, limit=8.5, size=15) for name, (x, y) in spots.items()}
    return boxes, w, top + high + (_DROP if beneath else 0)


def _flow(said: ClaimRecord, start: Box, end: Box) -> Connector:
    """A line from the right side of one box to the left side of another."""
    x1, x2 = start.x + start.w / 2, end.x - end.w / 2 - 7
    bend = max(abs(x2 - x1) / 2, 12.0)
    curve = f"C{x1 + bend:.1f} {start.y:.1f} {x2 - bend:.1f} {end.y:.1f} {x2:.1f} {end.y:.1f}"
    path = f"M{x1:.1f} {start.y:.1f}{curve}"
    return Connector(said, path, True, round((x1 + x2) / 2, 1), round((start.y + end.y) / 2, 1))


def _drop(said: ClaimRecord, start: Box, end: Box, level: float) -> Connector:
    """A line from the lower side of one box, along a level, to the upper side of another, its name above."""
    y1, y2 = start.y + start.h / 2, end.y - end.h / 2
    path = f"M{start.x:.1f} {y1:.1f}V{level:.1f}H{end.x:.1f}V{y2:.1f}"
    return Connector(said, path, False, end.x, round(y2 - 8, 1))


def _arc(said: ClaimRecord, start: Box, end: Box) -> Connector:
    """A line above all boxes, from the upper side of one to that of another."""
    y = _MARGIN + 10
    path = f"M{start.x:.1f} {start.y - start.h / 2:.1f}V{y:.1f}H{end.x:.1f}V{end.y - end.h / 2:.1f}"
    return Connector(said, path, False, round((start.x + end.x) / 2, 1), round(y + 4, 1))
