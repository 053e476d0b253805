"""The graph of a build in memory, as the exports read it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

import pyoxigraph as ox

from genfilm.dataset.prefixes import declarations
from genfilm.records.claim_columns import Row
from genfilm.vocabulary import ONTOLOGY, PREFIXES, Prefixes, expand, graph

Subject = ox.NamedNode | ox.BlankNode | ox.Triple
Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
LANGUAGES = ("en", "zh")
BY_NAME = (graph("as-stated/"), graph("follows/"))
CLAIM_KINDS = ("gf:SourceClaim", "gf:EvidenceClaim", "gf:EditorialClaim", "gf:CompoundClaim")


@cache
def node(name: str) -> ox.NamedNode:
    """The IRI of a prefixed name of ours."""
    return ox.NamedNode(expand(name))


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The quads that leave the build, and an index of the default graph.

    ``rows`` are the claims as every list shows them, by IRI. The graphs ``as-stated/…`` and ``follows/…``
    stay behind: they hold disputed statements and what follows from them as plain triples, which a reader
    who merges graphs would take for facts. Order is that of the build's canonical N-Quads, so whatever is
    written from a snapshot is the same, byte for byte, for the same build.
    """

    quads: tuple[ox.Quad, ...]
    triples: tuple[ox.Triple, ...]
    prefixes: Prefixes
    _by_subject: dict[Subject, dict[ox.NamedNode, list[Term]]] = field(repr=False)
    _by_object: dict[tuple[ox.NamedNode, Term], list[Subject]] = field(repr=False)
    rows: Mapping[str, Row] = field(default_factory=dict, repr=False)

    @classmethod
    def read(cls, quads: bytes) -> Snapshot:
        """The snapshot of a dataset in N-Quads; raises SyntaxError for what is not N-Quads."""
        return cls.of_quads(ox.parse(quads, format=ox.RdfFormat.N_QUADS))

    @classmethod
    def of_quads(cls, quads: Iterable[ox.Quad], *, merged: bool = False) -> Snapshot:
        """The snapshot of a dataset; ``merged``: its default graph is that of all others."""
        found = [q for q in quads if not str(getattr(q.graph_name, "value", "")).startswith(BY_NAME)]
        imports = node("owl:imports")
        held = {quad.subject for quad in found}
        # a file holds what these would have its reader fetch from the web
        kept = tuple(quad for quad in found if quad.predicate != imports or quad.object not in held)
        default = ox.DefaultGraph()
        whole = {quad.triple: None for quad in kept if merged or quad.graph_name == default}
        return cls.of(whole, kept)

    @classmethod
    def of(cls, whole: Iterable[ox.Triple], kept: tuple[ox.Quad, ...] = ()) -> Snapshot:
        """The snapshot of the triples of a default graph, and of the quads that hold them, if any do."""
        # of several headers the OWL API takes the first for that of the file
        triples = tuple(sorted(whole, key=lambda each: each.subject != node(ONTOLOGY)))
        by_subject: dict[Subject, dict[ox.NamedNode, list[Term]]] = {}
        by_object: dict[tuple[ox.NamedNode, Term], list[Subject]] = {}
        for triple in triples:
            by_subject.setdefault(triple.subject, {}).setdefault(triple.predicate, []).append(triple.object)
            by_object.setdefault((triple.predicate, triple.object), []).append(triple.subject)
        declared = dict(declarations(kept)) if kept else {}
        return cls(kept, triples, Prefixes(PREFIXES, declared), by_subject, by_object)

    def subjects(self) -> Iterator[Subject]:
        """Every subject of the default graph, in its order."""
        return iter(self._by_subject)

    def properties(self, subject: Subject) -> dict[ox.NamedNode, list[Term]]:
        """Properties of a subject in the default graph."""
        return self._by_subject.get(subject, {})

    def objects(self, subject: Term, name: str) -> list[Term]:
        """The values of a property, given by its prefixed name."""
        if isinstance(subject, ox.Literal):
            return []
        return self._by_subject.get(subject, {}).get(node(name), [])

    def sources(self, name: str, value: Term) -> list[Subject]:
        """The subjects of which a property has this value."""
        return self._by_object.get((node(name), value), [])

    def first(self, subject: Term, name: str) -> Term | None:
        """The first value of a property."""
        return next(iter(self.objects(subject, name)), None)

    def texts(self, subject: Term, name: str, language: str = "") -> list[str]:
        """The literals of a property in a language; ``""`` means whatever the language."""
        return [
            str(value.value)
            for value in self.objects(subject, name)
            if isinstance(value, ox.Literal) and language in ("", value.language)
        ]

    def label(self, subject: Term, language: str) -> str:
        """The label in a language, or ``""``."""
        return next(iter(self.texts(subject, "rdfs:label", language)), "")

    def instances(self, *names: str) -> list[ox.NamedNode]:
        """Instances of these classes by a stated type, sorted by IRI."""
        found = {s for name in names for s in self.sources("rdf:type", node(name))}
        return sorted((s for s in found if isinstance(s, ox.NamedNode)), key=lambda term: str(term.value))

    def claims(self) -> list[ox.NamedNode]:
        """Every claim, with or without a triple of its own, sorted by IRI."""
        return self.instances(*CLAIM_KINDS)

    def proposition(self, claim: ox.NamedNode) -> ox.Triple | None:
        """The triple that a claim is about, which is not thereby a fact; None for a compound claim."""
        subject, predicate = self.first(claim, "gf:hasSubject"), self.first(claim, "gf:hasPredicate")
        value = self.first(claim, "gf:hasObject") or self.first(claim, "gf:objectValue")
        if subject is None or predicate is None or value is None:
            return None
        return ox.Triple(subject, predicate, value)  # type: ignore[arg-type]  # the shapes see to the kinds

    def assessment(self, claim: ox.NamedNode) -> Subject | None:
        """The assessment that counts for a claim, or None."""
        return self.first(claim, "gf:isJudgedBy")  # type: ignore[return-value]  # the shapes see to the kind

    def verdict(self, claim: ox.NamedNode) -> str:
        """The local name of a claim's verdict, or ``""`` for a claim that nobody judges."""
        assessment = self.assessment(claim)
        verdict = None if assessment is None else self.first(assessment, "gf:verdict")
        return "" if verdict is None else local(verdict)


def local(term: Term) -> str:
    """The last part of an IRI: ``Disputed``; the text of another term."""
    return str(getattr(term, "value", term)).rsplit("/", 1)[-1].rsplit("#", 1)[-1]


def is_ours(term: Term, space: str = "") -> bool:
    """True if a term is an IRI below ours, such as ``id/``."""
    return isinstance(term, ox.NamedNode) and str(term.value).startswith(expand("gf:")[: -len("ns/")] + space)
