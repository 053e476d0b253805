"""The rules on the example project: what is inherited, what is stated and what is corroborated."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from genfilm.dataset.derive import derive, rule_files
from genfilm.dataset.load import load
from genfilm.vocabulary import compact, graph

from .conftest import Edit

CLAIM = "https://w3id.org/genfilm/id/claim/example-2026/"
ASSESSMENT = "https://w3id.org/genfilm/id/assessment/example-2026/"
STATED = graph("as-stated/example-2026")


def triples(store: ox.Store, name: str) -> set[str]:
    """The triples between IRIs and literals of a named graph, as readable lines."""

    def show(term: object) -> str:
        text = compact(term.value) if isinstance(term, ox.NamedNode) else str(term.value)
        return text.replace(CLAIM, "").replace(ASSESSMENT, "assessment of ")

    return {
        " ".join(map(show, quad.triple))
        for quad in store.quads_for_pattern(None, None, None, ox.NamedNode(name))
        if isinstance(quad.subject, ox.NamedNode)
    }


def of(store: ox.Store, subject: str, predicate: str) -> set[str]:
    term = ox.NamedNode(f"https://w3id.org/genfilm/ns/{predicate}")
    found = store.quads_for_pattern(ox.NamedNode(CLAIM + subject), term, None, ox.DefaultGraph())
    return {compact(quad.object.value) for quad in found}


@pytest.mark.parametrize(
    ("property_", "value"),
    [
        ("polarity", "gf:Affirmed"),
        ("modality", "gf:Asserted"),
        ("valence", "gf:Neutral"),
        ("claimKind", "kind:case"),
    ],
)
def test_a_part_inherits_what_only_its_row_says(example: ox.Store, property_: str, value: str):
    for part in ("C04.1", "C04.2", "C05.1", "C05.2"):
        assert of(example, part, property_) == {value}


def test_a_part_inherits_passage_and_speaker(example: ox.Store):
    for part in ("C04.1", "C05.2"):
        assert of(example, part, "isStatedIn") == {"https://w3id.org/genfilm/id/passage/example-2026/p1"}
        speaker = ox.NamedNode("http://www.w3.org/ns/prov#wasAttributedTo")
        (quad,) = example.quads_for_pattern(ox.NamedNode(CLAIM + part), speaker, None, ox.DefaultGraph())
        assert compact(quad.object.value) == "person:ann"


def test_a_part_keeps_what_it_says_itself(project: Path, edit: Edit):
    head = 'dcterms:identifier "C04.1" ;'
    edit(
        "kg/sources/example-2026/claims.ttl",
        head,
        head + "\n    gf:modality gf:Hedged ;\n    gf:polarity gf:Negated ;",
    )
    store = load(project)
    derive(store, project)
    found = {line for line in triples(store, graph("inherited")) if line.startswith("C04.1 ")}
    assert not any("gf:modality" in line or "gf:polarity" in line for line in found)
    assert "C04.1 gf:valence gf:Neutral" in found


def test_a_part_inherits_the_assessment_of_its_row_unless_it_has_one(example: ox.Store):
    inherited = {line for line in triples(example, graph("inherited")) if "gf:assesses" in line}
    assert inherited == {
        "assessment of C05 gf:assesses C05.1",
        "assessment of C05 gf:assesses C05.2",
    }


def test_what_the_source_states_outright_is_stated_and_no_more(example: ox.Store):
    assert triples(example, STATED) == {
        "film:alpha gf:usesTechnology tech:snow",
        "film:alpha gf:usesTechnology tech:ageing",
        "film:alpha gf:releaseYear 2021",
        "series:beta gf:isInstanceOf gf:Film",
        "series:beta gf:isInstanceOf gf:Series",
        "use:beta-voice gf:isUseOf tech:voice",
        "use:beta-voice gf:isUsedIn series:beta",
    }


@pytest.mark.parametrize(
    ("modality", "stated"),
    [
        ("Asserted", True),
        ("Defined", True),
        ("Reported", True),
        ("Recommended", True),
        ("Hedged", False),
        ("Predicted", False),
        ("Inferred", False),
    ],
)
def test_the_modality_decides_whether_a_claim_counts_as_stated(
    project: Path, edit: Edit, modality: str, stated: bool
):
    edit("kg/sources/example-2026/claims.ttl", "gf:modality gf:Asserted", f"gf:modality gf:{modality}")
    store = load(project)
    derive(store, project)
    assert ("film:alpha gf:usesTechnology tech:snow" in triples(store, STATED)) is stated
    corroborated = "film:alpha gf:usesTechnology tech:snow" in triples(store, graph("corroborated"))
    assert corroborated is (modality in ("Asserted", "Defined", "Reported"))


def test_each_stated_triple_names_its_claim(example: ox.Store):
    rows = example.query(
        f"""PREFIX owl: <http://www.w3.org/2002/07/owl#> PREFIX gf: <https://w3id.org/genfilm/ns/>
        SELECT ?claim {{ GRAPH <{STATED}> {{ [] a owl:Axiom ; owl:annotatedSource ?s ;
          owl:annotatedProperty ?p ; owl:annotatedTarget ?o ; gf:statedByClaim ?claim . ?s ?p ?o }} }}"""
    )
    assert sorted(row["claim"].value.removeprefix(CLAIM) for row in rows) == [
        "C01", "C04.1", "C04.2", "C05.1", "C05.2", "C06", "C07", "C08"
    ]  # fmt: skip


def test_a_denied_claim_is_a_negative_property_assertion(example: ox.Store):
    (row,) = example.query(
        f"""PREFIX owl: <http://www.w3.org/2002/07/owl#> PREFIX gf: <https://w3id.org/genfilm/ns/>
        SELECT * {{ GRAPH <{STATED}> {{ ?n a owl:NegativePropertyAssertion ; owl:sourceIndividual ?s ;
          owl:assertionProperty ?p ; owl:targetIndividual ?o ; gf:statedByClaim ?claim }} }}"""
    )
    assert [compact(row[name].value) for name in "spo"] == ["series:beta", "gf:usesTechnology", "tech:snow"]
    assert row["claim"].value == CLAIM + "C03"


def test_a_denied_value_is_a_negative_assertion_of_a_value(project: Path, edit: Edit):
    text = (project / "kg/sources/example-2026/claims.ttl").read_text("utf-8")
    block = text[text.index("exc:C07\n") :].partition(" .\n")[0]
    edit("kg/sources/example-2026/claims.ttl", block, block.replace("gf:Affirmed", "gf:Negated"))
    store = load(project)
    derive(store, project)
    target = ox.NamedNode("http://www.w3.org/2002/07/owl#targetValue")
    (quad,) = store.quads_for_pattern(None, target, None, ox.NamedNode(STATED))
    assert quad.object == ox.Literal(2021)
    assert "film:alpha gf:releaseYear 2021" not in triples(store, STATED)


def test_only_what_is_corroborated_and_undisputed_is_corroborated(example: ox.Store):
    assert triples(example, graph("corroborated")) == {
        "film:alpha gf:usesTechnology tech:snow",
        "series:beta gf:isInstanceOf gf:Series",
        "use:beta-voice gf:isUseOf tech:voice",
        "use:beta-voice gf:isUsedIn series:beta",
    }


def test_a_denied_claim_is_never_corroborated_as_a_triple(project: Path, edit: Edit):
    edit("kg/sources/example-2026/claims.ttl", "gf:polarity gf:Affirmed", "gf:polarity gf:Negated")
    store = load(project)
    derive(store, project)
    assert "film:alpha gf:usesTechnology tech:snow" not in triples(store, graph("corroborated"))


LATER = """exa:C01-later a gf:Assessment ; gf:assesses exc:C01 ; gf:verdict gf:Unverified ;
  prov:generatedAtTime "2027-01-01T00:00:00Z"^^xsd:dateTime .
"""


def test_a_newer_assessment_replaces_an_older_one(project: Path):
    with (project / "kg/evidence/assessments.ttl").open("a", encoding="utf-8") as file:
        file.write(LATER)
    store = load(project)
    derive(store, project)
    judged = {line for line in triples(store, graph("counted")) if line.startswith("C01 gf:isJudgedBy")}
    assert judged == {"C01 gf:isJudgedBy assessment of C01-later"}
    assert "film:alpha gf:usesTechnology tech:snow" not in triples(store, graph("corroborated"))


def test_one_assessment_counts_for_each_claim_its_own_before_that_of_its_row(example: ox.Store):
    judged = sorted(line for line in triples(example, graph("counted")) if "gf:isJudgedBy" in line)
    assert len(judged) == len({line.partition(" ")[0] for line in judged})
    assert {line for line in judged if line.startswith(("C04", "C05"))} == {
        "C04 gf:isJudgedBy assessment of C04",
        "C04.1 gf:isJudgedBy assessment of C04.1",
        "C04.2 gf:isJudgedBy assessment of C04.2",
        "C05 gf:isJudgedBy assessment of C05",
        "C05.1 gf:isJudgedBy assessment of C05",
        "C05.2 gf:isJudgedBy assessment of C05",
    }


def bearings(project: Path, polarity: str) -> set[str]:
    """Stages that claims bear on when a claim of this polarity places an activity in a stage."""
    with (project / "kg/sources/example-2026/claims.ttl").open("a", encoding="utf-8") as file:
        file.write(
            f"""
gf:ChainStage a owl:Class . gf:ChainActivity a owl:Class .
<x:whole> a gf:ChainStage ; gf:hasPart <x:stage> . <x:stage> a gf:ChainStage . <x:act> a gf:ChainActivity .
exc:P1 gf:hasSubject <x:act> ; gf:hasPredicate gf:isActivityIn ; gf:hasObject <x:stage> ; gf:polarity gf:{polarity} .
exc:P2 gf:hasSubject <x:do> ; gf:hasPredicate gf:supportsActivity ; gf:hasObject <x:act> ; gf:polarity gf:Affirmed .
"""
        )
    store = load(project)
    derive(store, project)
    return {line for line in triples(store, graph("counted")) if line.startswith("P")}


def test_a_claim_bears_on_the_stage_in_which_an_affirmed_claim_places_its_end(project: Path):
    assert bearings(project, "Affirmed") == {
        f"{claim} gf:bearsOn x:{stage}" for claim in ("P1", "P2") for stage in ("stage", "whole")
    }


def test_a_denied_claim_places_nothing(project: Path):
    assert bearings(project, "Negated") == {f"P1 gf:bearsOn x:{stage}" for stage in ("stage", "whole")}


def test_the_default_graph_holds_each_triple_once_and_nothing_disputed(example: ox.Store):
    default = list(example.quads_for_pattern(None, None, None, ox.DefaultGraph()))
    assert len(default) == len(set(default))
    lines = {
        f"{compact(q.subject.value)} {compact(q.predicate.value)} {compact(q.object.value)}"
        for q in default
        if isinstance(q.object, ox.NamedNode)
    }
    assert "film:alpha gf:usesTechnology tech:snow" in lines
    assert "film:alpha gf:usesTechnology tech:ageing" not in lines
    assert "film:alpha gf:usesTechnology tech:voice" not in lines
    assert "series:beta gf:isInstanceOf gf:Film" not in lines
    assert "series:beta rdf:type gf:Film" not in lines


def test_what_is_inferred_has_its_own_graph_and_tells_of_things_in_the_default_graph(example: ox.Store):
    """Inferred types are in both, so that the simplest question of a class finds its members."""
    default = {q.triple for q in example.quads_for_pattern(None, None, None, ox.DefaultGraph())}
    inferred = {
        q.triple for q in example.quads_for_pattern(None, None, None, ox.NamedNode(graph("inferred")))
    }
    assert inferred
    assert inferred <= default


def test_rules_run_in_the_order_of_their_names_and_count_what_they_add(project: Path):
    names = [path.name for path in rule_files(project)]
    assert names == sorted(names)
    added = derive(load(project), project)
    assert list(added) == [name.removesuffix(".rq") for name in names]
    assert added["10-inherit-assessment"] == 2
    assert added["30-corroborated"] == 4
