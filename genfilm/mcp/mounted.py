"""The tools within a service: one request of streamable HTTP at a time, without sessions."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from mcp.server.transport_security import TransportSecuritySettings

from genfilm.mcp.server import make_server
from genfilm.mcp.source import CLIENT, Source

_BODY = 1_000_000
_PUBLIC = TransportSecuritySettings(enable_dns_rebinding_protection=False)
"""Origins allowed: every one, for everybody may read."""


class Mounted:
    """Tools over a source, for callers from any thread."""

    def __init__(self, source: Source) -> None:
        self._server = make_server(source)

    def answer(
        self, path: str, headers: Mapping[str, str], body: bytes, client: str
    ) -> tuple[int, list[tuple[str, str]], bytes]:
        """Status, headers and body of the answer to a client's POST."""
        return asyncio.run(self._answer(path, headers, body, client))

    async def _answer(
        self, path: str, headers: Mapping[str, str], body: bytes, client: str
    ) -> tuple[int, list[tuple[str, str]], bytes]:
        CLIENT.set(client)
        app = self._server.streamable_http_app(
            streamable_http_path=path,
            json_response=True,
            stateless_http=True,
            max_request_body_size=_BODY,
            transport_security=_PUBLIC,
        )
        scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST",
            "scheme": "http", "path": path, "raw_path": path.encode(), "root_path": "", "query_string": b"",
            "headers": [(name.lower().encode(), value.encode("latin-1")) for name, value in headers.items()],
        }  # fmt: skip
        exchange = _Exchange(body)
        async with app.router.lifespan_context(app):
            await app(scope, exchange.receive, exchange.send)
        return exchange.status, exchange.headers, b"".join(exchange.pieces)


class _Exchange:
    """Request and response, as ASGI passes them."""

    def __init__(self, body: bytes) -> None:
        self.status, self.headers, self.pieces = 500, list[tuple[str, str]](), list[bytes]()
        self._body: bytes | None = body
        self._done = asyncio.Event()

    async def receive(self) -> dict[str, Any]:
        """The body, and when the answer is there the end of the connection."""
        if self._body is None:
            await self._done.wait()
            return {"type": "http.disconnect"}
        body, self._body = self._body, None
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(self, message: Any) -> None:
        """Take a part of the answer."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = [(name.decode(), value.decode("latin-1")) for name, value in message["headers"]]
        else:
            self.pieces.append(message.get("body", b""))
            if not message.get("more_body"):
                self._done.set()
