"""The tables of the CSV export: what a row is, and its columns with names in both languages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from genfilm.exports.columns import (
    TEXTS,
    Column,
    along,
    assessment,
    both,
    classes,
    datatype,
    iri,
    itself,
    key,
    language,
    listed,
    many,
    several,
    space,
    texts,
    value,
    verdict,
    whole,
)
from genfilm.exports.snapshot import Snapshot, is_ours
from genfilm.vocabulary import compact


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the first column is its key, the IRI of what the row is about."""

    name: str
    en: str
    zh: str
    rows: Callable[[Snapshot], Iterable[ox.NamedNode]]
    columns: tuple[Column, ...]

    def records(self, snapshot: Snapshot) -> Iterator[list[str]]:
        """The rows, their cells in the order of the columns."""
        for row in self.rows(snapshot):
            yield [(column.separator or TEXTS).join(column.cell(snapshot, row)) for column in self.columns]


_SPEAKERS = (
    many("speakers", "who says it", "发言者", "prov:wasAttributedTo"),
    *several("speakers", "who says it", "发言者", "prov:wasAttributedTo", "rdfs:label"),
)
_TRIPLE = (
    iri("subject", "subject", "主语", "gf:hasSubject"),
    *both("subject_label", "name of the subject", "主语名称", "gf:hasSubject", "rdfs:label"),
    iri("predicate", "predicate", "谓语", "gf:hasPredicate"),
    *both("predicate_label", "name of the predicate", "谓语名称", "gf:hasPredicate", "rdfs:label"),
    iri("object", "object", "宾语", "gf:hasObject"),
    *both("object_label", "name of the object", "宾语名称", "gf:hasObject", "rdfs:label"),
    Column("value", "value instead of an object", "代替宾语的值", along("gf:objectValue")),
    Column("value_type", "datatype of the value", "值的数据类型", datatype),
    Column("value_language", "language of the value", "值的语言", language),
)
_MANNER = (
    listed("polarity", "polarity", "极性", "gf:polarity"),
    listed("modality", "modality", "情态", "gf:modality"),
    listed("valence", "valence", "效价", "gf:valence"),
)
_VERDICT = (
    Column("verdict", "verdict", "核查结论", verdict),
    Column("assessment", "assessment", "核查", assessment, kind="anyURI"),
)
_PAGES = (
    texts("pages", "pages of the source", "来源页码", "gf:isStatedIn", "gf:page"),
    many("web_pages", "web pages", "网页", "gf:isFoundIn"),
)

_NOT_ENTITIES = ("claim", "assessment", "evidence", "passage", "page", "example", "extraction")
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


TABLES: tuple[Table, ...] = (
    Table(
        "claims",
        "One row for each claim: who says what, where, how, and the verdict. A claim is not a fact.",
        "每条论断一行：谁、在何处、以何种方式说了什么，以及核查结论。论断并非事实。",
        Snapshot.claims,
        (
            key("claim", "claim", "论断"),
            value("id", "identifier", "编号", "dcterms:identifier"),
            classes(),
            Column("part_of", "compound claim that it is part of", "所属复合论断", whole, kind="anyURI"),
            *both("statement", "statement in our words", "论断内容（转述）", "rdfs:label"),
            *_TRIPLE,
            *_MANNER,
            iri("claim_kind", "kind of claim", "论断类别", "gf:claimKind", "concepts.concept"),
            *_SPEAKERS,
            many("passages", "passages", "文段", "gf:isStatedIn"),
            *_PAGES,
            many("rests_on", "what it rests on", "所依据者", "gf:restsOn"),
            many("reported_from", "document it is reported from", "转述自", "gf:isReportedFrom"),
            texts("source_terms", "terms of the source", "来源用语", "gf:termUsedBySource"),
            *_VERDICT,
        ),
    ),
    Table(
        "assessments",
        "One row for each assessment: a dated verdict and the evidence for and against.",
        "每次核查一行：带日期的结论，以及支持与反对的证据。",
        lambda snapshot: snapshot.instances("gf:Assessment"),
        (
            key("assessment", "assessment", "核查"),
            many("claims", "claims that it judges", "所核查的论断", "gf:assesses"),
            listed("verdict", "verdict", "核查结论", "gf:verdict"),
            *several("reason", "reason", "理由", "rdfs:comment"),
            many("supported_by", "evidence for the claim", "支持论断的证据", "gf:isSupportedBy"),
            many("contradicted_by", "evidence against the claim", "反对论断的证据", "gf:isContradictedBy"),
            many("qualified_by", "evidence that qualifies the claim", "限定论断的证据", "gf:isQualifiedBy"),
            iri("attributed_to", "who judges", "核查者", "prov:wasAttributedTo", "entities.entity"),
            value("time", "time of the judgement", "核查时间", "prov:generatedAtTime", "dateTime"),
        ),
    ),
    Table(
        "evidence",
        "One row for each finding, with the web pages on which it was read.",
        "每项发现一行，附其所见网页。",
        lambda snapshot: snapshot.instances("gf:Evidence"),
        (
            key("evidence", "evidence", "证据"),
            value("id", "identifier", "编号", "dcterms:identifier"),
            *both("finding", "finding", "发现", "rdfs:label"),
            *several("note", "reservation", "保留说明", "skos:scopeNote"),
            *_PAGES[1:],
            many("addresses", "addresses", "网址", "gf:isFoundIn", "gf:sourceAddress"),
        ),
    ),
    Table(
        "web-pages",
        "One row for each web page on which evidence was read.",
        "每个查见证据的网页一行。",
        lambda snapshot: snapshot.instances("gf:WebPage"),
        (
            key("page", "web page", "网页"),
            *several("title", "title", "题名", "dcterms:title"),
            value("address", "address", "网址", "gf:sourceAddress", "anyURI"),
            iri("publisher", "publisher", "发布者", "dcterms:publisher", "entities.entity"),
            *both("publisher_label", "publisher's name", "发布者名称", "dcterms:publisher", "rdfs:label"),
            Column("issued", "date, as precise as known", "日期（按所知精度）", along("dcterms:issued")),
        ),
    ),
    Table(
        "passages",
        "One row for each passage of a source: where it stands, and the hash of its text, which is not here.",
        "来源的每个文段一行：其位置，以及文本的散列值；文本本身不收录。",
        lambda snapshot: snapshot.instances("gf:Passage"),
        (
            key("passage", "passage", "文段"),
            iri("document", "document", "文献", "gf:isPassageOf", "entities.entity"),
            *both("label", "name", "名称", "rdfs:label"),
            value("section", "section", "章节", "gf:section"),
            value("paragraph", "paragraph", "段落", "gf:paragraph"),
            value("page", "page", "页码", "gf:page"),
            value("text_hash", "SHA-256 of the text", "文本的SHA-256", "gf:textHash"),
        ),
    ),
    Table(
        "technology-uses",
        "One row for each claim about a case: that somebody uses a technology, in which work, and to what "
        "effect. A claim is not a fact: look at the verdict.",
        "关于案例的每条论断一行：谁在哪部作品中使用何种技术、产生何种效果。论断并非事实，请看核查结论。",
        _uses,
        (
            Column("claim", "claim", "论断", itself, kind="anyURI", target="claims.claim"),
            *both("statement", "statement in our words", "论断内容（转述）", "rdfs:label"),
            *_TRIPLE[:-2],
            *_MANNER[:2],
            *_SPEAKERS[1:],
            *_PAGES[:1],
            *_VERDICT[:1],
        ),
    ),
    Table(
        "entities",
        "One row for each thing that claims are about: works, actors, technologies, effects, documents …",
        "论断所涉的每个事物一行：作品、主体、技术、影响、文献等。",
        _entities,
        (
            key("entity", "entity", "实体"),
            Column("kind", "kind in the IRI", "IRI中的类别", space),
            classes(),
            *both("label", "name", "名称", "rdfs:label"),
            *several("other_names", "other names", "别名", "skos:altLabel"),
            *both("definition", "definition", "定义", "skos:definition"),
            many("same_as", "the same thing elsewhere", "他处的同一事物", "skos:exactMatch"),
            many("claims", "claims about it", "关于它的论断", "^gf:hasSubject"),
        ),
    ),
    Table(
        "concepts",
        "One row for each concept of the open lists.",
        "开放概念表的每个概念一行。",
        lambda snapshot: snapshot.instances("skos:Concept"),
        (
            key("concept", "concept", "概念"),
            iri("scheme", "list", "概念表", "skos:inScheme"),
            *both("label", "name", "名称", "skos:prefLabel"),
            *both("definition", "definition", "定义", "skos:definition"),
        ),
    ),
    Table(
        "terms",
        "One row for each class, property and closed-list value of the ontology.",
        "本体的每个类、属性与封闭取值一行。",
        lambda snapshot: [term for term in snapshot.instances(*_TERMS) if is_ours(term, "ns/")],
        (
            key("term", "term", "术语"),
            classes(),
            *both("label", "name", "名称", "rdfs:label"),
            *both("definition", "definition", "定义", "skos:definition"),
            many("parents", "parents", "上位术语", "rdfs:subClassOf"),
            iri("module", "module", "模块", "rdfs:isDefinedBy"),
        ),
    ),
)
