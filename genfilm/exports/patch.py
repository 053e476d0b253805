"""RDF Patch (https://afs.github.io/rdf-delta/rdf-patch.html): the quads that go and come, for a store."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyoxigraph as ox

from genfilm.exports.statements import Axiom, Statements


def rdf_patch(old: Statements, new: Statements) -> str:
    """The patch that makes the new statements of the old ones.

    Blank nodes that go have the labels of the old edition; those that come have labels of their own.
    """
    kept = {name: _shared(axioms, new.get(name, {})) for name, axioms in old.items()}
    gone = {(name, t) for name, axiom in _missing(old, new) for t in axiom if t not in kept[name]}
    come = {(name, _renamed(triple)) for name, axiom in _missing(new, old) for triple in axiom}
    return "\n".join(["TX .", *_rows("D", gone), *_rows("A", come), "TC .", ""])


def _missing(these: Statements, those: Statements) -> Iterator[tuple[str, Axiom]]:
    for name, axioms in these.items():
        for text, axiom in axioms.items():
            if text not in those.get(name, {}):
                yield name, axiom


def _shared(old: dict[str, Axiom], new: dict[str, Axiom]) -> set[ox.Triple]:
    """Triples of statements that stay and have blank nodes: one that goes may share them."""
    stay = (axiom for text, axiom in old.items() if text in new and len(axiom) > 1)
    return {triple for axiom in stay for triple in axiom}


def _renamed(triple: ox.Triple) -> ox.Triple:
    def own(term: Any) -> Any:
        return ox.BlankNode(f"new{term.value}") if isinstance(term, ox.BlankNode) else term

    return ox.Triple(own(triple.subject), triple.predicate, own(triple.object))


def _rows(mark: str, quads: set[tuple[str, ox.Triple]]) -> list[str]:
    return sorted(f"{mark} {triple} {f'<{name}> ' if name else ''}." for name, triple in quads)
