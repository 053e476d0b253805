"""Hostile queries against the real server: every bomb gets its status, and readers are answered meanwhile."""

from __future__ import annotations

import itertools
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from genfilm.dataset.builds import Build
from tests.conftest import Server, start_server, stop_server
from tests.gateway.bombs import BOMBS, DISGUISES
from tests.processes import children, eventually, memory
from tests.web.http import Answer, get, send

_numbers = itertools.count()


@pytest.fixture(scope="module")
def small(real_build: Build, home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with small limits, where only bombs have little time: a reader is never late."""
    running = start_server(
        home,
        tmp_path_factory.mktemp("hostile") / "log.txt",
        GENFILM_QUERY_TIMEOUT="60",
        GENFILM_QUERY_MEMORY="256",
        GENFILM_CACHE_BYTES="8000000",
    )
    yield running
    stop_server(running)


def post(server: Server, text: str) -> Answer:
    headers = {"Content-Type": "application/sparql-query", "Accept": "application/json"}
    return send(server.sparql, "POST", text.encode(), headers)


def bomb(server: Server, text: str) -> Answer:
    """The answer to a query that may take a second."""
    headers = {"Content-Type": "application/sparql-query", "Accept": "application/json"}
    return send(f"{server.sparql}?timeout=1", "POST", text.encode(), headers)


def is_problem(answer: Answer, *statuses: int) -> bool:
    return (
        answer.status in statuses
        and answer.media_type == "application/problem+json"
        and answer.json["status"] == answer.status
    )


@contextmanager
def reader(server: Server) -> Iterator[Callable[[], bool]]:
    """A client that asks a new cheap query every few milliseconds, and whether thirty more are answered: said
    while others hold the service up, or try to."""
    statuses: list[int] = []
    spent: list[float] = []
    end = threading.Event()

    def read() -> None:
        while not end.wait(0.02):
            query = f"SELECT ?l {{ gf:Film rdfs:label ?l }} # {next(_numbers)}"
            start = time.monotonic()
            statuses.append(get(server.sparql, query=query).status)
            spent.append(time.monotonic() - start)

    def answered() -> bool:
        wanted = len(statuses) + 30
        return eventually(lambda: len(statuses) >= wanted)

    with ThreadPoolExecutor(1) as client:
        reading = client.submit(read)
        try:
            yield answered
        finally:
            end.set()
        reading.result()
    times = sorted(spent)
    middle, worst = times[len(times) // 2] * 1000, times[-1] * 1000
    print(f"reader: {len(times)} answers, median {middle:.0f} ms, worst {worst:.0f} ms")  # docs/operation.md
    assert set(statuses) == {200}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_gets_a_problem_and_the_next_query_works(small: Server, name: str) -> None:
    assert is_problem(bomb(small, BOMBS[name]), 400, 504, 507)
    assert get(small.sparql, query=f"ASK {{ ?s ?p ?o }} # {next(_numbers)}").json["boolean"] is True


@pytest.mark.parametrize("same", [False, True])
def test_sixteen_bombs_at_once_hold_no_reader_up(small: Server, same: bool) -> None:
    names = ["cross product"] * 16 if same else list(BOMBS)[:16]
    texts = [f"{BOMBS[name]} # again {same}" for name in names]
    with reader(small), ThreadPoolExecutor(16) as clients:
        answers = list(clients.map(lambda text: bomb(small, text), texts))
    assert all(is_problem(answer, 503, 504, 507) for answer in answers)
    assert all(answer.headers.get("retry-after") for answer in answers if answer.status == 503)


def test_endless_queries_hold_no_reader_up_while_they_run(small: Server) -> None:
    port = int(small.url.rpartition(":")[2])
    with ExitStack() as held:
        for number in range(16):
            query = quote(f"{BOMBS['cross product']} # held {number}")
            client = held.enter_context(socket.create_connection(("127.0.0.1", port)))
            client.sendall(f"GET /sparql?query={query} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())

        def full() -> bool:
            health = get(f"{small.url}/health").json
            return health["long"] == health["longPlaces"]

        assert eventually(full)
        with reader(small) as answered:
            assert answered()
            assert full()
    assert eventually(lambda: get(f"{small.url}/health").json["long"] == 0)


def test_sixteen_texts_that_are_slow_to_read_hold_no_reader_up(small: Server) -> None:
    kinds = ["names with dots", "escaped quotes"] * 8
    texts = [f"{BOMBS[name]} # {number}" for number, name in enumerate(kinds)]
    with reader(small), ThreadPoolExecutor(16) as clients:
        answers = list(clients.map(lambda text: bomb(small, text), texts))
    assert all(is_problem(answer, 400, 503, 504, 507) for answer in answers)


def test_more_queries_than_places_are_refused_at_once(small: Server) -> None:
    text = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } # crowd "
    with ThreadPoolExecutor(120) as clients:
        answers = list(clients.map(lambda number: bomb(small, f"{text}{number}"), range(120)))
    assert all(is_problem(answer, 503, 504) for answer in answers)
    assert get(small.sparql, query="ASK { ?s ?p ?o } # after the crowd").status == 200


@pytest.fixture(scope="module")
def listener() -> Iterator[tuple[str, list[object]]]:
    """A listener that nobody may call: its address, and who called."""
    callers: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def accept() -> None:
            while True:
                try:
                    connection, address = server.accept()
                except OSError:
                    return
                connection.close()
                callers.append(address)

        threading.Thread(target=accept, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/", callers
        server.shutdown(socket.SHUT_RDWR)


@pytest.mark.parametrize("disguise", DISGUISES)
def test_no_disguise_of_service_calls_out(
    small: Server, listener: tuple[str, list[object]], disguise: str
) -> None:
    address, callers = listener
    text = disguise.format(address=address)
    assert is_problem(post(small, text), 400, 403)
    assert is_problem(post(small, text + "#" + "x" * 3000), 400, 403)
    assert not callers


_PIECES = st.sampled_from(
    ["SERVICE", "service", "\\u0053ERVICE", "SER", "VICE", "SILENT", "{", "}", "(", ")", "<", ">", "#", "\n", " ",
     "'", '"', "'''", '"""', "\\", "\\u0027", "\\u0022", "\\u003C", "\\u000A", "\\'", "?a ?b ?c", "FILTER(1<2", ">2)",
     "OPTIONAL", "UNION", "BIND(1 AS ?x)", "a:", "gf:x", "_:b", ".", "1.", "@en", "^^", "<A>", "<A>{?a ?b ?c}",
     "SERVICE<A>{?a ?b ?c}", "SELECT * {", "VALUES ?x {<A>}", "SERVICE ?x{}", "%", "-", "&&", "EXISTS", "\r", "\u00b7"]
)  # fmt: skip


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pieces=st.lists(_PIECES, min_size=1, max_size=14), closed=st.booleans())
def test_no_generated_query_calls_out(
    small: Server, listener: tuple[str, list[object]], pieces: list[str], closed: bool
) -> None:
    address, callers = listener
    text = "SELECT * {" + "".join(pieces).replace("A>", f"{address}>") + ("}" if closed else "")
    answer = post(small, text)
    assert answer.status in (200, 400, 403)
    assert not callers


def test_nothing_is_mixed_up_in_the_cache(small: Server) -> None:
    query = "SELECT ?c { ?c a gf:SourceClaim } ORDER BY ?c LIMIT 3 # mix"
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    for _ in range(2):
        assert get(small.sparql, "text/csv", query=query).text.startswith("c\r\n")
        assert "results" in get(small.sparql, "application/json", query=query).json
        assert send(f"{small.sparql}?query=ASK%7B%7D", "HEAD").body == b""
        assert get(small.sparql, query="ASK{}").json["boolean"] is True
        one = send(small.sparql, "POST", b"query=ASK%7B%7D", form)
        other = send(small.sparql, "POST", b"query=ASK%7BFILTER(false)%7D", form)
        assert (one.json["boolean"], other.json["boolean"]) == (True, False)
        assert send(small.sparql, "POST", b"ASK{}", {"Content-Type": "text/plain"}).status == 415
        assert 'lang="en"' in get(f"{small.url}/en/", "text/html").text
        assert 'lang="zh' in get(f"{small.url}/zh/", "text/html").text


def test_the_cache_holds_what_it_may_and_no_more(small: Server) -> None:
    [worker] = children(small.process.pid)
    text = "SELECT (1 AS ?x) {} # " + "x" * 20_000
    with ThreadPoolExecutor(8) as clients:
        first = list(clients.map(lambda n: post(small, f"{text}{n}").status, range(200)))
        before = memory(worker)
        rest = list(clients.map(lambda n: post(small, f"{text}{n}").status, range(200, 3000)))
    grown = (memory(worker) - before) / 1e6
    print(f"the worker grew by {grown:.0f} MB over 2,800 queries of 20 kB")
    assert set(first + rest) == {200}
    assert grown < 40
