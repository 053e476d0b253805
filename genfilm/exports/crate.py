"""Description of a release: RO-Crate, VoID with its dumps, a README and checksums."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, MutableMapping
from typing import Any

import pyoxigraph as ox

from genfilm.exports import formats
from genfilm.exports.formats import ReleaseContent
from genfilm.exports.snapshot import Snapshot, Term, node
from genfilm.vocabulary import BASE, ONTOLOGY, VOID, graph
from genfilm.words import both, say

CRATE, CHECKSUMS = "ro-crate-metadata.json", "SHA256SUMS"
DUMPS = f"{BASE}/dumps/"
_DUMPS = (".ttl", ".nq.gz", ".trig", ".rdf", ".jsonld")
_NOT_DUMPS = (
    "context.jsonld",
    "void.ttl",
    formats.NANOPUBLICATIONS,
    f"{formats.ONTOLOGY}.ttl",
    f"{formats.ONTOLOGY}.jsonld",
)
_COUNTED = {
    "claims": ("gf:SourceClaim", "gf:EvidenceClaim", "gf:EditorialClaim"),
    "assessments": ("gf:Assessment",),
    "findings of evidence": ("gf:Evidence",),
    "web pages": ("gf:WebPage",),
    "passages": ("gf:Passage",),
}


def describe(release: ReleaseContent, files: MutableMapping[str, bytes]) -> None:
    """Add the files that describe ``files``, each after what it describes; the checksums come last."""
    files["void.ttl"] = _void(release.snapshot, files)
    files["README.md"] = _readme(release, files)
    files[CRATE] = _crate(release, files)
    files[CHECKSUMS] = "".join(f"{_sha256(files[name])}  {name}\n" for name in sorted(files)).encode()


def _crate(release: ReleaseContent, files: Mapping[str, bytes]) -> bytes:
    """The crate by RO-Crate 1.1; authors, dates and licence are those of the ontology's header."""
    snapshot, header = release.snapshot, ox.NamedNode(ONTOLOGY)
    authors = _references(snapshot.objects(header, "dcterms:creator"))
    publishers = _references(snapshot.objects(header, "dcterms:publisher"))
    licence = _references(snapshot.objects(header, "dcterms:license"))
    issued = snapshot.texts(header, "dcterms:issued")
    root: dict[str, Any] = {
        "@id": "./",
        "@type": "Dataset",
        "name": snapshot.texts(ox.NamedNode(VOID), "dcterms:title", "en")[:1] or ["GenFilm KG"],
        "description": snapshot.texts(ox.NamedNode(VOID), "dcterms:description", "en")[:1],
        "identifier": release.build,
        "version": release.version,
        "datePublished": issued[:1],
        "license": licence,
        "author": authors,
        "publisher": publishers,
        "citation": snapshot.texts(header, "dcterms:bibliographicCitation")[:1],
        "inLanguage": ["en", "zh"],
        "hasPart": [{"@id": name} for name in sorted(files)],
        "variableMeasured": [{"@id": f"#count-{name.replace(' ', '-')}"} for name in _counts(snapshot)],
    }  # fmt: skip
    graph_nodes: list[dict[str, Any]] = [
        {
            "@id": CRATE,
            "@type": "CreativeWork",
            "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
            "about": {"@id": "./"},
        },
        {key: _plain(value) for key, value in root.items() if value not in ([], "")},
    ]
    for name in sorted(files):
        graph_nodes.append(_file(name, files[name]))
    for name, count in _counts(snapshot).items():
        graph_nodes.append(
            {
                "@id": f"#count-{name.replace(' ', '-')}",
                "@type": "PropertyValue",
                "name": name,
                "value": count,
            }
        )
    for reference in {each["@id"]: None for each in (*authors, *publishers)}:
        maker = ox.NamedNode(reference)
        graph_nodes.append({"@id": reference, "@type": "Organization", "name": snapshot.label(maker, "en")})
    for each in licence:
        words = {"name": "Creative Commons Attribution 4.0 International", "identifier": "CC-BY-4.0"}
        known = words if "creativecommons.org/licenses/by/4.0" in each["@id"] else {"name": each["@id"]}
        graph_nodes.append({**each, "@type": "CreativeWork", **known})
    context = ["https://w3id.org/ro/crate/1.1/context", {"sha256": "http://schema.org/sha256"}]
    document = {"@context": context, "@graph": graph_nodes}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _file(name: str, content: bytes) -> dict[str, Any]:
    return {
        "@id": name,
        "@type": "File",
        "name": name,
        "description": " ".join(formats.holds(name).values()),
        "encodingFormat": formats.media_type(name),
        "contentSize": str(len(content)),
        "sha256": _sha256(content),
    }


def _counts(snapshot: Snapshot) -> dict[str, int]:
    counts = {name: len(snapshot.instances(*kinds)) for name, kinds in _COUNTED.items()}
    return {"triples of the default graph": len(snapshot.triples), **counts}


def _void(snapshot: Snapshot, files: Mapping[str, bytes]) -> bytes:
    """The graph's description of itself, with each file as a distribution of the dataset."""
    meta, dataset = ox.NamedNode(graph("meta")), ox.NamedNode(VOID)
    triples = [quad.triple for quad in snapshot.quads if quad.graph_name == meta]
    for name in sorted(files):
        if name.endswith(".rq"):
            continue
        place = ox.NamedNode(DUMPS + name)
        if name.endswith(_DUMPS) and name not in _NOT_DUMPS:
            triples.append(ox.Triple(dataset, node("void:dataDump"), place))
        triples.append(ox.Triple(dataset, node("dcat:distribution"), place))
        said: list[tuple[str, ox.NamedNode | ox.Literal]] = [
            ("rdf:type", node("dcat:Distribution")),
            ("dcat:downloadURL", place),
            ("dcat:mediaType", ox.Literal(formats.media_type(name))),
            ("dcat:byteSize", ox.Literal(str(len(files[name])), datatype=node("xsd:nonNegativeInteger"))),
            ("dcterms:title", ox.Literal(name)),
        ]
        for language, text in formats.holds(name).items():
            said.append(("dcterms:description", ox.Literal(text, language=language)))
        triples += [ox.Triple(place, node(predicate), value) for predicate, value in said]
    return ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=snapshot.prefixes) or b""


def _readme(release: ReleaseContent, files: Mapping[str, bytes]) -> bytes:
    lines = [
        f"# GenFilm KG {release.version}",
        "",
        f"Build `{release.build[:12]}` · CC BY 4.0 · https://w3id.org/genfilm/ontology",
        "",
        say("release.caution", "en"),
        "",
        say("release.caution", "zh"),
        "",
        f"| {' '.join(both('noun.file').values())} | |",
        "|---|---|",
    ]
    for name in sorted(files):
        if not name.endswith(".rq"):
            lines.append(f"| `{name}` | {'<br>'.join(formats.holds(name).values())} |")
    if release.queries:
        told = both("release.queries", count=len(release.queries)).values()
        lines.append(f"| `queries/` | {'<br>'.join(told)} |")
    return ("\n".join(lines) + "\n").encode()


def _references(terms: list[Term]) -> list[dict[str, str]]:
    return [{"@id": str(term.value)} for term in terms if isinstance(term, ox.NamedNode)]


def _plain(value: Any) -> Any:
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
