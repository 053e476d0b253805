"""The graph of the paper as it is built: rows counted, disputes kept apart, and claims that are known."""

from __future__ import annotations

from collections import Counter

import pyoxigraph as ox
import pytest

from genfilm.dataset.builds import Build
from genfilm.vocabulary import graph
from tests.naming import compact, expand

PROLOGUE = """PREFIX gf: <https://w3id.org/genfilm/ns/> PREFIX z26c: <https://w3id.org/genfilm/id/claim/zhang-2026/>
PREFIX dcterms: <http://purl.org/dc/terms/> PREFIX prov: <http://www.w3.org/ns/prov#>
"""
Row = tuple[str, ...]


def ask(store: ox.Store, text: str) -> list[Row]:
    rows = store.query(PROLOGUE + text)
    names = [variable.value for variable in rows.variables]
    return [tuple("" if row[n] is None else compact(row[n].value) for n in names) for row in rows]


def claims(store: ox.Store) -> dict[str, tuple[ox.Triple, str]]:
    """Every claim with a triple: the triple and the claim's verdicts, parted by commas."""
    found = {}
    for row in store.query(
        PROLOGUE
        + """SELECT ?claim ?s ?p ?o (GROUP_CONCAT(?v; SEPARATOR=",") AS ?verdicts) {
          ?claim gf:hasSubject ?s ; gf:hasPredicate ?p ; gf:hasObject|gf:objectValue ?o .
          OPTIONAL { ?assessment gf:assesses ?claim ; gf:verdict ?verdict }
          BIND(COALESCE(STR(?verdict), "") AS ?v) } GROUP BY ?claim ?s ?p ?o"""
    ):
        found[row["claim"].value] = (ox.Triple(row["s"], row["p"], row["o"]), row["verdicts"].value)
    return found


def test_the_paper_has_185_claims_8_observations_and_1_exclusion(graph_of_the_paper: ox.Store):
    rows = ask(
        graph_of_the_paper,
        """SELECT ?class ?row { VALUES ?class { gf:SourceClaim gf:EditorialClaim gf:Exclusion }
        ?row a ?class ; dcterms:identifier ?id FILTER(!CONTAINS(?id, ".") && STRSTARTS(STR(?row), STR(z26c:))) }""",
    )
    assert Counter(kind for kind, _ in rows) == {
        "gf:SourceClaim": 182,
        "gf:EditorialClaim": 11,
        "gf:Exclusion": 1,
    }
    assert len({row for _, row in rows}) == 194


def test_no_row_and_no_part_is_an_orphan(graph_of_the_paper: ox.Store):
    parts = ask(
        graph_of_the_paper,
        'SELECT ?part ?row { ?part dcterms:identifier ?id FILTER(REGEX(?id, "^[A-Z]+[0-9]+[.][0-9]+$")) OPTIONAL { ?row gf:hasPart ?part } }',
    )
    assert len(parts) > 300
    for part, row in parts:
        assert part.rpartition(".")[0] == row


@pytest.mark.parametrize(
    ("claim", "subject", "predicate", "obj", "verdict"),
    [
        ("C03", "film:cliff-walkers", "gf:usesTechnology", "tech:snow-simulation", "gf:Unverified"),
        ("G07.1", "series:love-death-and-robots", "gf:isInstanceOf", "gf:Film", "gf:Disputed"),
        ("G07.2", "series:love-death-and-robots", "gf:isInstanceOf", "gf:AnimatedSeries", "gf:Corroborated"),
    ],
)
def test_a_known_claim_is_exactly_as_the_paper_has_it(
    graph_of_the_paper: ox.Store, claim: str, subject: str, predicate: str, obj: str, verdict: str
):
    rows = ask(
        graph_of_the_paper,
        f"""SELECT ?s ?p ?o ?verdict {{ z26c:{claim} gf:hasSubject ?s ; gf:hasPredicate ?p ; gf:hasObject ?o .
        ?assessment gf:assesses z26c:{claim} ; gf:verdict ?verdict }}""",
    )
    assert rows == [(subject, predicate, obj, verdict)]


def test_the_default_graph_holds_each_triple_once(graph_of_the_paper: ox.Store, real: Build):
    (count,) = ask(graph_of_the_paper, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    (distinct,) = ask(graph_of_the_paper, "SELECT (COUNT(*) AS ?n) { { SELECT DISTINCT * { ?s ?p ?o } } }")
    assert count == distinct == (str(real.manifest["counts"]["default"]),)


def test_no_disputed_triple_stands_in_the_default_graph(graph_of_the_paper: ox.Store):
    default = ox.DefaultGraph()
    every = claims(graph_of_the_paper)
    disputed = {claim: triple for claim, (triple, verdicts) in every.items() if "Disputed" in verdicts}
    assert len(disputed) > 10
    for claim, triple in disputed.items():
        others = [v for c, (t, v) in every.items() if t == triple and c != claim and "Corroborated" in v]
        if not others:
            assert ox.Quad(*triple, default) not in graph_of_the_paper, f"{claim} is disputed"


def test_no_disputed_type_is_an_rdf_type(graph_of_the_paper: ox.Store):
    rdf_type = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    for claim, (triple, verdicts) in claims(graph_of_the_paper).items():
        if triple.predicate.value.endswith("/isInstanceOf") and "Disputed" in verdicts:
            typed = list(graph_of_the_paper.quads_for_pattern(triple.subject, rdf_type, triple.object, None))
            assert not typed, f"{claim} is disputed"


def test_each_corroborated_triple_has_an_affirmed_corroborated_claim(graph_of_the_paper: ox.Store):
    name = ox.NamedNode(graph("corroborated"))
    triples = {quad.triple for quad in graph_of_the_paper.quads_for_pattern(None, None, None, name)}
    affirmed = {row[0] for row in ask(graph_of_the_paper, "SELECT ?c { ?c gf:polarity gf:Affirmed }")}
    backed = {
        triple
        for claim, (triple, verdicts) in claims(graph_of_the_paper).items()
        if verdicts.endswith("/Corroborated") and compact(claim) in affirmed
    }
    assert len(triples) > 100
    assert triples <= backed


def test_cliff_walkers_is_not_said_to_use_snow_simulation(graph_of_the_paper: ox.Store):
    triple = [
        ox.NamedNode(expand(n)) for n in ("film:cliff-walkers", "gf:usesTechnology", "tech:snow-simulation")
    ]
    graphs = {
        str(getattr(q.graph_name, "value", "")) for q in graph_of_the_paper.quads_for_pattern(*triple, None)
    }
    assert graphs == {graph("as-stated/zhang-2026")}


def test_every_source_claim_has_polarity_modality_passage_speaker_and_verdict(graph_of_the_paper: ox.Store):
    missing = ask(
        graph_of_the_paper,
        """SELECT ?claim { ?claim a gf:SourceClaim ; gf:hasSubject ?s
        FILTER NOT EXISTS { ?claim gf:polarity ?a ; gf:modality ?b ; gf:isStatedIn ?c ; prov:wasAttributedTo ?d .
          ?e gf:assesses ?claim ; gf:verdict ?f } }""",
    )
    assert missing == []


def test_no_claim_has_two_verdicts(graph_of_the_paper: ox.Store):
    assert [claim for claim, (_, verdicts) in claims(graph_of_the_paper).items() if "," in verdicts] == []


def test_every_passage_has_a_hash_of_its_own_and_a_page_of_the_paper(graph_of_the_paper: ox.Store):
    rows = ask(graph_of_the_paper, "SELECT ?p ?hash { ?p a gf:Passage ; gf:textHash ?hash }")
    assert len(rows) > 50
    assert all(len(value) == 64 and set(value) <= set("0123456789abcdef") for _, value in rows)
    assert len({value for _, value in rows}) == len(rows) == len({passage for passage, _ in rows})
    pages = {
        page for (page,) in ask(graph_of_the_paper, "SELECT DISTINCT ?n { ?p a gf:Passage ; gf:page ?n }")
    }
    assert pages <= {str(number) for number in range(119, 125)}


def test_two_builds_of_the_repository_have_the_same_id(real: Build):
    from genfilm.dataset.canonical import canonical_quads

    from .conftest import open_graph

    assert canonical_quads(open_graph(real)) == (real.directory / "graph.nq").read_bytes()
