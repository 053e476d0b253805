"""Hints about queries that find nothing: in the header, on pages, on the command line, in Python and for language
models."""

from __future__ import annotations

import pickle
import re
from html import escape
from urllib.parse import quote, unquote

import pytest

from genfilm import KnowledgeGraph
from genfilm.catalogue.library import open_library
from genfilm.cli.main import main
from genfilm.dataset.builds import Build
from genfilm.dataset.disk import open_store
from genfilm.engine.local import LocalEngine
from genfilm.errors import NothingFound
from genfilm.records.hints import explained, explained_at_once
from tests.conftest import Server
from tests.mcp.conftest import Call, call, mcp_server  # noqa: F401  fixtures
from tests.web.http import get, send

BROADER = "SELECT ?x { GRAPH graph:entities { ?x a gf:Risk } }"
HINTS = [
    (BROADER, "gf:Risk has {members} members, through its subclasses: gf:"),
    ("SELECT ?x { ?x a gf:Technologies }", "gf:Technologies is not in the graph. Did you mean gf:Technology"),
    ("SELECT ?x { ?x gf:usesTechnique ?y }", "Did you mean gf:usesTechnology?"),
    ("SELECT ?p { film:double-wold ?p ?o }", "Did you mean film:double-world?"),
    ("ASK { ?x a gf:film }", "Did you mean gf:Film?"),
    ("SELECT (COUNT(*) AS ?n) { ?x a gf:Flim }", "Did you mean gf:Film"),
    ("SELECT (COUNT(?x) AS ?n) (COUNT(DISTINCT ?x) AS ?m) { ?x a gf:Flim }", "Did you mean gf:Film"),
    ("SELECT (GROUP_CONCAT(?l) AS ?all) { ?x a gf:Flim ; rdfs:label ?l }", "Did you mean gf:Film"),
    ("SELECT (COUNT(?x) AS ?n) (MAX(?l) AS ?m) { ?x a gf:Flim ; rdfs:label ?l }", "Did you mean gf:Film"),
    ("CONSTRUCT { ?x a gf:Film } { ?x a gf:Flim }", "Did you mean gf:Film"),
    ("SELECT ?p { z26c:N999 ?p ?o }", "z26c:N999 is not in the graph."),
    (
        "PREFIX gf: <http://w3id.org/genfilm/ns/> SELECT ?x { ?x a gf:Film }",
        "The prefix gf: is declared as <http://w3id.org/genfilm/ns/>. Here it is <https://w3id.org/genfilm/ns/>.",
    ),
    ("PREFIX x: <https://w3id.org/genfilm/nss/> SELECT ?x { ?x a x:Film }", "Did you mean gf:Film?"),
    ("SELECT ?x { ?x a <https://w3id.org/genfilm/ns/Movie> }", "gf:Movie is not in the graph"),
    (
        "SELECT * { GRAPH <https://w3id.org/genfilm/graph/entitys> { ?s ?p ?o } }",
        "Did you mean <https://w3id.org/genfilm/graph/entities>",
    ),
    ("SELECT * FROM graph:infered { ?s ?p ?o }", "Did you mean <https://w3id.org/genfilm/graph/inferred>"),
    (
        "SELECT * FROM NAMED <urn://none> { GRAPH ?g { ?s ?p ?o } }",
        "<urn://none> is not a graph of this dataset. SELECT DISTINCT ?g {",
    ),
    (
        "SELECT ?c (COUNT(*) AS ?n) { ?s a ?c } GROUP BY ?c HAVING(?n > 3)",
        "HAVING cannot see ?n, which SELECT makes of COUNT(*): write COUNT(*) itself.",
    ),
    ("SELECT ?c { ?s a ?c } GROUP BY ?c HAVING(?s = ?c)", "HAVING cannot see ?s: it sees aggregates"),
    ("SELECT (1 + 1 AS ?n) { FILTER(?n = 2) }", "FILTER cannot see ?n, which SELECT makes of 1 + 1"),
    ("SELECT (10 +  20 AS ?n) { FILTER(?n = 30) }", "FILTER cannot see ?n, which SELECT makes of 10 +  20"),
    (
        "SELECT ?film { ?film a gf:Film FILTER(?flim != 1) }",
        "FILTER cannot see ?flim: the group in which it stands does not bind it. Did you mean ?film?",
    ),
    ("SELECT ?x { ?x a ?c { FILTER(ISIRI(?c)) } }", "FILTER cannot see ?c: the group"),
    (
        "SELECT ?x { ?x gf:hasGenre ?y }",
        "gf:hasGenre stands in named graphs only: <https://w3id.org/genfilm/graph/",
    ),
]


def members(server: Server) -> int:
    query = "SELECT (COUNT(DISTINCT ?x) AS ?n) { ?x a/rdfs:subClassOf+ gf:Risk }"
    return int(get(server.sparql, query=query).json["results"]["bindings"][0]["n"]["value"])


@pytest.mark.parametrize(("query", "says"), HINTS)
@pytest.mark.parametrize(
    "accept", ["*/*", "application/sparql-results+xml, text/turtle", "text/csv, application/n-triples"]
)
def test_the_header_says_what_may_have_been_meant(server: Server, accept: str, query: str, says: str) -> None:
    answer = get(server.sparql, accept, query=query)
    assert answer.status == 200
    says = says.format(members=members(server)) if "{members}" in says else says
    assert says in answer.headers["x-hint"]
    assert "X-Hint" in answer.headers["access-control-expose-headers"]
    again = get(server.sparql, accept, query=query)
    assert (again.headers["x-cache"], again.headers["x-hint"]) == ("hit", answer.headers["x-hint"])


def test_the_hint_is_in_the_language_of_the_reader(server: Server) -> None:
    url = f"{server.sparql}?query={quote(BROADER)}"
    value = send(url, headers={"Accept-Language": "zh-CN"}).headers["x-hint"]
    assert value.startswith("UTF-8'zh'")
    assert "gf:Risk的成员均属其子类，共" in unquote(value.rpartition("'")[2])
    page = send(f"{url}&lang=zh", headers={"Accept": "text/html"}).text
    assert "gf:Risk的成员均属其子类，共" in page
    assert "gf:Risk has" in send(url, headers={"Accept": "text/html"}).text


SILENT = [
    "SELECT ?x { ?x a gf:Film FILTER(?x = 1) }",
    "SELECT ?x { ?x <http://example.org/none> ?y }",
    "SELECT ?x { ?x a schema:Nothing }",
    "SELECT ?x { GRAPH graph:entities { ?x a gf:Film FILTER(false) } }",
    "ASK {}",
    "SELECT * { ?x a gf:Film OPTIONAL { ?x rdfs:label ?l FILTER(?x = ?l) } FILTER(BOUND(?none)) }",
    "SELECT ?c { ?s a ?c } GROUP BY ?c HAVING(COUNT(*) > 99999)",
    "ASK { ?x a gf:Film FILTER EXISTS { ?x a ?c FILTER(?x = ?c) } }",
    "SELECT ?x { } VALUES ?x { 1 2 }",
]


@pytest.mark.parametrize("query", [*SILENT, "SELECT ?x { ?x a gf:Film }"])
def test_there_is_no_hint_without_a_reason(server: Server, query: str) -> None:
    assert "x-hint" not in get(server.sparql, query=query).headers


@pytest.mark.parametrize(("query", "says"), HINTS[1:4])
def test_the_command_line_says_it_on_standard_error(
    home,
    real_build,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    query: str,
    says: str,
) -> None:
    monkeypatch.setenv("GENFILM_HOME", str(home))
    assert main(["query", query, "--format", "csv", "--lang", "en"]) == 0
    out, err = capsys.readouterr()
    assert says in err
    assert says not in out


@pytest.mark.parametrize("place", ["build", "service"])
def test_python_warns_and_keeps_it_with_the_result(
    place: str, real_build: Build, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GENFILM_HOME", str(real_build.directory.parent))
    opened = KnowledgeGraph.open() if place == "build" else KnowledgeGraph.connect(server.url)
    with opened as graph:
        for query, template in HINTS:
            says = template.replace("{members}", str(members(server)))
            with pytest.warns(NothingFound, match=re.escape(says)):
                found = graph.sparql(query)
            assert says in found.hints[0]
            assert says in repr(found)
            assert escape(says) in found._repr_html_()
            assert says in pickle.loads(pickle.dumps(found)).to_pandas().attrs["hints"][0]
        for query in (*SILENT, "SELECT ?x { ?x a gf:Film }"):
            assert graph.sparql(query).hints == ()


def test_python_warns_in_the_language_of_the_graph(real_build: Build) -> None:
    with (
        KnowledgeGraph.open(real_build.directory, lang="zh") as graph,
        pytest.warns(NothingFound, match="图谱中没有gf:Technologies。是否指gf:Technology"),
    ):
        graph.sparql("SELECT ?x { ?x a gf:Technologies }")


def test_a_language_model_gets_it_as_a_note(call: Call) -> None:  # noqa: F811  the fixture
    for query, says in HINTS[1:5]:
        found = call("run_sparql", query=query)
        assert any(says in note for note in found.structured_content["notes"])
        assert says in found.content[0].text


@pytest.mark.parametrize("query", [query for query, _ in HINTS])
def test_an_event_loop_gets_the_same_hints_as_soon_as_they_need_no_query(
    real_build: Build, query: str
) -> None:
    prefixes = real_build.prefixes
    library = open_library(real_build.directory, LocalEngine(open_store(real_build.directory), prefixes))
    before = explained_at_once(library, query, "en")
    told = explained(library, query, "en")
    assert told
    assert before in (None, told)
    asks = any("is not in the graph" in each for each in told)  # each time: another name may be unknown next
    assert explained_at_once(library, query, "en") == (None if asks else told)


def test_a_long_query_is_not_explained_on_an_event_loop(real_build: Build) -> None:
    library = open_library(real_build.directory, LocalEngine(open_store(real_build.directory), {}))
    query = "SELECT ?x { ?x a gf:Film FILTER(?y) }"
    assert explained(library, query, "en")
    assert explained_at_once(library, query, "en")
    assert explained_at_once(library, query + " " * 3000, "en") is None
