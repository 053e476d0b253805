"""A second source is a folder: every interface shows it without a line of code."""

from __future__ import annotations

import json
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from genfilm.build import graph_of
from genfilm.catalogue.promise import broken_promises
from genfilm.catalogue.query import load_catalogue
from genfilm.client.graph import KnowledgeGraph
from genfilm.dataset.builds import EXPORTS, Build
from genfilm.dataset.disk import open_store
from genfilm.dataset.load import sources_in
from genfilm.engine.local import LocalEngine
from tests import ROOT
from tests.conftest import Server, start_server, stop_server
from tests.test_contributing import built_by_the_recipe

CLAIM = "https://w3id.org/genfilm/id/claim/example-2026/C01"
SAYS = {
    "en": "Film production is being altered by generative AI.",
    "zh": "电影制作正因生成式人工智能而改变。",
}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("second")


@pytest.fixture(scope="module")
def built(root: Path) -> Build:
    """A build of the repository's sources and of the source of CONTRIBUTING.md."""
    return built_by_the_recipe(root)


@pytest.fixture(scope="module")
def served(root: Path, built: Build) -> Iterator[Server]:
    server = start_server(root / "home", root / "log.txt", GENFILM_SOURCES=str(root))
    yield server
    stop_server(server)


@pytest.fixture(scope="module")
def graph(built: Build) -> KnowledgeGraph:
    return KnowledgeGraph.open(built.directory)


def get(server: Server, path: str, accept: str = "text/html", **query: str) -> str:
    address = f"{server.url}{path}" + (f"?{urllib.parse.urlencode(query)}" if query else "")
    request = urllib.request.Request(address, headers={"Accept": accept})
    return str(urllib.request.urlopen(request, timeout=60).read().decode("utf-8"))


def test_its_prefixes_are_in_the_manifest_and_in_the_description(built: Build, served: Server):
    assert built.prefixes["exc"] == "https://w3id.org/genfilm/id/claim/example-2026/"
    assert '"exc"' in get(served, "/.well-known/void", "text/turtle")


def test_a_query_uses_its_prefix_undeclared_and_a_graph_answers_with_it(served: Server):
    ask = get(served, "/sparql", "application/sparql-results+json", query="ASK { exc:C01 a gf:SourceClaim }")
    assert json.loads(ask)["boolean"] is True
    told = get(served, "/sparql", "text/turtle", query="CONSTRUCT WHERE { exc:C01 gf:isStatedIn ?p }")
    assert "exc:C01 gf:isStatedIn exp:s1-p1-a" in told


@pytest.mark.parametrize(
    ("lang", "place", "title"),
    [("en", "section 1, paragraph 1, page 1", "Example 2026"), ("zh", "第一节第1段，第1页", "例2026")],
)
def test_the_page_of_its_claim_says_where_it_stands(served: Server, lang: str, place: str, title: str):
    page = get(served, f"/{lang}/claim/example-2026/C01")
    assert SAYS[lang] in page
    assert place in page
    assert title in page


def test_it_is_a_facet_and_a_filter(served: Server):
    found = json.loads(get(served, "/api/claims", "application/json", source="example-2026"))
    assert [each["claim"] for each in found["data"]] == [CLAIM]
    assert "Example 2026" in get(served, "/en/claims")
    assert "Example 2026" in get(served, "/en/explore", focus="stage:production")


@pytest.mark.parametrize("text", ["production altered generative", "exc:C01", CLAIM])
def test_search_finds_it(served: Server, text: str):
    found = json.loads(get(served, "/api/search", "application/json", q=text))
    assert CLAIM in [each["iri"] for each in found["data"]]


@pytest.mark.parametrize("name", ["exc:C01", "example-2026/C01", CLAIM])
def test_python_takes_every_name_of_it(graph: KnowledgeGraph, name: str):
    assert graph.claim(name).record()["iri"] == CLAIM
    assert "Example" in graph.cite(name, "apa")


def test_rows_show_its_short_name(graph: KnowledgeGraph):
    (row,) = graph.sparql("SELECT ?claim { ?claim gf:isStatedIn exp:s1-p1-a }")
    assert row.claim.short == "exc:C01"


def test_exports_name_it_by_its_prefix(built: Build):
    files = built.directory / EXPORTS
    assert "exc:C01" in (files / "genfilm.ttl").read_text("utf-8")
    assert '"exc:C01"' in (files / "genfilm.jsonld").read_text("utf-8")


@pytest.mark.parametrize(("lang", "says"), [("en", "{} sources read so far"), ("zh", "目前已研读{}种来源")])
def test_the_home_page_counts_and_names_the_sources(root: Path, served: Server, lang: str, says: str):
    page = get(served, f"/{lang}/")
    assert says.format(len(sources_in(root))) in page
    assert {"en": "Example 2026", "zh": "例2026"}[lang] in page


def test_it_breaks_no_promise_of_a_question(root: Path, built: Build):
    catalogue = load_catalogue(root, prefixes=built.prefixes)
    query = catalogue["verdict-counts"]
    whole = LocalEngine(open_store(built.directory), built.prefixes)
    assert broken_promises(query, whole, built.prefixes), "the second source changes this answer"
    alone = graph_of(root, query.expect["sources"], catalogue, built.prefixes)
    for name in ("verdict-counts", "technologies-by-stage", "disputed-claims"):
        assert broken_promises(catalogue[name], alone, built.prefixes) == [], name


def test_no_line_of_code_names_a_source():
    for path in (ROOT / "genfilm").rglob("*"):
        if path.suffix in (".py", ".json", ".html", ".css", ".js") and "dist" not in path.parts:
            assert "zhang" not in path.read_text("utf-8").lower(), path
