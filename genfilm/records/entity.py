"""The record of one entity: its names, what is said of it by which claim, and what points to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from genfilm.catalogue.library import Library
from genfilm.problems import UnknownEntity
from genfilm.protocol import terms
from genfilm.records.address import address
from genfilm.records.claim_columns import reference
from genfilm.records.concerning import Resting, Through, resting, through
from genfilm.records.corpus import ClaimRecord, corpus
from genfilm.records.description import Description
from genfilm.records.entities import Entities, entities
from genfilm.records.node import Label, Node
from genfilm.vocabulary import expand

AFFIRMED = "affirmed"
_NAMING = frozenset(
    expand(name)
    for name in (
        "rdf:type",
        "rdfs:label",
        "skos:altLabel",
        "skos:prefLabel",
        "skos:definition",
        "rdfs:isDefinedBy",
    )
)
_NOTES = frozenset(
    expand(name) for name in ("skos:scopeNote", "skos:editorialNote", "skos:example", "rdfs:comment")
)
_MACHINERY = frozenset(
    expand(name)
    for name in (
        "gf:hasSubject",
        "gf:hasPredicate",
        "gf:hasObject",
        "gf:restsOn",
        "gf:statedByClaim",
        "sh:declare",
    )
)


@dataclass(frozen=True, slots=True)
class Fact:
    """A property with its value (or, of what points here, its subject) and the claims that say so.

    ``polarity`` is ``affirmed`` or ``negated``; without claims it is part of the graph's own scaffold.
    """

    property: Node
    other: Node
    polarity: str
    claims: tuple[ClaimRecord, ...]

    def record(self, role: str) -> dict[str, Any]:
        """As JSON has it; ``role`` names the other end, ``value`` or ``subject``."""
        return {
            "property": self.property.record(),
            role: self.other.record(),
            "polarity": self.polarity,
            "claims": [reference(claim) for claim in self.claims],
        }


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing of ours: an entity, a concept or a term of the ontology."""

    node: Node
    kind: str
    slug: str
    types: tuple[Node, ...]
    alternatives: tuple[tuple[str, str], ...]
    definition: Label | None
    notes: tuple[tuple[Node, str, str], ...]
    facts: tuple[Fact, ...]
    incoming: tuple[Fact, ...]
    through: tuple[Through, ...]
    resting: tuple[Resting, ...]

    @property
    def iri(self) -> str:
        return self.node.iri or ""

    def record(self) -> dict[str, Any]:
        """As JSON has it."""
        return {
            "iri": self.iri,
            "kind": self.kind,
            "slug": self.slug,
            "types": [cls.record() for cls in self.types],
            "label": dict(self.node.label),
            "altLabels": [{"lang": lang, "value": value} for value, lang in self.alternatives],
            "definition": dict(self.definition) if self.definition else None,
            "notes": [
                {"property": prop.record(), "lang": lang, "value": value} for prop, lang, value in self.notes
            ],
            "facts": [fact.record("value") for fact in self.facts],
            "incoming": [fact.record("subject") for fact in self.incoming],
            "through": [each.record() for each in self.through],
            "resting": [each.record() for each in self.resting],
        }


def entity(library: Library, iri: str) -> Entity:
    """The record of a thing by its IRI or prefixed name; raises Problem 404 for one that is not there."""
    names = entities(library)
    full = library.prefixes.full(iri)
    place = address(full)
    if place is None or full not in names:
        raise UnknownEntity(name=iri)
    told = Description(library.page("entity-record", thing=terms.iri(full)))
    every = corpus(library)
    definition = told.texts(full, "skos:definition")
    notes = tuple(
        (names.entity(prop), value.language, value.value)
        for prop, values in told.properties(full).items()
        if prop in _NOTES
        for value in values
    )
    return Entity(
        names.entity(full),
        *place,
        tuple(names.entity(cls) for cls in names.types(full)),
        tuple((value, lang) for value, lang, preferred in names.names(full) if not preferred),
        told.label(full, "skos:definition") if definition else None,
        notes,
        _facts(names, told, full, every.about(full)),
        _incoming(names, told, full, every.pointing_to(full)),
        through(library, full),
        resting(library, full),
    )


def _facts(names: Entities, told: Description, iri: str, claims: Iterable[ClaimRecord]) -> tuple[Fact, ...]:
    found = _grouped((claim.predicate, claim.object, claim) for claim in claims)
    for prop, values in told.properties(iri).items():
        if prop in _NAMING or prop in _NOTES or prop in _MACHINERY:
            continue
        for value in values:
            node = names.node(value)
            assert node is not None
            found.setdefault(_place(names.entity(prop), node, AFFIRMED), (names.entity(prop), node, []))
    return _sorted(found)


def _incoming(
    names: Entities, told: Description, iri: str, claims: Iterable[ClaimRecord]
) -> tuple[Fact, ...]:
    found = _grouped((claim.predicate, claim.subject, claim) for claim in claims)
    for node in told:
        for prop, values in told.properties(node).items():
            if (
                node == iri
                or prop in _NAMING
                or prop in _MACHINERY
                or not any(v.value == iri for v in values)
            ):
                continue
            start = names.entity(node)
            found.setdefault(_place(names.entity(prop), start, AFFIRMED), (names.entity(prop), start, []))
    return _sorted(found)


_Groups = dict[tuple[str, ...], tuple[Node, Node, list[ClaimRecord]]]


def _grouped(triples: Iterable[tuple[Node | None, Node | None, ClaimRecord]]) -> _Groups:
    found: _Groups = {}
    for prop, other, said in triples:
        if prop is not None and other is not None:
            place = _place(prop, other, said.polarity.key)
            found.setdefault(place, (prop, other, []))[2].append(said)
    return found


def _place(prop: Node, other: Node, polarity: str) -> tuple[str, ...]:
    value = other.iri if other.iri is not None else f"{other.value}@{other.language}"
    return (prop.label["en"], prop.iri or "", other.label["en"], value, polarity)


def _sorted(found: _Groups) -> tuple[Fact, ...]:
    return tuple(
        Fact(prop, other, place[-1], tuple(claims)) for place, (prop, other, claims) in sorted(found.items())
    )
