"""A claim with all that a reader needs to judge and cite it: verdict, evidence, neighbours, references."""

from __future__ import annotations

from dataclasses import dataclass

from genfilm.catalogue.library import Library
from genfilm.protocol.terms import iri as as_iri
from genfilm.records.description import Description
from genfilm.records.node import Label, Node
from genfilm.records.reference import Reference
from genfilm.records.statements import Statement, statements
from genfilm.vocabulary import compact

STANCES = ("isSupportedBy", "isContradictedBy", "isQualifiedBy")
_RELATED = 8


@dataclass(frozen=True, slots=True)
class WebPage:
    """A page on which a finding was read; ``date`` is empty where the page has none."""

    iri: str
    title: Label
    publisher: Label
    address: str
    date: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding of evidence with its stance (a name of STANCES) and the pages on which it was read."""

    iri: str
    stance: str
    label: Label
    note: Label
    pages: tuple[WebPage, ...]


@dataclass(frozen=True, slots=True)
class Dossier:
    """All about one claim; ``whole`` is the compound claim that it is a part of."""

    claim: Statement
    reason: Label
    judged_by: Node | None
    judged: str
    findings: tuple[Finding, ...]
    found_in: tuple[WebPage, ...]
    rests_on: tuple[Node, ...]
    reported_from: tuple[Node, ...]
    terms_used: tuple[str, ...]
    notes: Label
    whole: Statement | None
    parts: tuple[Statement, ...]
    related: tuple[Statement, ...]
    references: tuple[Reference, ...]


def dossier(library: Library, iri: str) -> Dossier | None:
    """The claim with this IRI; None when there is none."""
    every = statements(library)
    claim = every.by_iri.get(iri)
    if claim is None:
        return None
    about = Description(library.page("claim-dossier", claim=as_iri(iri)))
    judgements = [node for node in about if iri in about.iris(node, "gf:assesses")]
    judgement = max(judgements, key=lambda node: about.text(node, "prov:generatedAtTime"), default="")
    names = every.names
    by = next(iter(about.iris(judgement, "prov:wasAttributedTo")), "")
    found_in = tuple(_page(about, every, page) for page in about.iris(iri, "gf:isFoundIn"))
    parts = tuple(every.parts(iri))
    return Dossier(
        claim,
        about.label(judgement, "rdfs:comment"),
        names.thing(by) if by else None,
        about.text(judgement, "prov:generatedAtTime")[:10],
        tuple(
            Finding(
                finding,
                stance,
                about.label(finding),
                about.label(finding, "skos:scopeNote"),
                tuple(_page(about, every, page) for page in about.iris(finding, "gf:isFoundIn")),
            )
            for stance in STANCES
            for finding in about.iris(judgement, f"gf:{stance}")
        ),
        found_in,
        tuple(names.thing(each) for each in about.iris(iri, "gf:restsOn")),
        tuple(names.thing(each) for each in about.iris(iri, "gf:isReportedFrom")),
        tuple(term.value for term in about.all(iri, "gf:termUsedBySource")),
        about.label(iri, "skos:editorialNote"),
        every.by_iri.get(claim.row),
        parts,
        tuple(_related(library, claim, parts)),
        tuple(_references(library, claim, found_in)),
    )


def _page(about: Description, every: object, iri: str) -> WebPage:
    publisher = next(iter(about.iris(iri, "dcterms:publisher")), "")
    label: Label = every.names.label(publisher) if publisher else {"en": "", "zh": ""}  # type: ignore[attr-defined]
    return WebPage(
        iri,
        about.label(iri, "dcterms:title", compact(iri)),
        label,
        about.text(iri, "gf:sourceAddress"),
        about.text(iri, "dcterms:issued")[:10],
    )


def _related(library: Library, claim: Statement, parts: tuple[Statement, ...]) -> list[Statement]:
    """Claims about the same subject: those that share most, and those of other sources, first."""
    every = statements(library)
    subjects = [claim.subject] if claim.subject else [part.subject for part in parts]
    left_out = {claim.iri, claim.row, *(part.iri for part in parts)}
    ranked: dict[str, tuple[int, Statement]] = {}
    for subject in subjects:
        for each in every.about(str(subject.iri)) if subject is not None and subject.iri else ():
            if each.iri in left_out or (each.row and each.row == claim.row):
                continue
            shared = sum(
                (
                    each.object is not None and claim.object is not None and each.object == claim.object,
                    each.predicate == claim.predicate,
                    each.source != claim.source,
                )
            )
            if each.iri not in ranked or ranked[each.iri][0] < shared:
                ranked[each.iri] = (shared, each)
    best = sorted(ranked.values(), key=lambda item: (-item[0], item[1].order))
    return [each for _, each in best[:_RELATED]]


def _references(library: Library, claim: Statement, found_in: tuple[WebPage, ...]) -> list[Reference]:
    documents = dict.fromkeys(place.document for place in claim.places)
    references = []
    for document in documents:
        pages = ", ".join(dict.fromkeys(p.page for p in claim.places if p.document == document))
        references.append(reference(library, document, pages, claim.iri))
    for page in found_in:
        references.append(
            Reference(
                page.iri.rsplit("/", 1)[-1],
                page.title,
                page.publisher,
                year=page.date[:4],
                issued=page.date,
                url=page.address,
                claim=claim.iri,
            )
        )
    return references


def reference(library: Library, document: str, page: str = "", claim: str = "") -> Reference:
    """The reference to a document of the graph, with the page that is cited and the claim for which."""
    return library.once(
        f"reference-{document}-{page}-{claim}", lambda: _reference(library, document, page, claim)
    )


def _reference(library: Library, document: str, page: str, claim: str) -> Reference:
    every = statements(library).names
    values: dict[str, list[object]] = {}
    titles: dict[str, str] = {}
    for row in library.page("term-outgoing", subject=as_iri(document), lang='"en"'):
        name = compact(str(row["property"]))
        values.setdefault(name, []).append(row["value"])
        if name == "gf:title" and row["value"] is not None:
            titles.setdefault(row["value"].language[:2] or "en", row["value"].value)

    def one(name: str) -> str:
        return str(next(iter(values.get(name, [])), ""))

    container = one("gf:isPublishedIn")
    return Reference(
        document.rsplit("/", 1)[-1],
        titles or every.label(document),
        every.label(container) if container else {"en": "", "zh": ""},
        tuple(every.label(str(author)) for author in values.get("gf:hasAuthor", [])),
        one("gf:publicationYear"),
        issue=one("gf:issueNumber"),
        pages=one("gf:pageRange"),
        page=page,
        doi=one("gf:doi"),
        claim=claim,
    )
