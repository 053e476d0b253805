"""Loading: which file goes to which graph, and blank nodes that stay apart."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from genfilm.dataset.load import MAPPING_PREFIXES, load, mapping_quads, source_files
from genfilm.vocabulary import PREFIXES, graph
from tests import ROOT


def test_each_folder_goes_to_its_graph_and_shapes_to_none(project: Path):
    names = {str(path.relative_to(project)): name for path, name in source_files(project).items()}
    assert names == {
        "ontology/borrowed.ttl": graph("ontology"),
        "ontology/small.ttl": graph("ontology"),
        "kg/entities/things.ttl": graph("entities"),
        "kg/evidence/assessments.ttl": graph("evidence"),
        "kg/sources/example-2026/claims.ttl": graph("source/example-2026"),
    }


def test_the_store_holds_the_graphs_of_the_folders_and_the_mappings(project: Path):
    store = load(project)
    assert {str(name.value) for name in store.named_graphs()} == {
        graph(name) for name in ("ontology", "alignments", "entities", "evidence", "source/example-2026")
    }
    assert not list(store.quads_for_pattern(None, None, None, ox.DefaultGraph()))


def test_files_share_no_blank_node(project: Path):
    for name in ("one", "two"):
        (project / f"kg/entities/{name}.ttl").write_text("_:x <urn:p> _:x , [] .", "utf-8")
    quads = list(load(project).quads_for_pattern(None, ox.NamedNode("urn:p"), None))
    assert len({quad.subject for quad in quads}) == 2
    assert len({quad.object for quad in quads}) == 4


def test_a_row_of_the_mapping_table_is_a_triple(project: Path):
    (quad,) = mapping_quads(project / "ontology/alignments/small.sssom.tsv", project)
    assert (quad.subject.value, quad.predicate.value, quad.object.value, quad.graph_name.value) == (
        PREFIXES["gf"] + "Film",
        PREFIXES["skos"] + "closeMatch",
        "https://schema.org/Movie",
        graph("alignments"),
    )


def test_the_real_mapping_table_maps_terms_of_ours_that_exist():
    table = ROOT / "ontology/alignments/genfilm.sssom.tsv"
    quads = list(mapping_quads(table, ROOT))
    known = {quad.subject for quad in load(ROOT).quads_for_pattern(None, None, None)}
    assert quads
    assert {quad.subject for quad in quads} <= known
    assert {quad.predicate.value.rpartition("#")[2] for quad in quads} <= {
        "exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch"
    }  # fmt: skip


def test_prefixes_of_mappings_redefine_none_of_ours():
    assert not set(MAPPING_PREFIXES) & set(PREFIXES)
