"""Readings of the claims of a source: by whom and when, and how far two readers agree."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from genfilm.catalogue.library import Library
from genfilm.records.address import address
from genfilm.records.corpus import ClaimRecord, corpus, natural, source_node
from genfilm.records.entities import entities
from genfilm.records.kappa import kappa
from genfilm.records.node import NOT_RECORDED, Node
from genfilm.vocabulary import BASE, expand

READING, ACCEPTANCE = expand("gf:Reading"), expand("gf:Acceptance")
CODED: Mapping[str, Mapping[str, str]] = {
    "polarity": {"gf:codesPolarity": "gf:polarity"},
    "modality": {"gf:codesModality": "gf:modality"},
    "valence": {"gf:codesValence": "gf:valence"},
    "kind": {"gf:codesKind": "gf:claimKind"},
    "subject": {"gf:codesSubject": "gf:hasSubject"},
    "predicate": {"gf:codesPredicate": "gf:hasPredicate"},
    "object": {"gf:codesObject": "gf:hasObject", "gf:codedValue": "gf:objectValue"},
}
"""What is read of a claim: the properties of a coding that hold it, each with that of the claim."""
STATUSES = ("draft", "read-once", "read-twice", "accepted")
"""The reading statuses by key, in the order in which a claim comes through them."""
READABLE = "source-claim"
"""The key of the class of claims that are read."""
_NAMES = {expand(prop): name for name, props in CODED.items() for prop in props}


def label_hash(english: str, chinese: str) -> str:
    """The hash of the words of a claim, as a reader has them before him (``gf:labelHash``)."""
    return hashlib.sha256(f"{english}\n{chinese}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Coding:
    """A reading of a claim, or its acceptance; ``values`` are those given, by the names of ``CODED``.

    ``counts`` is false for a stale one: the claim has been worded differently since.
    """

    iri: str
    claim: str
    person: Node
    date: str
    accepts: bool
    counts: bool
    values: Mapping[str, Node]

    def record(self) -> dict[str, Any]:
        """As JSON has it."""
        return {
            "iri": self.iri,
            "type": "acceptance" if self.accepts else "reading",
            "person": self.person.record(),
            "date": self.date,
            "counts": self.counts,
            "values": {name: node.record() for name, node in self.values.items()},
        }


@dataclass(frozen=True, slots=True)
class Difference:
    """A property of a claim that two readers read differently; None: not read by one of them."""

    claim: str
    name: str
    first: Node | None
    second: Node | None


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement of two readers on a property: items that both read, those read alike, Cohen's kappa."""

    name: str
    items: int
    alike: int
    kappa: float | None

    @property
    def share(self) -> float | None:
        """Part of the items that were read alike; None without items."""
        return self.alike / self.items if self.items else None


@dataclass(frozen=True, slots=True)
class PairOfReaders:
    """Two readers of the same claims, in order of their names: where they agree and where not."""

    first: Node
    second: Node
    claims: tuple[str, ...]
    agreements: tuple[Agreement, ...]
    differences: tuple[Difference, ...]

    @property
    def agreed(self) -> tuple[str, ...]:
        """The claims that both read alike in all."""
        differing = {each.claim for each in self.differences}
        return tuple(claim for claim in self.claims if claim not in differing)

    def record(self) -> dict[str, Any]:
        """As JSON has it; claims go by their short names."""
        return {
            "readers": [self.first.record(), self.second.record()],
            "claims": len(self.claims),
            "agreed": len(self.agreed),
            "properties": [
                {
                    "property": each.name,
                    "items": each.items,
                    "alike": each.alike,
                    "share": each.share,
                    "kappa": each.kappa,
                }
                for each in self.agreements
            ],
            "differences": [
                {
                    "claim": short(each.claim),
                    "property": each.name,
                    "values": [node.record() if node else None for node in (each.first, each.second)],
                }
                for each in self.differences
            ],
        }


def short(claim: str) -> str:
    """A claim as people name it: ``example-2026/C01``."""
    return claim.removeprefix(f"{BASE}/id/claim/")


def same(one: Node | None, other: Node | None) -> bool:
    """True if two values are the same term."""
    return _term(one) == _term(other)


def alike(one: Mapping[str, Node], other: Mapping[str, Node]) -> bool:
    """True if two codings give the same values."""
    return one.keys() == other.keys() and all(same(one[name], other[name]) for name in one)


def _term(node: Node | None) -> tuple[Any, ...] | None:
    return (node.iri, node.type, node.value, node.language) if node else None


def pairs(codings: Iterable[Coding]) -> tuple[PairOfReaders, ...]:
    """The readers who read the same claims as they are worded now, two by two, with how far they agree."""
    by_claim: dict[str, list[Coding]] = defaultdict(list)
    for coding in codings:
        if coding.counts and not coding.accepts:
            by_claim[coding.claim].append(coding)
    found: dict[tuple[str, str], list[tuple[Coding, Coding]]] = defaultdict(list)
    for claim in sorted(by_claim, key=natural):
        read = sorted(by_claim[claim], key=lambda each: each.person.iri or "")
        if len(read) == 2:
            found[read[0].person.iri or "", read[1].person.iri or ""].append((read[0], read[1]))
    return tuple(_pair(read) for _, read in sorted(found.items()))


def _pair(read: list[tuple[Coding, Coding]]) -> PairOfReaders:
    agreements, differences = [], []
    for name in CODED:
        values = [(one.values.get(name), other.values.get(name)) for one, other in read]
        both_read = [(_term(one), _term(other)) for one, other in values if one and other]
        alike = sum(one == other for one, other in both_read)
        chance = kappa(both_read)
        agreements.append(Agreement(name, len(both_read), alike, None if chance is None else float(chance)))
    for one, other in read:
        for name in CODED:
            first, second = one.values.get(name), other.values.get(name)
            if not same(first, second):
                differences.append(Difference(one.claim, name, first, second))
    people = read[0][0].person, read[0][1].person
    return PairOfReaders(*people, tuple(one.claim for one, _ in read), tuple(agreements), tuple(differences))


@dataclass(frozen=True)
class SourceReadings:
    """The readings of the claims of a source: ``claims`` are those that can be read, all of them."""

    source: Node
    claims: tuple[ClaimRecord, ...]
    codings: tuple[Coding, ...]

    @cached_property
    def pairs(self) -> tuple[PairOfReaders, ...]:
        return pairs(self.codings)

    @cached_property
    def statuses(self) -> tuple[tuple[Node, int], ...]:
        """How many claims have each status, in the order of STATUSES; NOT_RECORDED where none is known."""
        statuses = [each.reading or NOT_RECORDED for each in self.claims]
        counts, nodes = Counter(node.key for node in statuses), {node.key: node for node in statuses}
        return tuple((nodes[key], counts[key]) for key in (*STATUSES, NOT_RECORDED.key) if key in nodes)

    @property
    def stale(self) -> tuple[Coding, ...]:
        """Readings of claims that have been worded differently since."""
        return tuple(each for each in self.codings if not each.counts)

    def record(self) -> dict[str, Any]:
        """As JSON has it."""
        return {
            "source": self.source.record(),
            "claims": len(self.claims),
            "statuses": [
                {"key": node.key, "label": dict(node.label), "count": count} for node, count in self.statuses
            ],
            "stale": len(self.stale),
            "pairs": [pair.record() for pair in self.pairs],
        }


def readings(library: Library, source: str) -> SourceReadings | None:
    """The readings of a source by its short name; None where no claims of such a source can be read."""
    claims = tuple(
        each
        for each in corpus(library).claims.values()
        if each.source == source and each.origin.key == READABLE
    )
    if not claims:
        return None
    known = codings(library)
    found = (coding for each in claims for coding in known.get(each.iri, ()))
    return SourceReadings(source_node(entities(library), source), claims, tuple(found))


def codings(library: Library) -> Mapping[str, tuple[Coding, ...]]:
    """The readings and acceptances of each claim, the oldest first."""
    return library.once("codings", lambda: _read(library))


def _read(library: Library) -> Mapping[str, tuple[Coding, ...]]:
    names = entities(library)
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in library.page("codings"):
        rows[str(row["coding"])].append(row)
    found: dict[str, list[Coding]] = defaultdict(list)
    for iri, own in rows.items():
        head = own[0]
        values = {_NAMES[str(row["property"])]: names.node(row["value"]) for row in own}
        found[str(head["claim"])].append(
            Coding(
                iri,
                str(head["claim"]),
                names.entity(str(head["person"])),
                str(head["time"])[:10],
                str(head["class"]) == ACCEPTANCE,
                str(head["counts"]) == "true",
                {name: values[name] for name in CODED if values.get(name)},  # type: ignore[misc]
            )
        )
    return {claim: tuple(sorted(each, key=_age)) for claim, each in found.items()}


def _age(coding: Coding) -> tuple[str, bool, str]:
    return coding.date, coding.accepts, coding.iri


def claim_of(coding: str) -> str:
    """The short name of the claim that a reading or acceptance is of, by its IRI; empty for another IRI."""
    place = address(coding)
    if place and place[0] == "reading":
        return place[1].rpartition(".")[0]
    return place[1] if place and place[0] == "acceptance" else ""
