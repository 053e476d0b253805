"""Consequences of the ontology and the claims, in graphs of their own; or the reason why there are none."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from genfilm.dataset import reason
from genfilm.dataset.explain import explain
from genfilm.dataset.justify import justified, justify
from genfilm.dataset.load import ENTITIES, ONTOLOGY, source_files
from genfilm.dataset.locator import Locator
from genfilm.dataset.mappings import ALIGNMENTS
from genfilm.dataset.validate import require
from genfilm.dataset.wording import Wording
from genfilm.errors import SourceFault
from genfilm.vocabulary import compact, graph

INFERRED = "inferred"
CORROBORATED = "corroborated"
AS_STATED = "as-stated/"
FOLLOWS = "follows/"
EDITORS = "as-stated/editorial"


def add_consequences(store: ox.Store, root: Path, where: Locator, *, use_java: bool) -> tuple[str, int]:
    """Add what follows; returns the key of what is to be said of it, and how much it is."""
    axioms = graphs(store, ONTOLOGY, ENTITIES, CORROBORATED)
    said = "build.not_checked"
    if use_java and reason.java():
        try:
            empty = reason.unsatisfiable_classes(axioms)
        except reason.Inconsistent:
            require([_unjustified(store, root, where)])
        require([_unjustified(store, root, where, iri) for iri in empty])
        said = "build.consistent"
    found = reason.infer(axioms)
    name = ox.NamedNode(graph(INFERRED))
    store.extend(ox.Quad(t.subject, t.predicate, t.object, name) for t in found)
    return said, len(found) + _follow(store, axioms)


def _follow(store: ox.Store, axioms: list[ox.Triple]) -> int:
    """Add, for each source, what follows from what it states and how the editors join it; how much it is.

    Sources may contradict the facts and one another, so that nothing of it goes beyond its own graph.
    """
    count = 0
    for name in [str(name.value) for name in store.named_graphs()]:
        source = name.removeprefix(graph(AS_STATED))
        if source != name and name != graph(EDITORS):
            told = [
                t for t in graphs(store, AS_STATED + source, EDITORS) if isinstance(t.subject, ox.NamedNode)
            ]
            known = [*axioms, *graphs(store, INFERRED), *told]
            found = reason.telling(reason.infer(known), known)
            target = ox.NamedNode(graph(FOLLOWS + source))
            store.extend(ox.Quad(t.subject, t.predicate, t.object, target) for t in found)
            count += len(found)
    return count


def _unjustified(store: ox.Store, root: Path, where: Locator, empty: str | None = None) -> SourceFault:
    """The fault of a contradiction, or of an ``empty`` class, with the statements that lead to it."""
    groups: dict[str, list[ox.Triple]] = {}
    for path, name in source_files(root).items():
        if name in (graph(ONTOLOGY), graph(ENTITIES)):
            parsed = ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)
            groups[str(path.relative_to(root))] = [quad.triple for quad in parsed]
    groups["corroborated claims"] = graphs(store, CORROBORATED)
    rule = "satisfiability" if empty else "consistency"
    term = compact(empty) if empty else ""
    found = justify(groups, empty)
    if found is None and empty:
        return SourceFault.worded(rule, ("", None), term, "unexplained")
    labels = stated(store)
    lines = {
        lang: justified(found, Wording(labels, lang), where)
        if found
        else explain(groups, lambda triples: not reason.consistent(triples))
        for lang in ("en", "zh")
    }
    told = {lang: {"lines": "".join(f"\n      {line}" for line in lines[lang])} for lang in lines}
    fault = SourceFault.worded(rule, where.find(empty) if empty else ("", None), term, values=told["en"])
    chinese = SourceFault.worded(rule, ("", None), term, values=told["zh"]).chinese
    fault.chinese = chinese
    return fault


def graphs(store: ox.Store, *names: str) -> list[ox.Triple]:
    return [
        quad.triple
        for name in names
        for quad in store.quads_for_pattern(None, None, None, ox.NamedNode(graph(name)))
    ]


def stated(store: ox.Store) -> list[ox.Triple]:
    """Triples of the files, without the mappings."""
    return [quad.triple for quad in store if quad.graph_name != ox.NamedNode(graph(ALIGNMENTS))]
