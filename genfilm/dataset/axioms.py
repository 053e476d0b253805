"""The axioms of a graph, those that OWL holds for the same written one way, and its blank nodes as a tree."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

import pyoxigraph as ox

from genfilm.vocabulary import PREFIXES

_OWL, _RDF, _RDFS, _XSD = (PREFIXES[name] for name in ("owl", "rdf", "rdfs", "xsd"))
TYPE = ox.NamedNode(f"{_RDF}type")
FIRST, REST, NIL = (ox.NamedNode(_RDF + name) for name in ("first", "rest", "nil"))
_INDIVIDUAL = ox.NamedNode(f"{_OWL}NamedIndividual")
_INVERSE = ox.NamedNode(f"{_OWL}inverseOf")
_DATATYPE = ox.NamedNode(f"{_RDFS}Datatype")
ONTOLOGY = ox.NamedNode(f"{_OWL}Ontology")
SYMMETRIC = {
    ox.NamedNode(_OWL + name)
    for name in (
        "differentFrom",
        "disjointWith",
        "equivalentClass",
        "equivalentProperty",
        "inverseOf",
        "propertyDisjointWith",
        "sameAs",
    )
}
_PAIRS = {
    ox.NamedNode(_OWL + several): ox.NamedNode(_OWL + two)
    for several, two in (
        ("AllDifferent", "differentFrom"),
        ("AllDisjointClasses", "disjointWith"),
        ("AllDisjointProperties", "propertyDisjointWith"),
    )
}
_MEMBERS = (ox.NamedNode(f"{_OWL}members"), ox.NamedNode(f"{_OWL}distinctMembers"))

Term = Any  # a NamedNode, BlankNode or Literal of pyoxigraph


def normalised(triples: Iterable[ox.Triple]) -> set[ox.Triple]:
    """The triples without redundant declarations, symmetric axioms on one side."""
    kept = _without_declarations(set(triples))
    kept = _pairs(kept)
    symmetric = {t for t in kept if t.predicate in SYMMETRIC and _turns(t)}
    described = {triple.subject for triple in kept - symmetric}
    for triple in symmetric:
        ends: list[Term] = [triple.subject, triple.object]
        one, other = sorted(ends, key=lambda node: _side(node, described))
        if one != triple.subject:
            kept.discard(triple)
            kept.add(ox.Triple(one, triple.predicate, other))
    return kept


def _without_declarations(triples: set[ox.Triple]) -> set[ox.Triple]:
    """The triples without the declarations that the OWL API adds: of XSD datatypes, and of individuals that
    another triple shows to be such."""
    declared = {t for t in triples if t.predicate == TYPE and t.object == _INDIVIDUAL}
    others = triples - declared
    types = {(t.subject, _built_in(t.object)) for t in others if t.predicate == TYPE}
    mentioned = {t.subject for t in others} | {t.object for t in others}
    related = {t.object for t in others if not _built_in(t.predicate)}

    def shown(individual: Term) -> bool:
        if (individual, False) in types or individual in related:
            return True
        return (individual, True) not in types and individual in mentioned

    datatypes = {t for t in others if t.object == _DATATYPE and str(t.subject).startswith(f"<{_XSD}")}
    return triples - datatypes - {t for t in declared if shown(t.subject)}


def _built_in(term: Term) -> bool:
    return isinstance(term, ox.NamedNode) and term.value.startswith((_OWL, _RDF, _RDFS))


def _turns(triple: ox.Triple) -> bool:
    """True where both sides may be the subject; ``[ owl:inverseOf gf:p ]`` is an expression and no axiom."""
    blank = isinstance(triple.subject, ox.BlankNode) or isinstance(triple.object, ox.BlankNode)
    return not isinstance(triple.object, ox.Literal) and not (blank and triple.predicate == _INVERSE)


def _side(node: Term, described: set[Any]) -> tuple[bool, bool, str]:
    """Sorts what a symmetric axiom relates: terms that the graph describes first, then by IRI."""
    blank = isinstance(node, ox.BlankNode)
    return blank, node not in described, "" if blank else node.value


def _pairs(triples: set[ox.Triple]) -> set[ox.Triple]:
    """The triples with axioms of two members only (``owl:AllDifferent`` …) as one triple each."""
    graph = Graph(triples)
    kept = set(triples)
    for node in [subject for subject in graph.about if isinstance(subject, ox.BlankNode)]:
        own = graph.about[node]
        (kind,) = own.get(TYPE, [None])[:1]
        (head,) = next((own[name] for name in _MEMBERS if name in own), [None])[:1]
        if kind not in _PAIRS or node in graph.references or {*own} - {TYPE, *_MEMBERS}:
            continue
        cells = graph.cells(head) or []
        members = [graph.about[cell][FIRST][0] for cell in cells]
        if sum(map(len, own.values())) == 2 and len(members) == 2 and ox.Literal not in map(type, members):
            kept -= {ox.Triple(node, p, o) for p, objects in own.items() for o in objects}
            kept -= {ox.Triple(c, p, o) for c in cells for p, (o,) in graph.about[c].items()}
            kept.add(ox.Triple(members[0], _PAIRS[kind], members[1]))
    return kept


def axioms_of(triples: Iterable[ox.Triple]) -> list[list[ox.Triple]]:
    """Each statement with those of the blank nodes in it; what is said of an unnamed thing is one axiom."""
    by_blank: dict[Term, list[ox.Triple]] = defaultdict(list)
    named: list[ox.Triple] = []
    for triple in triples:
        (by_blank[triple.subject] if isinstance(triple.subject, ox.BlankNode) else named).append(triple)

    def closure(queue: list[ox.Triple]) -> list[ox.Triple]:
        found: dict[ox.Triple, None] = {}
        while queue:
            triple = queue.pop(0)
            if triple not in found:
                found[triple] = None
                queue += by_blank.get(triple.object, [])
        return list(found)

    pointed = {t.object for own in by_blank.values() for t in own} | {t.object for t in named}
    roots = [own for node, own in by_blank.items() if node not in pointed]
    return [closure([triple]) for triple in named] + [closure(list(own)) for own in roots]


class Graph:
    """A set of triples by subject and predicate, and which of its blank nodes need a label."""

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        self.about: dict[Term, dict[ox.NamedNode, list[Term]]] = defaultdict(lambda: defaultdict(list))
        self.references: Counter[Term] = Counter()
        for triple in triples:
            self.about[triple.subject][triple.predicate].append(triple.object)
            if isinstance(triple.object, ox.BlankNode):
                self.references[triple.object] += 1
        self.shared = self._shared()

    def cells(self, head: Term | None) -> list[Term] | None:
        """The cells of a well-formed list that nothing else refers to, else None."""
        found: list[Term] = []
        while head != NIL:
            own = self.about.get(head) if isinstance(head, ox.BlankNode) else None
            if not own or {*own} != {FIRST, REST} or any(len(objects) != 1 for objects in own.values()):
                return None
            if self.references[head] != 1 or head in found[-1:]:
                return None
            found.append(head)
            head = own[REST][0]
        return found

    def _shared(self) -> set[Term]:
        """Blank nodes that several triples refer to, and one of each circle."""
        shared = {node for node, count in self.references.items() if count > 1}
        reached: set[Term] = set()
        queue = [node for node in self.about if not self.references[node] or node in shared]
        unreached = sorted((n for n in self.about if self.references[n]), key=str)
        while True:
            while queue:
                node = queue.pop()
                for objects in self.about.get(node, {}).values():
                    for each in objects:
                        if isinstance(each, ox.BlankNode) and each not in reached and each not in shared:
                            reached.add(each)
                            queue.append(each)
            node = next((n for n in unreached if n not in reached and n not in shared), None)
            if node is None:
                return shared
            shared.add(node)
            queue.append(node)
