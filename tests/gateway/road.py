"""The borders between packages that a SPARQL query crosses: ``python -m tests.gateway.road BUILD``."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from types import FrameType, SimpleNamespace
from typing import Any
from urllib.parse import quote

from genfilm.app import create_app
from genfilm.dataset.builds import open_build
from genfilm.gateway.front import Gateway
from genfilm.settings import Settings


def package(frame: FrameType | None) -> str | None:
    """``genfilm.engine`` for a frame of its code; None for that of others."""
    names = str(frame.f_globals.get("__name__")).split(".") if frame else [""]
    return ".".join(names[:2]) if names[0] == "genfilm" and len(names) > 1 else None


class Borders:
    """Calls from code of one package to that of another, the server's call of ours included."""

    def __init__(self) -> None:
        self.crossed: list[tuple[str, str]] = []
        self._running: set[FrameType] = set()

    def __call__(self, frame: FrameType, event: str, _: Any) -> None:
        here = package(frame)
        if here is None or event != "call" or frame in self._running:
            return
        self._running.add(frame)  # a coroutine that goes on is no second call
        caller = frame.f_back
        while caller is not None and package(caller) is None:
            caller = caller.f_back
        if package(caller) != here:
            self.crossed.append((package(caller) or "server", f"{here}: {frame.f_code.co_qualname}"))


class Protocol:
    """The server's side of RSGI for a request without a body."""

    answer: tuple[int, bytes] = (0, b"")

    async def client_disconnect(self) -> None:
        await asyncio.Event().wait()

    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        self.answer = status, body


async def ask(gateway: Gateway, query: str) -> tuple[int, bytes]:
    protocol = Protocol()
    scope = SimpleNamespace(
        proto="http",
        method="GET",
        scheme="http",
        path="/sparql",
        query_string=f"query={quote(query)}",
        headers={"accept": "application/sparql-results+json", "host": "localhost"},
        authority=None,
        server="localhost:80",
        client="127.0.0.1:1",
    )
    await gateway.__rsgi__(scope, protocol)
    return protocol.answer


def main() -> None:
    """Print the answer's status and bytes, then each call, caller and called, from one package to another."""
    gateway = Gateway(create_app(open_build(Path(sys.argv[1]))), Settings(evaluators=1))
    pool = gateway.service.context.pool
    borders = Borders()

    async def both() -> tuple[int, bytes]:
        pool.run_on(asyncio.get_running_loop())
        await ask(gateway, "ASK {}")  # the evaluator is there now, and the Accept header is known
        sys.setprofile(borders)
        try:
            return await ask(gateway, "SELECT ?film { ?film a gf:Film } LIMIT 1")
        finally:
            sys.setprofile(None)

    try:
        status, body = asyncio.run(both())
    finally:
        pool.close()
    print(status, body.decode())
    for caller, called in borders.crossed:
        print(caller, called)


if __name__ == "__main__":
    main()
