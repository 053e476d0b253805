"""The description says what counting finds, and nothing of itself."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from genfilm.catalogue.query import load_catalogue
from genfilm.dataset.describe import describe
from genfilm.vocabulary import VOID, graph
from tests import ROOT
from tests.naming import PREFIXES

META = graph("meta")
CONTENT = f"?s ?p ?o . FILTER NOT EXISTS {{ GRAPH <{META}> {{ ?s ?p ?o }} }}"


@pytest.fixture(scope="module")
def store(graph_of_the_paper: ox.Store) -> ox.Store:
    return graph_of_the_paper


def rows(store: ox.Store, query: str) -> list[tuple]:
    found = store.query(query, prefixes=PREFIXES)
    return [tuple(None if term is None else term.value for term in row) for row in found]


def counted(store: ox.Store, query: str) -> dict[tuple, int]:
    """Rows whose last column is a count, by the others."""
    return {row[:-1]: int(row[-1]) for row in rows(store, query)}


def same(store: ox.Store, said: str, counts: str) -> dict[tuple, int]:
    """Figure of the description; it must equal the count query's and exceed zero."""
    described = counted(store, said)
    assert described
    assert described == counted(store, counts)
    return described


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("triples", "COUNT(*)"),
        ("properties", "COUNT(DISTINCT ?p)"),
        ("distinctSubjects", "COUNT(DISTINCT ?s)"),
        ("distinctObjects", "COUNT(DISTINCT ?o)"),
        ("classes", "COUNT(DISTINCT IF(?p = rdf:type && isIRI(?o), ?o, ?unbound))"),
        ("entities", 'COUNT(DISTINCT IF(STRSTARTS(STR(?s), "https://w3id.org/genfilm/"), ?s, ?unbound))'),
    ],
)
def test_the_totals_are_those_of_counting(store, name: str, counts: str):
    said = f"SELECT ?n {{ <{VOID}> void:{name} ?n }}"
    assert rows(store, said) == [(rows(store, f"SELECT ({counts} AS ?n) {{ {CONTENT} }}")[0][0],)]


def test_the_property_partitions_of_the_whole_are_those_of_counting(store):
    same(
        store,
        f"SELECT ?p ?n {{ <{VOID}> void:propertyPartition ?pp . ?pp void:property ?p ; void:triples ?n }}",
        f"SELECT ?p (COUNT(*) AS ?n) {{ {CONTENT} }} GROUP BY ?p",
    )
    for name, variable in (("distinctSubjects", "?s"), ("distinctObjects", "?o")):
        same(
            store,
            f"SELECT ?p ?n {{ <{VOID}> void:propertyPartition ?pp . ?pp void:property ?p ; void:{name} ?n }}",
            f"SELECT ?p (COUNT(DISTINCT {variable}) AS ?n) {{ {CONTENT} }} GROUP BY ?p",
        )


def test_the_class_partitions_are_those_of_counting(store):
    found = same(
        store,
        f"SELECT ?c ?n {{ <{VOID}> void:classPartition ?cp . ?cp void:class ?c ; void:entities ?n }}",
        f"SELECT (?o AS ?c) (COUNT(*) AS ?n) {{ {CONTENT} FILTER (?p = rdf:type && isIRI(?o)) }} GROUP BY ?o",
    )
    assert (PREFIXES["gf"] + "SourceClaim",) in found


IN_CLASS = f"<{VOID}> void:classPartition ?cp . ?cp void:class ?c ; void:propertyPartition ?pp . ?pp void:property ?p"
OF_CLASS = f"{CONTENT} ?s a ?c . FILTER (isIRI(?c))"


def test_the_properties_of_a_class_are_nested_and_counted(store):
    same(
        store,
        f"SELECT ?c ?p ?n {{ {IN_CLASS} ; void:triples ?n }}",
        f"SELECT ?c ?p (COUNT(*) AS ?n) {{ {OF_CLASS} }} GROUP BY ?c ?p",
    )


def test_the_classes_that_a_property_leads_to_are_nested_and_counted(store):
    found = same(
        store,
        f"SELECT ?c ?p ?d ?n {{ {IN_CLASS} ; void:classPartition ?op . ?op void:class ?d ; void:triples ?n }}",
        f"SELECT ?c ?p ?d (COUNT(*) AS ?n) {{ {OF_CLASS} ?o a ?d . FILTER (isIRI(?d)) }} GROUP BY ?c ?p ?d",
    )
    gf = PREFIXES["gf"]
    assert (gf + "SourceClaim", gf + "isStatedIn", gf + "Passage") in found


def test_the_datatypes_that_a_property_has_are_nested_and_counted(store):
    partition = "void-ext:datatypePartition ?dp . ?dp void-ext:datatype ?d ; void:triples ?n"
    found = same(
        store,
        f"SELECT ?c ?p ?d ?n {{ {IN_CLASS} ; {partition} }}",
        f"SELECT ?c ?p ?d (COUNT(*) AS ?n) {{ {OF_CLASS} FILTER (isLiteral(?o)) BIND (DATATYPE(?o) AS ?d) }}"
        " GROUP BY ?c ?p ?d",
    )
    assert (PREFIXES["gf"] + "Passage", PREFIXES["gf"] + "page", PREFIXES["xsd"] + "string") in found


def test_a_partition_has_one_count_and_one_name(store):
    kinds = "void:class|void:property|void-ext:datatype"
    named = counted(store, f"SELECT ?x (COUNT(*) AS ?n) {{ ?x {kinds} ?of }} GROUP BY ?x")
    sized = counted(store, "SELECT ?x (COUNT(*) AS ?n) { ?x void:triples|void:entities ?of } GROUP BY ?x")
    assert set(named.values()) == {1}
    assert {key for key, n in sized.items() if n > 1} == {(VOID,)}


def test_every_named_graph_is_listed_with_its_size_and_subsets_stand_in_the_default_graph(store):
    said = counted(store, f"SELECT ?g ?n {{ <{VOID}> sd:namedGraph ?g . ?g void:triples ?n }}")
    there = counted(store, "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")
    assert said == {key: n for key, n in there.items() if key != (META,)}
    subsets = {row[0] for row in rows(store, f"SELECT ?g {{ <{VOID}> void:subset ?g }}")}
    assert graph("source/zhang-2026") in subsets
    assert not {graph("as-stated/zhang-2026"), graph("inferred")} & subsets
    for name in subsets:
        assert not rows(store, f"SELECT * {{ GRAPH <{name}> {{ ?s ?p ?o }} MINUS {{ ?s ?p ?o }} }} LIMIT 1")


def test_the_description_stands_in_its_graph_and_in_the_default_graph_and_has_no_blank_node(store):
    own = {q.triple for q in store.quads_for_pattern(None, None, None, ox.NamedNode(META))}
    whole = {q.triple for q in store.quads_for_pattern(None, None, None, ox.DefaultGraph())}
    assert own
    assert own <= whole
    assert not [t for t in own if ox.BlankNode in (type(t.subject), type(t.object))]


def test_the_description_says_nothing_of_itself(store):
    partitioned = {row[0] for row in rows(store, "SELECT ?c { ?x void:class ?c }")}
    assert not {PREFIXES["void"] + "Dataset", PREFIXES["sh"] + "SPARQLExecutable"} & partitioned
    used = {row[0] for row in rows(store, "SELECT ?p { ?x void:property ?p }")}
    declaring = {PREFIXES["sh"] + name for name in ("declare", "prefix", "namespace")}  # as sources do
    assert not [name for name in used - declaring if name.startswith((PREFIXES["void"], PREFIXES["sh"]))]
    assert not rows(store, f"SELECT * {{ ?x ?y <{META}> }}")


def test_every_prefix_is_declared(store):
    said = {row[0]: row[1] for row in rows(store, f"""
        SELECT ?prefix ?namespace {{
          <{VOID}> sh:declare ?d . ?d sh:prefix ?prefix ; sh:namespace ?namespace .
          FILTER (DATATYPE(?namespace) = xsd:anyURI)
        }}""")}  # fmt: skip
    assert said == PREFIXES


def test_every_question_is_an_example_whose_text_gives_rows(store):
    said = {row[0]: row[1:] for row in rows(store, """
        SELECT ?x ?comment ?zh ?text {
          ?x a sh:SPARQLExecutable , sh:SPARQLSelectExecutable ; rdfs:comment ?comment ; sh:select ?text ;
            schema:description ?zh ; schema:keywords ?tag .
          FILTER (LANG(?comment) = "en" && LANG(?zh) = "zh")
        }""")}  # fmt: skip
    questions = load_catalogue(ROOT, prefixes=PREFIXES)
    assert set(said) == {PREFIXES["example"] + name for name in questions}
    for name, question in questions.items():
        comment, chinese, text = said[PREFIXES["example"] + name]
        assert (comment, chinese) == (question.summary["en"], question.summary["zh"])
        assert "#+" not in text
        assert len(list(store.query(text))) > 0, name
    assert len(rows(store, "SELECT ?x { ?x a sh:SPARQLExecutable ; rdfs:comment ?c }")) == len(questions)


def test_no_address_is_guessed_at_build(store):
    assert not rows(store, "SELECT * { ?x void:sparqlEndpoint|schema:target ?y }")


def test_an_unknown_namespace_and_an_anonymous_class_are_no_obstacle():
    thing, odd = ox.NamedNode("urn:a"), ox.NamedNode("https://elsewhere.example/no/prefix")
    kind = ox.NamedNode(PREFIXES["rdf"] + "type")
    triples = [ox.Triple(thing, kind, odd), ox.Triple(thing, kind, ox.BlankNode("b"))]
    found = describe(triples, {}, [])
    partitions = [t.subject.value for t in found if t.object == odd and t.predicate.value.endswith("class")]
    assert len(partitions) == 1
    assert partitions[0].startswith(f"{VOID}#")
    assert describe(triples, {}, []) == found


def test_the_example_project_is_described_too(example: ox.Store):
    questions = load_catalogue(Path(__file__).parent / "project")
    assert len(rows(example, "SELECT ?x { ?x a sh:SPARQLExecutable }")) == len(questions) > 0
