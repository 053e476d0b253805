"""Agreement between sources: the claims of others that say the same as a claim, or deny it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from genfilm.catalogue.library import Library
from genfilm.records.corpus import ClaimRecord, corpus
from genfilm.records.entities import entities
from genfilm.records.node import Node


@dataclass(frozen=True, slots=True)
class Meeting:
    """A claim and one of another source about the same triple; ``relation`` says how they stand."""

    claim: ClaimRecord
    relation: Node
    other: ClaimRecord


def meetings(library: Library, claims: Iterable[ClaimRecord]) -> tuple[Meeting, ...]:
    """Claims of other sources that agree or disagree with claims: to each those that disagree first."""
    known = library.once("meetings", lambda: _read(library))
    return tuple(meeting for claim in claims for meeting in known.get(claim.iri, ()))


def _read(library: Library) -> Mapping[str, list[Meeting]]:
    every, names = corpus(library).claims, entities(library)
    found: dict[str, list[Meeting]] = defaultdict(list)
    for claim, relation, other in library.page("claim-agreements").rows:
        one, another = every[str(claim)], every[str(other)]
        found[one.iri].append(Meeting(one, names.entity(str(relation)), another))
    return found
