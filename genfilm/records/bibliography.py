"""Bibliographies: what claims were read in, each work once, with its claims as notes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from genfilm.catalogue.library import Library
from genfilm.records.claim import Page, web_page
from genfilm.records.corpus import ClaimRecord
from genfilm.records.description import Description
from genfilm.records.dossier import claim_note, document_reference, page_range, page_reference
from genfilm.records.entities import entities
from genfilm.records.reference import Reference
from genfilm.vocabulary import GF


def bibliography(library: Library, claims: Iterable[ClaimRecord]) -> list[Reference]:
    """The documents and web pages in which claims were read, in the order of the claims.

    The page cited is that of all its claims; claims of ours were read nowhere and have no entry.
    """
    every = _web_pages(library)
    cited: dict[str, tuple[list[str], list[str]]] = {}
    for said in claims:
        places = [(passage.document, passage.page) for passage in said.passages]
        for work, number in places or [(work, "") for work in every.iris(said.iri, "gf:isFoundIn")]:
            pages, notes = cited.setdefault(work, ([], []))
            pages.extend(filter(None, [number]))
            note = claim_note(said)
            notes.extend([note] if note not in notes else [])
    return [
        replace(found, page=page_range(pages), notes=tuple(notes))
        for work, (pages, notes) in cited.items()
        for found in works(library, work)
    ]


def works(library: Library, iri: str) -> list[Reference]:
    """The reference to a document or a web page, or to the web pages of a finding; none for other things."""
    names, told = entities(library), _web_pages(library)
    page = f"{GF}WebPage" in names.types(iri)
    if not page and f"{GF}Document" in names.classes(iri):
        return [document_reference(library, iri)]
    pages = [iri] if page else told.iris(iri, "gf:isFoundIn")
    return [page_reference(_page(library, each)) for each in pages]


def _page(library: Library, iri: str) -> Page:
    return web_page(_web_pages(library), iri, entities(library))


def _web_pages(library: Library) -> Description:
    """Records of all web pages, read once."""
    return library.once("web-pages", lambda: Description(library.page("web-pages")))
