"""Checking what a few files say, before a whole build: syntax and shapes of their terms, then the checks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox

from genfilm.dataset.derive import derive
from genfilm.dataset.load import load, source_files
from genfilm.dataset.locator import Locator
from genfilm.dataset.prefixes import declared
from genfilm.dataset.shacl import check_shapes
from genfilm.dataset.validate import check_queries
from genfilm.errors import BuildFailed, SourceFault
from genfilm.vocabulary import PREFIXES

_EVERYWHERE = [ox.NamedNode(PREFIXES["rdf"] + "type"), ox.NamedNode(PREFIXES["rdfs"] + "subClassOf")]


def check_files(root: Path, files: Iterable[Path]) -> Iterator[list[SourceFault]]:
    """The faults of what these files of ``root`` describe: first those of syntax and shapes, which take a
    second, then those of the checks, which see all graphs."""
    paths = {(path if path.is_absolute() else Path.cwd() / path).resolve() for path in files}
    try:
        store = load(root)
        prefixes = declared(store)
        derive(store, root, prefixes)
    except BuildFailed as failed:
        yield failed.faults
        return
    where = Locator(root, list(source_files(root)))
    touched = {
        quad.subject
        for path in sorted(paths)
        for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)
        if isinstance(quad.subject, ox.NamedNode)
    }
    focus = {node.value for node in touched}
    yield check_shapes(_around(store, touched), root, where, prefixes, focus)
    names = {str(path.relative_to(root.resolve())) for path in paths if path.is_relative_to(root.resolve())}
    yield [fault for fault in check_queries(store, root, where, prefixes) if fault.file in names]


def _around(store: ox.Store, touched: set[ox.NamedNode]) -> ox.Store:
    """Statements about the terms, and the classes of everything, as one graph."""
    found = [q for node in touched for q in store.quads_for_pattern(node, None, None, None)]
    around = ox.Store()
    default = ox.DefaultGraph()
    around.extend(ox.Quad(q.subject, q.predicate, q.object, default) for q in found)
    for predicate in _EVERYWHERE:
        for quad in store.quads_for_pattern(None, predicate, None, None):
            around.add(ox.Quad(quad.subject, quad.predicate, quad.object, default))
    return around
