"""The statements that the files of an edition make, by what they are about, each in one form."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pyoxigraph as ox

from genfilm.dataset.axioms import SYMMETRIC, TYPE, axioms_of, normalised
from genfilm.dataset.load import ENTITIES, EVIDENCE, ONTOLOGY
from genfilm.dataset.mappings import ALIGNMENTS
from genfilm.dataset.turtle import normal
from genfilm.exports.snapshot import Snapshot
from genfilm.vocabulary import graph

Axiom = list[ox.Triple]
Statements = dict[str, dict[str, Axiom]]
"""Axioms by the IRI of their graph and by their text, which is the same in whatever order a list stands."""
_WRITTEN = {graph(name) for name in (ONTOLOGY, ALIGNMENTS, ENTITIES, EVIDENCE)}


def statements(snapshot: Snapshot) -> Statements:
    """Statements of the files, without inferred ones; all of a graph that has no named graphs."""
    by_graph: dict[str, list[ox.Triple]] = defaultdict(list)
    for quad in snapshot.quads:
        name = getattr(quad.graph_name, "value", "")
        if name in _WRITTEN or name.startswith(graph("source/")):
            by_graph[name].append(quad.triple)
    if not by_graph:
        by_graph[""] = list(snapshot.triples)
    return {
        name: {_text(axiom): axiom for axiom in axioms_of(sorted(normalised(triples), key=str))}
        for name, triples in by_graph.items()
    }


def about(axiom: Axiom) -> ox.NamedNode:
    """The term that an axiom is about; its kind (``owl:AllDifferent``), where it is about several alike."""
    subject: Any = axiom[0].subject
    if isinstance(subject, ox.NamedNode):
        return subject
    kinds = (t.object for t in axiom if t.subject == subject and t.predicate == TYPE)
    return next((kind for kind in kinds if isinstance(kind, ox.NamedNode)), axiom[0].predicate)


def _text(axiom: Axiom) -> str:
    first = axiom[0]
    one_way = first.predicate not in SYMMETRIC and not isinstance(first.object, ox.BlankNode)
    return str(first) if one_way and len(axiom) == 1 else normal(axiom, {})
