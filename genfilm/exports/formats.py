"""The formats of a release: what each is called, which files it has, and what a reader should know of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from genfilm.exports import csvw, graphml, jsonld, nanopublications, rdf
from genfilm.exports.snapshot import Snapshot
from genfilm.exports.tables import TABLES


@dataclass(frozen=True, slots=True)
class Release:
    """What the files are made of: a build, its version and its questions by the path of their files."""

    snapshot: Snapshot
    build: str
    version: str
    queries: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Format:
    """A format of the release; ``words`` say in English and Chinese what it holds and for whom.

    ``chinese`` is its title in Chinese, where the title is more than a name.
    """

    name: str
    title: str
    words: tuple[str, str]
    write: Callable[[Release], dict[str, bytes]]
    chinese: str = ""

    def title_in(self, lang: str) -> str:
        """The title in ``en`` or ``zh``."""
        return (self.chinese if lang == "zh" else "") or self.title


def _one(name: str, write: Callable[[Snapshot], bytes]) -> Callable[[Release], dict[str, bytes]]:
    return lambda release: {name: write(release.snapshot)}


def _json_ld(release: Release) -> dict[str, bytes]:
    return {
        "genfilm.jsonld": jsonld.json_ld(release.snapshot),
        CONTEXT: jsonld.context_document(release.snapshot),
    }


def _nanopublications(release: Release) -> dict[str, bytes]:
    return {NANOPUBLICATIONS: nanopublications.nanopublications(release.snapshot, release.build[:12])}


CONTEXT = "context.jsonld"
NANOPUBLICATIONS = "nanopublications.trig"
FORMATS: tuple[Format, ...] = (
    Format(
        "turtle",
        "Turtle",
        (
            "The default graph: ontology, entities, claims, evidence, corroborated statements. Other "
            "statements stand in it as claims only.",
            "默认图：本体、实体、论断、证据与已证实的内容。其余陈述只以论断形式出现。",
        ),
        _one("genfilm.ttl", rdf.turtle),
    ),
    Format(
        "nquads",
        "N-Quads (gzip)",
        (
            "The default graph and the named graphs, without those as stated: merging them is safe.",
            "默认图与各命名图，不含“来源所述”之图，可放心合并。",
        ),
        _one("genfilm.nq.gz", rdf.n_quads),
    ),
    Format(
        "trig",
        "TriG",
        ("The same graphs as the N-Quads, to be read by people.", "与N-Quads相同的各图，便于阅读。"),
        _one("genfilm.trig", rdf.trig),
    ),
    Format(
        "rdfxml",
        "RDF/XML",
        ("The default graph for older tools.", "默认图，供较早的工具使用。"),
        _one("genfilm.rdf", rdf.rdf_xml),
    ),
    Format(
        "jsonld",
        "JSON-LD",
        (
            "The default graph with short names, and the context that defines them.",
            "采用短名的默认图，以及定义这些短名的上下文。",
        ),
        _json_ld,
    ),
    Format(
        "rdf12",
        "RDF 1.2 Turtle",
        (
            "The default graph; each claim reifies its proposition, a triple term that is not asserted. "
            "For tools that read RDF 1.2.",
            "默认图；每条论断以三元组项表示其命题，但不作断言。供支持RDF 1.2的工具使用。",
        ),
        _one("genfilm-rdf12.ttl", rdf.rdf_12),
    ),
    Format(
        "nanopub",
        "Nanopublications (TriG)",
        (
            "One nanopublication for each claim, unsigned. It asserts that the claim was made and how it "
            "fared, not what it says.",
            "每条论断一份纳米出版物，未签名。所断言的是论断的提出及其核查结果，而非论断的内容。",
        ),
        _nanopublications,
        "纳米出版物（TriG）",
    ),
    Format(
        "csv",
        "CSV with CSVW metadata",
        (
            "Tables for spreadsheets, R and pandas, one row per thing, described by csv-metadata.json.",
            "供电子表格、R与pandas使用的数据表，每物一行，由csv-metadata.json描述。",
        ),
        lambda release: csvw.csv_files(release.snapshot),
        "CSV与CSVW元数据",
    ),
    Format(
        "graphml",
        "GraphML",
        (
            "A network for Gephi, yEd, Cytoscape and networkx. Each edge is a claim with its verdict, not "
            "a fact: filter by verdict.",
            "供Gephi、yEd、Cytoscape与networkx使用的网络。每条边是带核查结论的论断而非事实，请按结论筛选。",
        ),
        _one("claims.graphml", graphml.graphml),
    ),
    Format(
        "queries",
        "SPARQL queries",
        ("The named questions.", "具名问题。"),
        lambda release: dict(release.queries),
        "SPARQL查询",
    ),
)
NAMES = tuple(fmt.name for fmt in FORMATS)

_MEDIA_TYPES = {
    ".ttl": "text/turtle",
    ".nq.gz": "application/gzip",
    ".trig": "application/trig",
    ".rdf": "application/rdf+xml",
    ".jsonld": "application/ld+json",
    ".csv": "text/csv",
    "csv-metadata.json": "application/csvm+json",
    "ro-crate-metadata.json": "application/ld+json",
    ".graphml": "application/graphml+xml",
    ".rq": "application/sparql-query",
    ".md": "text/markdown",
    "SHA256SUMS": "text/plain",
}
_OTHERS = {
    CONTEXT: ("The context of the JSON-LD.", "JSON-LD的上下文。"),
    csvw.METADATA: ("The tables described by CSVW.", "以CSVW描述各数据表。"),
    "void.ttl": ("What the dataset holds, and where its files are.", "数据集的内容及其文件所在。"),
    "ro-crate-metadata.json": ("The release described as an RO-Crate.", "以RO-Crate描述本次发布。"),
    "README.md": ("What is in this folder.", "本目录的内容。"),
    "SHA256SUMS": ("Checksums of all files, for sha256sum -c.", "全部文件的校验和，供sha256sum -c使用。"),
    **{f"{table.name}.csv": (table.en, table.zh) for table in TABLES},
}
_SINGLE = {
    "genfilm.ttl": "turtle",
    "genfilm.nq.gz": "nquads",
    "genfilm.trig": "trig",
    "genfilm.rdf": "rdfxml",
    "genfilm.jsonld": "jsonld",
    "genfilm-rdf12.ttl": "rdf12",
    NANOPUBLICATIONS: "nanopub",
    "claims.graphml": "graphml",
}


def media_type(name: str) -> str:
    """The media type of a file of a release; RDF 1.2 says its version, as its draft asks."""
    found = next((kind for ending, kind in _MEDIA_TYPES.items() if name.endswith(ending)), "")
    return f"{found}; version=1.2" if "rdf12" in name else found or "application/octet-stream"


def format_of(name: str) -> str:
    """The name of the format that a file belongs to; ``""`` for one that describes the release."""
    if name.endswith(".rq"):
        return "queries"
    if name.endswith(".csv") or name == csvw.METADATA:
        return "csv"
    return "jsonld" if name == CONTEXT else _SINGLE.get(name, "")


def words(name: str) -> tuple[str, str]:
    """What a file holds, in English and Chinese."""
    if name in _SINGLE:
        return next(fmt.words for fmt in FORMATS if fmt.name == _SINGLE[name])
    return _OTHERS.get(name) or (
        f"The question {name.rpartition('/')[2]}.",
        f"问题{name.rpartition('/')[2]}。",
    )
