"""Every result in every format, read by an independent reader, has the terms that it was made of."""

import csv
import gc
import io
import json
import re
import sys
import xml.etree.ElementTree as ElementTree
from concurrent.futures import ThreadPoolExecutor

import pandas
import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib.query import Result

from genfilm.engine.local import LocalEngine
from genfilm.engine.query import Query
from genfilm.engine.xml import write_rdf_xml
from genfilm.errors import Problem

SR = "{http://www.w3.org/2005/sparql-results#}"
AWKWARD = st.sampled_from(
    [
        *",;\"'\r\n\t\\ <>&]|{}%#$`^\0\x01\x08\x0b\x0c\x1f\x7f\x85\u2028\ufeff\ufffd\ufffe\uffff影𠮷",
        "\r\n",
        "]]>",
    ]
)
TEXT = st.lists(AWKWARD | st.characters(codec="utf-8"), max_size=8).map("".join)
# rdflib's Turtle parser cannot read a name that ends in an escaped dot, so no IRI does
IRI = st.lists(st.sampled_from([*",;:()'&=+-_.~!*/?@1aä·影𠮷", "A1", "%2C"]), max_size=8).map(
    lambda parts: "http://e.org/" + "".join(parts).rstrip(".")
)
LITERAL = st.one_of(
    TEXT.map(ox.Literal),
    TEXT.map(lambda text: ox.Literal(text, language="zh-hant")),
    TEXT.map(lambda text: ox.Literal(text, datatype=ox.NamedNode("http://e.org/type,1"))),
)
TERM = LITERAL | IRI.map(ox.NamedNode)
TRIPLE = st.builds(ox.Triple, IRI.map(ox.NamedNode), IRI.map(ox.NamedNode), TERM)
TYPED = st.builds(
    ox.Triple, IRI.map(ox.NamedNode), st.just(ox.NamedNode(str(rdflib.RDF.type))), IRI.map(ox.NamedNode)
)
SELECT = "SELECT ?a ?b ?none WHERE { ?s <urn:a> ?a ; <urn:b> ?b }"
GRAPHS = {
    "turtle": "turtle",
    "ntriples": "nt",
    "nquads": "nquads",
    "trig": "trig",
    "rdfxml": "xml",
    "jsonld": "json-ld",
}


def engine(*triples: tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode | ox.Literal]) -> LocalEngine:
    store = ox.Store()
    store.extend(ox.Quad(*triple) for triple in triples)
    return LocalEngine(store, {"e": "http://e.org/"})


def row(a: ox.Literal | ox.NamedNode, b: ox.Literal | ox.NamedNode) -> LocalEngine:
    return engine(
        *((ox.NamedNode("urn:s"), ox.NamedNode(f"urn:{name}"), term) for name, term in (("a", a), ("b", b)))
    )


def answered(engine: LocalEngine, query: Query) -> bytes | Problem:
    try:
        return engine.answer(query)
    except Problem as problem:
        return problem


def same(term: rdflib.term.Node | None) -> ox.Literal | ox.NamedNode:
    """rdflib's term as one of ours."""
    if isinstance(term, rdflib.URIRef):
        return ox.NamedNode(str(term))
    assert isinstance(term, rdflib.Literal)
    if term.language:
        return ox.Literal(str(term), language=term.language)
    return ox.Literal(str(term), datatype=ox.NamedNode(str(term.datatype)) if term.datatype else None)


def forbidden(text: str) -> bool:
    return any((char < " " and char not in "\t\n\r") or char in "\ufffe\uffff" for char in text)


@settings(max_examples=150, deadline=None)
@given(TERM, TERM)
def test_csv(a, b):
    body = row(a, b).answer(Query(SELECT, "csv")).decode()
    assert list(csv.reader(io.StringIO(body, newline=""))) == [["a", "b", "none"], [a.value, b.value, ""]]
    if "\0" not in body:  # pandas ends a cell at it
        frame = pandas.read_csv(io.StringIO(body, newline=""), dtype=str, keep_default_na=False)
        cells = [text.replace("\r\n", "\n").replace("\r", "\n") for text in frame.iloc[0]]
        assert cells == [term.value.replace("\r\n", "\n").replace("\r", "\n") for term in (a, b)] + [""]


@settings(max_examples=150, deadline=None)
@given(TERM, TERM)
def test_json(a, b):
    body = row(a, b).answer(Query(SELECT, "json"))
    (binding,) = json.loads(body)["results"]["bindings"]
    assert [binding["a"]["value"], binding["b"]["value"]] == [a.value, b.value]
    (found,) = Result.parse(io.BytesIO(body), format="json")
    assert [same(found.a), same(found.b)] == [a, b]


@settings(max_examples=150, deadline=None)
@given(TERM, TERM)
def test_tsv(a, b):
    body = row(a, b).answer(Query(SELECT, "tsv")).decode()
    head, line, rest = body.split("\n")
    assert (head, rest) == ("?a\t?b\t?none", "")
    cells = [
        next(iter(ox.parse(f"<urn:s> <urn:p> {cell} .", format=ox.RdfFormat.TURTLE))).object
        for cell in line.split("\t")[:2]
    ]
    assert cells == [a, b]


@settings(max_examples=200, deadline=None)
@given(TERM, TERM)
def test_xml_is_read_or_refused(a, b):
    body = answered(row(a, b), Query(SELECT, "xml"))
    if isinstance(body, Problem):
        assert body.status == 406
        assert re.search(r"U\+.*results\+json", body.detail)
        assert forbidden(a.value + b.value)
        return
    assert not forbidden(a.value + b.value)
    found = [each[0] for each in ElementTree.fromstring(body).iter(f"{SR}binding")]
    assert [each.text or "" for each in found] == [a.value, b.value]
    (binding,) = Result.parse(io.BytesIO(body), format="xml")
    assert [same(binding.a), same(binding.b)] == [a, b]


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
@settings(max_examples=200, deadline=None)
@given(st.lists(TRIPLE | TYPED, min_size=1, max_size=5), st.sampled_from(sorted(GRAPHS)))
def test_graphs_are_read_or_refused(triples, name):
    answering = engine(*((t.subject, t.predicate, t.object) for t in triples))
    body = answered(answering, Query("CONSTRUCT WHERE { ?s ?p ?o }", name, prefixes={"e": "http://e.org/"}))
    if isinstance(body, Problem):
        assert (body.status, name) == (406, "rdfxml")
        assert "text/turtle" in body.detail
        literals = "".join(triple.object.value for triple in triples)
        assert forbidden(literals) or any(triple.predicate.value in body.detail for triple in triples)
        return
    graph = rdflib.Dataset() if name in ("nquads", "trig") else rdflib.Graph()
    graph.parse(data=body, format=GRAPHS[name])
    found = {
        ox.Triple(*map(same, statement[:3]))
        for statement in (graph.quads() if isinstance(graph, rdflib.Dataset) else graph)
    }
    assert found == set(triples)


@pytest.mark.parametrize(
    ("iri", "written"),
    [
        ("http://example.org/123", False),
        ("http://example.org/12a", True),
        ("http://example.org/a/", False),
        ("http://example.org/a%20", False),
        ("http://example.org/名", True),
        ("http://example.org/𠮷", False),
        ("http://example.org/𠮷a", False),
        ("http://example.org/㐀", False),
        ("http://example.org/ñandú", True),
        ("urn:x", True),
        ("http://www.w3.org/1999/02/22-rdf-syntax-ns#li", False),
        ("http://www.w3.org/1999/02/22-rdf-syntax-ns#_1", True),
    ],
)
def test_a_property_is_an_xml_name_or_refused(iri: str, written: bool):
    query = Query(f"CONSTRUCT {{ <urn:s> <{iri}> <urn:o> }} {{}}", "rdfxml")
    if written:
        graph = rdflib.Graph().parse(data=engine().answer(query), format="xml")
        assert [str(predicate) for predicate in graph.predicates()] == [iri]
    else:
        with pytest.raises(Problem, match=iri) as caught:
            engine().answer(query)
        assert caught.value.status == 406
        assert caught.value.extra["alternatives"][0] == "text/turtle"


def test_a_refusal_kept_by_another_thread_holds_no_result_of_the_engine(monkeypatch: pytest.MonkeyPatch):
    lost: list[str] = []
    monkeypatch.setattr(sys, "unraisablehook", lambda each: lost.append(str(each.exc_value)))
    with pytest.raises(Problem) as caught:
        engine().answer(Query("CONSTRUCT { <urn:s> <http://example.org/1> <urn:o> } {}", "rdfxml"))
    kept = [caught.value]
    del caught
    with ThreadPoolExecutor(1) as pool:
        pool.submit(lambda: (kept.clear(), gc.collect())).result()
    assert lost == []


def test_a_class_without_an_xml_name_is_the_value_of_type():
    body = engine().answer(Query("CONSTRUCT { [] a <http://example.org/a/> } {}", "rdfxml"))
    assert b'<rdf:type rdf:resource="http://example.org/a/"/>' in body
    assert list(rdflib.Graph().parse(data=body, format="xml").objects()) == [
        rdflib.URIRef("http://example.org/a/")
    ]


def test_a_large_result_is_checked_to_its_end():
    """Pieces are cut between elements: nothing is missed, and nothing is changed, at their borders."""
    subject, predicate = ox.NamedNode("urn:s"), ox.NamedNode("http://e.org/p")
    texts = [f"{number}\r" + "影" * (number % 700) for number in range(1000)]
    out = io.BytesIO()
    write_rdf_xml((ox.Triple(subject, predicate, ox.Literal(text)) for text in texts), out, {})
    assert [each.text for each in ElementTree.fromstring(out.getvalue()).iter("{http://e.org/}p")] == texts
    for last in ("\ufffe", "\x01"):
        with pytest.raises(Problem, match=f"U\\+{ord(last):04X}"):
            write_rdf_xml(
                (ox.Triple(subject, predicate, ox.Literal(text)) for text in [*texts, f"a{last}"]),
                io.BytesIO(),
                {},
            )
