"""Federated queries through real services: answers as if all was here, failures as problems, no call beyond the list."""

from __future__ import annotations

import csv
import io
import socket
import ssl
import subprocess
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from genfilm.dataset.builds import Build
from tests.conftest import ROOT, Server, free_port, start_server, stop_server
from tests.gateway.bombs import DISGUISES
from tests.gateway.test_hostile import _PIECES, is_problem, listener, post, reader
from tests.processes import eventually
from tests.web.http import Answer, get
from tests.web.strangers import ANSWERS, Strangers, strangers

__all__ = ["listener"]


@pytest.fixture(scope="module")
def others() -> Iterator[Strangers]:
    """Endpoints that misbehave."""
    with strangers() as running:
        yield running


@pytest.fixture(scope="module")
def here(
    server: Server, others: Strangers, real_build: Build, home: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """A service that may call the one of the session, and the strangers."""
    running = start_server(
        home,
        tmp_path_factory.mktemp("federation") / "log.txt",
        GENFILM_QUERY_TIMEOUT="4",
        GENFILM_QUERY_MEMORY="256",
        GENFILM_FEDERATION=f"{server.sparql},{server.sparql.replace('127.0.0.1', 'localhost')},{others.url}",
        GENFILM_FEDERATION_PRIVATE="yes",
        GENFILM_FEDERATION_BYTES="2000000",
    )
    yield running
    stop_server(running)


def rows(answer: Answer) -> tuple[list[str], Counter[tuple[str, ...]]]:
    """The variables of a CSV answer, and how often it has each row."""
    assert answer.status == 200, answer.text
    head, *rest = csv.reader(io.StringIO(answer.text))
    return sorted(head), Counter(tuple(dict(sorted(zip(head, row, strict=True))).values()) for row in rest)


JOINS = {
    "join": "SELECT ?f ?l { ?f a gf:Film . @{ ?f rdfs:label ?l } }",
    "before and after": "SELECT * { @{ ?f a gf:Film } ?f rdfs:label ?l . FILTER(LANG(?l) = 'zh') BIND(STRLEN(?l) AS ?n) }",
    "filter inside": "SELECT * { ?f a gf:Film @{ ?f rdfs:label ?l FILTER(LANG(?l) = 'en' && STRLEN(?l) < 12) } }",
    "filter on what is bound outside only": "SELECT * { VALUES ?w { 'x' } @{ ?f a gf:Film FILTER(BOUND(?w)) } }",
    "optional": "SELECT * { ?f a gf:Film OPTIONAL { @{ ?f gf:releaseYear ?y FILTER(?y > 2020) } } }",
    "minus": "SELECT * { ?f a gf:Film MINUS { @{ ?f rdfs:label ?l FILTER(STRLEN(?l) < 6) } } }",
    "exists": "SELECT * { ?f a gf:Film FILTER EXISTS { @{ ?f rdfs:label ?l FILTER(STRLEN(?l) < 6) } } }",
    "not exists": "SELECT * { ?f a gf:Film FILTER NOT EXISTS { @{ ?f rdfs:label ?l FILTER(STRLEN(?l) < 6) } } }",
    "union of two calls": "SELECT * { { @{ ?f a gf:Film } } UNION { @{ ?g a gf:Person } } }",
    "subselect": "SELECT ?f (COUNT(?l) AS ?n) { { SELECT ?f { @{ ?f a gf:Film } } } ?f rdfs:label ?l } GROUP BY ?f",
    "subselect inside": "SELECT * { @{ SELECT ?f (COUNT(?l) AS ?n) { ?f a gf:Film ; rdfs:label ?l } GROUP BY ?f } }",
    "unbound inside": "SELECT * { @{ ?f a gf:Film OPTIONAL { ?f gf:nope ?y } } OPTIONAL { ?f rdfs:label ?y } }",
    "no variable": "SELECT * { ?f a gf:Film @{ film:double-world a gf:Film } }",
    "no answer": "SELECT * { ?f a gf:Film @{ film:double-world a gf:Person } }",
    "every kind of literal": "SELECT * { @{ VALUES ?x { 1 2.50 1e3 true 'a\"b\\n\\\\u' '}' '影'@zh '''x''' 'y'^^<http://a/b> '2020-01-01'^^xsd:date } } }",
    "graph inside": "SELECT ?p { @{ GRAPH graph:inferred { film:double-world ?p ?o } } }",
    "ends in comments": "SELECT * { @{ ?f a gf:Film # }\n } # {\n ?f rdfs:label ?l }",
    "own prefix": "PREFIX x: <https://w3id.org/genfilm/ns/> SELECT * { @{ ?f a x:Film } }",
    "blank nodes": "SELECT * { @{ ?f a gf:Film ; gf:isDirectedBy [] . ?f rdfs:label _:l } }",
    "values after": "SELECT ?f ?l { ?f a gf:Film @{ ?f rdfs:label ?l } } VALUES ?f { film:double-world }",
}  # fmt: skip


@pytest.mark.parametrize("name", JOINS)
def test_a_federated_query_answers_as_if_the_other_graph_was_here(here: Server, server: Server, name: str):
    for host in ("127.0.0.1", "localhost"):
        address = server.sparql.replace("127.0.0.1", host)
        federated = get(here.sparql, "text/csv", query=JOINS[name].replace("@{", f"SERVICE <{address}> {{"))
        local = get(here.sparql, "text/csv", query=JOINS[name].replace("@{", "{"))
        assert rows(federated) == rows(local)
        assert federated.headers["cache-control"] == "no-store"


def test_graphs_and_booleans_are_federated_too(here: Server, server: Server):
    block = f"SERVICE SILENT <{server.sparql}> {{ ?f a gf:Film }}"
    built = get(here.sparql, "application/n-triples", query=f"CONSTRUCT {{ ?f a gf:X }} {{ {block} }}")
    assert built.text.count("/ns/X> .") == len(
        rows(get(here.sparql, "text/csv", query="SELECT * {?f a gf:Film}"))[1]
    )
    assert get(here.sparql, query=f"ASK {{ FILTER NOT EXISTS {{ {block} }} }}").json["boolean"] is False
    page = get(here.sparql, "text/html", query=f"SELECT * {{ {block} }}")
    assert "double-world" in page.text


def test_what_is_sent_says_nothing_of_the_client(here: Server, others: Strangers):
    others.seen.clear()
    query = f"SELECT * {{ SERVICE <{others.url}/good?a=b> {{ ?x a gf:Film }} }}"
    assert get(here.sparql, "text/csv", query=query).text.split() == ["x", "good"]
    [(path, headers, body)] = others.seen
    assert path == "/good?a=b"
    assert parse_qs(body) == {
        "query": ["PREFIX gf: <https://w3id.org/genfilm/ns/>\nSELECT * WHERE { ?x a gf:Film }"]
    }
    assert set(headers) == {
        "Host", "User-Agent", "Accept", "Accept-Encoding", "Content-Type", "Content-Length", "Connection",
    }  # fmt: skip
    assert headers["Host"] == others.url.removeprefix("http://")


FAULTS = {
    "error": (502, "answered 500", True),
    "moved": (502, "answered 302, and redirects are not followed", True),
    "kept": (502, "answered 307", True),
    "page": (502, "answered in 'text/html'", True),
    "nothing": (502, "no media type", True),
    "compressed": (502, "compressed its answer", True),
    "cut": (502, "cannot be read", True),
    "latin": (502, "not UTF-8", True),
    "gone": (502, "broke off", True),
    "breakout": (502, "cannot be read", True),
    "variable": (502, "cannot be read", True),
    "slow": (504, "three quarters of the time", True),
    "drip": (504, "three quarters of the time", True),
    "boolean": (502, "yes or no", False),
    "blank": (502, "a blank node", False),
    "stranger": (502, "variables that nobody asked for: y", False),
    "large": (507, "more than 2,000,000 bytes", False),
    "endless": (507, "more than 2,000,000 bytes", False),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_service_that_fails_leads_to_a_problem_that_names_it(here: Server, others: Strangers, name: str):
    status, words, excused = FAULTS[name]
    query = f"SELECT * {{ SERVICE @ <{others.url}/{name}> {{ ?x ?p ?o }} }}"
    answer = get(here.sparql, "application/json", query=query.replace("@", ""))
    assert is_problem(answer, status)
    assert words in answer.json["detail"]
    assert answer.json["endpoint"] == f"{others.url}/{name}"
    silent = get(here.sparql, "application/sparql-results+json", query=query.replace("@", "SILENT"))
    if excused:
        assert silent.json["results"]["bindings"] == [{}]
    else:  # what we cannot take is said even so: an answer that lacks it would be wrong
        assert is_problem(silent, status)


def test_every_stranger_is_asked():
    assert {*ANSWERS} <= {*FAULTS, "good", "xml"}


def test_answers_in_xml_are_read_too(here: Server, others: Strangers):
    query = f"SELECT * {{ SERVICE <{others.url}/xml> {{ ?x ?p ?o }} }}"
    assert get(here.sparql, "text/csv", query=query).text.split() == ["x", "good"]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("SELECT * { SERVICE <@/good> { ?x nope:p ?o } }", 400),
        ("SELECT * { SERVICE <@/good> { ?x ?p ?o } BIND(1 AS ?x) }", 400),
        ("SELECT * { SERVICE <@/good> { ?x ?p ?o } SERVICE <http://127.0.0.1:1/> { ?x ?p ?o } }", 403),
        ("SELECT * { SERVICE <@/good> { ?x ?p ?o } SERVICE ?x { ?x ?p ?o } }", 403),
    ],
)
def test_a_query_with_a_fault_calls_nobody(here: Server, others: Strangers, query: str, status: int):
    others.seen.clear()
    assert is_problem(get(here.sparql, "application/json", query=query.replace("@", others.url)), status)
    asked = "SELECT * { SERVICE <@/good> { ?x ?p ?o } }".replace("@", others.url)
    assert is_problem(get(here.sparql, "text/turtle, application/problem+json", query=asked), 406)
    assert others.seen == []


def test_the_service_description_says_whether_calls_are_answered(here: Server, server: Server):
    feature = "sparql-service-description#BasicFederatedQuery>"
    assert get(here.sparql, "application/n-triples").text.count(feature) == 1
    assert feature not in get(server.sparql, "application/n-triples").text
    assert "#SPARQL11Query>" in get(server.sparql, "application/n-triples").text


def test_calls_are_counted(here: Server, others: Strangers):
    def count(event: str) -> float:
        lines = get(f"{here.url}/metrics").text.splitlines()
        return sum(float(line.split()[-1]) for line in lines if f'event="{event}"' in line)

    called, failed = count("called"), count("callFailed")
    get(
        here.sparql,
        query=f"ASK {{ SERVICE <{others.url}/good> {{ ?x ?p 1 }} SERVICE SILENT <{others.url}/error> {{}} }}",
    )
    assert (count("called"), count("callFailed")) == (called + 2, failed + 1)


def test_services_that_hang_hold_no_reader_up_and_no_place(here: Server, others: Strangers):
    texts = [f"SELECT * {{ SERVICE <{others.url}/slow> {{ ?x ?p {n} }} }}" for n in range(40)]
    with reader(here), ThreadPoolExecutor(40) as clients:
        answers = list(clients.map(lambda text: post(here, text), texts))
    assert all(is_problem(answer, 503, 504) for answer in answers)
    assert Counter(answer.status for answer in answers)[504] == 16
    assert all(answer.headers.get("retry-after") for answer in answers if answer.status == 503)
    assert (
        get(here.sparql, query=f"ASK {{ SERVICE <{others.url}/good> {{ ?x ?p 'after' }} }}").json["boolean"]
        is True
    )


def test_a_call_ends_when_its_client_leaves(real_build: Build, home: Path, tmp_path: Path):
    with strangers() as others:
        running = start_server(
            home, tmp_path / "log.txt", GENFILM_QUERY_TIMEOUT="3600", GENFILM_FEDERATION=others.url,
            GENFILM_FEDERATION_PRIVATE="yes",
        )  # fmt: skip
        host, _, port = running.url.removeprefix("http://").partition(":")
        text = f"SELECT * {{ SERVICE <{others.url}/slow> {{ ?x ?p 'leaving' }} }}"
        head = f"POST /sparql HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/sparql-query\r\nContent-Length: {len(text)}"
        try:
            with socket.create_connection((host, int(port))) as client:
                client.sendall(f"{head}\r\n\r\n{text}".encode())
                assert eventually(lambda: any("leaving" in body for _, _, body in others.seen))
                assert not others.left
            assert eventually(lambda: others.left == ["slow"])
        finally:
            stop_server(running)


@pytest.mark.parametrize("disguise", DISGUISES)
def test_no_disguise_reaches_who_is_not_on_the_list(
    here: Server, listener: tuple[str, list[object]], disguise: str
) -> None:
    address, callers = listener
    assert is_problem(post(here, disguise.format(address=address)), 400, 403)
    assert not callers


_NEAR = st.sampled_from(
    [
        "<A>",
        "<B>",
        "<B@A>",
        "<B/../A>",
        "<B#A>",
        "PREFIX b: <B>",
        "BASE <B>",
        "b:",
        "SERVICE <B> {",
        "SERVICE b: {",
    ]
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pieces=st.lists(_PIECES | _NEAR, min_size=1, max_size=14), closed=st.booleans())
def test_no_generated_query_reaches_who_is_not_on_the_list(
    here: Server, others: Strangers, listener: tuple[str, list[object]], pieces: list[str], closed: bool
) -> None:
    address, callers = listener
    text = "SELECT * {" + "".join(pieces) + ("}" if closed else "")
    text = text.replace("A>", f"{address.removeprefix('http://')}>").replace("<B", f"<{others.url}/good")
    assert post(here, text).status in (200, 400, 403, 502)
    assert not callers


def test_without_the_switch_an_allowed_name_on_loopback_is_not_called(
    real_build: Build, home: Path, tmp_path: Path, listener: tuple[str, list[object]]
) -> None:
    address, callers = listener
    named = address.replace("127.0.0.1", "localhost")
    mapped = address.replace("127.0.0.1", "[::ffff:127.0.0.1]")
    running = start_server(home, tmp_path / "log.txt", GENFILM_FEDERATION=f"{address},{named},{mapped}")
    try:
        for target in (address, named, mapped):
            answer = post(running, f"SELECT * {{ SERVICE <{target}> {{ ?s ?p ?o }} }}")
            assert is_problem(answer, 502)
            assert "not of the public internet" in answer.json["detail"]
    finally:
        stop_server(running)
    assert not callers
    assert f"SERVICE may call {address}, {named}" in running.log.read_text()


def test_a_wrong_list_stops_the_start_with_exit_code_2(home: Path):
    done = subprocess.run(
        [ROOT / ".venv/bin/python", ROOT / "server.py"],
        env={"GENFILM_HOME": str(home), "GENFILM_FEDERATION": "https://a@b/", "GENFILM_PORT": str(free_port())},
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 2
    assert "GENFILM_FEDERATION: https://a@b/ is no plain address" in done.stderr
    assert "Traceback" not in done.stderr


def test_over_tls_the_certificate_must_be_that_of_the_name(
    real_build: Build, home: Path, tmp_path: Path
) -> None:
    """An endpoint with a certificate for ``localhost`` is called by this name, and not by its address."""
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=localhost", "-addext",
         "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with strangers(context) as secure:
        port = secure.url.rpartition(":")[2]
        running = start_server(
            home, tmp_path / "log.txt", GENFILM_FEDERATION=f"localhost:{port},127.0.0.1:{port}",
            GENFILM_FEDERATION_PRIVATE="yes", SSL_CERT_FILE=str(certificate),
        )  # fmt: skip
        try:
            query = "SELECT * {{ SERVICE <https://{}:{}/good> {{ ?x ?p ?o }} }}"
            good = get(running.sparql, "text/csv", query=query.format("localhost", port))
            assert good.text.split() == ["x", "good"]
            bad = get(running.sparql, "application/json", query=query.format("127.0.0.1", port))
            assert is_problem(bad, 502)
            assert "certificate" in bad.json["detail"].lower()
        finally:
            stop_server(running)
    assert [path for path, _, _ in secure.seen] == ["/good"]
