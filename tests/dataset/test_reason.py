"""Reasoning: what is inferred without trivialities, and an explanation that is as small as it can be."""

from __future__ import annotations

import pyoxigraph as ox

from genfilm.dataset.explain import explain
from genfilm.dataset.reason import generalized, infer, telling
from genfilm.vocabulary import PREFIXES, compact, graph

PROLOGUE = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())


def parse(text: str) -> list[ox.Triple]:
    return [quad.triple for quad in ox.parse(PROLOGUE + text, format=ox.RdfFormat.TURTLE)]


def inferred(text: str) -> set[str]:
    return {" ".join(compact(term.value) for term in triple) for triple in infer(parse(text))}


ONTOLOGY = """
gf:Film a owl:Class ; rdfs:subClassOf gf:Work . gf:Work a owl:Class .
gf:isUsedIn a owl:ObjectProperty ; owl:inverseOf gf:uses ; rdfs:range gf:Work .
gf:uses a owl:ObjectProperty .
gf:near a owl:ObjectProperty , owl:TransitiveProperty , owl:SymmetricProperty .
"""


def test_types_and_inverses_are_inferred():
    found = inferred(ONTOLOGY + "film:a a gf:Film . use:b gf:isUsedIn film:c .")
    assert "film:a rdf:type gf:Work" in found
    assert "film:c gf:uses use:b" in found
    assert "film:c rdf:type gf:Work" in found


def test_transitive_and_symmetric_properties_are_followed():
    found = inferred(ONTOLOGY + "film:a gf:near film:b . film:b gf:near film:c .")
    assert {"film:a gf:near film:c", "film:b gf:near film:a", "film:c gf:near film:a"} <= found


def test_trivial_triples_and_known_ones_are_left_out():
    text = ONTOLOGY + "film:a a gf:Film , gf:Work ; rdfs:label 'A'@en ; gf:near film:b ."
    found = infer(parse(text))
    assert not set(found) & set(parse(text))
    for triple in found:
        assert isinstance(triple.object, ox.NamedNode)
        assert triple.subject.value.startswith("https://w3id.org/genfilm/")
        assert not triple.object.value.startswith(PREFIXES["owl"])
        assert triple.predicate.value != PREFIXES["owl"] + "sameAs"
        assert triple.subject != triple.object
    assert found == sorted(found, key=str)
    assert len(found) == len(set(found))


def test_the_real_graph_gains_inferences_without_trivial_ones(graph_of_the_paper: ox.Store):
    quads = list(graph_of_the_paper.quads_for_pattern(None, None, None, ox.NamedNode(graph("inferred"))))
    assert len(quads) > 100
    for quad in quads:
        assert isinstance(quad.subject, ox.NamedNode)
        assert isinstance(quad.object, ox.NamedNode)
        assert quad.subject != quad.object
        assert quad.subject.value.startswith("https://w3id.org/genfilm/")
        assert not quad.object.value.startswith((PREFIXES["owl"], PREFIXES["rdfs"], PREFIXES["rdf"]))
    default = {q.triple for q in graph_of_the_paper.quads_for_pattern(None, None, None, ox.DefaultGraph())}
    found = [quad.triple for quad in quads]
    known = [
        quad.triple
        for name in ("ontology", "entities", "corroborated")
        for quad in graph_of_the_paper.quads_for_pattern(None, None, None, ox.NamedNode(graph(name)))
    ]
    general = graph_of_the_paper.quads_for_pattern(None, None, None, ox.NamedNode(graph("generalized")))
    assert set(found) & default - {quad.triple for quad in general} == set(telling(found, known))


CHAINS = """
gf:uses owl:propertyChainAxiom ( [ owl:inverseOf gf:isUsedIn ] gf:isUseOf ) , ( gf:uses gf:near ) .
gf:isUseOf a owl:ObjectProperty . gf:Near a owl:Class ; rdfs:subClassOf gf:Work ; owl:equivalentClass
  [ a owl:Restriction ; owl:onProperty gf:near ; owl:hasValue tech:c ] .
"""


def test_property_chains_are_followed_through_inverses_and_one_after_the_other():
    found = inferred(
        ONTOLOGY.replace("owl:inverseOf gf:uses ; ", "")
        + CHAINS
        + "use:b gf:isUsedIn film:c ; gf:isUseOf tech:a . tech:a gf:near tech:b . tech:b gf:near tech:c ."
    )
    assert {"film:c gf:uses tech:a", "film:c gf:uses tech:b", "film:c gf:uses tech:c"} <= found


def test_what_is_telling_is_a_relation_or_the_most_specific_class():
    known = parse(ONTOLOGY + CHAINS + "tech:a a gf:Film ; gf:near tech:c .")
    told = {" ".join(compact(term.value) for term in triple) for triple in telling(infer(known), known)}
    assert {"tech:c gf:near tech:a", "tech:a rdf:type gf:Near"} <= told
    assert "tech:a rdf:type gf:Work" not in told
    assert "tech:a rdf:type gf:Work" in inferred(ONTOLOGY + CHAINS + "tech:a a gf:Film ; gf:near tech:c .")


def test_what_is_general_is_every_type_and_every_relation_of_others():
    tree = """gf:Near rdfs:subClassOf gf:Work . gf:Work rdfs:subClassOf prov:Entity , owl:Thing , [ a owl:Class ] .
      gf:Loop rdfs:subClassOf gf:Pool . gf:Pool rdfs:subClassOf gf:Loop .
      gf:uses rdfs:subPropertyOf gf:touches , prov:used .
      tech:a a gf:Near ; gf:uses tech:b . tech:b a gf:Loop ."""
    told = {" ".join(compact(term.value) for term in triple) for triple in generalized(parse(tree))}
    assert told == {
        "tech:a rdf:type gf:Work",
        "tech:a rdf:type prov:Entity",
        "tech:a prov:used tech:b",
        "tech:b rdf:type gf:Pool",
    }


GROUPS = {
    "a.ttl": parse(
        "gf:A a owl:Class ; rdfs:label 'a'@en . gf:B a owl:Class . gf:A owl:disjointWith gf:B . gf:C rdfs:subClassOf gf:A ."
    ),
    "b.ttl": parse("film:x a gf:A , gf:B ; rdfs:label 'x'@en . film:y a gf:A ."),
    "c.ttl": parse("film:z a gf:B . gf:D owl:unionOf ( gf:A [ owl:complementOf gf:B ] ) ."),
}
CLASH = set(parse("gf:A owl:disjointWith gf:B . film:x a gf:A , gf:B ."))


def test_an_explanation_is_the_smallest_set_that_still_clashes():
    asked: list[int] = []

    def broken(triples: list[ox.Triple]) -> bool:
        asked.append(len(triples))
        return set(triples) >= CLASH

    assert sorted(explain(GROUPS, broken)) == [
        "a.ttl: gf:A owl:disjointWith gf:B",
        "b.ttl: film:x rdf:type gf:A",
        "b.ttl: film:x rdf:type gf:B",
    ]
    assert len(asked) < 40


def test_a_fragment_keeps_its_declarations():
    declared = set(parse("gf:A a owl:Class . gf:B a owl:Class ."))

    def broken(triples: list[ox.Triple]) -> bool:
        assert declared <= set(triples)
        return set(triples) >= CLASH

    explain(GROUPS, broken)


def test_lists_and_blank_nodes_are_shown_as_one_statement():
    target = next(t for t in GROUPS["c.ttl"] if t.predicate.value.endswith("unionOf"))
    lines = explain(GROUPS, lambda triples: target in triples)
    assert lines == ["c.ttl: gf:D owl:unionOf ( gf:A [ owl:complementOf gf:B ] )"]


def test_an_explanation_that_takes_too_long_is_the_smallest_set_so_far():
    lines = explain(GROUPS, lambda triples: set(triples) >= CLASH, seconds=0)
    assert "b.ttl: film:x rdf:type gf:A" in lines
    assert lines[-1].startswith("(stopped after 0 s: ")
    assert "statements left, not all of which are needed" in lines[-1]


def test_an_explanation_without_a_suspect_drops_axioms_in_halves():
    target = next(t for t in GROUPS["b.ttl"] if str(t.subject).endswith("/y>"))
    assert explain(GROUPS, lambda triples: target in triples) == ["b.ttl: film:y rdf:type gf:A"]


def test_what_is_long_is_cut_short():
    groups = {"a.ttl": parse("".join(f"film:x gf:near film:y{n} ." for n in range(50)))}
    lines = explain(groups, lambda triples: True, seconds=-1)
    assert len(lines) == 32
    assert lines[-2] == "… and 20 more"
