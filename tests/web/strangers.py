"""SPARQL endpoints that misbehave, each in its own way, behind one loopback port."""

from __future__ import annotations

import gzip
import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

JSON = "application/sparql-results+json"
GOOD = {"head": {"vars": ["x"]}, "results": {"bindings": [{"x": {"type": "literal", "value": "good"}}]}}


def _row(term: dict[str, str], name: str = "x") -> bytes:
    return json.dumps({"head": {"vars": [name]}, "results": {"bindings": [{name: term}]}}).encode()


ANSWERS: dict[str, tuple[int, dict[str, str], bytes]] = {
    "good": (200, {"Content-Type": JSON}, json.dumps(GOOD).encode()),
    "xml": (
        200,
        {"Content-Type": "application/sparql-results+xml; charset=utf-8"},
        b"<sparql xmlns='http://www.w3.org/2005/sparql-results#'><head><variable name='x'/></head><results>"
        b"<result><binding name='x'><literal>good</literal></binding></result></results></sparql>",
    ),
    "error": (500, {"Content-Type": JSON}, json.dumps(GOOD).encode()),
    "moved": (302, {"Location": "/good", "Content-Type": JSON}, json.dumps(GOOD).encode()),
    "kept": (307, {"Location": "/good"}, b""),
    "page": (200, {"Content-Type": "text/html"}, b"<p>Hello"),
    "nothing": (200, {}, b""),
    "compressed": (
        200,
        {"Content-Type": JSON, "Content-Encoding": "gzip"},
        gzip.compress(json.dumps(GOOD).encode()),
    ),
    "cut": (200, {"Content-Type": JSON}, json.dumps(GOOD).encode()[:-9]),
    "latin": (200, {"Content-Type": JSON}, _row({"type": "literal", "value": "é"}).decode().encode("latin-1") + b"\xe9"),
    "boolean": (200, {"Content-Type": JSON}, b'{"head":{},"boolean":true}'),
    "blank": (200, {"Content-Type": JSON}, _row({"type": "bnode", "value": "b"})),
    "stranger": (200, {"Content-Type": JSON}, _row({"type": "literal", "value": "good"}, "y")),
    "breakout": (200, {"Content-Type": JSON}, _row({"type": "uri", "value": "http://a/> } SERVICE <http://b/"})),
    "variable": (200, {"Content-Type": JSON}, _row({"type": "literal", "value": "good"}, "x) {} #")),
    "large": (200, {"Content-Type": JSON}, _row({"type": "literal", "value": "x" * 2_000_000})),
}  # fmt: skip
"""Answers under each path. Some paths answer in no such way: ``slow``, ``drip``, ``endless``, ``gone``."""


@dataclass
class Strangers:
    """The address of the endpoints, and the requests that they were sent."""

    url: str
    seen: list[tuple[str, dict[str, str], str]] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


@contextmanager
def strangers(security: ssl.SSLContext | None = None) -> Iterator[Strangers]:
    """The endpoints, while they are up; over TLS when they are given a certificate."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            name = self.path[1:].partition("?")[0]
            state.seen.append((self.path, dict(self.headers.items()), body))
            if name in ANSWERS:
                status, headers, answer = ANSWERS[name]
                self._answer(status, headers, answer)
            elif name == "gone":
                self.close_connection = True
            else:
                self._stall(name)

        def _answer(self, status: int, headers: dict[str, str], answer: bytes) -> None:
            self.send_response(status)
            for key, value in headers.items():
                self.send_header(key, value)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def _stall(self, name: str) -> None:
            """``slow`` never begins, ``drip`` never ends its head, ``endless`` never ends its body."""
            try:
                if name == "drip":
                    self.wfile.write(b"HTTP/1.1 200 OK\r\n")
                elif name == "endless":
                    self.wfile.write(
                        b"HTTP/1.1 200 OK\r\nContent-Type: %s\r\nTransfer-Encoding: chunked\r\n\r\n"
                        % JSON.encode()
                    )
                while not stopped.wait(0.05):
                    if name == "endless":
                        self.wfile.write(b"40000\r\n" + b" " * 0x40000 + b"\r\n")
                    elif name == "drip":
                        self.wfile.write(b"X-A: b\r\n")
                    elif not self.connection.recv(1):
                        raise ConnectionError
            except OSError:
                state.left.append(name)
            self.close_connection = True

        def log_message(self, *_: Any) -> None:
            pass

    stopped = threading.Event()
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        if security is not None:
            server.socket = security.wrap_socket(
                server.socket, server_side=True, do_handshake_on_connect=False
            )
        state = Strangers(f"http://127.0.0.1:{server.server_port}")
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield state
        finally:
            stopped.set()
            server.shutdown()
            thread.join()
