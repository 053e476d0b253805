"""Clients that stall, lie or leave: they get an error or nothing, and the others are answered."""

from __future__ import annotations

import resource
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

import pytest

from genfilm.dataset.builds import Build
from tests.conftest import Server, start_server, stop_server
from tests.gateway.test_hostile import reader
from tests.processes import children, descendants, eventually, memory
from tests.web.http import get, send

HOST = b"\r\nHost: localhost\r\n"
ASK = b"/sparql?query=ASK%7B%7D"
DIRECT = b"POST /sparql HTTP/1.1" + HOST + b"Content-Type: application/sparql-query\r\n"
CLOSE = b"Connection: close\r\n\r\n"
BIG = (
    "SELECT ?a ?b ?c ?d ?x { VALUES ?d { 1 2 3 4 5 6 7 8 9 } ?a ?b ?c BIND('"
    + "x" * 150
    + "' AS ?x) } LIMIT 400000"
)

# Requests, and the statuses that may answer them; 0: the connection ends without an answer.
ODD = {
    "HTTP/1.0": (b"GET " + ASK + b" HTTP/1.0\r\n\r\n", {200}),
    "unknown method": (b"BREW " + ASK + b" HTTP/1.1" + HOST + CLOSE, {405}),
    "TRACE": (b"TRACE / HTTP/1.1" + HOST + CLOSE, {405}),
    "null byte": (b"GET /a\0b HTTP/1.1" + HOST + CLOSE, {400}),
    "escaped null byte": (b"GET /id/film/%00 HTTP/1.1" + HOST + CLOSE, {400, 404}),
    "invalid escape": (b"GET /id/film/%zz%2 HTTP/1.1" + HOST + CLOSE, {400, 404}),
    "escapes that are not UTF-8": (b"GET /id/film/%ff%fe HTTP/1.1" + HOST + CLOSE, {400, 404}),
    "bytes that are not UTF-8": (b"GET /id/film/\xff\xfe HTTP/1.1" + HOST + CLOSE, {400}),
    "query that is not UTF-8": (b"GET /sparql?query=%ff HTTP/1.1" + HOST + CLOSE, {400}),
    "headers that are not UTF-8": (b"GET " + ASK + b" HTTP/1.1" + HOST + b"Accept: \xff\xfe\r\n" + CLOSE, {200}),
    "host with a quotation mark": (b'GET /sparql HTTP/1.1\r\nHost: a"<b>\r\n' + CLOSE, {400}),
    "address of 30 kB": (b"GET " + ASK + b"&x=" + b"a" * 30_000 + b" HTTP/1.1" + HOST + CLOSE, {200}),
    "address of 60 kB": (b"GET " + ASK + b"&x=" + b"a" * 60_000 + b" HTTP/1.1" + HOST + CLOSE, {414}),
    "address of 64 kB": (b"GET " + ASK + b"&x=" + b"a" * 65_536 + b" HTTP/1.1" + HOST + CLOSE, {414}),
    "address of 1 MB": (b"GET " + ASK + b"&x=" + b"a" * 1_000_000 + b" HTTP/1.1" + HOST + CLOSE, {414, 431, 0}),
    "header of 1 MB": (b"GET " + ASK + b" HTTP/1.1" + HOST + b"X: " + b"a" * 1_000_000 + b"\r\n" + CLOSE, {431, 0}),
    "5,000 parameters": (b"GET " + ASK + b"&a=1" * 5_000 + b" HTTP/1.1" + HOST + CLOSE, {400}),
    "10,000 parameters": (b"GET " + ASK + b"&a=1" * 10_000 + b" HTTP/1.1" + HOST + CLOSE, {414}),
    "200 headers": (b"GET " + ASK + b" HTTP/1.1" + HOST + b"X: a\r\n" * 200 + CLOSE, {431}),
    "body longer than said": (DIRECT + b"Content-Length: 3\r\n" + CLOSE + b"ASK {}", {400}),
    "negative length": (DIRECT + b"Content-Length: -3\r\n" + CLOSE + b"ASK {}", {400}),
    "length of 99 GB": (DIRECT + b"Content-Length: 99999999999\r\n" + CLOSE + b"ASK {}", {413}),
    "two lengths": (DIRECT + b"Content-Length: 6\r\nContent-Length: 7\r\n" + CLOSE + b"ASK {}", {400}),
    "broken chunk": (DIRECT + b"Transfer-Encoding: chunked\r\n" + CLOSE + b"zz\r\nASK {}\r\n0\r\n\r\n", {400}),
    "unknown coding": (DIRECT + b"Transfer-Encoding: gzip\r\n" + CLOSE + b"ASK {}", {400}),
    "TLS": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", {400, 0}),
    "HTTP/2": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", {400, 0}),
}  # fmt: skip


@contextmanager
def waiting(home: Path, folder: Path, seconds: int) -> Iterator[Server]:
    """A server that waits some seconds for a client, and for a query as long as a test takes."""
    running = start_server(
        home, folder / "log.txt", GENFILM_QUERY_TIMEOUT="3600", GENFILM_BODY_TIMEOUT=str(seconds)
    )
    yield running
    stop_server(running)


@pytest.fixture(scope="module")
def patient(real_build: Build, home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that waits two seconds for a client."""
    with waiting(home, tmp_path_factory.mktemp("clients"), 2) as running:
        yield running


@pytest.fixture(scope="module")
def lasting(real_build: Build, home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that waits for a client as long as a test takes."""
    with waiting(home, tmp_path_factory.mktemp("clients"), 3600) as running:
        yield running


def connect(server: Server, data: bytes = b"") -> socket.socket:
    port = int(server.url.rpartition(":")[2])
    connection = socket.create_connection(("127.0.0.1", port), timeout=600)
    connection.sendall(data)
    return connection


def exchange(server: Server, data: bytes, *, end: bool = False) -> bytes:
    """Bytes received until the connection ends."""
    received = b""
    with connect(server) as connection:
        with suppress(ConnectionError):  # what has come back already can still be read
            connection.sendall(data)
        try:
            if end:
                connection.shutdown(socket.SHUT_WR)
            while piece := connection.recv(1 << 16):
                received += piece
        except OSError:
            pass
    return received


def status(response: bytes) -> int:
    return int(response.split(b" ", 2)[1]) if response.startswith(b"HTTP/") else 0


@pytest.mark.parametrize("name", ODD)
def test_an_odd_request_gets_its_status(patient: Server, name: str) -> None:
    request, statuses = ODD[name]
    assert status(exchange(patient, request)) in statuses
    assert get(patient.sparql, query="ASK{}").status == 200


def test_pipelined_requests_are_answered_in_turn(patient: Server) -> None:
    one = b"GET " + ASK + b" HTTP/1.1" + HOST
    received = exchange(patient, (one + b"\r\n") * 20 + one + CLOSE)
    assert received.count(b"HTTP/1.1 200") == 21


def test_a_body_cut_short_is_not_taken_for_a_query(patient: Server) -> None:
    assert status(exchange(patient, DIRECT + b"Content-Length: 300\r\n\r\nASK {}", end=True)) == 400


@pytest.mark.parametrize("body", [b"6\r\nASK {}\r\n", b"c\r\nASK {}", b"6\r\nASK"])
def test_nor_is_one_without_its_last_chunk(patient: Server, body: bytes) -> None:
    chunked = DIRECT + b"Transfer-Encoding: chunked\r\n" + CLOSE
    assert status(exchange(patient, chunked + body, end=True)) == 400
    for whole in (b"6\r\nASK {}\r\n0\r\n\r\n", b"3\r\nASK\r\n3\r\n {}\r\n0\r\n\r\n"):
        assert status(exchange(patient, chunked + whole)) == 200


@pytest.mark.parametrize(
    ("head", "expected"),
    [(b"Content-Length: 99999999999\r\n", 413), (b"Content-Length: 9\r\n", 408), (b"", 400)],
)
def test_a_browser_gets_the_problems_of_requests_as_pages_in_its_language(
    patient: Server, head: bytes, expected: int
) -> None:
    lines = DIRECT.replace(b"localhost", b'a"b') if expected == 400 else DIRECT + head
    lines += b"Accept: text/html,*/*;q=0.8\r\nAccept-Language: zh-CN\r\n" + CLOSE
    page = exchange(patient, lines)
    assert status(page) == expected
    assert b"content-type: text/html" in page
    assert b'lang="zh-Hans"' in page
    assert b"content-security-policy" in page


def test_half_requests_hold_nobody_up(patient: Server) -> None:
    halves = [
        b"", b"GET " + ASK + b" HTT", b"GET " + ASK + b" HTTP/1.1" + HOST, DIRECT + b"Content-Length: 300\r\n\r\nASK",
        DIRECT + b"Transfer-Encoding: chunked\r\n\r\n6\r\nASK {}\r\n",
    ]  # fmt: skip
    with ExitStack() as stack:
        stalled = [stack.enter_context(connect(patient, half)) for half in halves * 10]
        with reader(patient) as answered:
            assert answered()
            answers = [
                connection.recv(4096) for connection in stalled if connection in stalled[3::5] + stalled[4::5]
            ]
    assert {status(answer) for answer in answers} == {408}


def test_a_body_without_end_is_cut_off(patient: Server) -> None:
    with connect(patient, DIRECT + b"Transfer-Encoding: chunked\r\n\r\n") as connection:
        try:
            for _ in range(100):
                connection.sendall(b"10000\r\n" + b"#" * 65_536 + b"\r\n")
            answer = connection.recv(4096)
        except ConnectionError:
            return
        assert status(answer) == 413


def test_slow_readers_of_a_large_result_hold_nobody_up(lasting: Server) -> None:
    [worker] = children(lasting.process.pid)
    before = memory(worker)
    request = b"GET /sparql?format=json&query=" + quote(BIG).encode() + b" HTTP/1.1" + HOST + b"\r\n"
    with ExitStack() as stack:
        slow = [stack.enter_context(connect(lasting, request)) for _ in range(8)]
        heads = [connection.recv(4096) for connection in slow]
        assert {status(head) for head in heads} == {200}
        length = int(heads[0].lower().partition(b"content-length: ")[2].split(b"\r\n")[0])
        with reader(lasting) as answered:
            assert answered()
        grown = (memory(worker) - before) / 1e6
        print(f"eight slow readers of {length / 1e6:.0f} MB: the worker grew by {grown:.0f} MB")
        assert length > 90_000_000
        assert grown < 60
        rest = len(heads[0].partition(b"\r\n\r\n")[2])
        while rest < length:
            piece = slow[0].recv(1 << 20)
            assert piece, "the result breaks off"
            rest += len(piece)
        assert rest == length


def test_slow_readers_of_a_cached_result_share_one_copy(lasting: Server) -> None:
    [worker] = children(lasting.process.pid)
    text = "SELECT ?a ?b ?c { ?a ?b ?c } LIMIT 15000"
    whole = get(lasting.sparql, "application/json", query=text)
    assert 2_000_000 < len(whole.body) < 4_000_000
    before = memory(worker)
    request = (
        b"GET /sparql?query="
        + quote(text).encode()
        + b" HTTP/1.1"
        + HOST
        + b"Accept: application/json\r\n\r\n"
    )
    with ExitStack() as stack:
        slow = [stack.enter_context(connect(lasting, request)) for _ in range(60)]
        heads = [connection.recv(4096) for connection in slow]
        assert {status(head) for head in heads} == {200}
        with reader(lasting) as answered:
            assert answered()
        grown = (memory(worker) - before) / 1e6
        print(f"sixty slow readers of {len(whole.body) / 1e6:.1f} MB: the worker grew by {grown:.0f} MB")
        assert grown < 110  # half of what a copy for each would take
        body = heads[0].partition(b"\r\n\r\n")[2]
        while len(body) < len(whole.body):
            piece = slow[0].recv(1 << 20)
            assert piece, "the result breaks off"
            body += piece
        assert body == whole.body


def test_the_query_of_a_client_that_leaves_is_stopped(patient: Server) -> None:
    query = quote("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } # left")
    request = f"GET /sparql?query={query} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
    idle = len(descendants(patient.process.pid))
    connections = [connect(patient, request) for _ in range(3)]
    assert eventually(lambda: get(f"{patient.url}/health").json["long"] == 1)
    connections.pop().close()
    time.sleep(0.3)
    assert get(f"{patient.url}/health").json["long"] == 1
    for connection in connections:
        connection.close()
    assert eventually(lambda: get(f"{patient.url}/health").json["long"] == 0)
    assert eventually(lambda: len(descendants(patient.process.pid)) <= idle + 1)
    assert 'genfilm_query_events_total{event="cancelled"}' in send(f"{patient.url}/metrics").text


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"GET " + ASK + b" HTTP/1.1" + HOST,
        b"GET " + ASK + b" HTTP/1.1" + HOST + b"\r\n",
        DIRECT + b"Content-Length: 900\r\n\r\nASK",
    ],
    ids=["silent", "half a head", "kept alive", "half a body"],
)
def test_two_thousand_connections_that_stall_hold_no_reader_up(lasting: Server, sent: bytes) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(hard, 4000)), hard))
    [worker] = children(lasting.process.pid)
    try:
        before = memory(worker)
        with ExitStack() as stalled:
            for _ in range(2000):
                stalled.enter_context(connect(lasting, sent))
            with reader(lasting) as answered:
                assert answered()
            print(f"the worker grew by {(memory(worker) - before) / 2e6:.0f} kB for each connection")
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
