"""An engine elsewhere: Fuseki with the build answers as ours does, and one that misbehaves is told as it is."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import time
import urllib.request
from collections.abc import Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from genfilm.catalogue.library import open_library
from genfilm.dataset.builds import Build
from genfilm.engine import remote_backend
from genfilm.engine.comparison import compare
from genfilm.engine.fork_server import default_graph_of, load
from genfilm.engine.graph_store import GraphStore
from genfilm.engine.local import LocalEngine
from genfilm.engine.query import Query
from genfilm.engine.remote_backend import RemoteBackend
from genfilm.errors import Problem
from genfilm.protocol.prologue import with_prologue
from genfilm.vocabulary import BUILD_GRAPH, PREFIXES
from tests import ROOT
from tests.conftest import free_port
from tests.programs import need

YES = b'{"head":{},"boolean":true}'
JSON = "application/sparql-results+json"
ASK = Query("ASK {}")


@asynccontextmanager
async def answering(handle: Callable[[asyncio.StreamWriter, int], Awaitable[None]]):
    """The address of an endpoint that answers its n-th request as ``handle`` writes, and closes."""
    count = 0

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal count
        count += 1
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            length = next(
                line for line in head.decode().lower().splitlines() if line.startswith("content-length")
            )
            await reader.readexactly(int(length.partition(":")[2]))
            await handle(writer, count)
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/sparql"


def response(
    body: bytes, content_type: str = JSON, status: str = "200 OK", length: int | None = None
) -> bytes:
    head = (
        f"HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\nContent-Length: {length or len(body)}\r\n\r\n"
    )
    return head.encode() + body


def outcome(
    *answers: bytes, query: Query = ASK, timeout: float = 2.0, largest: int = 10_000
) -> bytes | Problem:
    """Answer to a client of an endpoint with these answers, the last of them for ever."""

    async def ask() -> bytes | Problem:
        async def handle(writer: asyncio.StreamWriter, number: int) -> None:
            writer.write(answers[min(number, len(answers)) - 1])
            await writer.drain()

        async with answering(handle) as url:
            backend = RemoteBackend(url, None, timeout=timeout, largest=largest)
            try:
                return (await backend.ask(query)).body.read()
            except Problem as problem:
                return problem
            finally:
                await backend._close()

    return asyncio.run(ask())


def test_a_result_is_written_anew_in_the_format_that_is_wanted():
    spaced = json.dumps(
        {"head": {"vars": ["a"]}, "results": {"bindings": [{"a": {"type": "literal", "value": "x"}}]}},
        indent=3,
    )
    assert outcome(response(spaced.encode()), query=Query("SELECT ?a {}", "csv")) == b"a\r\nx\r\n"
    graph = b"<http://a.example/s> <http://a.example/p> <http://a.example/o> .\n"
    turtle = outcome(
        response(graph, "application/n-triples"), query=Query("CONSTRUCT WHERE {?s ?p ?o}", "turtle")
    )
    assert turtle == graph


@pytest.mark.parametrize(
    ("answer", "status", "told"),
    [
        (response(b"<html>sorry</html>", "text/html"), 503, "answered in text/html"),
        (response(b"<html>sorry</html>"), 503, "cannot be read"),
        (response(YES[:-1]), 503, "cannot be read"),
        (response(YES, length=100), 503, "cannot be asked"),
        (b"", 503, "cannot be asked"),
        (response(b"no", "text/plain", "401 Unauthorized"), 503, "answered 401"),
        (response(b"moved", "text/plain", "302 Found"), 503, "answered 302"),
        (response(b"Query timed out", "text/plain", "503 Service Unavailable"), 504, "2"),
        (response(b"Lexical error at line 1", "text/plain", "400 Bad Request"), 400, "Lexical error"),
        (response(b" " * 20_000 + YES), 507, "10"),
    ],
)
def test_an_engine_that_misbehaves_is_told_as_it_is(answer: bytes, status: int, told: str):
    problem = outcome(answer)
    assert isinstance(problem, Problem)
    assert (problem.status, told in problem.detail) == (status, True), problem.detail


def test_a_query_is_asked_once_more_when_the_connection_breaks_or_the_engine_is_busy():
    assert outcome(b"", response(YES)) == YES
    assert outcome(response(b"busy", "text/plain", "503 Service Unavailable"), response(YES)) == YES


def test_a_fault_of_the_query_has_line_and_column_of_its_own_text():
    problem = outcome(
        response(b"Parse error", "text/plain", "400 Bad Request"), query=Query("ASK {\n ?s gf:is }")
    )
    assert isinstance(problem, Problem)
    assert problem.status == 400
    assert problem.detail.startswith("Line 2, column")


def test_service_is_refused_before_the_engine_is_asked():
    problem = outcome(response(YES), query=Query("ASK { SERVICE <http://a.example/> {} }"))
    assert isinstance(problem, Problem)
    assert problem.status == 403


def test_a_query_that_takes_too_long_ends_at_its_deadline():
    async def ask() -> Problem | None:
        async def handle(writer: asyncio.StreamWriter, number: int) -> None:
            await asyncio.sleep(3)

        async with answering(handle) as url:
            backend = RemoteBackend(url, None, timeout=0.5)
            try:
                await backend.ask(ASK)
            except Problem as problem:
                return problem
            finally:
                await backend._close()
        return None

    problem = asyncio.run(ask())
    assert problem is not None
    assert problem.status == 504


def test_an_engine_with_another_build_answers_nothing():
    async def ask() -> list[Problem]:
        async def handle(writer: asyncio.StreamWriter, number: int) -> None:
            rows = [{"id": {"type": "literal", "value": "other"}}] if number == 1 else []
            writer.write(
                response(json.dumps({"head": {"vars": ["id"]}, "results": {"bindings": rows}}).encode())
            )

        found = []
        async with answering(handle) as url:
            backend = RemoteBackend(url, "0123456789abcdef")
            for wait in (backend.ask(ASK), backend.ready(1)):
                try:
                    await wait
                except Problem as problem:
                    found.append(problem)
            await backend._close()
        return found

    other, none = asyncio.run(ask())
    assert (other.status, other.kind) == (503, "engine-failed")
    assert "build other, not 0123456789ab" in other.detail
    assert "does not hold build 0123456789ab" in none.detail


def test_an_engine_whose_connection_hangs_once_is_asked_anew(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(remote_backend, "_PATIENCE", 0.3)
    monkeypatch.setattr(remote_backend, "_FRESH", 0.0)
    rows = [{"id": {"type": "literal", "value": "0123456789abcdef"}}]
    named = json.dumps({"head": {"vars": ["id"]}, "results": {"bindings": rows}}).encode()

    async def ask() -> tuple[Problem, bytes]:
        async def handle(writer: asyncio.StreamWriter, number: int) -> None:
            if number == 1:
                await asyncio.sleep(60)
            writer.write(response(named))

        async with answering(handle) as url:
            backend = RemoteBackend(url, "0123456789abcdef", timeout=30.0)
            try:
                with pytest.raises(Problem) as hung:
                    await backend.ask(ASK)
                return hung.value, (await backend.ask(Query("SELECT ?id {}"))).body.read()
            finally:
                await backend._close()

    async def bounded() -> tuple[Problem, bytes]:
        return await asyncio.wait_for(ask(), 20)

    hung, answer = asyncio.run(bounded())
    assert (hung.status, hung.kind) == (503, "engine-failed")
    assert "did not answer within 0.3 s" in hung.detail
    assert json.loads(answer)["results"]["bindings"] == rows


def test_a_query_that_waits_for_most_of_its_time_may_be_asked_again():
    async def ask() -> Problem:
        async def handle(writer: asyncio.StreamWriter, number: int) -> None:
            await asyncio.sleep(60)

        async with answering(handle) as url:
            backend = RemoteBackend(url, None, timeout=2.0, evaluators=1)
            await backend._lanes.enter("", 1)
            waiting = asyncio.ensure_future(backend.ask(ASK))
            await asyncio.sleep(1.4)
            backend._lanes.leave("", long=False)
            with pytest.raises(Problem) as late:
                await waiting
            await backend._close()
            return late.value

    problem = asyncio.run(ask())
    assert (problem.status, problem.shape) == (503, "line")


def test_prefixes_are_declared_where_a_query_uses_and_does_not_declare_them():
    text = "PREFIX rdfs: <http://a.example/> SELECT * { ?s a gf:Film ; rdfs:label 'skos:x' }"
    assert with_prologue(text, PREFIXES, None) == f"PREFIX gf: <{PREFIXES['gf']}> {text}"
    assert with_prologue("ASK {}", PREFIXES, "http://a.example/") == "BASE <http://a.example/> ASK {}"


@pytest.fixture(scope="module")
def fuseki(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Fuseki with an empty store."""
    need("java"), need("mvn")
    port = free_port()
    kept = Path(os.environ.get("BENCH_PEERS", "/tmp/genfilm-peers")) / "engine"
    store = tmp_path_factory.mktemp("fuseki")
    kept.mkdir(parents=True, exist_ok=True)
    for jar in kept.glob("*.jar"):
        (store / jar.name).symlink_to(jar)
    with (store / "log.txt").open("w") as log:
        process = subprocess.Popen(
            [str(ROOT / "deploy/fuseki.sh"), str(port), str(store)],
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    url = f"http://127.0.0.1:{port}/genfilm"
    try:
        for _ in range(1200):
            assert process.poll() is None, (store / "log.txt").read_text()
            try:
                urllib.request.urlopen(f"{url}/sparql?query=ASK%7B%7D", timeout=5).read()
                break
            except OSError:
                time.sleep(0.1)
        yield url
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(20)


def test_fuseki_holds_a_build_and_answers_every_question_as_our_own_engine_does(
    fuseki: str, real_build: Build
):
    told: dict[str, int] = {}

    async def put() -> None:
        async with aiohttp.ClientSession() as session:
            await GraphStore(f"{fuseki}/sparql", f"{fuseki}/data", session).load(real_build, told.__setitem__)

    asyncio.run(put())
    assert sum(told.values()) == real_build.manifest["quads"]
    store = load(real_build.directory)
    ours = LocalEngine(store, real_build.prefixes, default_graph_of(store))
    backend = RemoteBackend(f"{fuseki}/sparql", real_build.id, prefixes=real_build.prefixes, timeout=60)
    try:
        backend.wait(backend.ready(10))
        found = {
            name: compare(text, ours, backend)
            for name, text in open_library(real_build.directory, ours).texts()
        }
        other = RemoteBackend(f"{fuseki}/sparql", "another build")
        with pytest.raises(Problem, match="not another bui"):
            other.wait(other.ready(10))
        other.close()
        held = backend.answer(Query(f"ASK {{ GRAPH <{BUILD_GRAPH}> {{ ?s ?p ?o }} }}"))
    finally:
        backend.close()
    assert held == YES
    unequal = {name for name, each in found.items() if each.outcome != "equal"}
    # What DESCRIBE gives is for each engine to say (SPARQL 1.1, section 16.4).
    assert unequal <= {"pages/ontology-document"}, unequal
    assert len(found) > 80
