"""The anatomy of a claim as a picture: source, statement, relation, verdict, evidence, one below another."""

from __future__ import annotations

from dataclasses import dataclass

from genfilm.records.claim import Claim
from genfilm.records.drawing import lines
from genfilm.records.place import places
from genfilm.words import say

WIDTH = 440
_LINE, _CAPTION, _GAP, _INDENT = 19, 24, 22, 56


@dataclass(frozen=True, slots=True)
class AnatomyPart:
    """A box of the picture: ``key`` of its caption, what stands in it, and the IRI that it leads to.

    ``rows`` are lines of text with their baselines, in pixels as are the edges; ``stem`` is where the line
    to the box above begins.
    """

    key: str
    iri: str
    left: int
    top: int
    width: int
    height: int
    rows: tuple[tuple[str, int], ...]
    stem: int


def anatomy(claim: Claim, document: str, lang: str) -> tuple[AnatomyPart, ...]:
    """The boxes of a claim that was read in ``document``; those of its relation are set in."""
    said = claim.statement
    _, place = next(iter(places(said.passages, lang)), ("", ""))
    found = claim.assessment
    evidence = found.evidence if found else ()
    rest = len(evidence) - 1
    more = say("anatomy.more", lang, count=rest) if rest > 0 else ""
    ends = (
        (said.subject, "field.subject"),
        (said.predicate, "field.predicate"),
        (said.object, "field.object"),
    )
    told = [
        (
            "field.source",
            claim.source.iri or "",
            say("list.comma", lang).join(filter(None, (document, place))),
            0,
        ),
        ("field.speaker", said.speaker.iri or "", said.speaker.label[lang], 0),
        ("field.claim", said.iri, said.paraphrase[lang], 0),
        *((key, node.iri or "", node.label[lang], 1) for node, key in ends if node),
        *([("field.verdict", found.iri, found.verdict.label[lang], 0)] if found else []),
        *([("field.evidence", evidence[0].iri, f"{evidence[0].label[lang]} {more}", 0)] if evidence else []),
    ]
    return _stacked(told)


def _stacked(told: list[tuple[str, str, str, int]]) -> tuple[AnatomyPart, ...]:
    parts: list[AnatomyPart] = []
    top, stem = 1, 1
    for key, iri, text, deep in told:
        left = 1 + deep * _INDENT
        wide = WIDTH - 1 - left
        found = lines(text, (wide - 28) / 15, 4)
        high = _CAPTION + len(found) * _LINE + 8
        rows = tuple((line, top + _CAPTION + number * _LINE + 14) for number, line in enumerate(found))
        parts.append(AnatomyPart(key, iri, left, top, wide, high, rows, stem))
        if not deep:
            stem = top + high
        top += high + (_GAP if not deep else 10)
    return tuple(parts)
