"""Requests over RSGI: the body within its limits of size and time, the host as it may be."""

from __future__ import annotations

import asyncio
import re
from typing import Any

from genfilm.engine.endpoint import too_large
from genfilm.errors import Problem
from genfilm.settings import Settings
from genfilm.web.wsgi import HttpRequest

_HOST = re.compile(r"(?:[A-Za-z0-9._~-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?")


async def receive(scope: Any, protocol: Any, settings: Settings, root: str) -> HttpRequest:
    """The whole request, its path without ``root``; raises Problem 400, 408, 413."""
    body = await _body(scope, protocol, settings)
    path = scope.path
    if root and (path == root or path.startswith(f"{root}/")):
        path = path[len(root) :] or "/"
    headers = dict(scope.headers.items())
    authority = headers.get("host") or scope.authority or scope.server
    if _HOST.fullmatch(authority) is None:
        raise Problem(400, "bad-request", "The Host header is not the name of a host")
    client = scope.client.rpartition(":")[0]
    return HttpRequest(
        scope.method, scope.scheme, authority, root, path, scope.query_string, headers, body, client
    )


async def _body(scope: Any, protocol: Any, settings: Settings) -> bytes:
    length = scope.headers.get("content-length")
    if length is None and scope.headers.get("transfer-encoding") is None:
        return b""
    size = int(length) if length is not None and length.isdecimal() else None
    if size is not None and size > settings.max_body:
        raise too_large(settings.max_body)
    try:
        body = await asyncio.wait_for(_collect(protocol, settings.max_body), settings.body_timeout)
    except TimeoutError:
        raise Problem(408, "request-timeout", "The request body did not arrive in time") from None
    if size is not None and len(body) != size:
        raise Problem(400, "bad-request", "The request body is shorter than its Content-Length says")
    return body


async def _collect(protocol: Any, limit: int) -> bytes:
    parts, size = [], 0
    async for part in protocol:
        parts.append(bytes(part))
        size += len(part)
        if size > limit:
            raise too_large(limit)
    return b"".join(parts)
