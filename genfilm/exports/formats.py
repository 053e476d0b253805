"""The formats of a release: what each is called, which files it has, and what a reader should know of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from genfilm.exports import csvw, graphml, jsonld, jsonlines, nanopublications, rdf
from genfilm.exports.snapshot import Snapshot
from genfilm.words import both, say


@dataclass(frozen=True, slots=True)
class ReleaseContent:
    """Source of the files: a build, its version, its questions by the path of their files, and the whole
    ontology as one document."""

    snapshot: Snapshot
    build: str
    version: str
    queries: Mapping[str, bytes]
    ontology: Snapshot = field(default_factory=lambda: Snapshot.of(()))


@dataclass(frozen=True, slots=True)
class ReleaseFormat:
    """A format of the release, with what writes its files."""

    name: str
    write: Callable[[ReleaseContent], dict[str, bytes]]

    def title(self, lang: str) -> str:
        """Its title in ``en`` or ``zh``."""
        return say(f"format.{self.name}.title", lang)

    def holds(self, lang: str) -> str:
        """Content and readers of the format, in ``en`` or ``zh``."""
        return say(f"format.{self.name}.holds", lang)


def _one(name: str, write: Callable[[Snapshot], bytes]) -> Callable[[ReleaseContent], dict[str, bytes]]:
    return lambda release: {name: write(release.snapshot)}


def _json_ld(release: ReleaseContent) -> dict[str, bytes]:
    return {
        "genfilm.jsonld": jsonld.json_ld(release.snapshot),
        CONTEXT: jsonld.context_document(release.snapshot),
    }


def _ontology(release: ReleaseContent) -> dict[str, bytes]:
    return {
        f"{ONTOLOGY}.owl": rdf.rdf_xml(release.ontology),
        f"{ONTOLOGY}.ttl": rdf.turtle(release.ontology),
        f"{ONTOLOGY}.jsonld": jsonld.json_ld(release.ontology),
    }


CONTEXT = "context.jsonld"
ONTOLOGY = "genfilm-full"
NANOPUBLICATIONS = "nanopublications.trig"
FORMATS: tuple[ReleaseFormat, ...] = (
    ReleaseFormat(
        "turtle",
        _one("genfilm.ttl", rdf.turtle),
    ),
    ReleaseFormat(
        "nquads",
        _one("genfilm.nq.gz", rdf.n_quads),
    ),
    ReleaseFormat(
        "trig",
        _one("genfilm.trig", rdf.trig),
    ),
    ReleaseFormat(
        "rdfxml",
        _one("genfilm.rdf", rdf.rdf_xml),
    ),
    ReleaseFormat(
        "jsonld",
        _json_ld,
    ),
    ReleaseFormat(
        "ontology",
        _ontology,
    ),
    ReleaseFormat(
        "rdf12",
        _one("genfilm-rdf12.ttl", rdf.rdf_12),
    ),
    ReleaseFormat(
        "nanopub",
        _one(NANOPUBLICATIONS, nanopublications.nanopublications),
    ),
    ReleaseFormat(
        "csv",
        lambda release: csvw.csv_files(release.snapshot),
    ),
    ReleaseFormat(
        "jsonl",
        _one("claims.jsonl", jsonlines.json_lines),
    ),
    ReleaseFormat(
        "graphml",
        _one("claims.graphml", graphml.graphml),
    ),
    ReleaseFormat(
        "queries",
        lambda release: dict(release.queries),
    ),
)
NAMES = tuple(fmt.name for fmt in FORMATS)

_MEDIA_TYPES = {
    ".ttl": "text/turtle",
    ".nq.gz": "application/gzip",
    ".trig": "application/trig",
    ".rdf": "application/rdf+xml",
    ".owl": "application/rdf+xml",
    ".jsonld": "application/ld+json",
    ".jsonl": "application/jsonl",
    ".csv": "text/csv",
    "csv-metadata.json": "application/csvm+json",
    "ro-crate-metadata.json": "application/ld+json",
    ".graphml": "application/graphml+xml",
    ".rq": "application/sparql-query",
    ".md": "text/markdown",
    "SHA256SUMS": "text/plain",
}
_OTHERS = {
    CONTEXT: "file.context",
    csvw.METADATA: "file.csvw",
    "void.ttl": "file.void",
    "ro-crate-metadata.json": "file.crate",
    "README.md": "file.readme",
    "SHA256SUMS": "file.checksums",
}
_SINGLE = {
    "genfilm.ttl": "turtle",
    "genfilm.nq.gz": "nquads",
    "genfilm.trig": "trig",
    "genfilm.rdf": "rdfxml",
    "genfilm.jsonld": "jsonld",
    **dict.fromkeys((f"{ONTOLOGY}{ending}" for ending in (".owl", ".ttl", ".jsonld")), "ontology"),
    "genfilm-rdf12.ttl": "rdf12",
    NANOPUBLICATIONS: "nanopub",
    "claims.graphml": "graphml",
    "claims.jsonl": "jsonl",
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


def holds(name: str) -> dict[str, str]:
    """Content of a file in words of each language."""
    if name in _SINGLE:
        return both(f"format.{_SINGLE[name]}.holds")
    if name in _OTHERS:
        return both(_OTHERS[name])
    table = name.removesuffix(".csv")
    return both(f"table.of.{table}") if table != name else both("file.query", name=name.rpartition("/")[2])
