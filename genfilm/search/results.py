"""Answers of search: hits, facets, suggestions and candidates, frozen and ready for JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

EXACT, PREFIX, WORDS, LOOSE = range(4)
MATCHES = ("exact", "prefix", "words", "loose")
"""Kinds of match, best first; its place in a result depends on this before all else."""


@dataclass(frozen=True, slots=True)
class Name:
    """Name of an entity; ``fallback`` when the language asked for has no label."""

    iri: str
    label: str
    lang: str
    fallback: bool


@dataclass(frozen=True, slots=True)
class TextPiece:
    """A piece of a text, and whether it is a hit."""

    text: str
    hit: bool


@dataclass(frozen=True, slots=True)
class Snippet:
    """A text of a thing around its hits; ``field`` is alternative, definition or text."""

    field: str
    lang: str
    parts: tuple[TextPiece, ...]


@dataclass(frozen=True, slots=True)
class ClaimSummary:
    """Speaker of a claim, page of the source (may be empty) and verdict."""

    speaker: Name | None
    page: str
    verdict: Name | None


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing found. ``match`` is one of MATCHES; ``field`` says where the best match stands."""

    name: Name
    kind: str
    kind_label: Mapping[str, str]
    match: str
    field: str
    parts: tuple[TextPiece, ...]
    snippet: Snippet | None
    claim: ClaimSummary | None


@dataclass(frozen=True, slots=True)
class Facet:
    """A kind of thing with the number of its hits, whatever kinds were asked for."""

    kind: str
    label: Mapping[str, str]
    count: int


@dataclass(frozen=True, slots=True)
class Correction:
    """A word that nothing contains, and the word that was searched instead."""

    word: str
    used: str


@dataclass(frozen=True, slots=True)
class SearchResult:
    """One page of hits. ``text`` is the query as it was read, ``shortened`` when it was too long;
    ``traditional`` when Chinese is shown in traditional characters, as the query was."""

    text: str
    lang: str
    page: int
    size: int
    total: int
    hits: tuple[Hit, ...]
    facets: tuple[Facet, ...]
    corrections: tuple[Correction, ...] = ()
    shortened: bool = False
    traditional: bool = False


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A name that continues what was typed; ``via`` is the form of the name that matched."""

    name: Name
    kind: str
    kind_label: Mapping[str, str]
    via: str


@dataclass(frozen=True, slots=True)
class NameCandidate:
    """A thing that a name inside a text may mean; ``name`` is the spelling that matched."""

    iri: str
    name: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A name inside a text: the span of the text, and what it may mean, best first."""

    start: int
    end: int
    candidates: tuple[NameCandidate, ...]
