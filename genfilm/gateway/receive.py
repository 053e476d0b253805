"""Requests over RSGI: the body within its limits of size and time, the host as it may be."""

from __future__ import annotations

import asyncio
import gzip
import io
import re
import zlib
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import SplitResult

from genfilm.errors import Problem
from genfilm.gateway.caller import caller
from genfilm.gateway.wsgi import HttpRequest
from genfilm.problems import (
    AddressTooLong,
    BadRequest,
    Overloaded,
    RequestTimeout,
    RequestTooLarge,
    UnsupportedCoding,
)
from genfilm.settings import Settings

LONGEST_ADDRESS = 32_000
"""Bytes of path and query, far below the 65,534 beyond which the HTTP library answers a bare 414."""
_DISCARDED = 8
"""Bodies up to this many times the limit are read to their end before they are refused."""
_SINGLE = frozenset({"host", "content-type", "content-length"})
_GZIP = frozenset({"gzip", "x-gzip"})
_HOST = re.compile(r"(?:[A-Za-z0-9._~-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?")


class Receiver:
    """Reads requests as the clients of the ``public`` address sent them; for one event loop.

    A proxy may leave the prefix of that address in the path or take it away.
    """

    def __init__(self, settings: Settings, public: SplitResult) -> None:
        self._settings = settings
        self._public = public
        self._root = public.path.rstrip("/")
        self._reading: set[asyncio.Timeout] = set()
        self._stopped = False

    async def receive(self, scope: Any, protocol: Any) -> HttpRequest:
        """The whole request; raises Problem 400, 408, 413, 414, and 503 once ``stop`` was called."""
        size = len(scope.path) + len(scope.query_string)
        if size > LONGEST_ADDRESS:
            raise AddressTooLong(size=size, limitBytes=LONGEST_ADDRESS)
        lines = scope.headers.items()
        headers = fields(lines)
        body = b""
        if "content-length" in headers or "transfer-encoding" in headers:
            body = await self._body(headers, protocol)
            if body and "content-encoding" in headers:
                body = await self._decoded(headers["content-encoding"], body)
        path, root = scope.path, self._root
        if root and (path == root or path.startswith(f"{root}/")):
            path = path[len(root) :]
        path = path.rstrip("/") or "/"  # a slash at the end of an address means nothing
        authority = headers.get("host") or scope.authority or scope.server
        if _HOST.fullmatch(authority) is None:
            raise BadRequest("host")
        scheme = scope.scheme
        if self._public.netloc:
            scheme, authority = self._public.scheme, self._public.netloc
        forwarded = (value for name, value in lines if name.lower() == "x-forwarded-for")
        client = caller(scope.client, forwarded, self._settings.trusted_proxies)
        return HttpRequest(
            scope.method, scheme, authority, root, path, scope.query_string, headers, body, client
        )

    def stop(self) -> None:
        """Wait for no body any more."""
        self._stopped = True
        for waiting in self._reading:
            waiting.reschedule(0)

    async def _body(self, headers: Mapping[str, str], protocol: Any) -> bytes:
        """The body; one that is too large is read on and forgotten, within bounds.

        A proxy or client that is still sending when the connection closes may never see the answer.
        """
        length, limit = headers.get("content-length"), self._settings.max_body
        said = int(length) if length is not None and length.isdecimal() else None
        if said is not None and said > limit * (1 if "expect" in headers else _DISCARDED):
            raise RequestTooLarge(limitBytes=limit)
        parts: list[bytes] = []
        size = ends = 0
        waiting = asyncio.timeout(self._settings.body_timeout)
        try:
            async with waiting:
                self._reading.add(waiting)
                async for part in protocol:
                    size += len(part)
                    ends += not part
                    if size > limit * _DISCARDED:
                        break
                    if size > limit:
                        parts.clear()
                    else:
                        parts.append(bytes(part))
        except TimeoutError:
            if size <= limit:
                raise self._late() from None
        finally:
            self._reading.discard(waiting)
        if size > limit:
            raise RequestTooLarge(limitBytes=limit)
        if said is not None and size != said:
            raise BadRequest("short")
        if said is None and ends > 1:  # Granian marks the end of a body, and a second one when it broke off
            raise BadRequest("broken")
        return b"".join(parts)

    async def _decoded(self, coding: str, body: bytes) -> bytes:
        """The body without its content coding; raises Problem 400, 413, and 415 for another one than gzip."""
        if coding.strip().lower() == "identity":
            return body
        if coding.strip().lower() not in _GZIP:
            raise UnsupportedCoding(coding=coding)
        return await asyncio.get_running_loop().run_in_executor(None, unpacked, body, self._settings.max_body)

    def _late(self) -> Problem:
        if self._stopped:
            return Overloaded("stopping")
        return RequestTimeout(seconds=self._settings.body_timeout)


def fields(lines: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Header fields by name; several lines of one name are one list (RFC 9110, section 5.3).

    Raises Problem 400 for different lines of a field that is no list.
    """
    found = dict(lines)
    if len(found) == len(lines):
        return found
    found.clear()
    for name, value in lines:
        before = found.get(name)
        if before is None or (name in _SINGLE and before == value):
            found[name] = value
        elif name in _SINGLE:
            raise BadRequest("twice", name=name)
        else:
            found[name] = f"{before}, {value}"
    return found


def unpacked(packed: bytes, limit: int) -> bytes:
    """Content of a gzip stream, of which no more than ``limit`` bytes are ever made; raises Problem 400 and
    413."""
    try:
        with gzip.open(io.BytesIO(packed)) as stream:
            found = stream.read(limit + 1)
    except (OSError, EOFError, zlib.error):
        raise BadRequest("gzip") from None
    if len(found) > limit:
        raise RequestTooLarge(limitBytes=limit)
    return found


def without_body(scope: Any) -> HttpRequest:
    """Request that could not be read whole, as far as it is known."""
    headers = dict(scope.headers.items())
    return HttpRequest(
        scope.method, scope.scheme, "localhost", "", scope.path, scope.query_string, headers, b"", ""
    )
