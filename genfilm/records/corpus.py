"""Every claim of the graph with its place and verdict, in memory: what ledger and records are made of."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from genfilm.catalogue.library import Library
from genfilm.catalogue.table import Term
from genfilm.records.address import address, key
from genfilm.records.entities import Entities, entities
from genfilm.records.node import Label, Node
from genfilm.vocabulary import BASE, GF
from genfilm.words import both

CLAIMS = f"{BASE}/id/claim/"
_DIGITS = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True)
class Passage:
    """Place of a claim; section, paragraph and page as printed, the names as readers look for them."""

    iri: str
    document: str
    section: str
    paragraph: str
    page: str
    section_name: Label
    paragraph_name: Label

    def record(self) -> dict[str, str]:
        """As JSON has it."""
        return {name: getattr(self, name) for name in ("iri", "section", "paragraph", "page")}


@dataclass(frozen=True, slots=True)
class ClaimRecord:
    """Claim as it stands in the graph.

    ``subject``, ``predicate`` and ``object`` are None for a compound claim; ``part_of`` is the IRI of the
    compound claim that a part belongs to; ``verdict`` is that of the assessment that counts, ``origin`` the
    class of the claim, ``bearings`` are the stages, actors and technologies under which it is counted;
    ``reading`` is how far two readers have brought it, None where no reading of its source is recorded.
    """

    iri: str
    id: str
    paraphrase: Label
    subject: Node | None
    predicate: Node | None
    object: Node | None
    kind: Node
    polarity: Node
    modality: Node
    valence: Node
    speaker: Node
    verdict: Node | None
    origin: Node
    part_of: str | None
    passages: tuple[Passage, ...] = ()
    parts: tuple[str, ...] = ()
    bearings: tuple[Node, ...] = ()
    reading: Node | None = None

    @property
    def source(self) -> str:
        """The short name of the source: the first part of the claim's address."""
        return self.iri.removeprefix(CLAIMS).partition("/")[0]

    @property
    def pages(self) -> str:
        """The printed pages, in order: ``119, 120``."""
        return ", ".join(dict.fromkeys(sorted(passage.page for passage in self.passages)))


class Corpus:
    """All claims by IRI, and the same by what they are about; use ``corpus(library)``."""

    def __init__(self, statements: Iterable[ClaimRecord], parts: Iterable[tuple[str, str]] = ()) -> None:
        """``parts`` are situations (uses, releases, effects …), each with a thing that takes part in it."""
        self._situations: dict[str, list[str]] = defaultdict(list)
        self._participants: dict[str, list[str]] = defaultdict(list)
        for situation, thing in parts:
            self._situations[thing].append(situation)
            self._participants[situation].append(thing)
        self.claims: Mapping[str, ClaimRecord] = {claim.iri: claim for claim in statements}
        self._about: dict[str, list[ClaimRecord]] = defaultdict(list)
        self._pointing: dict[str, list[ClaimRecord]] = defaultdict(list)
        self._on: dict[str, list[ClaimRecord]] = defaultdict(list)
        for claim in self.claims.values():
            if claim.subject is not None and claim.subject.iri:
                self._about[claim.subject.iri].append(claim)
            if claim.object is not None and claim.object.iri:
                self._pointing[claim.object.iri].append(claim)
            for passage in claim.passages:
                self._on[passage.iri].append(claim)

    @property
    def example(self) -> str:
        """Name of a claim that stands in a passage (``example-2026/C01``), to show how claims are named."""
        return next((iri.removeprefix(CLAIMS) for iri, said in self.claims.items() if said.passages), "")

    def about(self, iri: str) -> tuple[ClaimRecord, ...]:
        """The claims whose subject a thing is."""
        return tuple(self._about.get(iri, ()))

    def pointing_to(self, iri: str) -> tuple[ClaimRecord, ...]:
        """The claims whose object a thing is."""
        return tuple(self._pointing.get(iri, ()))

    def participants(self, iri: str) -> tuple[str, ...]:
        """The things that take part in a situation, or in one in which it takes part; none for a thing."""
        return _reached(self._participants, iri)

    def through(self, iri: str) -> tuple[tuple[str, tuple[ClaimRecord, ...]], ...]:
        """The situations in which a thing takes part, with their claims that do not name it, each once."""
        told = {claim.iri for claim in (*self.about(iri), *self.pointing_to(iri))}
        found = []
        for situation in _reached(self._situations, iri):
            claims = {claim.iri: claim for claim in (*self.about(situation), *self.pointing_to(situation))}
            if fresh := tuple(claim for name, claim in claims.items() if name not in told):
                told.update(claims)
                found.append((situation, fresh))
        return tuple(found)

    def related(self, claim: ClaimRecord) -> tuple[ClaimRecord, ...]:
        """The other claims with its subject and predicate, then those of its passages; rows and parts of
        its own left out."""
        family = {claim.iri, claim.part_of, *claim.parts}
        found: dict[str, ClaimRecord] = {}
        if claim.subject is not None and claim.predicate is not None:
            for other in self._about.get(claim.subject.iri or "", ()):
                if other.predicate is not None and other.predicate.iri == claim.predicate.iri:
                    found.setdefault(other.iri, other)
        for passage in claim.passages:
            for other in self._on[passage.iri]:
                found.setdefault(other.iri, other)
        return tuple(other for iri, other in found.items() if iri not in family)


def _reached(steps: Mapping[str, list[str]], start: str) -> tuple[str, ...]:
    """All that steps lead to from a thing, nearest first, itself left out."""
    found = {start: None}
    queue = [start]
    for each in queue:
        fresh = [other for other in steps.get(each, ()) if other not in found]
        found.update(dict.fromkeys(fresh))
        queue += fresh
    return tuple(found)[1:]


def source_node(names: Entities, source: str) -> Node:
    """The source of claims by its short name: its document, or the class of claims that it stands for."""
    document = f"{BASE}/id/doc/{source}"
    if document in names:
        node = names.entity(document)
        return Node(node.iri, node.label, source)
    return Node(f"{GF}{source.capitalize()}Claim", both(f"source.{source}"), source)


def sources(library: Library) -> tuple[Node, ...]:
    """The documents whose claims the graph holds, by their short names."""
    short = sorted({said.source for said in corpus(library).claims.values() if said.passages})
    return tuple(source_node(entities(library), name) for name in short)


def corpus(library: Library) -> Corpus:
    """The claims of a library's build, read once."""
    return library.once("corpus", lambda: Corpus(_read(library), _situations(library)))


def _situations(library: Library) -> list[tuple[str, str]]:
    return [(str(situation), str(thing)) for situation, thing in library.page("situations").rows]


def _read(library: Library) -> list[ClaimRecord]:
    names = entities(library)
    places: dict[str, list[Passage]] = defaultdict(list)
    for row in library.page("claim-places"):
        places[str(row["claim"])].append(_passage(row))
    bearings: dict[str, list[Node]] = defaultdict(list)
    for claim, thing in library.page("claim-bearings").rows:
        bearings[str(claim)].append(names.entity(str(thing)))
    rows = {str(row["claim"]): row for row in library.page("claims")}
    parts: dict[str, list[str]] = defaultdict(list)
    order = sorted(rows, key=natural)
    for iri in order:
        if rows[iri]["partOf"] is not None:
            parts[str(rows[iri]["partOf"])].append(iri)
    return [_statement(names, rows[iri], places[iri], parts[iri], bearings[iri]) for iri in order]


def _passage(row: dict[str, Term | None]) -> Passage:
    text = {name: str(term or "") for name, term in row.items()}
    section, paragraph = (
        {lang: text[f"{name}_{lang}"] or text[name] for lang in ("en", "zh")}
        for name in ("section", "paragraph")
    )
    return Passage(
        text["passage"],
        text["document"],
        text["section"],
        text["paragraph"],
        text["page"],
        section,
        paragraph,
    )


def _statement(
    names: Entities,
    row: dict[str, Term | None],
    places: list[Passage],
    parts: list[str],
    bearings: list[Node],
) -> ClaimRecord:
    def node(name: str) -> Node:
        return names.entity(str(row[name]))

    iri = str(row["claim"])
    subject = row["subject"]
    return ClaimRecord(
        iri,
        str(row["id"]),
        {"en": str(row["en"]), "zh": str(row["zh"])},
        _subject(names, subject) if subject else None,
        names.node(row["predicate"]),
        names.node(row["object"]),
        node("kind"),
        node("polarity"),
        node("modality"),
        node("valence"),
        node("speaker"),
        node("verdict") if row["verdict"] else None,
        node("origin"),
        str(row["partOf"]) if row["partOf"] else None,
        tuple(sorted(places, key=lambda passage: passage.iri)),
        tuple(parts),
        tuple(bearings),
        node("reading") if row["reading"] else None,
    )


def _subject(names: Entities, term: Term) -> Node:
    """The subject of a claim; one that is a claim itself goes by its identifier."""
    place = address(term.value)
    if place and place[0] == "claim":
        name = place[1].partition("/")[2]
        return Node(term.value, {"en": name, "zh": name}, key(term.value))
    return names.entity(term.value)


def natural(iri: str) -> tuple[str | int, ...]:
    """Sorts ``C03.10`` after ``C03.9``."""
    found: list[str | int] = []
    for number, piece in enumerate(_DIGITS.split(iri)):
        found.append(int(piece) if number % 2 else piece)
    return tuple(found)
