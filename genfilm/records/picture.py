"""Picture of claims: nodes and edges around a thing, or of the whole graph, as plain values.

An edge is a claim that joins two things, a node one of these. Claims whose object is a literal have no edge.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from genfilm.catalogue.library import Library
from genfilm.records.corpus import CLAIMS, ClaimRecord, corpus
from genfilm.records.entities import entities
from genfilm.records.node import Label, Node
from genfilm.vocabulary import BASE

DEEPEST = 3
MOST = 2000
GROUPS: dict[str, frozenset[str]] = {
    "work": frozenset({"film", "series"}),
    "technology": frozenset({"tech", "capability", "use"}),
    "actor": frozenset({"actor", "person", "org"}),
    "stage": frozenset({"stage", "activity", "chain", "industry"}),
    "risk": frozenset({"risk"}),
    "effect": frozenset({"impact", "obs"}),
    "strategy": frozenset({"strategy", "measure", "business-model"}),
    "document": frozenset({"doc", "event", "grant"}),
    "concept": frozenset({"content", "concept"}),
    "other": frozenset(),
}
"""The classes that a picture tells apart by colour, shape and filter, with the kinds of IRIs in each."""

_GROUP_OF = {kind: name for name, kinds in GROUPS.items() for kind in kinds}


@dataclass(frozen=True, slots=True)
class PictureNode:
    """A thing: ``group`` is a key of GROUPS, ``cls`` the narrowest class, ``degree`` its edges in all."""

    iri: str
    label: Label
    group: str
    cls: Node | None
    degree: int

    def record(self) -> dict[str, Any]:
        """As JSON has it."""
        cls = self.cls
        return {
            "iri": self.iri,
            "label": dict(self.label),
            "group": self.group,
            "class": cls.iri if cls else None,
            "classLabel": dict(cls.label) if cls else None,
            "degree": self.degree,
        }


@dataclass(frozen=True, slots=True)
class Picture:
    """Nodes and the claims between them; ``truncated`` when there are more claims than are shown."""

    nodes: tuple[PictureNode, ...]
    edges: tuple[ClaimRecord, ...]
    truncated: bool = False

    def filtered(self, *, groups: set[str], verdicts: set[str], sources: set[str], focus: str) -> Picture:
        """Only what the filters let through (an empty set lets all through); the focus always stays.

        ``verdicts`` and ``sources`` are keys; ``none`` stands for no verdict.
        """
        kept = {n.iri for n in self.nodes if not groups or n.group in groups or n.iri == focus}
        edges = tuple(
            said
            for said in self.edges
            if kept.issuperset(ends(said))
            and (not verdicts or (said.verdict.key if said.verdict else "none") in verdicts)
            and (not sources or said.source in sources)
        )
        joined = {end for said in edges for end in ends(said)} | {focus}
        return replace(self, nodes=tuple(n for n in self.nodes if n.iri in joined), edges=edges)


def draw(library: Library, focus: str = "", depth: int = 1, most: int = MOST) -> Picture:
    """The picture around ``focus`` (an IRI), ``depth`` claims deep, or of everything without a focus."""
    every, degrees = library.once("picture", lambda: _read(library))
    edges = list(_around(every, focus, depth)) if focus else every
    shown = tuple(edges[:most])
    joined = {end for said in shown for end in ends(said)} | ({focus} if focus else set())
    nodes = tuple(_node(library, iri, degrees.get(iri, 0)) for iri in sorted(joined))
    return Picture(nodes, shown, len(edges) > most)


def ends(said: ClaimRecord) -> tuple[str, ...]:
    """IRIs of the things that a claim joins; fewer than two when its object is a literal."""
    return tuple(node.iri for node in (said.subject, said.object) if node is not None and node.iri)


def group_of(subject: str) -> str:
    """The group of GROUPS that an IRI belongs to, by its path."""
    space, _, rest = subject.removeprefix(f"{BASE}/").partition("/")
    kind = rest.partition("/")[0] if space == "id" else space
    return _GROUP_OF.get(kind, "other")


def _read(library: Library) -> tuple[tuple[ClaimRecord, ...], Mapping[str, int]]:
    """Every edge, and how many there are at each thing."""
    edges = tuple(said for said in corpus(library).claims.values() if len(ends(said)) == 2)
    return edges, Counter(end for said in edges for end in set(ends(said)))


def _node(library: Library, iri: str, degree: int) -> PictureNode:
    if iri.startswith(CLAIMS) and (said := corpus(library).claims.get(iri)):
        return PictureNode(iri, said.paraphrase, group_of(iri), said.origin, degree)
    every = entities(library)
    types = every.types(iri)
    narrow = [cls for cls in types if not any(cls in every.parents(other) - {other} for other in types)]
    cls = every.entity(min(narrow)) if narrow else None
    return PictureNode(iri, every.label(iri), group_of(iri), cls, degree)


def _around(edges: Iterable[ClaimRecord], focus: str, depth: int) -> Iterator[ClaimRecord]:
    """The edges within ``depth`` steps of the focus, nearest first."""
    reached, taken = {focus}, set()
    for _ in range(depth):
        border = set(reached)
        for said in edges:
            if said.iri not in taken and not border.isdisjoint(ends(said)):
                taken.add(said.iri)
                reached.update(ends(said))
                yield said
