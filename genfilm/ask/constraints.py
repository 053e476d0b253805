"""Constraints of a question: the entities, numbers and verdicts that it names narrow its answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from genfilm.catalogue.table import Table, Term
from genfilm.records.corpus import ClaimRecord
from genfilm.search.fold import fold
from genfilm.search.index import SearchIndex
from genfilm.search.results import Mention
from genfilm.vocabulary import BASE

_NARROWING = tuple(
    f"{BASE}/id/{kind}/" for kind in ("film", "series", "person", "org", "event", "stage", "actor", "tech")
)
_SPECIFIC = tuple(f"{BASE}/id/{kind}/" for kind in ("film", "series", "person", "org"))
_NUMBER = re.compile(r"(?<![0-9a-z.])[0-9]{3,}(?![0-9a-z.]*[0-9a-z])")
"""Years, pages, figures; shorter numbers are mostly ordinals or parts of names."""


@dataclass(frozen=True, slots=True)
class Constraint:
    """A thing, number or verdict that a question names; ``names`` are folded. What names a work, a person or
    an organization is ``specific``: an answer about none of them is no answer."""

    iri: str
    label: str
    names: frozenset[str]
    specific: bool = False

    @property
    def thing(self) -> bool:
        """True for a thing of the world, not for a number or a verdict."""
        return self.iri.startswith(f"{BASE}/id/")

    def meets(self, claim: ClaimRecord, parts: Iterable[ClaimRecord] = ()) -> bool:
        """True if a claim or a part of it is about the thing, has the verdict or names it."""
        for said in (claim, *parts):
            nodes = (said.subject, said.object, said.verdict, *said.bearings)
            if self.iri and any(node is not None and node.iri == self.iri for node in nodes):
                return True
            spoken = [*said.paraphrase.values(), *(said.predicate.label.values() if said.predicate else ())]
            if self.inside(*spoken, *([] if self.iri else [said.pages])):
                return True
        return False

    def inside(self, *texts: str) -> bool:
        """True if a text holds one of the names, as a word of its own where it is no Chinese."""
        return any(
            re.search(rf"(?<![a-z0-9]){re.escape(name)}(?![a-z0-9])", fold(text))
            for name in self.names
            for text in texts
        )


def constraints(
    text: str, mentions: Sequence[Mention], index: SearchIndex, verdicts: Collection[str], lang: str
) -> list[Constraint]:
    """The constraints of a question as read, the longest names first; a longer name hides those inside it."""
    names: dict[str, set[str]] = {}
    spans: list[tuple[int, int]] = []
    for mention in sorted(mentions, key=lambda m: (m.start - m.end, m.start)):
        if any(start < mention.end and mention.start < end for start, end in spans):
            continue
        spans.append((mention.start, mention.end))
        fitting = (c.iri for c in mention.candidates if c.iri.startswith(_NARROWING) or c.iri in verdicts)
        iri = next(fitting, None)
        if iri is not None:
            names.setdefault(iri, set()).update(fold(c.name) for c in mention.candidates if c.iri == iri)
    labels = {tongue: index.labels(list(names), tongue) for tongue in ("en", "zh")}
    found = [
        Constraint(
            iri,
            labels[lang][iri].label,
            frozenset(said | {fold(each[iri].label) for each in labels.values()}),
            iri.startswith(_SPECIFIC),
        )
        for iri, said in names.items()
    ]
    numbers = [
        match[0]
        for match in _NUMBER.finditer(fold(text))
        if not any(start <= match.start() < end for start, end in spans)
    ]
    return found + [Constraint("", number, frozenset([number])) for number in dict.fromkeys(numbers)]


def narrowed(
    table: Table, asked: Sequence[Constraint], known: Callable[[str], ClaimRecord | None]
) -> tuple[Table, list[Constraint], list[Constraint]]:
    """(the rows that meet the constraints, the constraints applied, those that no row meets)."""
    rows, applied, left = table.rows, [], []
    for constraint in asked:
        kept = tuple(row for row in rows if _row_meets(row, constraint, known))
        if kept:
            rows = kept
            applied.append(constraint)
        else:
            left.append(constraint)
    return Table(table.columns, rows), applied, left


def _row_meets(
    row: Sequence[Term | None],
    constraint: Constraint,
    known: Callable[[str], ClaimRecord | None],
) -> bool:
    for term in row:
        if term is None:
            continue
        if term.value == constraint.iri:
            return True
        if term.kind == "literal" and constraint.inside(term.value):
            return True
        claim = known(term.value) if term.kind == "iri" else None
        if claim is not None and constraint.meets(claim):
            return True
    return False
