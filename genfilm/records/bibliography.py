"""Bibliographies: what claims were read in, each work once, with its claims as notes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from genfilm.catalogue.library import Library
from genfilm.records.comparison import evidence_on
from genfilm.records.corpus import ClaimRecord
from genfilm.records.dossier import claim_note, page_range
from genfilm.records.reference import Reference
from genfilm.records.works import web_pages, works
from genfilm.words import say


def bibliography(
    library: Library, claims: Iterable[ClaimRecord], lang: str, *, evidence: bool = False
) -> list[Reference]:
    """The documents and web pages in which claims were read, in the order of the claims, and with
    ``evidence`` those by which they were judged.

    The page cited is that of all its claims, which its notes tell in ``lang``; claims of ours were read
    nowhere and have no entry.
    """
    claims = list(claims)
    every = web_pages(library)
    cited: dict[str, tuple[list[str], list[str]]] = {}
    for said in claims:
        places = [(passage.document, passage.page) for passage in said.passages]
        for work, number in places or [(work, "") for work in every.iris(said.iri, "gf:isFoundIn")]:
            pages, notes = cited.setdefault(work, ([], []))
            pages.extend(filter(None, [number]))
            note = claim_note(said, lang)
            notes.extend([note] if note not in notes else [])
    for said in claims if evidence else ():
        for stance, finding in evidence_on(library, said):
            note = say(
                "bibliography.bears", lang, stance=say(f"stance.{stance}", lang), claim=claim_note(said, lang)
            )
            for work in every.iris(finding, "gf:isFoundIn"):
                _, notes = cited.setdefault(work, ([], []))
                notes.extend([note] if note not in notes else [])
    return [
        replace(found, page=page_range(pages), notes=tuple(notes))
        for work, (pages, notes) in cited.items()
        for found in works(library, work)
    ]
