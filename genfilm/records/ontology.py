"""The ontology as its documentation shows it: modules, terms, their use and the questions that need them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from genfilm.catalogue.library import Library
from genfilm.catalogue.query import NamedQuery
from genfilm.records.description import Description
from genfilm.records.node import Label
from genfilm.vocabulary import BASE, GF, ONTOLOGY, PREFIXES, compact

KINDS = {
    "owl:Class": "class",
    "owl:ObjectProperty": "object-property",
    "owl:DatatypeProperty": "datatype-property",
    "owl:AnnotationProperty": "annotation-property",
}
MATCHES = ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")
_TEXTS = ("skos:example", "skos:scopeNote", "skos:editorialNote", "rdfs:comment")


@dataclass(frozen=True, slots=True)
class OntologyTerm:
    """A class, a property, or a value of a closed list (``kind`` is ``individual`` then).

    ``name`` is its address in the documentation: the local name of ours, the prefixed name of others'.
    """

    iri: str
    name: str
    kind: str
    label: Label
    definition: Label
    module: str
    parents: tuple[str, ...] = ()
    domain: tuple[str, ...] = ()
    range: tuple[str, ...] = ()
    inverses: tuple[str, ...] = ()
    disjoint: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    matches: tuple[tuple[str, str], ...] = ()
    deprecated: bool = False
    replaced_by: str = ""


@dataclass(frozen=True, slots=True)
class Module:
    """A document of the ontology: a module with terms, or a list of concepts."""

    iri: str
    name: str
    label: Label
    description: Label
    terms: tuple[str, ...]

    @property
    def is_list(self) -> bool:
        """True if it is a list of concepts."""
        return self.iri.startswith(f"{BASE}/concept/")


class Ontology:
    """Every term and module; use ``ontology(library)``, which reads them once."""

    def __init__(self, description: Description, usage: Mapping[tuple[str, str], int]) -> None:
        self._all = description
        self._usage = usage
        self.terms = {iri: self._term(iri) for iri in description if self._kind(iri)}
        self.by_name = {term.name: term for term in self.terms.values()}

    @cached_property
    def modules(self) -> dict[str, Module]:
        """The documents by IRI, in the order of their names, lists of concepts last."""
        documents = [iri for iri in self._all if "owl:Ontology" in self._types(iri) and iri != ONTOLOGY]
        found = {}
        for iri in sorted(documents, key=lambda each: (f"{BASE}/concept/" in each, each)):
            terms = [
                term for term in self._all if iri in self._all.iris(term, "rdfs:isDefinedBy") and term != iri
            ]
            found[iri] = Module(
                iri,
                iri.rsplit("/", 1)[-1],
                self._all.label(iri, otherwise=compact(iri)),
                self._first(iri, "dcterms:description", "skos:definition", "dcterms:abstract"),
                tuple(sorted(terms, key=lambda term: compact(term).lower())),
            )
        return found

    @property
    def header(self) -> dict[str, Label]:
        """Title, abstract and version of the whole ontology."""
        return {
            name: self._first(ONTOLOGY, prop)
            for name, prop in (
                ("title", "dcterms:title"),
                ("abstract", "dcterms:abstract"),
                ("version", "owl:versionInfo"),
                ("modified", "dcterms:modified"),
            )
        }

    def children(self, iri: str) -> list[OntologyTerm]:
        """The terms directly below a term, by name."""
        return sorted((t for t in self.terms.values() if iri in t.parents), key=lambda t: t.name.lower())

    def roots(self) -> list[OntologyTerm]:
        """The classes of ours that have no parent of ours, by name."""
        classes = (t for t in self.terms.values() if t.kind == "class" and t.iri.startswith(GF))
        return sorted(
            (t for t in classes if not any(p.startswith(GF) for p in t.parents)), key=lambda t: t.name.lower()
        )

    def applicable(self, iri: str) -> tuple[list[OntologyTerm], list[OntologyTerm]]:
        """The properties whose domain, and those whose range, names this class."""
        properties = sorted(self.terms.values(), key=lambda t: t.name.lower())
        return [t for t in properties if iri in t.domain], [t for t in properties if iri in t.range]

    def members(self, iri: str) -> list[OntologyTerm]:
        """The values of a closed list: the terms of ours that are instances of a class."""
        return sorted((t for t in self.terms.values() if iri in t.types), key=lambda t: t.name.lower())

    def label(self, iri: str) -> Label:
        """The name of a term, a module or a concept; of others their prefixed name."""
        return self._all.label(iri, otherwise=compact(iri))

    def definition(self, iri: str) -> Label:
        """Definition of a term or a concept."""
        return self._first(iri, "skos:definition", "rdfs:comment")

    def usage(self, iri: str) -> dict[str, int]:
        """``instances``, ``triples`` and ``claims`` of a term; what is none is left out."""
        counts = {manner: self._usage.get((iri, manner), 0) for manner in ("instances", "triples", "claims")}
        return {manner: count for manner, count in counts.items() if count}

    def _types(self, iri: str) -> set[str]:
        return {compact(value) for value in self._all.iris(iri, "rdf:type")}

    def _kind(self, iri: str) -> str:
        types = self._types(iri)
        for name, kind in KINDS.items():
            if name in types:
                return kind
        return "individual" if iri.startswith(GF) else ""

    def _first(self, iri: str, *properties: str) -> Label:
        for prop in properties:
            if self._all.texts(iri, prop):
                return self._all.label(iri, prop)
        return {"en": "", "zh": ""}

    def _term(self, iri: str) -> OntologyTerm:
        get = self._all
        return OntologyTerm(
            iri,
            iri.removeprefix(GF) if iri.startswith(GF) else compact(iri),
            self._kind(iri),
            get.label(iri, otherwise=compact(iri)),
            self._first(iri, "skos:definition", "rdfs:comment"),
            next(iter(get.iris(iri, "rdfs:isDefinedBy")), ""),
            get.iris(iri, "rdfs:subClassOf") + get.iris(iri, "rdfs:subPropertyOf"),
            get.iris(iri, "rdfs:domain"),
            get.iris(iri, "rdfs:range"),
            get.iris(iri, "owl:inverseOf"),
            get.iris(iri, "owl:disjointWith"),
            tuple(t for t in get.iris(iri, "rdf:type") if t.startswith(GF)),
            {prop.partition(":")[2]: get.texts(iri, prop) for prop in _TEXTS if get.texts(iri, prop)},
            tuple((name, match) for name in MATCHES for match in get.iris(iri, f"skos:{name}")),
            get.text(iri, "owl:deprecated") == "true",
            get.text(iri, "dcterms:isReplacedBy"),
        )


def ontology(library: Library) -> Ontology:
    """The ontology of a library's build."""
    return library.once("ontology", lambda: _read(library))


def _read(library: Library) -> Ontology:
    usage = {
        (str(row["term"]), str(row["manner"])): int(str(row["n"]))
        for row in library.page("ontology-usage")
        if row["term"] is not None
    }
    return Ontology(Description(library.page("ontology-terms")), usage)


def questions_with(library: Library, iri: str) -> list[NamedQuery]:
    """The questions of the catalogue whose text names a term."""
    name = compact(iri)
    written = re.compile(rf"(?<![\w:-]){re.escape(name)}(?![\w-])|<{re.escape(iri)}>")
    known = name.partition(":")[0] in PREFIXES
    return [q for q in library.queries.values() if known and written.search(q.text)]
