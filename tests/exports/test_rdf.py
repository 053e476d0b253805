"""The serialisations of RDF, parsed again by two libraries and compared with the build."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Iterable

import pyoxigraph as ox
import pytest
import rdflib

from genfilm.dataset.builds import GRAPH, Build
from genfilm.exports.jsonld import context
from genfilm.exports.rdf import RDF12_HEAD
from genfilm.exports.snapshot import Snapshot
from genfilm.vocabulary import GF, ONTOLOGY
from tests.naming import PREFIXES, expand

REIFIES = ox.NamedNode(expand("rdf:reifies"))


def canonical(statements: Iterable[ox.Triple | ox.Quad]) -> list[str]:
    """Statements as sorted text with canonical blank nodes: equal for isomorphic datasets."""
    dataset = ox.Dataset(
        s if isinstance(s, ox.Quad) else ox.Quad(s.subject, s.predicate, s.object) for s in statements
    )
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return sorted(str(quad) for quad in dataset)


@pytest.fixture(autouse=True)
def literals_as_written(monkeypatch: pytest.MonkeyPatch):
    """Keep rdflib from rewriting ``…Z`` to ``…+00:00``."""
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)
    monkeypatch.setattr(rdflib.term, "NORMALIZE_LITERALS", False, raising=False)


@pytest.mark.parametrize(
    ("name", "format_", "other"),
    [
        ("genfilm.ttl", ox.RdfFormat.TURTLE, "turtle"),
        ("genfilm.rdf", ox.RdfFormat.RDF_XML, "xml"),
        ("genfilm.jsonld", ox.RdfFormat.JSON_LD, "json-ld"),
    ],
)
def test_the_default_graph_is_read_back_whole_by_both_libraries(
    files: dict[str, bytes], default: list[ox.Triple], name: str, format_: ox.RdfFormat, other: str
):
    wanted = canonical(default)
    assert canonical(quad.triple for quad in ox.parse(files[name], format=format_)) == wanted
    graph = rdflib.Graph().parse(data=files[name], format=other)
    assert len(graph) == len(default)
    again = ox.parse(graph.serialize(format="nt"), format=ox.RdfFormat.N_TRIPLES)
    assert canonical(quad.triple for quad in again) == wanted


@pytest.mark.filterwarnings("ignore:Dataset.default_context:DeprecationWarning")  # rdflib by itself
@pytest.mark.parametrize("name", ["genfilm.trig", "genfilm.nq.gz"])
def test_the_datasets_hold_every_graph_but_those_as_stated(
    files: dict[str, bytes], safe: list[ox.Quad], name: str
):
    packed = name.endswith(".gz")
    text = gzip.decompress(files[name]) if packed else files[name]
    format_, other = (ox.RdfFormat.N_QUADS, "nquads") if packed else (ox.RdfFormat.TRIG, "trig")
    assert canonical(ox.parse(text, format=format_)) == canonical(safe)
    dataset = rdflib.Dataset()
    dataset.parse(data=text, format=other)
    assert len(list(dataset.quads())) == len(safe)


def test_rdf_12_says_the_default_graph_and_reifies_each_proposition(
    files: dict[str, bytes], default: list[ox.Triple], snapshot: Snapshot
):
    assert files["genfilm-rdf12.ttl"].startswith(RDF12_HEAD)
    read = [quad.triple for quad in ox.parse(files["genfilm-rdf12.ttl"], format=ox.RdfFormat.TURTLE)]
    terms = {t.subject: t.object for t in read if t.predicate == REIFIES}
    assert canonical(t for t in read if t.predicate != REIFIES) == canonical(default)
    stated = {claim: snapshot.proposition(claim) for claim in snapshot.claims()}
    assert terms == {claim: triple for claim, triple in stated.items() if triple}
    assert len(terms) > 500
    n16 = terms[ox.NamedNode(expand("z26c:N16"))]
    assert str(n16) == str(
        ox.Triple(
            *(
                ox.NamedNode(expand(x))
                for x in ("film:double-world", "gf:isDistributedBy", "org:tencent-video")
            )
        )
    )
    assert b"<<( film:double-world gf:isDistributedBy org:tencent-video )>>" in files["genfilm-rdf12.ttl"]


def test_no_disputed_statement_is_a_plain_triple_of_any_file(files: dict[str, bytes], graph: list[ox.Quad]):
    store = ox.Store()
    store.extend(graph)
    disputed = {
        ox.Triple(row["s"], row["p"], row["o"])
        for row in store.query(
            "SELECT ?s ?p ?o { ?a gf:assesses ?c ; gf:verdict gf:Disputed . ?c gf:hasSubject ?s ; gf:hasPredicate ?p ; gf:hasObject|gf:objectValue ?o }",
            prefixes=PREFIXES,
        )
    }
    assert len(disputed) >= 10
    assert disputed & {quad.triple for quad in graph}, "the graphs as stated hold them, so the test can fail"
    formats = {
        ".ttl": ox.RdfFormat.TURTLE,
        ".trig": ox.RdfFormat.TRIG,
        ".rdf": ox.RdfFormat.RDF_XML,
        ".jsonld": ox.RdfFormat.JSON_LD,
        ".nq.gz": ox.RdfFormat.N_QUADS,
    }
    seen = 0
    for name, content in files.items():
        ending = next((e for e in formats if name.endswith(e)), None)
        if ending is None or name == "context.jsonld":
            continue
        text = gzip.decompress(content) if ending == ".nq.gz" else content
        merged = {quad.triple for quad in ox.parse(text, format=formats[ending])}
        assert len(merged) > 1000
        assert not disputed & merged, name
        seen += 1
    assert seen == 10


def test_the_json_ld_is_compact_and_needs_no_other_document(files: dict[str, bytes], snapshot: Snapshot):
    document = json.loads(files["genfilm.jsonld"])
    assert document["@context"] == context(snapshot) == json.loads(files["context.jsonld"])["@context"]
    nodes = {node["id"]: node for node in document["@graph"]}
    claim = nodes["z26c:N16"]
    assert {"SourceClaim", "Claim"} <= {*claim["type"]}
    assert claim["hasSubject"] == "film:double-world"
    assert claim["hasObject"] == "org:tencent-video"
    assert set(claim["label"]) == {"en", "zh"}
    assert nodes["z26a:N16"]["verdict"] == "gf:Disputed"


def test_no_short_name_of_the_context_hides_a_prefix(snapshot: Snapshot):
    terms = context(snapshot)
    assert {name: terms[name] for name in PREFIXES} == PREFIXES
    assert terms["hasSubject"] == {"@id": "gf:hasSubject", "@type": "@id"}
    assert not [n for n, d in terms.items() if isinstance(d, dict) and d["@id"].startswith(GF)]


def test_the_same_build_gives_the_same_bytes(files: dict[str, bytes], real_build: Build):
    """In another process, whose hashes fall otherwise; the files of the build came from a third."""
    import subprocess
    import sys

    program = (
        "import sys; from pathlib import Path; from genfilm.dataset.builds import open_build;"
        "from genfilm.exports.release import make_from;"
        "sys.stdout.buffer.write(make_from(open_build(Path(sys.argv[1])))['SHA256SUMS'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(real_build.directory)],
        capture_output=True,
        check=True,
        env={"PYTHONHASHSEED": "7", "PYTHONPATH": ":".join(sys.path)},
    )
    assert done.stdout == files["SHA256SUMS"]
    assert (real_build.directory / "exports" / "SHA256SUMS").read_bytes() == files["SHA256SUMS"]
    assert (real_build.directory / GRAPH).is_file()


def test_the_ontology_is_one_document_in_three_formats(files: dict[str, bytes]):
    """One header, no imports, the same triples; owlready2 and rdflib read each of them without a network."""
    import owlready2
    import rdflib

    owl = rdflib.Namespace("http://www.w3.org/2002/07/owl#")
    kinds = {"genfilm-full.owl": "xml", "genfilm-full.ttl": "turtle", "genfilm-full.jsonld": "json-ld"}
    graphs = {name: rdflib.Graph().parse(data=files[name], format=kind) for name, kind in kinds.items()}
    for graph in graphs.values():
        assert [str(each) for each in graph.subjects(rdflib.RDF.type, owl.Ontology)] == [ONTOLOGY]
        assert not [*graph.subject_objects(owl.imports)]
        assert len(graph) == len(graphs["genfilm-full.ttl"]) > 4000
    loaded = owlready2.World().get_ontology("http://example.org/genfilm-full.owl")
    film = loaded.load(fileobj=io.BytesIO(files["genfilm-full.owl"])).search_one(iri="*ns/Film")
    assert [cls.name for cls in film.is_a] == ["AudiovisualWork"]
