"""Which stages, actors and technologies a claim is about, by its triple and by what other claims place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from genfilm.records.corpus import Corpus, Statement
from genfilm.records.node import Node
from genfilm.records.things import Things
from genfilm.vocabulary import GF

CLASSES: Mapping[str, str] = {
    "stage": f"{GF}ChainStage",
    "actor": f"{GF}IndustryActor",
    "technology": f"{GF}Technology",
}
_PLACED = tuple(f"{GF}{name}" for name in ("TechnologyUse", "ChainActivity", "Impact", "Risk"))
_PLACING = frozenset(
    f"{GF}{name}"
    for name in (
        "isUseOf", "isUsedBy", "involvesActivity", "isActivityIn",
        "affectsActivity", "affectsStage", "affectsActor",
    )
)  # fmt: skip


class Places:
    """A claim is about the stage, actor or technology that is its subject or object; and where that is a
    case, an activity, an effect or a risk, about those in which affirmed claims place it, or the activity
    that it involves or affects.

    Every step is a claim that can be named. A predicate by itself gives no stage: see docs/claims.md.
    """

    def __init__(self, claims: Corpus, names: Things) -> None:
        self._names = names
        self._facet: dict[str, str] = {}
        self._beyond: dict[str, set[str]] = defaultdict(set)
        for claim in claims.claims.values():
            if claim.predicate is None or claim.predicate.iri not in _PLACING:
                continue
            if claim.polarity.key != "affirmed" or claim.subject is None or claim.object is None:
                continue
            start, end = claim.subject.iri or "", claim.object.iri or ""
            if not names.classes(start).isdisjoint(_PLACED):
                self._beyond[start].add(end)

    def of(self, *claims: Statement) -> dict[str, tuple[Node, ...]]:
        """The things that claims are about, by ``stage``, ``actor`` and ``technology``."""
        ends = (node for claim in claims for node in (claim.subject, claim.object))
        near = {node.iri for node in ends if node is not None and node.iri}
        placed = near.union(*(self._beyond.get(iri, ()) for iri in near))
        reached = placed.union(*(self._beyond.get(iri, ()) for iri in placed))  # by way of an activity
        found: dict[str, list[Node]] = {facet: [] for facet in CLASSES}
        for iri in sorted(reached):
            facet = self._kind(iri)
            if facet:
                found[facet].append(self._names.thing(iri))
        return {facet: tuple(nodes) for facet, nodes in found.items()}

    def _kind(self, iri: str) -> str:
        if iri not in self._facet:
            classes = self._names.classes(iri)
            self._facet[iri] = next((facet for facet, cls in CLASSES.items() if cls in classes), "")
        return self._facet[iri]
