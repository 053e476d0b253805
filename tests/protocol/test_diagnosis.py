"""Diagnosis of a query: place of the wrong token, reason, suggestion."""

from __future__ import annotations

import random
from pathlib import Path

import pyoxigraph as ox
import pytest

from genfilm.engine.local import LocalEngine
from genfilm.engine.query import Query
from genfilm.problems import QuerySyntaxError
from genfilm.protocol import guard
from genfilm.protocol.diagnosis import LONGEST, explain, place
from genfilm.protocol.parser import Refused, lexemes, parse
from genfilm.vocabulary import PREFIXES
from tests import ROOT

ENGINE = LocalEngine(ox.Store(), dict(PREFIXES))
MARK = "\u00a6"
QUERIES = sorted((ROOT / "queries").rglob("*.rq"))


def refusal(query: str) -> QuerySyntaxError:
    with pytest.raises(QuerySyntaxError) as caught:
        ENGINE.answer(Query(query, base="http://example.org/"))
    return caught.value


PLACES = [
    "SELECT * WHERE { ?s ?p ?o } \u00a6ORDR BY ?s",
    "SELECT * WHERE { ?s ?p \u00a6}",
    "SELECT * WHERE {\n ?s ?p ?o .\n ?s ?p\n\u00a6}",
    "SELECT ('a\u2028b' AS ?x) {\n ?s ?p \u00a6}",
    "SELECT ('a\u000bb\u0085c\u2029d\u000c' AS ?x) {\n ?s ?p \u00a6}",
    "SELECT ('\u2028' AS ?x) { ?s ?p \u00a6}",
    "SELECT *\r\n{ ?s\r\n?p \u00a6}",
    "SELECT *\r{ ?s\r?p \u00a6}",
    "SELECT * # a comment\u2028still\n{ ?s ?p \u00a6}",
    "SELECT ('\U00020bb7' AS ?x) { ?s ?p \u00a6}",
    "SELECT ('\\u5f71' AS ?x) { ?s ?p \u00a6}",
    "SELECT \\u0028'' AS ?x) { ?s ?p \u00a6}",
    "SELECT \\u003fx { ?s ?p \u00a6}",
    "SELECT * { ?s ?p ?o\u00a6",
    "SELECT * { ?s ?p ?o\u00a6\n\n",
    "\u00a6",
    'SELECT * { ?s ?p \u00a6"a }',
    "SELECT * { ?s ?p \u00a6<a b> }",
    "SELECT * { ?s ?p 'a\u00a6\\qb' }",
    "SELECT * { ?s ?p ?o } LIMIT \u00a6ten",
    "SELECT * { ?s ?p ?o }\u00a6}",
    "SELECT * { GRAPH \u00a6{ ?s ?p ?o } }",
    "PREFIX \u00a6ex <http://e/> ASK {}",
    "SELECT (COUNT(?x) \u00a6?n) { ?x ?p ?o }",
]
"""Refused queries; the mark stands before the token that is wrong."""


def marked(query: str) -> tuple[str, int, int]:
    before, _, after = query.partition(MARK)
    lines = before.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return before + after, len(lines), len(lines[-1]) + 1


@pytest.mark.parametrize("query", PLACES)
def test_the_place_is_that_of_the_wrong_token(query: str) -> None:
    query, line, column = marked(query)
    problem = refusal(query)
    assert (problem.extra["line"], problem.extra["column"]) == (line, column), problem.detail


REASONS = [
    ("SELECT \xa6?x (COUNT(*) AS ?n) { VALUES ?x {1} }", "?x is neither in GROUP BY"),
    ("SELECT \xa6?x (COUNT(*) AS ?n) { ?x ?p ?y } GROUP BY ?y", "?x is neither in GROUP BY"),
    ("SELECT (\xa6?x + COUNT(*) AS ?n) { ?x ?p ?y }", "?x is neither in GROUP BY"),
    ("SELECT \xa6* { ?s ?p ?o } GROUP BY ?s", "SELECT * does not go with GROUP BY"),
    ("SELECT ?x \xa6?x { ?x ?p ?o }", "?x appears twice"),
    ("SELECT (1 AS ?x) (2 AS \xa6?x) {}", "?x appears twice"),
    ("SELECT ?x ('a' AS \xa6?x) { ?x ?p ?o }", "?x"),
    ("SELECT * { VALUES ?x {2} BIND(1 AS \xa6?x) }", "?x has a value already"),
    ("SELECT * { ?x ?p ?o . BIND(1 AS \xa6?o) }", "?o has a value already"),
    ("SELECT * { OPTIONAL { ?x ?p ?o } BIND(1 AS \xa6?o) }", "?o has a value already"),
    ("SELECT * { { SELECT ?o { ?x ?p ?o } } BIND(1 AS \xa6?o) }", "?o has a value already"),
    ("SELECT * { VALUES (?a ?b) { \xa6(1) } }", "values 1, variables 2"),
    ("SELECT * { VALUES (?a ?b) { (1 2) \xa6(1 2 3) } }", "values 3, variables 2"),
    ("SELECT * { ?s ?p ?o FILTER(\xa6COUNT(?x) > 1) }", "the aggregate COUNT cannot stand here"),
    ("SELECT (COUNT(\xa6SUM(?x)) AS ?n) { VALUES ?x {1} }", "the aggregate SUM stands within another"),
    ("SELECT \xa6?x { VALUES ?x {1} } ORDER BY COUNT(?x)", "?x is neither in GROUP BY"),
    ("ASK { ?s ?p ?o } \xa6HAVING(COUNT(*) > 1)", "HAVING is read in SELECT only"),
    ("SELECT (1\xa6. AS ?x) {}", "Expected: AS, an operator"),
    ("SELECT * { ?s ?p ?o BIND(\xa6MAX(?o) AS ?m) }", "the aggregate MAX cannot stand here"),
    ("SELECT * { _:a ?p ?o . { \xa6_:a ?q ?r } }", "_:a stands in two groups"),
    ("SELECT * { ?x a \xa6nope:Film }", "Not declared: nope:"),
    ("\xa6INSERT DATA { <a> <b> <c> }", "INSERT is an update"),
    ("\xa6DELETE WHERE { ?s ?p ?o }", "DELETE is an update"),
    ("SELECT * { ?s ?p ?o\xa6", "'{' of line 1, column 10 is not closed"),
    ("SELECT (STR(?x \xa6AS ?y) {}", "Expected: ')', an operator"),
    ("SELECT * { ?s ?p \xa6'a }", "opens a text that is not closed"),
    ("SELECT * { ?s ?p \xa6\u201ca\u201d }", 'is not a mark of SPARQL. Write " instead'),
    ("SELECT * \xa6\uff5b ?s ?p ?o }", "Write { instead"),
    ("SELECT * { ?s ?p <urn:o>\xa6\u3002 }", "Write . instead"),
    ("SELECT * { ?s ?p ?o } LIMIT \xa6-1", "Expected: a whole number"),
    ("SELECT (STRLEN(?a\xa6, ?b) AS ?x) {}", "Expected: ')', an operator"),
    ("SELECT (SUBSTR('a'\xa6) AS ?x) {}", "Expected: ','"),
    ("CONSTRUCT { ?s \xa6gf:a/gf:b ?o } { ?s ?p ?o }", "no property paths"),
    ("SELECT * { ?s ?p ?o } ORDER \xa6?s", "Expected: BY"),
]


@pytest.mark.parametrize(("query", "says"), REASONS)
def test_the_reason_is_told_where_it_is(query: str, says: str) -> None:
    query, _, column = marked(query)
    problem = refusal(query)
    assert says in problem.detail
    assert problem.extra["column"] == column, problem.detail
    assert problem.detailed("zh").startswith("\u7b2c1\u884c")


MEANT = [
    ("SELCT * { ?s ?p ?o }", "SELECT"),
    ("SELECT * WHER { ?s ?p ?o }", "WHERE"),
    ("SELECT * { ?s ?p ?o OPTINAL { ?s ?q ?r } }", "OPTIONAL"),
    ("SELECT * { ?s ?p ?o FLITER(?o > 1) }", "FILTER"),
    ("SELECT * { ?s ?p ?o FILTER(CONTAIN(?o, 'a')) }", "CONTAINS"),
    ("SELECT * { ?s ?p ?o FILTER(isUri1(?o)) }", "isURI"),
    ("SELECT (CONT(*) AS ?n) { ?s ?p ?o }", "COUNT"),
    ("SELECT * { ?s ?p ?o } LIMT 1", "LIMIT"),
    ("SELECT * { ?s ?p ?o } GROPU BY ?s", "GROUP"),
    ("SELECT * { ?s ?p ?o } ORDER BY DSC(?s)", "DESC"),
    ("SELECT ?genr (COUNT(*) AS ?n) { ?f gf:hasGenre ?genre } GROUP BY ?genre", "?genre"),
    ("SELECT * { ?x a flim:Film }", "film:"),
    ("SELECT * { ?x skso:prefLabel ?l }", "skos:"),
    ("SELECT * { ?s ?p ?o FILTER(?o = 1 AND ?s = ?p) }", "&&"),
    ("SELECT * { ?s ?p ?o FILTER(?o == 1) }", "="),
]


@pytest.mark.parametrize(("query", "near"), MEANT)
def test_what_was_meant_is_suggested(query: str, near: str) -> None:
    problem = refusal(query)
    assert problem.extra["near"] == near
    assert f"Did you mean {near}?" in problem.detail


def test_a_word_without_prefix_is_told_as_such() -> None:
    assert "Write a name such as gf:Film, or a variable" in refusal("SELECT * { ?x a Film }").detail


def test_a_relative_iri_is_told_where_nothing_says_its_base() -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        ENGINE.answer(Query("SELECT * { <film> ?p ?o }"))
    assert "<film> is relative" in caught.value.detail


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_every_query_of_ours_is_one(path: Path) -> None:
    assert not isinstance(parse(lexemes(guard.unescape(path.read_text("utf-8")))), Refused)


@pytest.mark.parametrize("path", QUERIES[::12], ids=lambda path: path.stem)
def test_a_stray_word_is_found_wherever_it_stands(path: Path) -> None:
    text = path.read_text("utf-8")
    chance = random.Random(path.stem)
    for token in chance.sample(lexemes(text)[:-1], 12):
        if (token.offset and text[token.offset - 1].isalnum()) or text[token.offset - 1 :].startswith("("):
            continue
        broken = f"{text[: token.offset]} xyzzy {text[token.offset :]}"
        reason = explain(broken, PREFIXES)
        assert reason is not None
        assert (reason.line, reason.column) == place(broken, token.offset + 1), broken


def test_what_the_engine_reads_beyond_sparql_1_1_is_no_fault() -> None:
    for query in (
        "SELECT * { << ?s ?p ?o >> ?q ?r . ?s ?p ?o {| ?a ?b |} ~ ?r . ?x rdf:reifies <<( ?s ?p ?o )>> }",
        "SELECT * { ?s ?p 'x'@en--ltr LATERAL { ?s ?q ?r } }",
        "VERSION '1.2' SELECT * { ?s gf:a?/^gf:b+|!(a|^gf:c) ?o FILTER(?o<?s && ?o>-1) }",
    ):
        assert not isinstance(parse(lexemes(query)), Refused)
        ENGINE.answer(Query(query, base="http://example.org/"))


def test_a_long_or_deep_query_is_told_soon() -> None:
    deep = "SELECT * { FILTER(" + "(" * 5000 + "1" + ")" * 5000
    assert explain(deep, PREFIXES) is not None
    long = "SELECT * { " + "?s ?p ?o . " * LONGEST + "ORDR }"
    assert explain(long, PREFIXES) is None
    assert refusal(long[: LONGEST * 2]).extra["line"] == 1
