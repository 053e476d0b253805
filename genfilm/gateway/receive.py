"""Requests over RSGI: the body within its limits of size and time, the host as it may be."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import SplitResult

from genfilm.errors import Problem
from genfilm.gateway.caller import caller
from genfilm.gateway.wsgi import HttpRequest
from genfilm.problems import BadRequest, Overloaded, RequestTimeout, RequestTooLarge
from genfilm.settings import Settings

_DISCARDED = 8
"""Bodies up to this many times the limit are read to their end before they are refused."""
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
        """The whole request; raises Problem 400, 408, 413, and 503 once ``stop`` was called."""
        lines = scope.headers.items()
        headers = dict(lines)
        body = b""
        if "content-length" in headers or "transfer-encoding" in headers:
            body = await self._body(headers, protocol)
        path, root = scope.path, self._root
        if root and (path == root or path.startswith(f"{root}/")):
            path = path[len(root) :] or "/"
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

    def _late(self) -> Problem:
        if self._stopped:
            return Overloaded("stopping")
        return RequestTimeout(seconds=self._settings.body_timeout)


def without_body(scope: Any) -> HttpRequest:
    """Request that could not be read whole, as far as it is known."""
    headers = dict(scope.headers.items())
    return HttpRequest(
        scope.method, scope.scheme, "localhost", "", scope.path, scope.query_string, headers, b"", ""
    )
