"""Loading: which file goes to which graph, and blank nodes that stay apart."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from genfilm.dataset.documents import document, documents, generated
from genfilm.dataset.load import load, source_files, sources_in
from genfilm.dataset.mappings import mapping_quads
from genfilm.dataset.style import format_turtle
from genfilm.errors import BuildFailed
from genfilm.vocabulary import ONTOLOGY, PREFIXES, graph
from tests import ROOT

from .conftest import Edit

TABLE = "ontology/alignments/small.sssom.tsv"


def test_each_folder_goes_to_its_graph_and_shapes_to_none(project: Path):
    names = {str(path.relative_to(project)): name for path, name in source_files(project).items()}
    assert names == {
        "ontology/borrowed.ttl": graph("ontology"),
        "ontology/small.ttl": graph("ontology"),
        "kg/entities/things.ttl": graph("entities"),
        "kg/evidence/assessments.ttl": graph("evidence"),
        "kg/sources/example-2026/claims.ttl": graph("source/example-2026"),
    }


def test_what_a_source_has_for_all_goes_to_their_graphs_and_is_left_out_with_it(project: Path):
    folder = project / "kg/sources/example-2026"
    for name in ("source.ttl", "entities.ttl", "assessments.ttl"):
        (folder / name).write_text("", "utf-8")
    names = {path.name: name for path, name in source_files(project).items() if path.parent == folder}
    assert names == {
        "assessments.ttl": graph("evidence"),
        "claims.ttl": graph("source/example-2026"),
        "entities.ttl": graph("entities"),
        "source.ttl": graph("source/example-2026"),
    }
    assert sources_in(project) == {"example-2026"}
    assert not [path for path in source_files(project, ["other"]) if path.parent == folder]
    assert len(source_files(project, ["example-2026"])) == len(source_files(project))


def test_the_store_holds_the_graphs_of_the_folders_and_the_mappings(project: Path):
    store = load(project)
    assert {str(name.value) for name in store.named_graphs()} == {
        graph(name) for name in ("ontology", "alignments", "entities", "evidence", "source/example-2026")
    }
    assert not list(store.quads_for_pattern(None, None, None, ox.DefaultGraph()))


def test_the_header_of_a_document_is_no_statement_of_its_graph(project: Path):
    before = len(load(project))
    path = Path("kg/sources/example-2026/claims.ttl")
    name = document(path)
    assert name == graph("source/example-2026/claims")
    text = format_turtle((project / path).read_text("utf-8"), document=name)
    assert text.count(f"<{name}>\n    a owl:Ontology ;\n    owl:imports <{ONTOLOGY}> ;\n.\n") == 1
    assert format_turtle(text, document=name) == text
    (project / path).write_text(text, "utf-8")
    assert len(load(project)) == before


def test_one_document_imports_all_others_which_a_catalogue_finds(project: Path):
    (project / "ontology/catalog-v001.xml").write_bytes((ROOT / "ontology/catalog-v001.xml").read_bytes())
    texts = {str(path.relative_to(project)): text for path, text in generated(project).items()}
    assert [
        quad.object.value for quad in ox.parse(texts["kg/genfilm-kg.ttl"], format=ox.RdfFormat.TURTLE)
    ] == [
        PREFIXES["owl"] + "Ontology",
        *sorted([ONTOLOGY, *documents(project).values()]),
    ]
    entries = dict(re.findall(r'name="(\S+)" uri="(\S+)"', texts["kg/catalog-v001.xml"]))
    assert {*documents(project).values()} <= {*entries}
    assert entries[graph("entities/things")] == "entities/things.ttl"
    assert entries[f"{ONTOLOGY}/works"] == "../ontology/works.ttl"
    assert not any("/ontology/1." in name for name in entries)


def test_files_share_no_blank_node(project: Path):
    for name in ("one", "two"):
        (project / f"kg/entities/{name}.ttl").write_text("_:x <urn:p> _:x , [] .", "utf-8")
    quads = list(load(project).quads_for_pattern(None, ox.NamedNode("urn:p"), None))
    assert len({quad.subject for quad in quads}) == 2
    assert len({quad.object for quad in quads}) == 4


def test_a_row_of_the_mapping_table_is_a_triple(project: Path):
    (quad,) = mapping_quads(project / TABLE, TABLE)
    assert (quad.subject.value, quad.predicate.value, quad.object.value, quad.graph_name.value) == (
        PREFIXES["gf"] + "Film",
        PREFIXES["skos"] + "closeMatch",
        "https://schema.org/Movie",
        graph("alignments"),
    )


def test_the_real_mapping_table_maps_terms_of_ours_that_exist():
    table = ROOT / "ontology/alignments/genfilm.sssom.tsv"
    quads = list(mapping_quads(table, "genfilm.sssom.tsv"))
    known = {quad.subject for quad in load(ROOT).quads_for_pattern(None, None, None)}
    assert quads
    assert {quad.subject for quad in quads} <= known
    assert {quad.predicate.value.rpartition("#")[2] for quad in quads} <= {
        "exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch"
    }  # fmt: skip


def test_the_prefixes_of_a_table_are_those_that_it_declares(project: Path, edit: Edit):
    edit(TABLE, "schema: https://schema.org/", "schema: https://schema.org/\n#  mine: https://a.example/m#")
    edit(TABLE, "schema:Movie", "mine:Movie")
    (quad,) = mapping_quads(project / TABLE, TABLE)
    assert quad.object.value == "https://a.example/m#Movie"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "gf: https://w3id.org/genfilm/ns/",
            "gf: https://a.example/",
            "gf: stands for https://w3id.org/genfilm/ns/",
        ),
        ("gf: https://w3id.org/genfilm/ns/", "gf: [", "the head of the table is not usable"),
        ("gf: https://w3id.org/genfilm/ns/", "gf: 1", "the head of the table is not usable"),
    ],
)
def test_a_head_that_cannot_be_used_is_a_fault(project: Path, edit: Edit, old: str, new: str, message: str):
    edit(TABLE, old, new)
    with pytest.raises(BuildFailed) as caught:
        list(mapping_quads(project / TABLE, TABLE))
    (fault,) = caught.value.faults
    assert (fault.rule, fault.file, fault.line) == ("sssom", TABLE, 1)
    assert message in fault.message
    assert "curie_map" in fault.remedy
