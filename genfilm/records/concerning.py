"""Claims that concern a thing without naming it: of its uses and effects, and those that rest on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from genfilm.catalogue.library import Library
from genfilm.protocol import terms
from genfilm.records.claim_columns import reference
from genfilm.records.corpus import ClaimRecord, corpus
from genfilm.records.entities import entities
from genfilm.records.node import Node


@dataclass(frozen=True, slots=True)
class Through:
    """A situation in which a thing takes part (a use, a release, a figure, a measure, an effect), and what
    claims say of it beyond that."""

    situation: Node
    claims: tuple[ClaimRecord, ...]

    def record(self) -> dict[str, Any]:
        """As JSON has it."""
        return {"situation": self.situation.record(), "claims": [reference(said) for said in self.claims]}


@dataclass(frozen=True, slots=True)
class Resting:
    """Claims that rest on a thing in one way: found in it, supported by it, contradicted by it …"""

    relation: Node
    claims: tuple[ClaimRecord, ...]

    def record(self) -> dict[str, Any]:
        """As JSON has it."""
        return {"property": self.relation.record(), "claims": [reference(said) for said in self.claims]}


def through(library: Library, iri: str) -> tuple[Through, ...]:
    """Claims about the situations in which a thing takes part, each once."""
    every, names = corpus(library), entities(library)
    return tuple(Through(names.entity(situation), claims) for situation, claims in every.through(iri))


def resting(library: Library, iri: str) -> tuple[Resting, ...]:
    """The claims that rest on a thing: a finding, a web page, a passage, a claim; none for other things."""
    every, names = corpus(library), entities(library)
    found: dict[str, list[ClaimRecord]] = {}
    for relation, claim in library.page("claims-resting-on", thing=terms.iri(iri)).rows:
        if str(claim) in every.claims:
            found.setdefault(str(relation), []).append(every.claims[str(claim)])
    return tuple(Resting(names.entity(relation), tuple(claims)) for relation, claims in found.items())
