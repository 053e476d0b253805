"""Every claim as lists and tables show it: what is said, by whom, where, how, with which verdict."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from genfilm.catalogue.library import Library
from genfilm.catalogue.table import Term
from genfilm.records.chain import chain
from genfilm.records.node import Label, Node
from genfilm.records.things import Things, things
from genfilm.vocabulary import BASE, GF

_CLAIMS = f"{BASE}/id/claim/"
_DIGITS = re.compile(r"(\d+)")
FACETS = (
    "verdict",
    "stage",
    "actor",
    "technology",
    "kind",
    "source",
    "polarity",
    "modality",
    "predicate",
    "about",
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a claim stands: its passage (an IRI) with document, section, paragraph and page as printed."""

    passage: str
    document: str
    section: str
    paragraph: str
    page: str


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim; ``name`` is its source and identifier (``zhang-2026/N16``), ``row`` the claim it is a part of.

    ``subject``, ``predicate`` and ``object`` are None for a compound claim, ``verdict`` where none is given.
    """

    iri: str
    name: str
    id: str
    label: Label
    subject: Node | None
    predicate: Node | None
    object: Node | None
    kind: Node
    polarity: Node
    modality: Node
    valence: Node
    speaker: Node
    row: str
    verdict: Node | None
    judged: str
    places: tuple[Place, ...]

    @property
    def source(self) -> str:
        """The name of its source: ``zhang-2026``, ``evidence``, ``editorial``."""
        return self.name.partition("/")[0]

    @property
    def pages(self) -> tuple[str, ...]:
        """The pages on which it stands, each once."""
        return tuple(dict.fromkeys(place.page for place in self.places))

    @property
    def order(self) -> tuple[int, str, list[tuple[int, str]]]:
        """The order of lists: documents, evidence, then our own; within each as the identifiers count."""
        pieces = _DIGITS.split(self.name.partition("/")[2])
        rank = (
            ("evidence", "editorial").index(self.source) + 1
            if self.source in ("evidence", "editorial")
            else 0
        )
        return rank, self.source, [(int(piece), "") if piece.isdigit() else (0, piece) for piece in pieces]

    @property
    def ends(self) -> tuple[Node, ...]:
        """The things that it joins: subject and object, as far as they are things."""
        return tuple(node for node in (self.subject, self.object) if node is not None and node.iri)


class Statements:
    """All claims; use ``statements(library)``, which reads them once."""

    def __init__(self, found: Iterable[Statement], names: Things, stages: dict[str, set[str]]) -> None:
        self.by_iri = {each.iri: each for each in sorted(found, key=lambda each: each.order)}
        self.names = names
        self._stages = stages

    @cached_property
    def single(self) -> tuple[Statement, ...]:
        """The claims with a triple; a compound claim is counted by its parts."""
        return tuple(each for each in self.by_iri.values() if each.predicate is not None)

    def parts(self, row: str) -> list[Statement]:
        """The parts of a compound claim in order."""
        return [each for each in self.by_iri.values() if each.row == row]

    @cached_property
    def _by_end(self) -> dict[str, list[Statement]]:
        found: dict[str, list[Statement]] = {}
        for each in self.single:
            for iri in dict.fromkeys(str(node.iri) for node in each.ends):
                found.setdefault(iri, []).append(each)
        return found

    def about(self, iri: str) -> list[Statement]:
        """The claims whose subject or object is a thing, in order."""
        return self._by_end.get(iri, [])

    def values(self, each: Statement, facet: str) -> tuple[Node, ...]:
        """What a claim has under a facet: none, one or several values."""
        if facet == "stage":
            return tuple(self.names.thing(iri) for iri in sorted(self._stages.get(each.iri, ())))
        if facet == "actor":
            return self._of_class(each, "IndustryActor")
        if facet == "technology":
            return self._of_class(each, "Technology")
        if facet == "about":
            return each.ends
        if facet == "source":
            return (Node(None, dict.fromkeys(("en", "zh"), each.source), each.source),)
        node = getattr(each, facet)
        return (node,) if node is not None else ()

    def _of_class(self, each: Statement, cls: str) -> tuple[Node, ...]:
        return tuple(node for node in each.ends if GF + cls in self.names.classes(str(node.iri)))


def statements(library: Library) -> Statements:
    """The claims of a library's build."""
    return library.once("statements", lambda: _read(library))


def _read(library: Library) -> Statements:
    names = things(library)
    places: dict[str, list[Place]] = {}
    for row in library.page("claim-places").rows:
        claim, *rest = (str(term) if term else "" for term in row)
        places.setdefault(claim, []).append(Place(*rest))
    found: dict[str, Statement] = {}
    for entry in library.page("claims"):
        iri = str(entry["claim"])
        label = {"en": str(entry["en"] or ""), "zh": str(entry["zh"] or "")}

        def node(name: str, entry: dict[str, Term | None] = entry) -> Node | None:
            return names.node(entry[name])

        def sure(name: str, entry: dict[str, Term | None] = entry) -> Node:
            return names.thing(str(entry[name]))

        older = found.get(iri)
        judged = str(entry["judged"] or "")
        if older is not None and older.judged >= judged:
            continue  # the newest assessment counts
        found[iri] = Statement(
            iri,
            iri.removeprefix(_CLAIMS),
            str(entry["id"]),
            label,
            node("subject"),
            node("predicate"),
            node("object"),
            sure("kind"),
            sure("polarity"),
            sure("modality"),
            sure("valence"),
            sure("speaker"),
            str(entry["row"] or ""),
            node("verdict"),
            judged,
            tuple(sorted(places.get(iri, ()), key=lambda place: (place.page, place.passage))),
        )
    return Statements(found.values(), names, _stages(library, found.values()))


def _stages(library: Library, found: Iterable[Statement]) -> dict[str, set[str]]:
    """The stages of each claim: those it names, and those in which it places something."""
    stages: dict[str, set[str]] = {}
    every = [part for stage in chain(library, "en") for part in (stage, *stage.parts)]
    for stage in every:
        for placed in stage.groups.values():
            for thing in placed:
                for claim in thing.claims:
                    stages.setdefault(claim, set()).add(stage.iri)
    known = {stage.iri for stage in every}
    for each in found:
        for node in each.ends:
            if node.iri in known:
                stages.setdefault(each.iri, set()).add(str(node.iri))
    return stages
