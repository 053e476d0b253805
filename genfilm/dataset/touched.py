"""Checking what a few files say, before a whole build: syntax and shapes of their terms, then the checks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox

from genfilm.dataset import profile
from genfilm.dataset.derive import derive
from genfilm.dataset.expected_rows import check_rows
from genfilm.dataset.inference import stated
from genfilm.dataset.load import Read, load, source_files
from genfilm.dataset.locator import Locator
from genfilm.dataset.phrasings import check_phrasings
from genfilm.dataset.prefixes import declared
from genfilm.dataset.shacl import check_shapes
from genfilm.dataset.validate import check_queries
from genfilm.errors import BuildFailed, SourceFault
from genfilm.vocabulary import PREFIXES

_TYPE, _BELOW = (ox.NamedNode(PREFIXES.expand(name)) for name in ("rdf:type", "rdfs:subClassOf"))


class Checker:
    """Checks files of ``root``, and again when they change: it reads anew only what has changed."""

    def __init__(self, root: Path) -> None:
        self._root = root.resolve()
        self._files: dict[Path, str] = {}
        self._read = Read()
        self._said: dict[Path, set[ox.Triple]] = {}
        self._faulty: set[ox.NamedNode] = set()

    def take(self, files: Iterable[Path]) -> None:
        """Take what these files say now as checked: only what changes in them will be looked at."""
        self._said |= {path.resolve(): _triples(path) for path in files}

    def faults(self, files: Iterable[Path]) -> Iterator[list[SourceFault]]:
        """The faults of what these files describe: first those of syntax, of the profile and of shapes, which
        take a second, then those of the checks, which see all graphs; those in other files come last."""
        files = sorted({path.resolve() for path in files})
        present = source_files(self._root)
        if present.keys() != self._files.keys():
            self._files, self._read = present, Read()
        where = Locator(self._root, present)
        try:
            store = load(self._root, before=self._read)
            prefixes = declared(store)
            broken = profile.faults(stated(store), where.find, prefixes)
            derive(store, self._root, prefixes)
        except BuildFailed as failed:
            yield failed.faults
            return
        touched = self._touched(store, files)
        focus = {node.value for node in touched}
        shapes = check_shapes(_around(store, touched), self._root, where, prefixes, focus)
        terms = {fault.term for fault in shapes}
        self._faulty = {node for node in touched if prefixes.compact(node.value) in terms}
        yield broken + shapes
        found = check_queries(store, self._root, where, prefixes)
        found += check_rows(store, self._root, where, prefixes) + check_phrasings(store, self._root)
        names = [str(path.relative_to(self._root)) for path in files]
        yield sorted(found, key=lambda fault: fault.file not in names)

    def _touched(self, store: ox.Store, files: Iterable[Path]) -> set[ox.NamedNode]:
        """The terms to look at: all that a file describes, and when it has changed those of which it says
        something else than before, those that name a term of another type, and those that had a fault."""
        said = {path: _triples(path) for path in files}
        other = {triple for path in said for triple in said[path] ^ self._said.get(path, set())}
        self._said |= said
        retyped = {triple.subject for triple in other if triple.predicate == _TYPE}
        naming = {q.subject for node in retyped for q in store.quads_for_pattern(None, None, node, None)}
        found = {triple.subject for triple in other} | naming
        return {node for node in found if isinstance(node, ox.NamedNode)} | self._faulty


def _triples(path: Path) -> set[ox.Triple]:
    """Statements of a file; none for one that is no Turtle, such as a query, or is being replaced."""
    if path.suffix != ".ttl":
        return set()
    try:
        return {quad.triple for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)}
    except (SyntaxError, FileNotFoundError):  # shapes that are broken are told with the shapes
        return set()


def _around(store: ox.Store, touched: set[ox.NamedNode]) -> Iterator[ox.Triple]:
    """Statements about and with the terms, and the classes of all that they name."""
    found = [q for node in touched for q in store.quads_for_pattern(node, None, None, None)]
    found += [q for node in touched for q in store.quads_for_pattern(None, None, node, None)]
    named = {node for q in found for node in (q.subject, q.object) if not isinstance(node, ox.Literal)}
    found += [q for node in named for q in store.quads_for_pattern(node, _TYPE, None, None)]
    found += store.quads_for_pattern(None, _BELOW, None, None)
    return (quad.triple for quad in found)
