"""Works of the graph as references: documents with the page that carries them, and web pages."""

from __future__ import annotations

import re
from dataclasses import replace

from genfilm.catalogue.library import Library
from genfilm.protocol.terms import iri as as_iri
from genfilm.records.author import in_order
from genfilm.records.claim import Page, web_page
from genfilm.records.corpus import corpus
from genfilm.records.description import Description
from genfilm.records.entities import entities
from genfilm.records.node import Label
from genfilm.records.reference import Reference
from genfilm.search.fold import key as folded
from genfilm.vocabulary import GF, compact, expand

_DOCKET = re.compile(r"[（(]\d{4}[)）]")
_TITLE_MARKS = re.compile(r"^《(.+)》$")
_WORD = re.compile(r"[A-Za-z][\w’'-]*")


def works(library: Library, iri: str) -> list[Reference]:
    """The reference to a document or a web page, or to the web pages of a finding; none for other things.

    A part is cited as the whole to which it belongs; a journal is cited with an article only.
    """
    names, told = entities(library), web_pages(library)
    page = f"{GF}WebPage" in names.types(iri)
    if not page and f"{GF}Document" in names.classes(iri):
        if expand("fabio:Journal") in names.types(iri):
            return []
        return [document_reference(library, _whole(library, iri))]
    pages = [iri] if page else told.iris(iri, "gf:isFoundIn")
    return [page_reference(library, web_page(told, each, names)) for each in pages]


def web_pages(library: Library) -> Description:
    """Records of all web pages, read once."""
    return library.once("web-pages", lambda: Description(library.page("web-pages")))


def page_reference(library: Library, page: Page) -> Reference:
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
        described=page.described,
        kind="webpage",
        names=_names(library, page.title["en"]),
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

    container, publisher, homepage = one("gf:isPublishedIn"), one("gf:isPublishedBy"), one("gf:homepage")
    issuers = values.get("gf:isPublishedBy", [])
    authors = in_order(
        [names.label(iri) for iri in _as_claimed(library, document, values.get("gf:hasAuthor", []))],
        one("gf:byline"),
    )
    online = None if homepage or one("gf:doi") else _carrier(library, values, titles, authors)
    label, ruling = names.label(document), f"{GF}CourtRuling" in names.classes(document)
    report = publisher and expand("fabio:ReportDocument") in names.types(document)
    kind = "report" if report else "webpage" if homepage or online else "report" if publisher else "document"
    kind = "article-journal" if container else "legal_case" if ruling else kind
    court = {lang: _DOCKET.split(text)[0].rstrip(", ") for lang, text in label.items()}
    journal, issn = _journal(library, container) if container else ({}, "")
    issued = online.date[:10] if online and kind == "webpage" else ""
    return Reference(
        document.rsplit("/", 1)[-1],
        titles or label,
        court if ruling else journal or (names.label(publisher) if publisher else {}),
        authors,
        one("gf:publicationYear") or (_DOCKET.search(label["zh"]) or [""])[0][1:5] or issued[:4],
        issue=one("gf:issueNumber"),
        number=label["zh"].removeprefix(court["zh"]) if ruling else "",
        pages=one("gf:pageRange"),
        issn=issn,
        doi=one("gf:doi"),
        url=online.url if online else homepage,
        issued=issued,
        accessed=online.accessed if online else "",
        described=not titles and not ruling,
        kind=kind,
        names=_names(library, (titles or label).get("en", "")),
        issuers=tuple(map(names.label, issuers)) if len(issuers) > 1 else (),
    )


def _carrier(
    library: Library, values: dict[str, list[str]], titles: dict[str, str], authors: tuple[Label, ...]
) -> Page | None:
    """The page on which a document was read, if it bears its title or its authors: other pages only quote
    it, and nothing about them is true of the document."""
    names, told = entities(library), web_pages(library)
    pages = [web_page(told, iri, names) for iri in values.get("gf:isReadOn", [])]
    wanted = {folded(title) for title in titles.values()}
    bearing = [page for page in pages if wanted & set(map(folded, page.title.values()))]
    return next(iter(bearing or [page for page in pages if authors and page.authors == authors]), None)


def _journal(library: Library, carrier: str) -> tuple[Label, str]:
    """(title, ISSN) of a journal; its name is its title unless it is only known by its ISSN."""
    values, titles = _values(library, carrier)
    issn = next(iter(values.get("gf:issn", [])), "")
    label = entities(library).label(carrier)
    if titles or "ISSN" in label["zh"]:
        return titles, issn
    return {lang: _TITLE_MARKS.sub(r"\1", text) for lang, text in label.items()}, issn


def _as_claimed(library: Library, document: str, authors: list[str]) -> list[str]:
    """Authors (IRIs) in the order of the claims that name them."""
    about = corpus(library).about(document)
    named = [each for each in about if each.predicate and each.predicate.iri == expand("gf:hasAuthor")]
    order = [each.object.iri for each in named if each.object]
    return sorted(authors, key=lambda iri: order.index(iri) if iri in order else len(order))


def _whole(library: Library, part: str) -> str:
    """The document that a document is part of, through all parts between; itself where it is a whole."""
    found = [part]
    for each in found:
        rows = library.page("term-incoming", subject=as_iri(each), lang='"en"')
        found += [str(row["value"]) for row in rows if compact(str(row["property"])) == "gf:hasPart"][:1]
    return found[-1]


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


def _names(library: Library, title: str) -> frozenset[str]:
    """The words of a title that are names: the graph's own texts begin them with a capital only, and not
    because they begin a sentence."""

    def read() -> tuple[frozenset[str], frozenset[str]]:
        every = entities(library)
        texts = [*(said.paraphrase["en"] for said in corpus(library).claims.values())]
        texts += [every.label(iri)["en"] for iri in every]
        words = [word for text in texts for word in _WORD.findall(text)]
        inner = [word for text in texts for word in _WORD.findall(text)[1:]]
        return frozenset(word for word in inner if word[0].isupper()), frozenset(map(str, words))

    capital, every = library.once("capitals", read)
    return frozenset(word for word in _WORD.findall(title) if word in capital and word.lower() not in every)
