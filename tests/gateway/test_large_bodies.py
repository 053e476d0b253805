"""Bodies that are too large: whoever sends one to its end learns so, and nobody waits for it for ever."""

from __future__ import annotations

import socket
from urllib.parse import urlsplit

import pytest

from tests.conftest import Server
from tests.web.http import send

HEAD = b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nConnection: close\r\n"


def opened(server: Server) -> socket.socket:
    parts = urlsplit(server.url)
    return socket.create_connection((parts.hostname, parts.port), timeout=60)


@pytest.mark.parametrize("size", [2_000_001, 5_000_000, 15_000_000])
def test_a_client_that_sends_before_it_reads_gets_413(server: Server, size: int) -> None:
    for _ in range(5):
        answer = send(server.sparql, "POST", b" " * size, {"Content-Type": "application/sparql-query"})
        assert (answer.status, answer.json["limitBytes"]) == (413, 2_000_000)


def test_so_does_one_that_sends_in_chunks(server: Server) -> None:
    with opened(server) as connection:
        connection.sendall(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
        for _ in range(50):
            connection.sendall(b"186a0\r\n" + b" " * 100_000 + b"\r\n")
        connection.sendall(b"0\r\n\r\n")
        assert connection.recv(4096).startswith(b"HTTP/1.1 413 ")


@pytest.mark.parametrize(
    "head",
    [
        b"Content-Length: 99999999999\r\n",  # nobody reads that
        b"Content-Length: 3000000\r\nExpect: 100-continue\r\n",  # it waits for leave
    ],
)
def test_what_nobody_will_read_is_refused_at_once(server: Server, head: bytes) -> None:
    with opened(server) as connection:
        connection.sendall(HEAD + head + b"\r\n")
        assert connection.recv(4096).startswith(b"HTTP/1.1 413 ")  # one that waits for the body gives 408
