"""The answer to a plain question: what was understood and why, the table, the claims, the query."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from genfilm.ask.linking import Link
from genfilm.catalogue.table import Table, Term
from genfilm.search.fold import fold
from genfilm.words import saying


@dataclass(frozen=True, slots=True)
class Match:
    """Words of the question, and what they matched: ``kind`` is concept, word, pair or type."""

    words: str
    kind: str
    matched: str


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
class Nearest:
    """A named question near to what was asked."""

    id: str
    summary: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Answer:
    """``understood`` and all that follows from it are None or empty when no named question is near enough:
    then ``nearest`` is what the reader may choose from. ``claims`` are the IRIs of the claims behind it."""

    question: str
    lang: str
    understood: Understood | None
    nearest: tuple[Nearest, ...]
    table: Table | None = None
    sentence: str = ""
    claims: tuple[str, ...] = ()
    sparql: str = ""
    shortened: bool = False


@dataclass(frozen=True, slots=True)
class Topic:
    """A thing that a question names, beside the parameters; ``names`` are folded."""

    iri: str
    label: str
    names: frozenset[str]

    def is_in(self, row: Sequence[Term | None]) -> bool:
        """True if a row of a table holds it or names it."""
        held = [term for term in row if term is not None]
        return any(term.value == self.iri for term in held) or any(
            name in fold(term.value) for term in held if term.kind == "literal" for name in self.names
        )


_END = ".。;；"
"""What ends a text of the graph, where another one follows it in a sentence."""


def sentence(table: Table, lang: str, topics: Sequence[Topic] = ()) -> str:
    """Sentence on an answer: its size, its beginning or what it says of the topics, and topics that it does
    not name."""
    say = saying(lang)
    if not table.rows:
        return say("ask.none")
    about = [(row, topic) for row in table.rows for topic in topics if topic.is_in(row)]
    absent = [topic.label for topic in topics if all(topic is not found for _, found in about)]
    row, topic = about[0] if about else (table.rows[0], None)
    shown = [
        f"{column.label(lang)}{say('list.colon')}{term.value.rstrip(_END)}"
        for column, term in zip(table.columns, row, strict=True)
        if term is not None and term.kind == "literal"
    ][:4]
    parts = [say("ask.results", count=len(table.rows))]
    if shown:
        first = say("ask.first_naming", name=topic.label) if topic else say("ask.first")
        parts.append(say("ask.begins", first=first, row=say("list.semicolon").join(shown)))
    if absent:
        parts.append(say("ask.absent", names=say("ask.or").join(absent)))
    return say("list.sentence").join(parts)
