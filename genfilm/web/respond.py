"""Responses over RSGI: cached entries with their tags and codings, and problems."""

from __future__ import annotations

import asyncio
import logging
import sys
import time
import uuid
from typing import Any

from genfilm.engine.cache import Entry, matches
from genfilm.engine.result import SerializedResult
from genfilm.errors import BuildNotFound, Problem
from genfilm.protocol.headers import COMMON, NEVER, VARY
from genfilm.protocol.problems import serialise
from genfilm.web.wsgi import HttpRequest

_log = logging.getLogger("genfilm")
_OPENING = 60.0
_REMEMBERED_ERRORS = {400: 60.0, 406: 60.0, 403: 60.0, 504: 60.0, 507: 60.0}


def entry_of(status: int, headers: dict[str, str], body: bytes) -> Entry:
    """A response with the common headers; kept by the cache unless its Cache-Control says no-store."""
    kept = headers.get("Cache-Control") != NEVER
    every = {**COMMON, "Vary": VARY, **headers}
    return Entry(status, tuple(every.items()), body, float("inf") if kept else 0.0)


def problem_entry(problem: Problem, accept: str | None) -> Entry:
    """A problem as a response; what would fail again the same way is remembered for a minute."""
    content_type, body = serialise(problem, accept)
    entry = entry_of(
        problem.status, {"Content-Type": content_type, "Cache-Control": NEVER, **problem.headers}, body
    )
    entry.expires = time.monotonic() + _REMEMBERED_ERRORS.get(problem.status, -1.0)
    return entry


async def send_result(
    protocol: Any, headers: list[tuple[str, str]], body: SerializedResult, patience: float
) -> None:
    """Send a large result from its file; its Content-Length tells a client whether it is whole.

    Granian queues what is sent in pieces without bound, but reads a file only as fast as the client does.
    On systems without /proc a client that takes no piece for ``patience`` seconds is left.
    """
    headers = [*headers, ("Content-Length", str(len(body)))]
    if sys.platform == "linux":
        protocol.response_file(200, headers, body.path)
        asyncio.get_running_loop().call_later(_OPENING, body.close)
        return
    transport = protocol.response_stream(200, headers)
    for piece in body.pieces():
        await asyncio.wait_for(transport.send_bytes(piece), patience)
    body.close()


def send_problem(protocol: Any, problem: Problem, accept: str | None) -> None:
    """Answer with a problem."""
    entry = problem_entry(problem, accept)
    protocol.response_bytes(entry.status, list(entry.headers), entry.body)


def send(
    protocol: Any, request: HttpRequest, entry: Entry, cache: str, extra: tuple[tuple[str, str], ...] = ()
) -> None:
    """Answer with an entry: coded as the client accepts it, 304 when the client has it already."""
    headers = [*entry.headers, ("X-Cache", cache), *extra]
    body, coding = entry.encoded(request.headers.get("accept-encoding", ""))
    if entry.status == 200:
        tag = f"{entry.tag}-{coding}" if coding else entry.tag
        headers.append(("ETag", f'"{tag}"'))
        if coding:
            headers.append(("Content-Encoding", coding))
        condition = request.headers.get("if-none-match")
        if condition and request.method in ("GET", "HEAD") and matches(condition, tag):
            dropped = ("content-type", "content-encoding", "content-length")
            protocol.response_empty(304, [h for h in headers if h[0].lower() not in dropped])
            return
    if request.method == "HEAD":
        protocol.response_empty(entry.status, [*headers, ("Content-Length", str(len(body)))])
    elif body:
        protocol.response_bytes(entry.status, headers, body)
    else:
        protocol.response_empty(entry.status, headers)


def overloaded(others: int) -> Problem:
    """503, since so many requests are being answered."""
    detail = f"{others} requests are being answered already. Try again in a moment."
    return Problem(503, "overloaded", "The service is busy", detail, headers={"Retry-After": "2"})


def fault(error: Exception) -> Problem:
    """A fault of ours, logged under an id."""
    if isinstance(error, BuildNotFound):
        _log.error("build unusable: %s", error)
        return Problem(503, "no-build", "The graph is not available", "Try again later.")
    number = uuid.uuid4().hex[:12]
    _log.error("internal error %s", number, exc_info=error)
    title = "Something went wrong on our side"
    return Problem(500, "internal-error", title, f"Error id {number}.", {"id": number})
