"""The record of one claim: what it says, where, how it was judged, and which claims stand beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from genfilm.catalogue.library import Library
from genfilm.problems import UnknownClaim
from genfilm.protocol import terms
from genfilm.records.author import in_order
from genfilm.records.claim_columns import COLUMNS, THINGS, Value, reference
from genfilm.records.corpus import ClaimRecord, Corpus, corpus, source_node
from genfilm.records.description import Description
from genfilm.records.entities import Entities, entities
from genfilm.records.node import Label, Node, thing
from genfilm.records.readings import Coding, codings
from genfilm.vocabulary import expand

STANCES = {
    "gf:isSupportedBy": "supports",
    "gf:isContradictedBy": "contradicts",
    "gf:isQualifiedBy": "qualifies",
    "gf:considers": "considers",
}
"""Stances of evidence to a claim, by relation."""


@dataclass(frozen=True, slots=True)
class Page:
    """A web page of which ``extent`` was read on the day ``accessed``; ``date`` is as precise as the page
    gives it, or empty.

    ``title`` is its own in both languages, or, when ``described``, our description in each.
    """

    iri: str
    title: Label
    described: bool
    url: str
    publisher: Label
    date: str
    accessed: str
    extent: Label
    authors: tuple[Label, ...]

    def record(self) -> dict[str, Any]:
        """As JSON has it."""
        return {
            "iri": self.iri, "title": dict(self.title), "url": self.url, "publisher": dict(self.publisher),
            "date": self.date or None, "accessed": self.accessed, "extent": dict(self.extent),
            "authors": [dict(author) for author in self.authors],
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding of evidence; ``stance`` is one of the values of ``STANCES``, ``interested`` names those of
    its publishers and first speakers that speak of themselves or of what they have an interest in.
    """

    iri: str
    stance: str
    stance_label: Label
    label: Label
    note: Label | None
    pages: tuple[Page, ...]
    interested: tuple[Label, ...]

    def record(self) -> dict[str, Any]:
        """As JSON has it."""
        return {
            "iri": self.iri,
            "stance": self.stance,
            "stanceLabel": dict(self.stance_label),
            "label": dict(self.label),
            "note": dict(self.note) if self.note else None,
            "pages": [page.record() for page in self.pages],
            "interestedParties": [dict(party) for party in self.interested],
        }


@dataclass(frozen=True, slots=True)
class Assessment:
    """The judgement of a claim that counts, with the findings that it considers.

    ``grounds`` say why it is no full confirmation; ``sources`` counts the independent sources that support
    the claim; what is right stands in ``corrected_by``, or in words in ``correction``.
    """

    iri: str
    verdict: Node
    reason: Label | None
    date: str
    evidence: tuple[Finding, ...]
    grounds: tuple[Node, ...]
    sources: int | None
    corrected_by: tuple[Node, ...]
    correction: Label | None

    @property
    def right(self) -> tuple[Label, ...]:
        """Statement that is right where the claim is disputed."""
        return (
            *(claim.label for claim in self.corrected_by),
            *((self.correction,) if self.correction else ()),
        )

    def record(self) -> dict[str, Any]:
        """As JSON has it."""
        return {
            "iri": self.iri,
            "verdict": self.verdict.key,
            "verdictLabel": dict(self.verdict.label),
            "reason": dict(self.reason) if self.reason else None,
            "date": self.date[:10],
            "evidence": [finding.record() for finding in self.evidence],
            "grounds": [ground.record() for ground in self.grounds],
            "independentSources": self.sources,
            "correctedBy": [claim.record() for claim in self.corrected_by],
            "correction": dict(self.correction) if self.correction else None,
        }


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim; ``part_of`` is its compound claim, ``parts`` are those of one, ``related`` its neighbours,
    ``readings`` its readings and acceptances."""

    statement: ClaimRecord
    source: Node
    notes: tuple[Label, ...]
    term: str
    assessment: Assessment | None
    found_in: tuple[Page, ...]
    rests_on: tuple[Node, ...]
    reported_from: Node | None
    part_of: ClaimRecord | None
    parts: tuple[ClaimRecord, ...]
    related: tuple[ClaimRecord, ...]
    readings: tuple[Coding, ...]

    @property
    def iri(self) -> str:
        return self.statement.iri

    @property
    def id(self) -> str:
        return self.statement.id

    def record(self) -> dict[str, Any]:
        """As JSON has it."""
        said = self.statement
        return {
            "iri": said.iri,
            "id": said.id,
            "source": self.source.record(),
            "paraphrase": dict(said.paraphrase),
            **{name: _node(COLUMNS[name].of(said)) for name in THINGS},
            "reportedFrom": self.reported_from.record() if self.reported_from else None,
            "termUsedBySource": self.term or None,
            "passages": [passage.record() for passage in said.passages],
            "foundIn": [page.record() for page in self.found_in],
            "restsOn": [node.record() for node in self.rests_on],
            "notes": [dict(note) for note in self.notes],
            "partOf": reference(self.part_of) if self.part_of else None,
            "parts": [reference(part) for part in self.parts],
            "assessment": self.assessment.record() if self.assessment else None,
            "related": [reference(other) for other in self.related],
            "reading": said.reading.record() if said.reading else None,
            "readings": [each.record() for each in self.readings],
        }


def _node(value: Value) -> dict[str, Any] | None:
    return value.record() if isinstance(value, Node) else None


def claim(library: Library, iri: str) -> Claim:
    """The record of a claim by its IRI or prefixed name; raises Problem 404 for one that is not there."""
    every = corpus(library)
    said = every.claims.get(library.prefixes.full(iri))
    if said is None:
        raise UnknownClaim(name=iri)
    names = entities(library)
    told = Description(library.page("claim-record", claim=terms.iri(said.iri)))
    return Claim(
        said,
        source_node(names, said.source),
        _notes(told, said.iri),
        told.text(said.iri, "gf:termUsedBySource"),
        _assessment(told, said, every, names),
        _pages(told, said.iri, names),
        tuple(_claim_or_thing(every, names, other) for other in told.iris(said.iri, "gf:restsOn")),
        next((names.entity(other) for other in told.iris(said.iri, "gf:isReportedFrom")), None),
        every.claims.get(said.part_of or ""),
        tuple(every.claims[part] for part in said.parts),
        every.related(said),
        codings(library).get(said.iri, ()),
    )


def _claim_or_thing(every: Corpus, names: Entities, iri: str) -> Node:
    other = every.claims.get(iri)
    return thing(iri, other.paraphrase) if other else names.entity(iri)


def _notes(told: Description, iri: str) -> tuple[Label, ...]:
    texts = told.texts(iri, "skos:editorialNote")
    return (told.label(iri, "skos:editorialNote"),) if texts else ()


def _assessment(told: Description, said: ClaimRecord, every: Corpus, names: Entities) -> Assessment | None:
    standing = told.text(said.iri, "gf:isJudgedBy")
    if not standing:
        return None
    findings = [
        Finding(
            iri,
            stance,
            names.label(expand(prop)),
            told.label(iri, otherwise=iri),
            told.label(iri, "skos:scopeNote") if told.texts(iri, "skos:scopeNote") else None,
            _pages(told, iri, names),
            tuple(names.label(party) for party in told.iris(iri, "gf:isFromInterestedParty")),
        )
        for prop, stance in STANCES.items()
        for iri in told.iris(standing, prop)
    ]
    return Assessment(
        standing,
        names.entity(told.text(standing, "gf:verdict")),
        told.label(standing, "rdfs:comment") if told.texts(standing, "rdfs:comment") else None,
        told.text(standing, "prov:generatedAtTime"),
        tuple(findings),
        tuple(names.entity(ground) for ground in told.iris(standing, "gf:hasGround")),
        int(counted) if (counted := told.text(standing, "gf:independentSourceCount")) else None,
        tuple(_claim_or_thing(every, names, other) for other in told.iris(standing, "gf:isCorrectedBy")),
        told.label(standing, "gf:correction") if told.texts(standing, "gf:correction") else None,
    )


def _pages(told: Description, iri: str, names: Entities) -> tuple[Page, ...]:
    return tuple(web_page(told, each, names) for each in told.iris(iri, "gf:isFoundIn"))


def web_page(told: Description, iri: str, names: Entities) -> Page:
    """A web page as a description tells it."""
    return Page(
        iri,
        told.label(iri, "dcterms:title", iri),
        len(told.texts(iri, "dcterms:title")) > 1,
        told.text(iri, "gf:sourceAddress"),
        names.label(told.text(iri, "dcterms:publisher")),
        told.text(iri, "dcterms:issued"),
        told.text(iri, "gf:accessDate")[:10],
        told.label(iri, "gf:extentRead"),
        in_order(map(names.label, told.iris(iri, "gf:hasAuthor")), told.text(iri, "gf:byline")),
    )
