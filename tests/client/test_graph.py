"""One interface, two places: a build on this machine and a running service give the same."""

from __future__ import annotations

import doctest
import json
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pandas as pd
import pytest

import genfilm.client.graph
from genfilm import KnowledgeGraph
from genfilm.errors import BuildNotFound, Problem
from tests.injections import INJECTIONS

FILM = "https://w3id.org/genfilm/id/film/"


@pytest.fixture(scope="module", params=["local", "remote"])
def graph(request, real_build) -> KnowledgeGraph:
    if request.param == "local":
        return KnowledgeGraph.open(real_build.directory)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GENFILM_HOME", str(real_build.directory.parent))
        return KnowledgeGraph.connect(request.getfixturevalue("server").url)


def test_a_question_takes_a_name_and_gives_typed_rows(graph: KnowledgeGraph):
    found = graph.query("strategies-for-actor", actor="production companies")
    assert ("strategy:content-quality-control", "120") in [(row.strategy.short, row.page) for row in found]
    assert [column.name for column in found.columns] == ["strategy", "label", "claim", "page"]
    assert (
        found.to_dicts() == graph.query("strategies-for-actor", actor="actor:production-companies").to_dicts()
    )
    assert "VALUES (?actor ?lang)" in found.sparql


def test_a_question_is_answered_in_chinese_and_shown_with_chinese_headings(graph: KnowledgeGraph):
    found = graph.query("strategies-for-actor", lang="zh")
    shown = found._repr_html_()
    assert found.lang == "zh"
    assert '<th scope="col">策略</th>' in shown
    assert f"共{len(found)}行" in shown
    assert '<a href="https://w3id.org/genfilm/id/strategy/content-quality-control">' in shown


def test_sparql_of_every_form_is_answered(graph: KnowledgeGraph):
    assert bool(graph.sparql("ASK { film:double-world a gf:Film }"))
    assert not graph.sparql("ASK { film:double-world a gf:Person }")
    (row,) = graph.sparql("SELECT (COUNT(*) AS ?count) { film:double-world a ?class }")
    assert isinstance(row[0], int)
    told = graph.sparql("CONSTRUCT { ?f a gf:Film } WHERE { ?f a gf:Film }")
    assert f"{FILM}double-world" in [row.subject for row in told]
    assert told.turtle.count("gf:Film") or told.turtle.count("ns/Film")


def test_a_thing_is_found_by_its_name_in_any_script(graph: KnowledgeGraph):
    assert graph.entity("流浪地球2").iri == graph.entity("film:wandering-earth-2").iri
    assert graph.iri("流浪地球２") == f"{FILM}wandering-earth-2"
    with pytest.raises(Problem) as caught:
        graph.entity("流浪土球9")
    assert caught.value.kind == "unknown-name"


def test_every_claim_comes_however_many_there_are(graph: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch):
    every = graph.claims().to_dicts()
    monkeypatch.setattr("genfilm.records.ledger.LARGEST_PAGE", 100)
    assert graph.claims().to_dicts() == every
    assert len(every) > 700


def test_words_find_things_claims_and_questions(graph: KnowledgeGraph):
    hits = graph.search("liulangdiqiu")
    assert hits[0].iri == f"{FILM}wandering-earth-2"
    assert (hits[0].label, hits[0].kind) == ("The Wandering Earth 2", "film")
    claims = graph.search("copyright", kinds=["claim"], size=3)
    assert [row.iri.split("/")[-3] for row in claims] == ["claim"] * 3
    assert claims.total > 3
    assert list(claims.to_pandas().columns) == [column.name for column in claims.columns]
    assert graph.search("copyrihgt").corrections[0].used.startswith("copyright")
    assert not graph.search("zzzzqqq")


def test_a_plain_question_is_answered_as_its_named_question_is(graph: KnowledgeGraph):
    reply = graph.ask("Which claims are disputed?")
    assert reply.understood
    assert reply.understood.id == "disputed-claims"
    assert reply.to_dicts() == graph.query("disputed-claims").to_dicts()
    assert set(reply.claims) == {row.claim for row in reply}
    assert "SELECT" in reply.sparql


def test_the_ontology_is_there_as_classes_of_owlready2(graph: KnowledgeGraph):
    ontology = graph.ontology
    film = ontology.search_one(iri="*ns/Film")
    assert "电影" in [str(label) for label in film.label]
    assert [cls.name for cls in film.is_a] == ["AudiovisualWork"]
    assert len(list(ontology.classes())) > 60
    assert graph.ontology is ontology


def test_the_text_of_a_question_is_bound_and_can_be_sent_again(graph: KnowledgeGraph):
    text = graph.bind("strategies-for-actor", actor="制片公司")
    assert "actor/production-companies" in text
    assert graph.sparql(text).to_dicts() == graph.query("strategies-for-actor", actor="制片公司").to_dicts()


def test_a_claim_comes_with_verdict_and_page(graph: KnowledgeGraph):
    found = graph.claim("zhang-2026/N16").record()
    assert found == graph.claim("z26c:N16").record()
    assert found["assessment"]["verdict"] == "disputed"
    assert found["passages"]


def test_claims_are_chosen_by_their_facets(graph: KnowledgeGraph):
    found = graph.claims(verdict="disputed")
    assert len(found) > 5
    assert {row.verdict for row in found} == {"disputed"}
    either = graph.claims(verdict=["disputed", "corroborated"], sort="-verdict")
    assert [row.verdict for row in either] == sorted((row.verdict for row in either), reverse=True)
    assert {row.verdict for row in either} == {"disputed", "corroborated"}
    with pytest.raises(Problem, match="verdict"):
        graph.claims(verdikt="disputed")


def test_claims_about_a_thing_are_had_by_any_of_its_names(graph: KnowledgeGraph):
    found = graph.claims(about="征途", verdict="disputed")
    assert " ".join(row.id for row in found) == (
        "N13.2 N13.3 N13.4 N13.5 N13.6 N13.7 N13.8 N13.9 N14.1 N14.2 N14.3 N14.4 N14.5 N16 N17 N18 X12.3 X25"
    )
    both = graph.claims(about=["Double World", "org:tencent-video"], verdict="disputed")
    other = graph.claims(about="org:tencent-video", verdict="disputed")
    assert {row.id for row in both} == {row.id for row in (*found, *other)}
    with pytest.raises(Problem, match="may mean 2 entities") as caught:
        graph.claims(about="中国生成式AI用户数")
    assert len(caught.value.extra["candidates"]) == 2


@pytest.mark.parametrize("style", ["gb-t-7714", "apa", "bibtex", "ris", "csl-json"])
def test_a_claim_is_cited(graph: KnowledgeGraph, style: str):
    assert "10.3969/j.issn.2096-711X.2026.05.040" in graph.cite("zhang-2026/N16", style)


def test_the_graph_a_thing_and_a_claim_are_cited_each_with_its_edition(graph: KnowledgeGraph, real_build):
    cited = json.loads(graph.cite("zhang-2026/N16", "csl-json"))
    assert [entry["type"] for entry in cited][:2] == ["dataset", "article-journal"]
    assert "流浪地球2" in graph.cite("流浪地球2")
    whole = graph.cite(style="apa")
    assert whole.startswith("GenFilm KG")
    assert real_build.id[:12] in whole
    with pytest.raises(Problem, match="called"):
        graph.cite("nothing at all")


@pytest.mark.parametrize("value", INJECTIONS)
def test_nothing_that_is_given_as_a_value_is_read_as_sparql(graph: KnowledgeGraph, value: str):
    for values in ({"actor": value}, {"lang": value}):
        with pytest.raises(Problem) as caught:
            graph.query("strategies-for-actor", **values)
        assert caught.value.kind in ("wrong-parameter", "unknown-name")
    with pytest.raises(Problem):
        graph.entity(value)
    with pytest.raises(Problem):
        graph.claim(value)


def test_what_is_wrong_is_said_with_what_would_be_right(graph: KnowledgeGraph):
    for call, words in (
        (lambda: graph.query("strategies-for-actors"), "strategies-for-actor"),
        (lambda: graph.query("strategies-for-actor", aktor="x"), "actor, lang"),
        (lambda: graph.cite("zhang-2026/N16", "harvard"), "gb-t-7714"),
        (lambda: graph.claim("zhang-2026/X99"), "X99"),
        (lambda: graph.sparql("SELECT * { SERVICE <http://127.0.0.1:9/> {} }"), "SERVICE"),
    ):
        with pytest.raises(Problem) as caught:
            call()
        assert words in str(caught.value)


def test_the_rows_become_a_frame_a_network_and_csv(graph: KnowledgeGraph, tmp_path: Path):
    found = graph.query("strategies-for-actor")
    frame = found.to_pandas()
    assert list(frame.columns) == ["strategy", "label", "claim", "page"]
    assert frame.attrs["labels"]["page"] == "page"
    network = found.to_networkx("strategy", "claim")
    assert network.number_of_edges() == len(found)
    found.to_csv(tmp_path / "out.csv")
    assert pd.read_csv(tmp_path / "out.csv", dtype=str)["claim"].tolist() == [row.claim for row in found]


def test_the_questions_can_be_browsed(graph: KnowledgeGraph):
    assert "strategies_for_actor" in dir(graph.queries)
    assert "the actor that is advised" in graph.queries.strategies_for_actor.__doc__
    assert len(graph.queries.strategies_for_actor(actor="actor:creators")) >= 0
    assert {query.id for query in graph.queries} >= {"strategies-for-actor", "disputed-claims"}


@pytest.mark.parametrize("url", ["http://127.0.0.1:9", "http://127.0.0.1:9/sparql"])
def test_a_server_that_is_not_there_is_named(url: str):
    with pytest.raises(Problem, match=r"http://127\.0\.0\.1:9/sparql did not answer"):
        KnowledgeGraph.connect(url)


def test_a_connected_graph_is_asked_and_not_the_build_of_this_machine(graph: KnowledgeGraph):
    assert (graph.library.answers is None) == graph.address.startswith("http")


def test_what_is_no_endpoint_is_named(server):
    with pytest.raises(Problem, match="health"):
        KnowledgeGraph.connect(f"{server.url}/health")
    with pytest.raises(Problem, match="not an address"):
        KnowledgeGraph.connect("localhost:8000")


def test_without_a_build_it_says_how_to_make_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("GENFILM_HOME", str(tmp_path))
    with pytest.raises(BuildNotFound, match="genfilm build"):
        KnowledgeGraph.open()


def test_importing_the_package_loads_nothing_else():
    code = "import sys, genfilm; print([m for m in sys.modules if m.startswith('genfilm.') or m == 'pyoxigraph'])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_examples_in_the_documentation_of_the_classes_hold(real_build, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("GENFILM_HOME", str(real_build.directory.parent))
    failed, tried = doctest.testmod(genfilm.client.graph)
    assert tried
    assert not failed


class _BreaksOff(BaseHTTPRequestHandler):
    """Reads the whole request, then promises more bytes than it sends."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Type", "application/sparql-results+json")
        self.send_header("Content-Length", "900")
        self.end_headers()
        self.wfile.write(b'{"head": {}, "boolean": true}')
        self.close_connection = True

    def log_message(self, *_: object) -> None:
        pass


def test_an_answer_that_breaks_off_is_an_error_and_no_short_result():
    with HTTPServer(("127.0.0.1", 0), _BreaksOff) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with pytest.raises(Problem, match="IncompleteRead"):
            KnowledgeGraph.connect(f"http://127.0.0.1:{server.server_address[1]}/sparql").sparql("ASK {}")
