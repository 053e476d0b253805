"""Validating a graph by its SHACL shapes, core constraints only."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import rdflib
from rdflib.namespace import RDF, RDFS, SH

from genfilm.dataset.locator import Locator
from genfilm.dataset.parallel import each, processes
from genfilm.errors import SourceFault
from genfilm.vocabulary import PREFIXES, Prefixes
from genfilm.words import say

_SHARED = 500
"""Nodes that are worth a process of their own."""


def check_shapes(
    triples: Iterable[ox.Triple],
    root: Path,
    where: Locator,
    prefixes: Prefixes = PREFIXES,
    focus: Collection[str] | None = None,
) -> list[SourceFault]:
    """The violations of ``ontology/shapes`` by these triples, as faults with term, rule and message;
    by these IRIs only, when ``focus`` is given.

    Only core constraints are used: one ``sh:sparql`` costs more than all of them together. Where there are
    many nodes and several processors, each validates a share of the nodes.
    """
    data = _as_rdflib(triples)
    faults: list[SourceFault] = []
    shapes: dict[str, rdflib.Graph] = {}
    for path in sorted((root / "ontology" / "shapes").glob("*.ttl")):
        try:
            shapes[path.stem] = rdflib.Graph().parse(path, format="turtle")
        except (SyntaxError, ValueError) as error:
            message, file = f"the shapes are not Turtle: {error}", f"ontology/shapes/{path.name}"
            faults.append(SourceFault("turtle-syntax", message, file, remedy="Mend the file."))
    nodes = _nodes(data, shapes.values()) if focus is None else [rdflib.URIRef(iri) for iri in focus]
    shares = processes() if len(nodes) >= _SHARED else 1
    parts = [nodes[number::shares] for number in range(shares)]

    def validate(part: Sequence[rdflib.term.Node]) -> list[list[SourceFault]]:
        return [
            _faults(name, graph, data, where, prefixes, part if shares > 1 or focus is not None else None)
            for name, graph in shapes.items()
        ]

    for found in zip(*each(validate, parts), strict=True):
        told = {str(fault): fault for faults_of_part in found for fault in faults_of_part}
        faults += [told[text] for text in sorted(told)]
    return faults


def _nodes(data: rdflib.Graph, shapes: Iterable[rdflib.Graph]) -> list[rdflib.term.Node]:
    """Whatever can be the focus of a shape."""
    named = {node for graph in shapes for node in graph.objects(None, SH.targetNode)}
    return sorted({*data.subjects(), *named}, key=str)


def _faults(
    name: str,
    shapes: rdflib.Graph,
    data: rdflib.Graph,
    where: Locator,
    prefixes: Prefixes,
    focus: Iterable[rdflib.term.Node] | None,
) -> list[SourceFault]:
    """The violations of the shapes of one file, by ``focus`` only when it is given."""
    import pyshacl

    if focus is not None:
        _aim(shapes, data, focus)
    conforms, report, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none", advanced=False)
    if conforms:
        return []
    assert isinstance(report, rdflib.Graph)
    return list(_violations(report, name, where, prefixes))


def _aim(shapes: rdflib.Graph, data: rdflib.Graph, focus: Iterable[rdflib.term.Node]) -> None:
    """Narrows the targets of shapes to these nodes, by a mark in the data for each target that they meet.

    pySHACL's ``focus_nodes`` would do it, but passes over the values of a node, too: whatever is counted or
    chosen within a shape is a violation then.
    """
    marks: dict[object, rdflib.URIRef] = {}
    for shape, target, value in list(shapes):
        if target in (SH.targetClass, SH.targetSubjectsOf, SH.targetNode):
            marks[target, value] = mark = rdflib.URIRef(f"urn:aim:{target}:{value}")
            shapes.remove((shape, target, value))
            shapes.add((shape, SH.targetSubjectsOf, mark))
    for node in focus:
        kinds = {c for t in data.objects(node, RDF.type) for c in data.transitive_objects(t, RDFS.subClassOf)}
        meets: set[object] = {(SH.targetClass, kind) for kind in kinds} | {(SH.targetNode, node)}
        meets |= {(SH.targetSubjectsOf, name) for name in data.predicates(node)}
        for met in meets & marks.keys():
            data.add((node, marks[met], node))


def _violations(
    report: rdflib.Graph, shapes: str, where: Locator, prefixes: Prefixes
) -> Iterator[SourceFault]:
    """A fault for each result of a SHACL validation report."""
    for result in report.subjects(RDF.type, SH.ValidationResult):
        node, path = report.value(result, SH.focusNode), report.value(result, SH.resultPath)
        said = report.objects(result, SH.resultMessage)
        messages = {getattr(m, "language", "") or "en": str(m) for m in said}
        value = report.value(result, SH.value)
        text, zh = messages.get("en", "the shape is not met"), messages.get("zh", "")
        if value is not None:
            shown = prefixes.compact(str(value))
            text = say("fault.shape.value", "en", text=text, value=shown)
            zh = zh and say("fault.shape.value", "zh", text=zh, value=shown)
        rule = f"{shapes}:{prefixes.compact(str(path)) if path is not None else 'node'}"
        file, line = where.find(str(node))
        term = prefixes.compact(str(node))
        remedy, remedy_zh = (say("fault.shape.remedy", lang) for lang in ("en", "zh"))
        yield SourceFault(rule, text, file, line, term, remedy, (zh, remedy_zh))


def _as_rdflib(triples: Iterable[ox.Triple]) -> rdflib.Graph:
    """The triples for rdflib: half the time of writing and reading N-Triples."""

    @cache
    def term(found: ox.NamedNode | ox.BlankNode | ox.Literal) -> rdflib.term.Node:
        if isinstance(found, ox.NamedNode):
            return rdflib.URIRef(found.value)
        if isinstance(found, ox.BlankNode):
            return rdflib.BNode(found.value)
        plain = found.language or found.datatype.value == PREFIXES["xsd"] + "string"
        kind = None if plain else rdflib.URIRef(found.datatype.value)
        return rdflib.Literal(found.value, lang=found.language, datatype=kind)

    graph = rdflib.Graph()
    for subject, predicate, value in triples:
        graph.add((term(subject), term(predicate), term(value)))
    return graph
