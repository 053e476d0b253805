"""The normal form of a graph: a fixed point that says the same, whatever order and names its parts come in."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from genfilm.dataset.style import format_turtle
from genfilm.dataset.turtle import normal, says_the_same, tag
from genfilm.errors import SourceFault
from genfilm.vocabulary import PREFIXES

HEAD = "".join(
    f"@prefix {name}: <{PREFIXES[name]}> .\n" for name in ("gf", "owl", "rdf", "rdfs", "skos", "xsd")
)
OWL, RDF, RDFS, XSD = (PREFIXES[name] for name in ("owl", "rdf", "rdfs", "xsd"))


def body(text: str) -> str:
    """The normal form of a text, without its prefix lines."""
    return format_turtle(HEAD + text).split("\n\n", 1)[-1]


names = st.sampled_from(["ns/A", "ns/B", "ns/a.b", "ns/9", "ns/x-", "id/film/%20"]).map(
    lambda name: ox.NamedNode(f"https://w3id.org/genfilm/{name}")
)
blanks = st.sampled_from("uvwxyz").map(ox.BlankNode)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
tagged = st.builds(
    lambda text, lang: ox.Literal(text, language=lang), texts, st.sampled_from(["en", "zh-hant"])
)
typed = st.builds(
    lambda text, name: ox.Literal(text, datatype=ox.NamedNode(XSD + name)),
    st.sampled_from(["1", "1.5", "x", "true", "1e0", ".5", "-1", "1."]),
    st.sampled_from(["integer", "decimal", "boolean", "double", "string"]),
)
predicates = st.sampled_from(
    [f"{RDF}type", f"{RDF}first", f"{RDF}rest", f"{RDFS}label", f"{PREFIXES['gf']}p"]
    + [OWL + name for name in ("unionOf", "members", "disjointWith")]
).map(ox.NamedNode)
kinds = st.sampled_from(
    [f"{RDF}nil"]
    + [OWL + name for name in ("NamedIndividual", "AllDifferent", "AllDisjointClasses", "Ontology")]
).map(ox.NamedNode)
graphs = st.sets(
    st.builds(
        ox.Triple, names | blanks, predicates, names | blanks | texts.map(ox.Literal) | tagged | typed | kinds
    ),
    max_size=18,
)


def read(text: str) -> list[ox.Triple]:
    return [quad.triple for quad in ox.parse(text, format=ox.RdfFormat.TURTLE)]


def canonical(triples: set[ox.Triple] | list[ox.Triple]) -> set[str]:
    dataset = ox.Dataset(ox.Quad(t.subject, t.predicate, t.object) for t in triples)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return {str(quad) for quad in dataset}


@settings(max_examples=300, deadline=None)
@given(graphs)
def test_the_normal_form_of_any_graph_is_a_fixed_point_and_says_the_same(graph: set[ox.Triple]):
    text = normal(graph, {})
    assert normal(read(text), {}) == text
    assert says_the_same(graph, text)
    plain = {
        t for t in graph if not t.predicate.value.startswith(OWL) and not str(t.object).startswith(f"<{OWL}")
    }
    assert canonical(read(normal(plain, {}))) == canonical(plain)


@settings(max_examples=200, deadline=None)
@given(graphs)
def test_the_normal_form_does_not_depend_on_the_names_of_blank_nodes(graph: set[ox.Triple]):
    other = {ox.BlankNode(one): ox.BlankNode(two) for one, two in zip("uvwxyz", "zyxwvu", strict=True)}
    renamed = [
        ox.Triple(other.get(t.subject, t.subject), t.predicate, other.get(t.object, t.object)) for t in graph
    ]
    assert normal(renamed, {}) == normal(graph, {})


def test_the_header_comes_first_then_terms_by_iri_then_axioms_without_a_name():
    text = body(
        "[] a owl:AllDisjointClasses ; owl:members (gf:C gf:B gf:A) . gf:B a owl:Class . <urn:o> a owl:Ontology ."
    )
    assert text == (
        "<urn:o>\n    a owl:Ontology ;\n.\n\ngf:B\n    a owl:Class ;\n.\n\n[]\n    a owl:AllDisjointClasses ;\n"
        "    owl:members (\n        gf:A\n        gf:B\n        gf:C\n    ) ;\n.\n"
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("gf:A owl:disjointWith gf:B .", "gf:B owl:disjointWith gf:A ."),
        (
            "gf:p owl:inverseOf gf:q . gf:q a owl:ObjectProperty .",
            "gf:q owl:inverseOf gf:p ; a owl:ObjectProperty .",
        ),
        ("gf:A a owl:Class ; owl:unionOf (gf:B gf:C) .", "gf:A a owl:Class ; owl:unionOf (gf:C gf:B gf:C) ."),
        ("[] a owl:AllDifferent ; owl:distinctMembers (gf:A gf:B) .", "gf:B owl:differentFrom gf:A ."),
        ("gf:x a gf:Verdict .", "gf:x a gf:Verdict , owl:NamedIndividual ."),
        ("gf:x gf:p gf:y .", "gf:x a owl:NamedIndividual ; gf:p gf:y . gf:y a owl:NamedIndividual ."),
        ("gf:A rdfs:label 'x'@zh-Hant .", "gf:A rdfs:label 'x'@zh-hant ."),
        (
            "gf:A gf:p '2026-01-01'^^xsd:date .",
            "xsd:date a rdfs:Datatype . gf:A gf:p '2026-01-01'^^xsd:date .",
        ),
    ],
)
def test_what_owl_holds_for_the_same_has_one_text(one: str, other: str):
    assert body(one) == body(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("gf:p owl:propertyChainAxiom (gf:q gf:r) .", "gf:p owl:propertyChainAxiom (gf:r gf:q) ."),
        ("gf:x a gf:y .", "gf:x a gf:y . gf:z a owl:NamedIndividual ."),
        ("gf:x a owl:Class .", "gf:x a owl:Class , owl:NamedIndividual ."),
        ("gf:A gf:p 1.50 .", "gf:A gf:p 1.5 ."),
        ("gf:A gf:p [ gf:q 1 ] .", "gf:A gf:p [ gf:q 1 ] , [ gf:q 1 ] ."),
    ],
)
def test_what_differs_stays_apart(one: str, other: str):
    assert body(one) != body(other)


def test_the_inverse_of_a_property_within_a_chain_stays_an_expression():
    text = "gf:p owl:propertyChainAxiom ([ owl:inverseOf gf:q ] gf:r) . gf:q a owl:ObjectProperty ."
    assert body(text) == (
        "gf:p\n    owl:propertyChainAxiom (\n        [\n            owl:inverseOf gf:q ;\n        ]\n        gf:r\n"
        "    ) ;\n.\n\ngf:q\n    a owl:ObjectProperty ;\n.\n"
    )


def test_the_case_of_language_tags_is_canonical():
    assert [tag(each) for each in ("ZH-hant", "en-gb", "zh-latn-PINYIN", "x-GB", "de-1996-u-CO-phonebk")] == [
        "zh-Hant",
        "en-GB",
        "zh-Latn-pinyin",
        "x-gb",
        "de-1996-u-co-phonebk",
    ]


def test_a_comment_becomes_a_note_of_what_it_stands_beside():
    text = body(
        "# About A,\n# in two lines.\ngf:A a gf:B ; # inline\n gf:p '# no' . # behind\n\n"
        "#---- 人物 ----\ngf:C.1 gf:p 1.5 .\n# last\n"
    )
    assert text == (
        'gf:A\n    a gf:B ;\n    skos:editorialNote\n        "About A, in two lines."@en ,\n        "behind"@en ,\n'
        '        "inline"@en ;\n    gf:p "# no" ;\n.\n\n'
        'gf:C.1\n    skos:editorialNote\n        "last"@en ,\n        "人物"@zh ;\n    gf:p 1.5 ;\n.\n'
    )


def test_a_comment_about_the_file_becomes_a_note_of_its_ontology():
    text = body("# About all.\n<urn:o> a owl:Ontology .\ngf:A a gf:B .\n\n# An axiom.\n[] a gf:C .")
    assert text.startswith(
        '<urn:o>\n    a owl:Ontology ;\n    skos:editorialNote\n        "About all."@en ,\n        "An axiom."@en ;\n.'
    )
    assert format_turtle(f"# Top.\n{HEAD}<urn:o> a owl:Ontology .").count('"Top."@en') == 1


def test_banners_of_the_owl_api_go_and_other_remarks_in_their_style_stay():
    text = body(
        "#################################################################\n#    Classes\n"
        "#################################################################\n\n"
        "###  https://w3id.org/genfilm/ns/A\ngf:A a owl:Class .\n\n### to do\ngf:B a owl:Class .\n"
        "###  Generated by the OWL API (version 4.5.29) https://github.com/owlcs/owlapi\n"
    )
    assert text == (
        'gf:A\n    a owl:Class ;\n.\n\ngf:B\n    a owl:Class ;\n    skos:editorialNote "to do"@en ;\n.\n'
    )


def test_a_comment_beside_nothing_that_has_a_name_is_a_fault():
    with pytest.raises(SourceFault, match="comment") as caught:
        format_turtle("# alone\n[] a <urn:A> .", "kg/x.ttl")
    assert (caught.value.file, caught.value.line) == ("kg/x.ttl", 1)
