"""The graph inside somebody's program: deadlines, interrupts, threads, ends, copies, asynchronous callers."""

from __future__ import annotations

import asyncio
import gc
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pyoxigraph as ox
import pytest
import snowballstemmer

from genfilm import AsyncKnowledgeGraph, KnowledgeGraph
from genfilm.client.files import library_of
from genfilm.dataset.builds import Build
from genfilm.dataset.disk import open_store
from genfilm.engine.local import LocalEngine
from genfilm.errors import Problem
from genfilm.search import tokens
from genfilm.vocabulary import BASE, ONTOLOGY, expand
from tests.gateway.bombs import BOMBS
from tests.processes import children, eventually, running

BOMB = BOMBS["cross product"]
THREADS = 8


@pytest.fixture(scope="module")
def graph(real_build: Build) -> Iterator[KnowledgeGraph]:
    with KnowledgeGraph.open(real_build.directory) as opened:
        yield opened


def companion(graph: KnowledgeGraph) -> int:
    process = graph._companion._process
    assert process is not None
    return process.pid


def test_a_query_ends_at_its_deadline_and_the_next_one_is_answered(graph: KnowledgeGraph):
    graph.sparql("ASK {}")
    evaluator = companion(graph)
    with pytest.raises(Problem, match="timeout=") as caught:
        graph.sparql(BOMB, timeout=1)
    assert caught.value.kind == "deadline"
    assert not running(evaluator)
    assert graph.sparql("ASK {}")


def test_a_deadline_holds_for_a_service_too(real_build: Build, server, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("GENFILM_HOME", str(real_build.directory.parent))
    with KnowledgeGraph.connect(server.url) as remote, pytest.raises(Problem) as caught:
        remote.sparql(BOMB, timeout=0.5)
    assert caught.value.kind == "deadline"


def test_an_interrupt_reaches_the_caller_and_ends_the_query(graph: KnowledgeGraph):
    graph.sparql("ASK {}")
    evaluator = companion(graph)
    timer = threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        graph.sparql(BOMB)
    timer.join()
    assert not running(evaluator)
    assert graph.sparql("ASK {}")


def test_a_call_that_is_interrupted_is_told_so(graph: KnowledgeGraph):
    with ThreadPoolExecutor(1) as threads:
        bomb = threads.submit(graph.sparql, BOMB)
        while not bomb.done():
            graph.interrupt()
            time.sleep(0.05)
    with pytest.raises(Problem) as caught:
        bomb.result()
    assert caught.value.kind == "interrupted"
    assert graph.sparql("ASK {}")


def test_a_task_that_is_cancelled_ends_no_query_but_its_own(real_build: Build):
    async def asked() -> list[object]:
        async with await AsyncKnowledgeGraph.open(real_build.directory) as graph:
            await graph.sparql("ASK {}")
            evaluator = companion(graph.graph)
            bomb = asyncio.ensure_future(graph.sparql(BOMB))
            waiting = [asyncio.ensure_future(graph.sparql("ASK {}")) for _ in range(3)]
            await asyncio.sleep(0.2)
            for each in waiting[:2]:
                each.cancel()
            ends: list[object] = [*await asyncio.gather(*waiting[:2], return_exceptions=True)]
            ends.append(running(evaluator) and not bomb.done())
            bomb.cancel()
            return [*ends, bool(await waiting[2])]

    *cancelled, untouched, answered = asyncio.run(asked())
    assert [type(each) for each in cancelled] == [asyncio.CancelledError] * 2
    assert untouched
    assert answered


def test_a_result_has_a_bound(graph: KnowledgeGraph):
    with pytest.raises(Problem, match="10,000 bytes") as caught:
        graph.sparql("SELECT * { ?s ?p ?o }", largest=10_000)
    assert caught.value.kind == "result-too-large"
    assert len(graph.sparql("SELECT * { ?s ?p ?o } LIMIT 5", largest=10_000)) == 5


def test_the_errors_of_the_engine_come_through(graph: KnowledgeGraph):
    with pytest.raises(Problem) as caught:
        graph.sparql("SELECT *\nWHERE { ?s ?p }")
    assert (caught.value.kind, caught.value.extra["line"]) == ("syntax-error", 2)


WORDS = [
    "production",
    "productions",
    "distribution",
    "generative",
    "copyrighted",
    "running",
    "happily",
    "studies",
]


def test_threads_get_the_right_stems():
    """One stemmer for all threads gave wrong ones within a second."""
    english = snowballstemmer.stemmer("english")
    right = {word: english.stemWord(word) for word in WORDS}

    def wrong(start: int) -> list[str]:
        turned = WORDS[start:] + WORDS[:start]
        return [w for _ in range(1000) for w in turned if tokens.stem.__wrapped__(w) != right[w]]

    with ThreadPoolExecutor(THREADS) as pool:
        assert [*pool.map(wrong, range(THREADS))] == [[]] * THREADS


def test_threads_share_a_graph(real_build: Build):
    graph = KnowledgeGraph.open(real_build.directory)
    queries = ["liulangdiqiu", "copyrihgt", "电影发行", "generative models", "征途", "distribution platforms"]

    def answers(_: object) -> list[object]:
        found: list[object] = [[row.iri for row in graph.search(text)] for text in queries * 5]
        found.append(graph.query("strategies-for-actor").to_dicts())
        found.append(graph.sparql("SELECT (COUNT(*) AS ?n) { ?c a gf:Claim }")[0].n)
        found.append(graph.entity("流浪地球2").record())
        return [*found, [row.id for row in graph.claims(about="zhengtu", verdict="disputed")]]

    with graph, ThreadPoolExecutor(THREADS) as pool:
        first, *others = pool.map(answers, range(THREADS))
    assert {"N13.5", "N16", "N17", "N18", "X25"} <= set(first[-1])
    assert all(each == first for each in others)


def test_an_import_brings_no_network_and_no_processes():
    """Modules that cost more to import than the package itself wait until they are needed."""
    late = "asyncio email http.client socket subprocess urllib.request yaml pyoxigraph pandas genfilm.search.index"
    code = f"import sys; from genfilm import KnowledgeGraph; print(*[n for n in '{late}'.split() if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "\n"


def test_nothing_is_left_behind(real_build: Build):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with KnowledgeGraph.open(real_build.directory) as graph:
            graph.sparql("ASK {}")
            graph.search("film")
            evaluator = companion(graph)
            assert evaluator in children(os.getpid())
        assert not running(evaluator)
        del graph
        gc.collect()


def test_rows_and_results_are_copied(graph: KnowledgeGraph):
    found = graph.query("disputed-claims")
    again = pickle.loads(pickle.dumps(found))
    assert list(again) == list(found)
    row = pickle.loads(pickle.dumps(found[0]))
    assert (row, row._fields, row.claim.short) == (found[0], found[0]._fields, found[0].claim.short)


def test_rows_come_in_pages(graph: KnowledgeGraph):
    claims = graph.claims()
    pages = [*claims.pages(250)]
    assert [len(page) for page in pages[:2]] == [250, 250]
    assert [row for page in pages for row in page] == list(claims)


def test_a_network_of_claims_joins_subject_and_object_under_their_names(graph: KnowledgeGraph):
    network = graph.claims(about="zhengtu", verdict="disputed").to_networkx()
    film, platform = (
        f"https://w3id.org/genfilm/id/{end}" for end in ("film/double-world", "org/tencent-video")
    )
    assert network.nodes[film]["label"] == "Double World"
    assert network.nodes[platform]["label"] == "Tencent Video"
    assert "N16" in {edge["id"] for edge in network.get_edge_data(film, platform).values()}
    risks = graph.query("risks-by-stage")
    by_stage = risks.to_networkx("stage", "risk")
    assert by_stage.nodes[risks[0].stage]["label"] == risks[0].stageName


def test_asynchronous_callers_wait_for_nobody(real_build: Build):
    async def asked() -> tuple[int, int]:
        async with await AsyncKnowledgeGraph.open(real_build.directory) as graph:
            await graph.sparql("ASK {}")
            evaluator = companion(graph.graph)
            bomb = asyncio.ensure_future(graph.sparql(BOMB))
            await asyncio.sleep(0.2)
            films = await graph.instances("gf:Film")
            bomb.cancel()
            with pytest.raises(asyncio.CancelledError):
                await bomb
            return len(films), evaluator

    films, evaluator = asyncio.run(asked())
    assert films >= 9
    assert eventually(lambda: not running(evaluator))


def test_asynchronous_callers_have_threads_of_their_own(real_build: Build):
    """Those that asyncio shares may all be taken by the program."""

    async def asked() -> str:
        async with await AsyncKnowledgeGraph.open(real_build.directory) as graph:
            taken, done = ThreadPoolExecutor(1), threading.Event()
            asyncio.get_running_loop().set_default_executor(taken)
            blocked = asyncio.ensure_future(asyncio.to_thread(done.wait))
            try:
                return await graph.iri("征途")
            finally:
                done.set()
                await blocked

    assert asyncio.run(asyncio.wait_for(asked(), 60)).endswith("/film/double-world")


@pytest.mark.parametrize("left_out", ["in the default graph", "everywhere"])
def test_a_graph_that_does_not_tell_its_version_is_cited_all_the_same(real_build: Build, left_out: str):
    store = ox.Store()
    everywhere = left_out == "everywhere"
    version = ox.NamedNode(expand("owl:versionInfo"))
    store.extend(quad for quad in open_store(real_build.directory) if quad.predicate != version)
    if not everywhere:
        meta = ox.NamedNode(f"{BASE}/graph/ontology")
        store.add(ox.Quad(ox.NamedNode(ONTOLOGY), version, ox.Literal("9.8.7"), meta))
        store.add(
            ox.Quad(
                ox.NamedNode(ONTOLOGY),
                ox.NamedNode(expand("dcterms:modified")),
                ox.Literal("2026-11-30"),
                meta,
            )
        )
    library = library_of(real_build.directory, LocalEngine(store, real_build.prefixes), own=False)
    graph = KnowledgeGraph(library, real_build.directory, address="http://127.0.0.1:9/sparql")
    for style in ("apa", "gb-t-7714", "bibtex", "csl-json"):
        told = graph.cite(style=style)
        assert "GenFilm KG" in told
        assert ("9.8.7" in told) is not everywhere
        assert ("()" in told, "None" in told) == (False, False)
    assert graph.cite(style="apa").startswith("GenFilm KG")
