"""A claim with what a reader needs beside its record: the claims next to it, and references to cite it by."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from genfilm.catalogue.library import Library
from genfilm.protocol.terms import iri as as_iri
from genfilm.records.agreement import Meeting, meetings
from genfilm.records.claim import Claim, Page, claim
from genfilm.records.corpus import ClaimRecord, corpus, natural
from genfilm.records.entities import entities
from genfilm.records.reference import Reference, page_sign
from genfilm.vocabulary import GF, compact
from genfilm.words import say

_RELATED = 8
_DOCKET = re.compile(r"[（(]\d{4}[)）]")


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
        _evidence(record),
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
        replace(
            document_reference(
                library, document, page_range(each.page for each in passages if each.document == document)
            ),
            notes=(claim_note(record.statement),),
        )
        for document in dict.fromkeys(each.document for each in passages)
    ]
    return (*documents, *(page_reference(page, claim_note(record.statement)) for page in record.found_in))


def claim_note(said: ClaimRecord) -> str:
    """A claim as a note on the work that it is cited from: page, sentence, verdict, IRI."""
    lang = "zh" if said.passages else "en"
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


def _evidence(record: Claim) -> tuple[Reference, ...]:
    """The web pages of the findings for and against, each once."""
    findings = record.assessment.evidence if record.assessment else ()
    pages = {page.iri: page for finding in findings for page in finding.pages}
    return tuple(page_reference(page, claim_note(record.statement)) for page in pages.values())


def page_reference(page: Page, *notes: str) -> Reference:
    """The reference to a web page that was consulted."""
    return Reference(
        page.iri.rsplit("/", 1)[-1],
        page.title,
        page.publisher,
        page.authors,
        year=page.date[:4],
        issued=page.date[:10],
        accessed=page.accessed,
        url=page.url,
        notes=notes,
        described=page.described,
        kind="webpage",
    )


def document_reference(library: Library, document: str, page: str = "") -> Reference:
    """The reference to a document of the graph, with the page that is cited."""
    found: Reference = library.once(f"reference-{document}", lambda: _reference(library, document))
    return replace(found, page=page)


def _reference(library: Library, document: str) -> Reference:
    names = entities(library)
    values, titles = _values(library, document)

    def one(name: str) -> str:
        return next(iter(values.get(name, [])), "")

    container = one("gf:isPublishedIn")
    publisher = one("gf:isPublishedBy")
    read = one("gf:isReadOn") if not container else ""
    online = _values(library, read)[0] if read else {}
    carrier, carrier_titles = _values(library, container) if container else ({}, {})
    label, ruling = names.label(document), f"{GF}CourtRuling" in names.classes(document)
    issued = next(iter(online.get("dcterms:issued", [])), "")
    kind = "webpage" if online else "report" if publisher else "document"
    kind = "article-journal" if container else "legal_case" if ruling else kind
    court = {lang: _DOCKET.split(text)[0].rstrip(", ") for lang, text in label.items()}
    return Reference(
        document.rsplit("/", 1)[-1],
        titles or label,
        court if ruling else carrier_titles or (names.label(publisher) if publisher else {}),
        tuple(names.label(author) for author in values.get("gf:hasAuthor", [])),
        one("gf:publicationYear") or (_DOCKET.search(label["zh"]) or [""])[0][1:5] or issued[:4],
        issue=one("gf:issueNumber"),
        number=label["zh"].removeprefix(court["zh"]) if ruling else "",
        pages=one("gf:pageRange"),
        issn=next(iter(carrier.get("gf:issn", [])), ""),
        doi=one("gf:doi"),
        url=(one("gf:homepage") or next(iter(online.get("gf:sourceAddress", [])), "")) if online else "",
        issued=issued,
        accessed=next(iter(online.get("gf:accessDate", [])), "")[:10],
        kind=kind,
    )


def _values(library: Library, document: str) -> tuple[dict[str, list[str]], dict[str, str]]:
    """Values of a document in the graph, by property, and its titles by language."""
    values: dict[str, list[str]] = {}
    titles: dict[str, str] = {}
    for row in library.page("term-outgoing", subject=as_iri(document), lang='"en"'):
        name, value = compact(str(row["property"])), row["value"]
        values.setdefault(name, []).append(str(value))
        if name == "gf:title" and value is not None:
            titles.setdefault(value.language[:2] or "en", value.value)
    return values, titles
