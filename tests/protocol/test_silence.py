"""Results that say nothing, in every format as the engine writes them."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from genfilm.engine.local import LocalEngine
from genfilm.engine.query import Query
from genfilm.protocol.formats import GRAPHS, HTML, SOLUTIONS
from genfilm.protocol.silence import says_nothing
from genfilm.vocabulary import PREFIXES

ENGINE = LocalEngine(ox.Store(), dict(PREFIXES))
LONG = [f"a_variable_with_a_long_name_{number}" for number in range(30)]
SILENT = [
    "SELECT * { ?s ?p ?o }",
    "SELECT ?a ?b ?c { ?a ?b ?c }",
    "ASK { ?s ?p ?o }",
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "SELECT (COUNT(*) AS ?n) (COUNT(?s) AS ?m) (SUM(?o) AS ?sum) { ?s ?p ?o }",
    "SELECT (GROUP_CONCAT(?s) AS ?all) { ?s ?p ?o }",
    "SELECT (COUNT(?s) AS ?n) (MAX(?o) AS ?most) { ?s ?p ?o }",
    f"SELECT {' '.join(f'?{name}' for name in LONG)} {{ ?s ?p ?o FILTER(?x = 1) }}",
]
SPEAKING = [
    "SELECT ?x { VALUES ?x { 1 } }",
    "SELECT ?x { VALUES ?x { 0 1 } }",
    "SELECT ?x ?y { VALUES (?x ?y) { (0 1) } }",
    "SELECT ?x ?y { VALUES (?x ?y) { (0 0) (0 0) } }",
    "SELECT ?x { VALUES ?x { <urn:0> } }",
    "SELECT ?x { VALUES ?x { 10 } }",
    "SELECT ?x { VALUES ?x { '[]' 'false' } }",
    "SELECT (COUNT(*) AS ?n) { VALUES ?x { 1 2 } }",
    "ASK {}",
]
FORMATS = [fmt.name for fmt in SOLUTIONS if fmt is not HTML]
GRAPH_FORMATS = [fmt.name for fmt in GRAPHS if fmt is not HTML]


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("query", SILENT)
def test_nothing_is_seen_as_such(query: str, form: str) -> None:
    assert says_nothing(ENGINE.answer(Query(query, form)), form)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("query", SPEAKING)
def test_something_is_not_taken_for_nothing(query: str, form: str) -> None:
    assert not says_nothing(ENGINE.answer(Query(query, form)), form)


@pytest.mark.parametrize("form", GRAPH_FORMATS)
def test_a_graph_without_triples_says_nothing(form: str) -> None:
    empty = Query("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", form, prefixes=dict(PREFIXES))
    assert says_nothing(ENGINE.answer(empty), form)
    full = Query("CONSTRUCT { <urn:a> rdf:value 0 } {}", form, prefixes=dict(PREFIXES))
    assert not says_nothing(ENGINE.answer(full), form)
