"""The rows that a source must have: a list beside it, held against its claims."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

from genfilm.dataset.locator import Locator
from genfilm.errors import SourceFault
from genfilm.vocabulary import BASE, Prefixes, expand, graph

FILE = "expected-rows.tsv"
"""Two columns: the identifier of a row, and its class by prefixed name."""
_TYPE, _IDENTIFIER = (ox.NamedNode(expand(name)) for name in ("rdf:type", "dcterms:identifier"))
_CLASSES = frozenset(expand(f"gf:{name}") for name in ("SourceClaim", "EditorialClaim", "Exclusion"))


def check_rows(store: ox.Store, root: Path, where: Locator, prefixes: Prefixes) -> list[SourceFault]:
    """The rows that are listed and missing, and those that are there and not listed, of every source with a
    list; a part (``C03.1``) belongs to its row and is not listed."""
    return [
        fault
        for table in sorted((root / "kg" / "sources").glob(f"*/{FILE}"))
        for fault in _faults(store, table, str(table.relative_to(root)), where, prefixes)
    ]


def _faults(
    store: ox.Store, table: Path, file: str, where: Locator, prefixes: Prefixes
) -> Iterator[SourceFault]:
    source = table.parent.name
    found = _rows(store, source)
    listed: set[str] = set()
    with table.open(encoding="utf-8", newline="") as stream:
        for number, row in enumerate(csv.DictReader(stream, delimiter="\t"), 2):
            iri, cls = f"{BASE}/id/claim/{source}/{row.get('identifier')}", str(row.get("class"))
            listed.add(iri)
            kinds = found.get(iri, set())
            if prefixes.full(cls) not in kinds:
                shape = "none"
            elif len(kinds) > 1:
                shape = "two"
            else:
                continue
            values = {"cls": cls, "file": file}
            yield SourceFault.worded("row-missing", (file, number), prefixes.compact(iri), shape, values)
    for iri in sorted(found.keys() - listed):
        place, values = where.find(ox.NamedNode(iri)), {"source": source, "file": file}
        yield SourceFault.worded("row-not-listed", place, prefixes.compact(iri), "message", values)


def _rows(store: ox.Store, source: str) -> dict[str, set[str]]:
    """The classes of each row of a source, by its IRI; of parts and of what has no identifier nothing."""
    name, space = ox.NamedNode(graph(f"source/{source}")), f"{BASE}/id/claim/{source}/"
    found: dict[str, set[str]] = {}
    for quad in store.quads_for_pattern(None, _IDENTIFIER, None, name):
        iri, identifier = str(getattr(quad.subject, "value", "")), str(getattr(quad.object, "value", ""))
        if iri.startswith(space) and "." not in identifier:
            types = store.quads_for_pattern(quad.subject, _TYPE, None, name)
            kinds = {str(getattr(each.object, "value", "")) for each in types} & _CLASSES
            if kinds:
                found[iri] = kinds
    return found
