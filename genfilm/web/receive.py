"""Requests over RSGI: the body within its limits of size and time, the host as it may be."""

from __future__ import annotations

import asyncio
import re
from typing import Any
from urllib.parse import SplitResult

from genfilm.engine.endpoint import too_large
from genfilm.errors import Problem
from genfilm.settings import Settings
from genfilm.web.caller import caller
from genfilm.web.wsgi import HttpRequest

_DISCARDED = 8
"""Bodies up to this many times the limit are read to their end before they are refused."""
_HOST = re.compile(r"(?:[A-Za-z0-9._~-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?")


async def receive(scope: Any, protocol: Any, settings: Settings, public: SplitResult) -> HttpRequest:
    """The whole request as the client of the ``public`` address sent it; raises Problem 400, 408, 413.

    A proxy may leave the prefix of that address in the path or take it away.
    """
    body = await _body(scope, protocol, settings)
    path, root = scope.path, public.path.rstrip("/")
    if root and (path == root or path.startswith(f"{root}/")):
        path = path[len(root) :] or "/"
    lines = scope.headers.items()
    headers = dict(lines)
    authority = headers.get("host") or scope.authority or scope.server
    if _HOST.fullmatch(authority) is None:
        raise Problem(400, "bad-request", "The Host header is not the name of a host")
    scheme = scope.scheme
    if public.netloc:
        scheme, authority = public.scheme, public.netloc
    forwarded = (value for name, value in lines if name.lower() == "x-forwarded-for")
    client = caller(scope.client, forwarded, settings.trusted_proxies)
    return HttpRequest(scope.method, scheme, authority, root, path, scope.query_string, headers, body, client)


async def _body(scope: Any, protocol: Any, settings: Settings) -> bytes:
    """The body; one that is too large is read on and forgotten, within bounds.

    A proxy or client that is still sending when the connection closes may never see the answer.
    """
    length, limit = scope.headers.get("content-length"), settings.max_body
    if length is None and scope.headers.get("transfer-encoding") is None:
        return b""
    said = int(length) if length is not None and length.isdecimal() else None
    if said is not None and said > limit * (1 if "expect" in scope.headers else _DISCARDED):
        raise too_large(limit)
    parts: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(settings.body_timeout):
            async for part in protocol:
                size += len(part)
                if size > limit * _DISCARDED:
                    break
                if size > limit:
                    parts.clear()
                else:
                    parts.append(bytes(part))
    except TimeoutError:
        if size <= limit:
            raise Problem(408, "request-timeout", "The request body did not arrive in time") from None
    if size > limit:
        raise too_large(limit)
    if said is not None and size != said:
        raise Problem(400, "bad-request", "The request body is shorter than its Content-Length says")
    return b"".join(parts)
