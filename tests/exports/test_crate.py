"""Records of a release: checksums, RO-Crate, VoID."""

from __future__ import annotations

import hashlib
import json
import subprocess
from pathlib import Path

import pyoxigraph as ox
import pytest

from genfilm.dataset.builds import Build, current
from genfilm.exports import folder
from genfilm.exports.folder import NotARelease
from genfilm.exports.formats import FORMATS, NAMES, holds, media_type
from genfilm.exports.release import make_from
from genfilm.exports.snapshot import Snapshot
from genfilm.vocabulary import ONTOLOGY, VOID, expand

from ..dataset.conftest import good_home  # noqa: F401  the fixture

CRATE = "ro-crate-metadata.json"


@pytest.fixture(scope="module")
def nodes(files: dict[str, bytes]) -> dict[str, dict]:
    return {node["@id"]: node for node in json.loads(files[CRATE])["@graph"]}


def test_sha256sum_agrees_with_the_checksums(released: Path):
    done = subprocess.run(
        ["sha256sum", "--strict", "-c", "SHA256SUMS"], cwd=released, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stdout
    names = {str(p.relative_to(released)) for p in released.rglob("*") if p.is_file()}
    assert len(done.stdout.splitlines()) == len(names) - 1


def test_the_crate_describes_each_file_with_its_size_and_checksum(files: dict[str, bytes], nodes):
    described = {part["@id"] for part in nodes["./"]["hasPart"]}
    assert described == set(files) - {CRATE, "SHA256SUMS"}
    for name in described:
        assert nodes[name]["@type"] == "File"
        assert nodes[name]["contentSize"] == str(len(files[name]))
        assert nodes[name]["sha256"] == hashlib.sha256(files[name]).hexdigest()
        assert nodes[name]["encodingFormat"] == media_type(name)


def test_the_crate_has_what_ro_crate_1_1_asks_for(nodes):
    assert nodes[CRATE]["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.1"}
    assert nodes[CRATE]["about"] == {"@id": "./"}
    root = nodes["./"]
    assert root["@type"] == "Dataset"
    assert all(root[key] for key in ("name", "description", "datePublished", "license"))
    assert root["license"] == {"@id": "https://creativecommons.org/licenses/by/4.0/"}
    assert nodes[root["license"]["@id"]]["name"] == "Creative Commons Attribution 4.0 International"


def test_every_reference_of_the_crate_is_described_in_it(nodes):
    def references(value: object) -> list[str]:
        if isinstance(value, list):
            return [each for item in value for each in references(item)]
        return [value["@id"]] if isinstance(value, dict) else []

    wanted = {each for node in nodes.values() for value in node.values() for each in references(value)}
    assert wanted - set(nodes) == {"https://w3id.org/ro/crate/1.1"}


def test_the_authors_are_those_of_the_ontology_and_no_others(nodes, snapshot: Snapshot):
    creators = {str(each.value) for each in snapshot.objects(ox.NamedNode(ONTOLOGY), "dcterms:creator")}
    assert {nodes["./"]["author"]["@id"]} == creators
    agents = {name for name, node in nodes.items() if node["@type"] in ("Organization", "Person")}
    assert agents == creators
    assert nodes[expand("org:genfilm-kg")]["name"] == "GenFilm KG"


def test_the_counts_are_those_of_the_graph(nodes, default: list[ox.Triple], snapshot: Snapshot):
    counts = {n["name"]: n["value"] for n in nodes.values() if n["@type"] == "PropertyValue"}
    assert counts["triples of the default graph"] == len(default)
    assert counts["claims"] == len(snapshot.claims())
    assert counts["assessments"] == len(snapshot.instances("gf:Assessment"))


def test_the_void_description_leads_to_the_dumps(files: dict[str, bytes]):
    triples = [quad.triple for quad in ox.parse(files["void.ttl"], format=ox.RdfFormat.TURTLE)]
    dumps = {str(t.object.value) for t in triples if t.predicate.value == expand("void:dataDump")}
    names = {each.removeprefix("https://w3id.org/genfilm/dumps/") for each in dumps}
    assert names == {f"genfilm{e}" for e in (".ttl", ".nq.gz", ".trig", ".rdf", ".jsonld", "-rdf12.ttl")}
    assert {t.subject.value for t in triples if t.predicate.value == expand("void:dataDump")} == {VOID}
    sizes = {
        str(t.subject.value).removeprefix("https://w3id.org/genfilm/dumps/"): int(t.object.value)
        for t in triples
        if t.predicate.value == expand("dcat:byteSize")
    }
    assert sizes["claims.csv"] == len(files["claims.csv"])


def test_every_file_is_explained_in_both_languages(files: dict[str, bytes]):
    readme = files["README.md"].decode()
    for name in files:
        english, chinese = holds(name).values()
        assert not any("\u4e00" <= c <= "\u9fff" for c in english)
        assert any("\u4e00" <= c <= "\u9fff" for c in chinese)
        assert media_type(name) != "application/octet-stream"
        assert name.endswith(".rq") or name in (CRATE, "SHA256SUMS", "README.md") or f"`{name}`" in readme


@pytest.mark.parametrize("name", NAMES)
def test_one_format_alone_is_a_release(real_build: Build, good_home: Path, name: str):  # noqa: F811
    files = make_from(current(good_home), [name])
    assert {"README.md", "void.ttl", CRATE, "SHA256SUMS"} < set(files)
    own = {f for f in files if f not in ("README.md", "void.ttl", CRATE, "SHA256SUMS")}
    assert own
    assert not [f for f in FORMATS if f.name not in NAMES]


def test_a_folder_with_other_files_is_left_alone(files: dict[str, bytes], tmp_path: Path):
    (tmp_path / "thesis.docx").write_text("years of work")
    with pytest.raises(NotARelease, match=r"thesis\.docx"):
        folder.write(tmp_path, files)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.docx"]


def test_a_smaller_release_takes_the_place_of_a_larger_one(files: dict[str, bytes], tmp_path: Path):
    folder.write(tmp_path, {n: files[n] for n in ("genfilm.ttl", "claims.csv", "SHA256SUMS")})
    smaller = {"claims.csv": b"x", "SHA256SUMS": b"0  claims.csv\n"}
    folder.write(tmp_path, smaller)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == smaller
