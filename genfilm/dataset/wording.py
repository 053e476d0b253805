"""Axioms in words, with the labels of their terms in a reader's language."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import pyoxigraph as ox

from genfilm.dataset.axioms import TYPE, Graph
from genfilm.vocabulary import PREFIXES, Prefixes
from genfilm.words import say

_OWL, _RDFS = PREFIXES["owl"], PREFIXES["rdfs"]
_LABEL = ox.NamedNode(f"{_RDFS}label")
_SHAPES = {
    f"{_RDFS}subClassOf": "axiom.subclass",
    f"{_RDFS}subPropertyOf": "axiom.subproperty",
    f"{_RDFS}domain": "axiom.domain",
    f"{_RDFS}range": "axiom.range",
    f"{_OWL}disjointWith": "axiom.disjoint",
    f"{_OWL}equivalentClass": "axiom.equivalent",
    f"{_OWL}differentFrom": "axiom.different",
    f"{_OWL}inverseOf": "axiom.inverse",
}
_JOINED = {"unionOf": "axiom.or", "intersectionOf": "axiom.and", "oneOf": "axiom.or"}
_RESTRICTIONS = {
    "someValuesFrom": "axiom.some",
    "allValuesFrom": "axiom.only",
    "hasValue": "axiom.value",
    "maxQualifiedCardinality": "axiom.at_most",
    "maxCardinality": "axiom.at_most",
    "minQualifiedCardinality": "axiom.at_least",
    "minCardinality": "axiom.at_least",
    "qualifiedCardinality": "axiom.exactly",
    "cardinality": "axiom.exactly",
}


class Wording:
    """Words for axioms; ``triples`` hold the labels."""

    def __init__(self, triples: Iterable[ox.Triple], lang: str, prefixes: Prefixes = PREFIXES) -> None:
        self._lang, self._prefixes = lang, prefixes
        self._labels: dict[Any, dict[str, str]] = defaultdict(dict)
        for triple in triples:
            if triple.predicate == _LABEL and isinstance(triple.object, ox.Literal):
                self._labels[triple.subject][triple.object.language or "en"] = triple.object.value

    def name(self, term: Any) -> str:
        """Label and prefixed name of a term; a literal in quotes."""
        if isinstance(term, ox.Literal):
            return f'"{term.value}"'
        short = self._prefixes.compact(term.value)
        labels = self._labels.get(term, {})
        label = labels.get(self._lang) or labels.get("en")
        return say("axiom.name", self._lang, label=label, name=short) if label else short

    def value(self, triples: Sequence[ox.Triple]) -> str:
        """The value of the first triple of an axiom, in words as far as it is a class expression."""
        return self._text(Graph(triples), triples[0].object)

    def axiom(self, triples: Sequence[ox.Triple]) -> str:
        """An axiom: its first triple, and those of the blank nodes in it."""
        graph, first = Graph(triples), triples[0]
        if isinstance(first.subject, ox.BlankNode):
            own = graph.about[first.subject]
            listed = next((o[0] for p, o in own.items() if p.value.endswith(("embers",))), None)
            if listed is not None:
                different = ox.NamedNode(f"{_OWL}AllDifferent") in own.get(TYPE, ())
                key = "axiom.all_different" if different else "axiom.all_disjoint"
                return say(key, self._lang, members=self._members(graph, listed, "list.and"))
        subject, value = (self._text(graph, term) for term in (first.subject, first.object))
        if first.predicate == TYPE:
            built_in = isinstance(first.object, ox.NamedNode) and first.object.value.startswith(_OWL)
            key = "axiom.characteristic" if built_in else "axiom.type"
        else:
            key = _SHAPES.get(first.predicate.value, "axiom.other")
        relation = self.name(first.predicate) if key == "axiom.other" else ""
        return say(key, self._lang, subject=subject, relation=relation, value=value)

    def _members(self, graph: Graph, head: Any, between: str) -> str:
        cells = graph.cells(head) or []
        first = ox.NamedNode(PREFIXES["rdf"] + "first")
        texts = (self._text(graph, graph.about[cell][first][0]) for cell in cells)
        return say(between, self._lang).join(texts)

    def _text(self, graph: Graph, term: Any) -> str:
        """A term, or a class expression in words."""
        if not isinstance(term, ox.BlankNode):
            return self.name(term)
        own = {p.value.removeprefix(_OWL): objects for p, objects in graph.about.get(term, {}).items()}
        for name, between in _JOINED.items():
            if name in own:
                return "(" + self._members(graph, own[name][0], between) + ")"
        for name, key in (("complementOf", "axiom.not"), ("inverseOf", "axiom.inverted")):
            if name in own:
                return say(key, self._lang, value=self._text(graph, own[name][0]))
        for name, key in _RESTRICTIONS.items():
            if name in own and "onProperty" in own:
                counted = own.get("onClass") or own.get("onDataRange")
                plain = "ard" in name and not counted  # counts values of any kind
                value = (
                    say("axiom.any", self._lang) if plain else self._text(graph, (counted or own[name])[0])
                )
                count = own[name][0].value if "ard" in name else ""
                relation = self._text(graph, own["onProperty"][0])
                return say(key, self._lang, relation=relation, value=value, number=count)
        if graph.cells(term):
            return "(" + self._members(graph, term, "list.and") + ")"
        pairs = ((p, o) for p, objects in graph.about.get(term, {}).items() for o in objects)
        parts = (f"{self.name(p)}: {self._text(graph, o)}" for p, o in pairs if o not in graph.shared)
        return "[" + "; ".join(parts) + "]"
