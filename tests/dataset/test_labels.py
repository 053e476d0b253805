"""Labels that rules make: of passages, assessments and concepts, never written by hand."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from genfilm.build import build
from genfilm.errors import BuildFailed
from genfilm.vocabulary import expand

from .conftest import Edit, open_graph

ASSESSMENTS = "kg/evidence/assessments.ttl"
CLAIMS = "kg/sources/example-2026/claims.ttl"
LABEL = ox.NamedNode(expand("rdfs:label"))
BASE = "https://w3id.org/genfilm/id"
DIVISIONS = """
<https://w3id.org/genfilm/id/division/example-2026/intro>
    a gf:Division ;
    rdfs:label "introduction"@en , "引言"@zh ;
    gf:section "§ 0" .

<https://w3id.org/genfilm/id/division/example-2026/head>
    a gf:Division ;
    rdfs:label "heading"@en , "标题"@zh ;
    gf:paragraph "H" .
"""


def labels(store: ox.Store, name: str, prop: ox.NamedNode = LABEL) -> dict[str, str]:
    found = store.quads_for_pattern(ox.NamedNode(f"{BASE}/{name}"), prop, None, ox.DefaultGraph())
    return {quad.object.language: quad.object.value for quad in found}


def built(project: Path, tmp_path: Path) -> ox.Store:
    return open_graph(build(project, tmp_path / "home", use_java=False))


def test_an_assessment_is_named_by_its_claim_and_its_verdict(example: ox.Store):
    assert labels(example, "assessment/example-2026/C04.1") == {
        "en": "assessment of claim example-2026/C04.1: disputed",
        "zh": "对论断example-2026/C04.1的核查：受质疑",
    }


def test_another_verdict_gives_another_label(project: Path, tmp_path: Path, edit: Edit):
    edit(ASSESSMENTS, "gf:verdict gf:Unverified", "gf:verdict gf:NotChecked")
    found = labels(built(project, tmp_path), "assessment/example-2026/C07")
    assert found == {
        "en": "assessment of claim example-2026/C07: not checked",
        "zh": "对论断example-2026/C07的核查：未核查",
    }


def test_a_passage_is_named_by_what_is_printed(example: ox.Store):
    assert labels(example, "passage/example-2026/p1") == {
        "en": "Ann 2026, 1, paragraph 1 (p. 1) [p1]",
        "zh": "安2026，1第1段（第1页）[p1]",
    }


def test_a_passage_is_named_by_its_section_and_paragraph_where_these_have_names(
    project: Path, tmp_path: Path, edit: Edit
):
    edit(CLAIMS, 'gf:section "1"', f"gf:isInSection <{BASE}/division/example-2026/intro>")
    edit(CLAIMS, 'gf:paragraph "1"', f"gf:isInParagraph <{BASE}/division/example-2026/head>")
    edit(CLAIMS, 'gf:page "1"', 'gf:page "2" , "1"')
    with (project / CLAIMS).open("a", encoding="utf-8") as file:
        file.write(DIVISIONS)
    with (project / "ontology/small.ttl").open("a", encoding="utf-8") as file:
        file.write(
            'gf:Division a owl:Class ; rdfs:label "division"@en , "分部"@zh ; skos:definition "A part of a document with a name."@en , '
            '"文献的分部。"@zh ; rdfs:isDefinedBy <https://w3id.org/genfilm/ontology/small> .\n'
            + "".join(
                f'gf:{name} a owl:ObjectProperty ; rdfs:label "{label}"@en , "{zh}"@zh ; rdfs:domain gf:Passage ; '
                f'rdfs:range gf:Division ; skos:definition "It {label} a division."@en , "{zh}某分部。"@zh ; '
                "rdfs:isDefinedBy <https://w3id.org/genfilm/ontology/small> .\n"
                for name, label, zh in (
                    ("isInSection", "is in section", "位于章节"),
                    ("isInParagraph", "is in paragraph", "位于段落"),
                )
            )
        )
    store = built(project, tmp_path)
    assert labels(store, "passage/example-2026/p1") == {
        "en": "Ann 2026, introduction, heading (p. 1, 2) [p1]",
        "zh": "安2026，引言，标题（第1, 2页）[p1]",
    }
    passage = ox.NamedNode(f"{BASE}/passage/example-2026/p1")
    for prop, printed in (("gf:section", "§ 0"), ("gf:paragraph", "H")):
        (quad,) = store.quads_for_pattern(passage, ox.NamedNode(expand(prop)), None, ox.DefaultGraph())
        assert quad.object.value == printed


def test_the_preferred_label_of_a_concept_is_its_label(graph_of_the_paper: ox.Store):
    preferred = ox.NamedNode(expand("skos:prefLabel"))
    found = {
        q.subject: q for q in graph_of_the_paper.quads_for_pattern(None, preferred, None, ox.DefaultGraph())
    }
    listed = {
        q.subject
        for name in ("Concept", "ConceptScheme")
        for q in graph_of_the_paper.quads_for_pattern(
            None, ox.NamedNode(expand("rdf:type")), ox.NamedNode(expand(f"skos:{name}")), ox.DefaultGraph()
        )
    }
    assert set(found) == {each for each in listed if each.value.startswith(f"{BASE.rsplit('/id', 1)[0]}/")}
    assert len(found) > 160
    for quad in found.values():
        assert ox.Quad(quad.subject, LABEL, quad.object, ox.DefaultGraph()) in graph_of_the_paper


@pytest.mark.parametrize(
    ("file", "old", "new", "term"),
    [
        (ASSESSMENTS, "exa:C01\n", 'exa:C01 rdfs:label "approved"@en ;\n', "C01"),
        (CLAIMS, "exp:p1\n", 'exp:p1 rdfs:label "page one"@en ;\n', "p1"),
        ("kg/entities/things.ttl", "tech:snow\n", 'tech:snow skos:prefLabel "snow"@en ;\n', "tech:snow"),
    ],
)
def test_a_label_that_is_written_by_hand_is_a_fault(
    project: Path, tmp_path: Path, edit: Edit, file: str, old: str, new: str, term: str
):
    edit(file, old, new)
    with pytest.raises(BuildFailed) as caught:
        built(project, tmp_path)
    found = [fault for fault in caught.value.faults if fault.rule == "label-by-hand"]
    assert [fault.term.rpartition("/")[2] for fault in found] == [term]
    assert "queries/rules" in found[0].remedy
