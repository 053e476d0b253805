"""Responses over RSGI: entries with their tags and codings, large results, problems."""

from __future__ import annotations

import asyncio
import logging
import sys
import time
from typing import Any

from flask import Flask

from genfilm.engine.result import SerializedResult
from genfilm.errors import Problem
from genfilm.gateway.cache import CachedResponse, matches
from genfilm.gateway.part import part
from genfilm.gateway.wsgi import HttpRequest, HttpResponse, in_context
from genfilm.protocol.headers import COMMON, NEVER, VARY
from genfilm.protocol.negotiation import prefers_html
from genfilm.protocol.problems import serialise
from genfilm.web import problems

_log = logging.getLogger("genfilm")
_OPENING = 60.0
_SLOW_TO_PACK = 100_000
_REPLACED = frozenset({"content-length", "etag", "last-modified", "accept-ranges", "date"})
_DESCRIBING = frozenset({"content-type", "cache-control", "content-disposition"})
_REMEMBERED_ERRORS = {400: 60.0, 406: 60.0, 403: 60.0, 504: 60.0, 507: 60.0}


def entry_of(status: int, headers: dict[str, str], body: bytes) -> CachedResponse:
    """A response with the common headers; kept by the cache unless its Cache-Control says no-store."""
    kept = headers.get("Cache-Control") != NEVER
    every = {**COMMON, "Vary": VARY, **headers}
    return CachedResponse(status, tuple(every.items()), body, float("inf") if kept else 0.0)


def page_entry(response: HttpResponse, method: str) -> CachedResponse:
    """Entry of Flask's answer; kept by the cache when it may be."""
    control = next((value for name, value in response.headers if name.lower() == "cache-control"), NEVER)
    replaced = _REPLACED - {"etag"} if control == NEVER else _REPLACED  # a tag of what is not kept says more
    headers = tuple((name, value) for name, value in response.headers if name.lower() not in replaced)
    fresh = response.status == 200 and "no-store" not in control and method in ("GET", "HEAD")
    return CachedResponse(response.status, headers, response.body, float("inf") if fresh else 0.0)


def problem_entry(problem: Problem, request: HttpRequest, app: Flask) -> CachedResponse:
    """A problem in the form that the client reads; what would fail again the same way is remembered for a
    minute. A browser gets the page that Flask makes of it, which asks no evaluator."""
    accept = request.headers.get("accept")
    if prefers_html(accept):
        entry = page_entry(in_context(app, request, lambda: problems.render(problem))(), request.method)
    else:
        content_type, body = serialise(problem, accept)
        headers = {"Content-Type": content_type, "Cache-Control": NEVER, **problem.headers}
        entry = entry_of(problem.status, headers, body)
    remembered = -1.0 if problem.passing else _REMEMBERED_ERRORS.get(problem.status, -1.0)
    entry.expires = time.monotonic() + remembered
    entry.personal = problem.personal
    return entry


async def compressed(entry: CachedResponse, request: HttpRequest) -> None:
    """Have a large entry compressed in a thread, when this client will want it so."""
    if len(entry.body) >= _SLOW_TO_PACK:
        accepted = request.headers.get("accept-encoding", "")
        await asyncio.get_running_loop().run_in_executor(None, entry.encoded, accepted)


async def send_large(
    protocol: Any,
    request: HttpRequest,
    headers: dict[str, str],
    body: SerializedResult,
    extra: tuple[tuple[str, str], ...],
    patience: float,
) -> None:
    """Send a large result from its file; its Content-Length tells a client whether it is whole.

    Granian queues what is sent in pieces without bound, but reads a file only as fast as the client does.
    On systems without /proc a client that takes no piece for ``patience`` seconds is left.
    """
    common = {**COMMON, "Vary": VARY, "Cache-Control": NEVER, **headers, "Content-Length": str(len(body))}
    lines = [*common.items(), *extra]
    if request.method == "HEAD":
        protocol.response_empty(200, lines)
        return
    if sys.platform == "linux":
        protocol.response_file(200, lines, body.path)
        asyncio.get_running_loop().call_later(_OPENING, body.close)
        return
    transport = protocol.response_stream(200, lines)
    for piece in body.pieces():
        await asyncio.wait_for(transport.send_bytes(piece), patience)
    body.close()


def _send_part(
    protocol: Any, request: HttpRequest, entry: CachedResponse, headers: list[tuple[str, str]]
) -> bool:
    """Answer with the part of an entry that is asked for, 206 or 416; False where the whole is."""
    condition = request.headers.get("if-none-match")
    if condition and matches(condition, entry.tag):  # it comes before Range (RFC 9110, section 13.2.2)
        return False
    try:
        wanted = part(request.headers, entry.tag, len(entry.body))
    except Problem as problem:
        content_type, body = serialise(problem, request.headers.get("accept"))
        kept = [line for line in headers if line[0].lower() not in _DESCRIBING]
        own = {"Content-Type": content_type, "Cache-Control": NEVER, **problem.headers}
        protocol.response_bytes(problem.status, [*kept, *own.items()], body)
        return True
    if wanted is None:
        return False
    place = f"bytes {wanted.start}-{wanted.stop - 1}/{len(entry.body)}"
    headers += [("ETag", f'"{entry.tag}"'), ("Content-Range", place)]
    protocol.response_bytes(206, headers, entry.body[wanted.start : wanted.stop])
    return True


def send(
    protocol: Any,
    request: HttpRequest,
    entry: CachedResponse,
    cache: str,
    extra: tuple[tuple[str, str], ...] = (),
) -> None:
    """Answer with an entry: coded as the client accepts it, 304 when the client has it already; a part of it,
    uncoded, when the client asks for that."""
    headers = [*entry.headers, ("X-Cache", cache), *extra]
    lasting = entry.status == 200 and request.method in ("GET", "HEAD") and entry.expires > 0
    if lasting:
        headers.append(("Accept-Ranges", "bytes"))
        if (
            request.method == "GET"
            and "range" in request.headers
            and _send_part(protocol, request, entry, headers)
        ):
            return
    body, coding = entry.encoded(request.headers.get("accept-encoding", ""))
    if coding:
        headers.append(("Content-Encoding", coding))
    if entry.status == 200 and not any(name.lower() == "etag" for name, _ in entry.headers):
        tag = f"{entry.tag}-{coding}" if coding else entry.tag
        headers.append(("ETag", f'"{tag}"'))
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
