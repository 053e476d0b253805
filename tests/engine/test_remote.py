"""An endpoint that is asked over HTTP: what a service of ours tells comes through, and every limit holds."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import parse_qs

import pytest

from genfilm.client import place
from genfilm.engine import remote
from genfilm.engine.query import Query
from genfilm.engine.remote import RemoteEngine
from genfilm.errors import Problem
from genfilm.problems import KINDS, AmbiguousName, DeadlineExceeded, NotFound, QuerySyntaxError
from genfilm.protocol.problems import JSON_TYPE, serialise

YES = b'{"head": {}, "boolean": true}'
ASK = Query("ASK {}")


@contextmanager
def answering(head: str, body: bytes, drip: bytes = b"") -> Iterator[tuple[RemoteEngine, list[str]]]:
    """An engine over an endpoint that answers so, and then sends ``drip`` for ever; and the queries that it
    was asked."""
    asked: list[str] = []

    def serve() -> None:
        with suppress(OSError):
            while True:
                connection, _ = listening.accept()
                with connection, suppress(OSError):
                    request = b""
                    while b"\r\n\r\n" not in request or (request[:4] == b"POST" and b"query=" not in request):
                        request += connection.recv(1 << 16)
                    sent = parse_qs(request.partition(b"\r\n\r\n")[2].decode())
                    asked.extend(sent.get("query", ()))
                    connection.sendall(f"HTTP/1.1 {head}\r\n".encode() + body)
                    while drip:
                        connection.sendall(drip)
                        time.sleep(0.05)

    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=serve, daemon=True).start()
        yield RemoteEngine(f"http://127.0.0.1:{listening.getsockname()[1]}/sparql"), asked
        with suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)


def refused(problem: Problem, query: Query = ASK) -> Problem:
    """Problem that the caller gets when a service tells this one."""
    content_type, told = serialise(problem, JSON_TYPE)
    head = f"{problem.status} No\r\nContent-Type: {content_type}\r\nContent-Length: {len(told)}"
    with answering(head, b"\r\n" + told) as (engine, _), pytest.raises(Problem) as caught:
        engine.answer(query, 5.0)
    return caught.value


@pytest.mark.parametrize(
    "problem",
    [
        DeadlineExceeded(limitSeconds=4.0),
        AmbiguousName(
            parameter="actor", value="x", candidates=[{"iri": "a:b"}], name="x", number=2, near="a:b"
        ),
        KINDS["overloaded"]("long", count=3),
        KINDS["memory-limit"](limitMiB=256),
        KINDS["cannot-evaluate"](why="no such function"),
    ],
    ids=lambda problem: problem.kind,
)
def test_a_problem_of_the_service_is_told_as_it_is(problem: Problem):
    problem.extra["queryId"] = "abc"
    found = refused(problem)
    assert type(found) is type(problem)
    assert (found.status, found.extra, found.headers) == (problem.status, problem.extra, problem.headers)
    assert str(found) == str(problem)


def test_a_syntax_error_has_its_place_in_the_query_that_was_asked():
    query = Query("SELECT ?f { ?f a gf:Film")
    found = refused(QuerySyntaxError(line=1, column=73, why="it counts what was sent"), query)
    assert isinstance(found, QuerySyntaxError)
    assert (found.extra["line"], found.extra["column"]) == (1, 25)


def test_an_address_of_a_service_that_is_no_endpoint_is_told_as_such():
    found = refused(NotFound(path="/health/sparql"))
    assert found.kind == "remote-failed"
    assert found.extra["endpoint"] in str(found)


@pytest.mark.parametrize(
    "told", [b"{", b"[]", b"{}", b'{"type": "x/deadline", "status": 400}', b'{"type": "x/fantasy"}']
)
def test_what_is_no_problem_of_ours_is_one_of_the_endpoint(told: bytes):
    head = f"504 No\r\nContent-Type: {JSON_TYPE}\r\nContent-Length: {len(told)}"
    with answering(head, b"\r\n" + told) as (engine, _), pytest.raises(Problem, match="HTTPError") as caught:
        engine.answer(ASK)
    assert caught.value.kind == "remote-failed"


def test_the_prefixes_that_a_query_uses_are_declared_in_it():
    with answering("200 OK", b"Content-Type: application/json\r\n\r\n" + YES) as (engine, asked):
        engine.answer(Query("ASK { ?f a gf:Film }"))
        engine.answer(Query("PREFIX gf: <http://a.example/> ASK { ?f a gf:Film }"))
    assert asked == [
        "PREFIX gf: <https://w3id.org/genfilm/ns/> ASK { ?f a gf:Film }",
        "PREFIX gf: <http://a.example/> ASK { ?f a gf:Film }",
    ]


def test_an_answer_without_a_bound_of_its_caller_has_one(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(remote, "LARGEST", 1000)
    body = b'\r\n{"head": {}, "boolean": true}' + b" " * 2000
    with answering("200 OK\r\nContent-Type: application/json", body) as (engine, _):
        with pytest.raises(
            Problem, match=r"1,000 bytes\. Ask for less with LIMIT and OFFSET, or take"
        ) as caught:
            engine.answer(ASK)
        assert caught.value.kind == "result-too-large"
        with pytest.raises(Problem, match=r"500 bytes.*largest="):
            engine.answer(ASK, largest=500)


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("200 OK", b"X-Slow: "),
        ("200 OK", b"Content-Type: application/json\r\n\r\n{"),
        (f"400 No\r\nContent-Type: {JSON_TYPE}", b"\r\n{"),
    ],
    ids=["headers", "body", "problem"],
)
def test_an_endpoint_that_sends_byte_by_byte_ends_at_the_deadline(head: str, body: bytes):
    with answering(head, body, b"a") as (engine, _), pytest.raises(Problem) as caught:
        engine.answer(ASK, 0.5)
    assert caught.value.kind == "deadline"


def test_a_service_that_does_not_say_in_time_what_it_serves_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(place, "_PATIENCE", 0.5)
    told = b"Content-Type: application/json\r\nContent-Length: 16\r\n\r\n" + b'{"build": "abc"}'
    with answering("200 OK", told) as (engine, _):
        assert place.build_behind(engine.endpoint) == "abc"
    with answering("200 OK", b"X-Slow: ", b"a") as (engine, _):
        assert place.build_behind(engine.endpoint) == ""
