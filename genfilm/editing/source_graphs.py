"""The graphs that stand in files, as an update sees them, and the files as they become.

A graph is that of a folder, as a build has it; its files share it. The default graph is all of them, and
nothing is written to it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from genfilm.dataset.axioms import axioms_of
from genfilm.dataset.documents import document
from genfilm.dataset.load import source_files
from genfilm.dataset.placing import Homes, Placement, project
from genfilm.errors import SourceFault
from genfilm.problems import WriteConflict
from genfilm.protocol.formats import JSONLD, NQUADS, NTRIPLES, RDFXML, TRIG, TURTLE
from genfilm.vocabulary import PREFIXES, compact

Triples = set[ox.Triple]
Graphs = dict[str, Triples]
"""Triples by the IRI of their graph, ``""`` for the default graph."""
_STRING = ox.NamedNode(f"{PREFIXES['xsd']}string")
READ = {
    TURTLE.media_type: ox.RdfFormat.TURTLE,
    NTRIPLES.media_type: ox.RdfFormat.N_TRIPLES,
    RDFXML.media_type: ox.RdfFormat.RDF_XML,
    JSONLD.media_type: ox.RdfFormat.JSON_LD,
    TRIG.media_type: ox.RdfFormat.TRIG,
    NQUADS.media_type: ox.RdfFormat.N_QUADS,
}
"""The syntaxes that a graph is sent in, by media type."""


class SourceGraphs:
    """The files below ``root`` as they are now, by graph."""

    def __init__(self, root: Path) -> None:
        self._root = root
        files, self._prefixes = project(root)
        self._files = {path: _own(triples, number) for number, (path, triples) in enumerate(files.items())}
        self._graph_of = {
            path.relative_to(root): name
            for path, name in source_files(root).items()
            if path.relative_to(root) in files
        }
        self.graphs: Graphs = {name: set() for name in ("", *self._graph_of.values())}
        for path, name in self._graph_of.items():
            header = document(path)
            said = {t for t in self._files[path] if getattr(t.subject, "value", "") != header}
            self.graphs[name] |= said
            self.graphs[""] |= said

    def placed(self, after: Graphs) -> Placement:
        """Files that say what the graphs are after a change; statements without a place are its faults.

        Raises Problem 409 for a change of a graph that no file holds: it is derived, or new.
        """
        if after.get("", set()) != self.graphs[""]:
            raise WriteConflict("default")
        for name in sorted({*after} - {*self.graphs}):
            if after[name]:
                raise WriteConflict("derived", graph=name)
        result = Placement(self._files, prefixes=self._prefixes)
        for name in {*self._graph_of.values()}:
            now = after.get(name, set())
            gone, come = self.graphs[name] - now, now - self.graphs[name]
            paths = [path for path, of in self._graph_of.items() if of == name]
            for path in paths:
                if not gone.isdisjoint(self._files[path]):
                    result.after[path] = [t for t in self._files[path] if t not in gone]
            for path, axiom in self._homes(paths, come, result):
                result.after.setdefault(path, list(self._files[path])).extend(axiom)
        return result

    def _homes(
        self, paths: list[Path], come: set[ox.Triple], result: Placement
    ) -> Iterator[tuple[Path, list[Any]]]:
        """The file among those of one graph for each axiom that comes."""
        homes = Homes(paths, self._files, come, self._root)
        blank: dict[Any, Path] = {
            term: path
            for path in paths
            for triple in self._files[path]
            for term in (triple.subject, triple.object)
            if isinstance(term, ox.BlankNode)
        }
        for axiom in axioms_of(sorted(come, key=str)):
            ends = (term for t in axiom for term in (t.subject, t.object) if term in blank)
            path = blank.get(next(ends, None)) or homes.of(axiom)
            if path in paths:
                yield path, axiom
            else:
                term = compact(getattr(axiom[0].subject, "value", ""))
                place = (str(path or ""), None)
                shape = "elsewhere" if path else "placeless"
                result.faults.append(SourceFault.worded("import", place, term, shape))


def by_graph(quads: Iterable[ox.Quad]) -> Graphs:
    """The triples of quads by graph."""
    found: Graphs = defaultdict(set)
    for quad in quads:
        found[str(getattr(quad.graph_name, "value", ""))].add(quad.triple)
    return found


def as_quads(graphs: Graphs) -> bytes:
    """The graphs as N-Quads."""
    ends = {name: f"<{name}> .\n" if name else ".\n" for name in graphs}
    return "".join(f"{triple} {ends[name]}" for name in graphs for triple in graphs[name]).encode()


def read_quads(quads: bytes) -> Graphs:
    """The graphs in N-Quads, blank nodes with the names that they have there."""
    return by_graph(ox.parse(quads, format=ox.RdfFormat.N_QUADS, rename_blank_nodes=False))


def respelled(after: Graphs, before: Graphs) -> Graphs:
    """The graphs after an update, numbers and dates of before as they were written: the engine keeps their
    values only."""
    kept: dict[Any, Any] = {}
    store, node = ox.Store(), ox.NamedNode("urn:x")
    for literal in {t.object for triples in before.values() for t in triples if _valued(t.object)}:
        store.add(ox.Quad(node, node, literal))
        (held,) = store
        store.clear()
        if held.object != literal:
            kept[held.object] = literal
    return {
        name: {_spelled(t, before.get(name, set()), kept) if t.object in kept else t for t in triples}
        for name, triples in after.items()
    }


def _valued(term: object) -> bool:
    return isinstance(term, ox.Literal) and term.language is None and term.datatype != _STRING


def _spelled(triple: ox.Triple, before: Triples, kept: dict[Any, Any]) -> ox.Triple:
    old = ox.Triple(triple.subject, triple.predicate, kept[triple.object])
    return old if old in before else triple


def read_graph(text: bytes, media_type: str, base: str) -> Triples:
    """The triples in one of ``READ``, with blank nodes of their own; raises SyntaxError and ValueError."""
    quads = ox.parse(text, format=READ[media_type], base_iri=base, rename_blank_nodes=True)
    return {quad.triple for quad in quads}


def write_graph(triples: Iterable[ox.Triple], media_type: str) -> bytes:
    """The triples in one of ``READ``, always in the same order."""
    return ox.serialize(sorted(triples, key=str), format=READ[media_type]) or b""


def _own(triples: Iterable[Any], number: int) -> list[Any]:
    """The triples of a file, their blank nodes renamed so that no two files share one."""

    def own(term: Any) -> Any:
        return ox.BlankNode(f"f{number}x{term.value}") if isinstance(term, ox.BlankNode) else term

    return [ox.Triple(own(t.subject), t.predicate, own(t.object)) for t in triples]
