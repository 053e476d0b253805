"""The answer to a plain question: what was understood, the statements nearest to it, the table, the query."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from genfilm.ask.linking import Link
from genfilm.catalogue.table import Table


@dataclass(frozen=True, slots=True)
class Match:
    """Words of the question, and what they matched: ``kind`` is concept, word, pair or type."""

    words: str
    kind: str
    matched: str


@dataclass(frozen=True, slots=True)
class Nearest:
    """A named question near to what was asked, with the values that the question gives its parameters."""

    id: str
    summary: str
    confidence: float
    parameters: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Understood:
    """The named question taken to be meant, its parameters, what was linked, and how near it is (0 to 1)."""

    id: str
    summary: str
    parameters: Mapping[str, str]
    links: tuple[Link, ...]
    confidence: float
    explanation: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim near to the question; ``page`` to ``right`` may be empty, and the ``source`` that states it."""

    claim: str
    statement: str
    speaker: str
    page: str
    verdict: str
    evidence: str
    right: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """``understood`` and ``table`` are those of a named question where one is surely meant, else None: then
    the answer is the ``statements`` that come closest, which are there in either case.

    ``sentence`` says the answer; ``applied`` are the names, numbers and verdicts of the question by which the
    answer was narrowed, ``left_out`` those by which it was not; ``claims`` are the IRIs of the claims behind
    it, ``sparql`` is what was run. The graph may hold no answer when it is ``doubtful``; ``unknown`` are the
    names and words of the question of which it knows nothing.
    """

    question: str
    lang: str
    understood: Understood | None
    nearest: tuple[Nearest, ...]
    statements: tuple[Statement, ...] = ()
    table: Table | None = None
    sentence: str = ""
    claims: tuple[str, ...] = ()
    sparql: str = ""
    applied: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    doubtful: bool = False
    unknown: tuple[str, ...] = ()
    shortened: bool = False
