"""Asking any SPARQL 1.1 endpoint over HTTP, by the protocol's URL-encoded POST."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection, IncompleteRead
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPHandler, HTTPSHandler, Request, build_opener

from genfilm.engine.faults import problem_of
from genfilm.engine.query import LARGEST, Query
from genfilm.errors import Problem
from genfilm.problems import (
    DeadlineExceeded,
    NotFound,
    QuerySyntaxError,
    RemoteFailed,
    ResultTooLarge,
    from_service,
)
from genfilm.protocol.formats import GRAPHS, SOLUTIONS
from genfilm.protocol.problems import JSON_TYPE
from genfilm.protocol.prologue import with_prologue
from genfilm.vocabulary import PREFIXES

_ACCEPTED = {fmt.name: fmt.media_type for fmt in (*GRAPHS, *SOLUTIONS)}
_PIECE = 1 << 16
_LONGEST = 2000


class RemoteEngine:
    """An Engine that asks the SPARQL endpoint at a URL; ``timeout`` is in seconds.

    Those of ``prefixes`` that a query uses are declared in it; its dataset is the endpoint's own affair.
    """

    def __init__(self, endpoint: str, timeout: float = 30.0, prefixes: Mapping[str, str] = PREFIXES) -> None:
        self.endpoint, self.timeout, self.prefixes = endpoint, timeout, prefixes

    def answer(self, query: Query, seconds: float | None = None, largest: int | None = None) -> bytes:
        """The endpoint's whole serialised answer; raises the problem that a service of ours tells, and
        Problem 502 when there is no answer, or half of one.

        ``seconds`` and ``largest`` (bytes; else LARGEST) bound it: Problem 504 and 507 beyond them.
        """
        limit = seconds or self.timeout
        headers = {"Accept": f"{_ACCEPTED[query.format]}, {JSON_TYPE};q=0.1", "User-Agent": "genfilm"}
        text = with_prologue(query.text, self.prefixes, query.base)
        request = Request(self.endpoint, urlencode({"query": text}).encode(), headers)  # noqa: S310  checked
        with RemoteCall(limit) as call:
            try:
                body = call.answer(request, largest or LARGEST, "caller" if largest else "detail")
            except HTTPError as error:
                refusal = self._refusal(error, query)
                if seconds is not None and call.is_late(error):
                    raise DeadlineExceeded("caller", limitSeconds=seconds) from None
                raise refusal from None
            except (OSError, HTTPException) as error:
                if seconds is not None and call.is_late(error):
                    raise DeadlineExceeded("caller", limitSeconds=seconds) from None
                raise RemoteFailed("query", endpoint=self.endpoint, why=_why(error)) from None
        if query.format == "json" and not body.lstrip().startswith(b"{"):
            raise RemoteFailed("no_results", endpoint=self.endpoint)
        return body

    def _refusal(self, error: HTTPError, query: Query) -> Problem:
        """The problem that a service of ours tells; Problem 502 in the words of any other endpoint."""
        said = ""
        with error, suppress(OSError, HTTPException):
            said = error.read(_PIECE).decode("utf-8", "replace")
        problem = None
        if error.headers.get_content_type() == JSON_TYPE:
            with suppress(ValueError, AttributeError):
                problem = from_service(json.loads(said))
        if problem is None or isinstance(problem, NotFound):  # the address is wrong, not the query
            return RemoteFailed("query", endpoint=self.endpoint, why=_why(error, said))
        if isinstance(problem, QuerySyntaxError):  # it counts columns with the prologue that was added
            own = problem_of(SyntaxError(problem.detail), query.text, dict(self.prefixes))
            return problem if own.shape == "nowhere" else own
        return problem


class RemoteCall:
    """One request that ends at ``limit`` seconds, however slowly the other side sends: its connections are
    shut then."""

    def __init__(self, limit: float) -> None:
        self._limit, self._until = limit, time.monotonic() + limit
        self._connections: list[socket.socket] = []
        self._timer = threading.Timer(limit, self._shut)
        self._timer.daemon = True

    def __enter__(self) -> RemoteCall:
        self._timer.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._timer.cancel()

    def answer(self, request: Request, largest: int, shape: str = "detail") -> bytes:
        """The whole answer; raises Problem 507 of this shape beyond ``largest`` bytes."""
        body = bytearray()
        with build_opener(_Http(self), _Https(self)).open(request, timeout=self._limit) as response:
            while piece := response.read1(_PIECE):
                body += piece
                if len(body) > largest:
                    raise ResultTooLarge(shape, limitBytes=largest)
            self._check()
            if response.length:  # read1 takes the end of a connection for the end of the answer
                raise IncompleteRead(bytes(body), response.length)
        return bytes(body)

    def is_late(self, error: Exception) -> bool:
        """True if an error means that the time is over."""
        cause = getattr(error, "reason", error)
        return isinstance(cause, TimeoutError) or time.monotonic() >= self._until

    def connected(self, connection: socket.socket) -> None:
        """Take a new connection; raises TimeoutError when the time is over."""
        self._connections.append(connection)
        self._check()

    def _check(self) -> None:
        if time.monotonic() >= self._until:
            raise TimeoutError(f"the answer took longer than {self._limit:g} s")

    def _shut(self) -> None:
        for connection in self._connections:
            with suppress(OSError):  # it has ended
                socket.socket.shutdown(connection, socket.SHUT_RDWR)  # not that of TLS, which is not ours


class _Http(HTTPHandler):
    """Opener of connections that a call knows of."""

    def __init__(self, call: RemoteCall) -> None:
        super().__init__()
        self._call = call

    def http_open(self, request: Request) -> HTTPResponse:
        return self.do_open(partial(_Connection, self._call), request)


class _Https(HTTPSHandler):
    """Opener of connections with TLS that a call knows of."""

    def __init__(self, call: RemoteCall) -> None:
        super().__init__()
        self._call = call

    def https_open(self, request: Request) -> HTTPResponse:
        return self.do_open(partial(_SecureConnection, self._call), request)


class _Connection(HTTPConnection):
    def __init__(self, call: RemoteCall, *where: Any, **how: Any) -> None:
        super().__init__(*where, **how)
        self._call = call

    def connect(self) -> None:
        super().connect()
        self._call.connected(self.sock)


class _SecureConnection(_Connection, HTTPSConnection):
    pass


def _why(error: Exception, said: str = "") -> str:
    """The reason in the error's own words; that of an HTTP error in those of the endpoint."""
    return f"{type(error).__name__}: {error}\n{said}".strip()[:_LONGEST]
