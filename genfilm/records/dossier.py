"""A claim with what a reader needs beside its record: the claims next to it, and references to cite it by."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from genfilm.catalogue.library import Library
from genfilm.records.agreement import Meeting, meetings
from genfilm.records.claim import Claim, claim
from genfilm.records.corpus import ClaimRecord, corpus, natural
from genfilm.records.reference import Reference, page_sign
from genfilm.records.works import document_reference, page_reference
from genfilm.words import say

_RELATED = 8


@dataclass(frozen=True, slots=True)
class Dossier:
    """The record of a claim; ``related`` are claims about the same, ``siblings`` the other parts.

    ``references`` are what the claim was read in, ``evidence`` the web pages of its verdict, ``meetings``
    what other sources say to it or to its parts.
    """

    record: Claim
    related: tuple[ClaimRecord, ...]
    siblings: tuple[ClaimRecord, ...]
    references: tuple[Reference, ...]
    evidence: tuple[Reference, ...]
    meetings: tuple[Meeting, ...]


def dossier(library: Library, iri: str) -> Dossier | None:
    """The claim with this IRI; None when there is none."""
    every = corpus(library)
    if iri not in every.claims:
        return None
    record = claim(library, iri)
    family = record.parts or tuple(
        every.claims[part] for part in (record.part_of.parts if record.part_of else ())
    )
    return Dossier(
        record,
        _related(library, record),
        family,
        _references(library, record),
        _evidence(library, record),
        meetings(library, (record.statement, *record.parts)),
    )


def _related(library: Library, record: Claim) -> tuple[ClaimRecord, ...]:
    """Claims about the same subject: those that share most, and those of other sources, first."""
    every, said = corpus(library), record.statement
    subjects = dict.fromkeys(part.subject.iri for part in (said, *record.parts) if part.subject is not None)
    family = {said.iri, said.part_of, *said.parts}
    ranked: dict[str, tuple[int, ClaimRecord]] = {}
    for subject in filter(None, subjects):
        for each in (*every.about(subject), *every.pointing_to(subject)):
            if each.iri in family or (each.part_of and each.part_of == said.part_of):
                continue
            shared = (
                (each.object is not None and each.object == said.object)
                + (each.predicate == said.predicate)
                + (each.source != said.source)
            )
            if each.iri not in ranked or ranked[each.iri][0] < shared:
                ranked[each.iri] = (shared, each)
    best = sorted(ranked.values(), key=lambda item: (-item[0], natural(item[1].iri)))
    return tuple(each for _, each in best[:_RELATED])


def _references(library: Library, record: Claim) -> tuple[Reference, ...]:
    """The documents in which the claim is said, each with its pages, and the web pages it was read on."""
    passages = record.statement.passages
    documents = [
        document_reference(
            library, document, page_range(each.page for each in passages if each.document == document)
        )
        for document in dict.fromkeys(each.document for each in passages)
    ]
    return (*documents, *(page_reference(library, page) for page in record.found_in))


def claim_note(said: ClaimRecord, lang: str) -> str:
    """A claim as a note on the work that it is cited from: page, sentence, verdict, IRI."""
    told = (
        say("claim.judged", lang, claim=said.paraphrase[lang], verdict=said.verdict.label[lang])
        if (said.verdict)
        else said.paraphrase[lang]
    )
    return " ".join(filter(None, (said.pages and page_sign(said.pages), told, said.iri)))


def page_range(pages: Iterable[str]) -> str:
    """Pages in their order, neighbours joined: 119-120, 124."""
    ranges: list[list[str]] = []
    for page in sorted(set(pages), key=natural):
        follows = ranges and page.isdecimal() and ranges[-1][-1].isdecimal()
        if follows and int(page) == int(ranges[-1][-1]) + 1:
            ranges[-1].append(page)
        else:
            ranges.append([page])
    return ", ".join(each[0] if len(each) == 1 else f"{each[0]}-{each[-1]}" for each in ranges)


def _evidence(library: Library, record: Claim) -> tuple[Reference, ...]:
    """The web pages of the findings for and against, each once."""
    findings = record.assessment.evidence if record.assessment else ()
    pages = {page.iri: page for finding in findings for page in finding.pages}
    return tuple(page_reference(library, page) for page in pages.values())
