"""Entities of the graph, all that is no claim: their names and classes, read once for a build."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from itertools import chain

from genfilm.catalogue.library import Library
from genfilm.catalogue.table import Term
from genfilm.protocol import terms
from genfilm.records.address import TERM, address, key
from genfilm.records.description import Description
from genfilm.records.node import Label, Node, label, literal
from genfilm.vocabulary import PREFIXES, Prefixes

RECORDS = frozenset(
    {"acceptance", "assessment", "claim", "division", "example", "passage", "reader", "reading"}
)
"""Kinds that are records about entities, not entities to list."""


class Entities:
    """Names and classes of entities; use ``entities(library)``, which reads them once."""

    def __init__(self, description: Description, prefixes: Prefixes = PREFIXES) -> None:
        self._all, self.prefixes = description, prefixes
        self._nodes: dict[str, Node] = {}

    def __contains__(self, iri: str) -> bool:
        return iri in self._all

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def label(self, iri: str) -> Label:
        """The name in both languages; of an unknown entity its prefixed name."""
        return label(self._all.texts(iri, "rdfs:label"), self.prefixes.compact(iri))

    def names(self, iri: str) -> Iterator[tuple[str, str, bool]]:
        """(name, language, whether it is the preferred one) for every name of an entity."""
        for prop in ("rdfs:label", "skos:altLabel"):
            for term in self._all.all(iri, prop):
                yield term.value, term.language, prop == "rdfs:label"

    def node(self, term: Term | None) -> Node | None:
        """A term as a record shows it: an entity with its names, or a literal; None for None."""
        if term is None:
            return None
        return self.entity(term.value) if term.kind == "iri" else literal(term)

    def entity(self, iri: str) -> Node:
        """An entity with its names."""
        if iri not in self._nodes:
            self._nodes[iri] = Node(iri, self.label(iri), key(iri))
        return self._nodes[iri]

    def types(self, iri: str) -> tuple[str, ...]:
        """The classes that are stated of an entity."""
        return self._all.iris(iri, "rdf:type")

    def classes(self, iri: str) -> frozenset[str]:
        """The classes of an entity with all their parents."""
        return frozenset().union(*(self.parents(cls) for cls in self.types(iri)))

    def parents(self, term: str) -> frozenset[str]:
        """A class or property with all those above it."""
        if term not in self._lines:
            self._lines[term] = frozenset({term})  # ends a circle, should there be one
            above = (self._all.iris(term, prop) for prop in ("rdfs:subClassOf", "rdfs:subPropertyOf"))
            parents = (self.parents(parent) for parent in chain(*above))
            self._lines[term] = frozenset({term}).union(*parents)
        return self._lines[term]

    @cached_property
    def _lines(self) -> dict[str, frozenset[str]]:
        return {}

    @cached_property
    def by_kind(self) -> dict[str, tuple[str, ...]]:
        """The IRIs of the entities of ours by kind (see ``address``), sorted; terms of the ontology last."""
        found: dict[str, list[str]] = {}
        for iri in self._all:
            place = address(iri)
            if place and place[0] not in RECORDS:
                found.setdefault(place[0], []).append(iri)
        kinds = sorted(found, key=lambda kind: (kind == TERM, kind))
        return {kind: tuple(sorted(found[kind])) for kind in kinds}

    def members(self, cls: str) -> tuple[str, ...]:
        """The entities of ours that are instances of a class or of one below it, sorted."""
        every = (iri for iris in self.by_kind.values() for iri in iris)
        return tuple(sorted(iri for iri in every if cls in self.classes(iri)))


def instances(library: Library, cls: str) -> Entities:
    """The members of a class of ours by IRI, records included."""
    table = library.page("instances", **{"class": terms.iri(cls)})
    return Entities(Description(table), library.prefixes)


def entities(library: Library) -> Entities:
    """The entities of a library's build."""
    return library.once("things", lambda: Entities(Description(library.page("things")), library.prefixes))
