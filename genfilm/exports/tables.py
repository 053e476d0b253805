"""The tables of the CSV export: what a row is, and its columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from genfilm import words
from genfilm.exports.columns import (
    TEXTS,
    CsvColumn,
    along,
    assessment,
    both,
    classes,
    datatype,
    iri,
    key,
    language,
    listed,
    many,
    several,
    shared,
    space,
    texts,
    value,
)
from genfilm.exports.snapshot import Snapshot, is_ours
from genfilm.vocabulary import BASE, compact


@dataclass(frozen=True, slots=True)
class CsvTable:
    """A table: the first column is its key, the IRI of what the row is about."""

    name: str
    rows: Callable[[Snapshot], Iterable[ox.NamedNode]]
    columns: tuple[CsvColumn, ...]

    @property
    def description(self) -> dict[str, str]:
        """Description of a row in each language."""
        return words.both(f"table.of.{self.name}")

    def records(self, snapshot: Snapshot) -> Iterator[list[str]]:
        """The rows, their cells in the order of the columns."""
        for row in self.rows(snapshot):
            yield [(column.separator or TEXTS).join(column.cell(snapshot, row)) for column in self.columns]

    def objects(self, snapshot: Snapshot) -> Iterator[dict[str, str | list[str] | None]]:
        """The rows as JSON has them, by column: lists where a column holds several values, None for none."""
        for row in self.rows(snapshot):
            cells = {column.name: column.cell(snapshot, row) for column in self.columns}
            yield {
                column.name: cells[column.name]
                if column.separator
                else TEXTS.join(cells[column.name]) or None
                for column in self.columns
            }


_QUOTED = (
    *shared("paraphrase", "rdfs:label"),
    *shared("subject", "gf:hasSubject", "{cell}"),
    *shared("subjectLabel"),
    *shared("predicate", "gf:hasPredicate", "{cell}"),
    *shared("predicateLabel"),
    *shared("object"),
    *shared("objectLabel"),
    *shared("polarity"),
    *shared("modality"),
    *shared("speaker"),
    *shared("page"),
    *shared("verdict"),
    *shared("verdictLabel"),
)
_PLACED = (*shared("stage"), *shared("actor"), *shared("technology"))

_NOT_ENTITIES = ("claim", "assessment", "evidence", "passage", "division", "page", "example", "extraction")
_TERMS = (
    "owl:Class",
    "owl:ObjectProperty",
    "owl:DatatypeProperty",
    "owl:AnnotationProperty",
    "owl:NamedIndividual",
)


def _entities(snapshot: Snapshot) -> list[ox.NamedNode]:
    found = {s for s in snapshot.subjects() if isinstance(s, ox.NamedNode) and is_ours(s, "id/")}
    kept = (s for s in found if space(snapshot, s)[0] not in _NOT_ENTITIES)
    return sorted(kept, key=lambda term: str(term.value))


def _uses(snapshot: Snapshot) -> list[ox.NamedNode]:
    """The claims about cases, and those that a work or an actor uses a technology."""
    cases = {*snapshot.instances("gf:TechnologyUse")}
    found = []
    for claim in snapshot.claims():
        triple = snapshot.proposition(claim)
        if triple and (triple.subject in cases or compact(triple.predicate.value) == "gf:usesTechnology"):
            found.append(claim)
    return found


TABLES: tuple[CsvTable, ...] = (
    CsvTable(
        "claims",
        Snapshot.claims,
        (
            *shared("claim"),
            *shared("id", "dcterms:identifier"),
            *shared("source"),
            *shared("origin"),
            *shared("kind", "gf:claimKind", f"{BASE}/concept/claim-kind/{{cell}}"),
            *_QUOTED,
            *shared("valence"),
            *shared("reading"),
            *shared("partOf"),
            *_PLACED,
            CsvColumn("valueType", words.both("table.value_type"), datatype),
            CsvColumn("valueLanguage", words.both("table.value_language"), language),
            many("passages", "table.passages", "gf:isStatedIn"),
            many("foundIn", "table.web_pages", "gf:isFoundIn"),
            many("restsOn", "table.rests_on", "gf:restsOn"),
            many("reportedFrom", "table.reported_from", "gf:isReportedFrom"),
            texts("termUsedBySource", "table.source_terms", "gf:termUsedBySource"),
            CsvColumn("assessment", words.both("noun.assessment"), assessment, kind="anyURI"),
        ),
    ),
    CsvTable(
        "assessments",
        lambda snapshot: snapshot.instances("gf:Assessment"),
        (
            key("assessment", "noun.assessment"),
            many("claims", "table.judges", "gf:assesses"),
            listed("verdict", "noun.verdict", "gf:verdict"),
            *several("reason", "noun.reason", "rdfs:comment"),
            many("supported_by", "table.supported_by", "gf:isSupportedBy"),
            many("contradicted_by", "table.contradicted_by", "gf:isContradictedBy"),
            many("qualified_by", "table.qualified_by", "gf:isQualifiedBy"),
            many("considers", "table.considers", "gf:considers"),
            many("grounds", "table.grounds", "gf:hasGround"),
            value("sources", "table.sources", "gf:independentSourceCount", "integer"),
            many("corrected_by", "table.corrected_by", "gf:isCorrectedBy"),
            *several("correction", "noun.right", "gf:correction"),
            iri("attributed_to", "table.judge", "prov:wasAttributedTo", "entities.entity"),
            value("time", "table.time", "prov:generatedAtTime", "dateTime"),
        ),
    ),
    CsvTable(
        "evidence",
        lambda snapshot: snapshot.instances("gf:Evidence"),
        (
            key("evidence", "noun.evidence"),
            value("id", "noun.identifier", "dcterms:identifier"),
            *both("finding", "noun.finding", "rdfs:label"),
            *several("note", "noun.reservation", "skos:scopeNote"),
            many("web_pages", "table.web_pages", "gf:isFoundIn"),
            many("addresses", "table.addresses", "gf:isFoundIn", "gf:sourceAddress"),
        ),
    ),
    CsvTable(
        "web-pages",
        lambda snapshot: snapshot.instances("gf:WebPage"),
        (
            key("page", "noun.web_page"),
            *several("title", "noun.title", "dcterms:title"),
            value("address", "noun.address", "gf:sourceAddress", "anyURI"),
            iri("publisher", "noun.publisher", "dcterms:publisher", "entities.entity"),
            *both("publisher_label", "table.publisher_name", "dcterms:publisher", "rdfs:label"),
            CsvColumn("issued", words.both("table.issued"), along("dcterms:issued")),
            value("accessed", "table.accessed", "gf:accessDate", "dateTime"),
            *both("extent", "table.extent", "gf:extentRead"),
        ),
    ),
    CsvTable(
        "passages",
        lambda snapshot: snapshot.instances("gf:Passage"),
        (
            key("passage", "noun.passage"),
            iri("document", "noun.document", "gf:isPassageOf", "entities.entity"),
            *both("label", "noun.name", "rdfs:label"),
            value("section", "noun.section", "gf:section"),
            value("paragraph", "noun.paragraph", "gf:paragraph"),
            value("page", "noun.page", "gf:page"),
            value("text_hash", "table.text_hash", "gf:textHash"),
        ),
    ),
    CsvTable(
        "technology-uses",
        _uses,
        (
            *shared("claim", target="claims.claim"),
            *_QUOTED,
        ),
    ),
    CsvTable(
        "entities",
        _entities,
        (
            key("entity", "noun.entity"),
            CsvColumn("kind", words.both("table.kind"), space),
            classes(),
            *both("label", "noun.name", "rdfs:label"),
            *several("other_names", "table.other_names", "skos:altLabel"),
            *both("definition", "noun.definition", "skos:definition"),
            many("same_as", "table.same_as", "skos:exactMatch"),
            many("claims", "table.claims", "^gf:hasSubject"),
        ),
    ),
    CsvTable(
        "concepts",
        lambda snapshot: snapshot.instances("skos:Concept"),
        (
            key("concept", "noun.concept"),
            iri("scheme", "table.list", "skos:inScheme"),
            *both("label", "noun.name", "skos:prefLabel"),
            *both("definition", "noun.definition", "skos:definition"),
        ),
    ),
    CsvTable(
        "terms",
        lambda snapshot: [term for term in snapshot.instances(*_TERMS) if is_ours(term, "ns/")],
        (
            key("term", "noun.term"),
            classes(),
            *both("label", "noun.name", "rdfs:label"),
            *both("definition", "noun.definition", "skos:definition"),
            many("parents", "table.parents", "rdfs:subClassOf"),
            iri("module", "noun.module", "rdfs:isDefinedBy"),
        ),
    ),
)
