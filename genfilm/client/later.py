"""The knowledge graph for asynchronous programs: the same methods, each awaited, in threads of their own."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from genfilm.client.graph import KnowledgeGraph
from genfilm.engine.companion import TICKET, Ticket

_P = ParamSpec("_P")
_R = TypeVar("_R")


def _later(
    method: Callable[Concatenate[KnowledgeGraph, _P], _R],
) -> Callable[Concatenate[AsyncKnowledgeGraph, _P], Awaitable[_R]]:
    """A method that is awaited; a task that is cancelled ends the SPARQL that it waits for, and no other."""

    async def call(self: AsyncKnowledgeGraph, /, *values: _P.args, **named: _P.kwargs) -> _R:
        ticket = Ticket()
        outer = TICKET.set(ticket)
        try:
            return await self._in_thread(method, self.graph, *values, **named)
        except asyncio.CancelledError:
            self.graph.interrupt(ticket)
            raise
        finally:
            TICKET.reset(outer)

    call.__name__, call.__doc__ = method.__name__, method.__doc__
    return call


class AsyncKnowledgeGraph:
    """GenFilm KG for ``await``: ``graph`` is the one that it asks.

    >>> async def films() -> int:
    ...     async with await AsyncKnowledgeGraph.open() as graph:
    ...         return len(await graph.instances("gf:Film"))
    >>> asyncio.run(films())
    9
    """

    def __init__(self, graph: KnowledgeGraph) -> None:
        self.graph = graph
        # Those that asyncio shares are for the program: names are looked up in them.
        self._threads = ThreadPoolExecutor(thread_name_prefix="genfilm")

    async def _in_thread(self, method: Callable[_P, _R], /, *values: _P.args, **named: _P.kwargs) -> _R:
        call = partial(copy_context().run, method, *values, **named)
        return await asyncio.get_running_loop().run_in_executor(self._threads, call)

    @classmethod
    async def open(cls, directory: str | Path | None = None, **settings: Any) -> AsyncKnowledgeGraph:
        """As ``KnowledgeGraph.open``."""
        return cls(await asyncio.to_thread(KnowledgeGraph.open, directory, **settings))

    @classmethod
    async def connect(cls, url: str = "http://127.0.0.1:8000", **settings: Any) -> AsyncKnowledgeGraph:
        """As ``KnowledgeGraph.connect``."""
        return cls(await asyncio.to_thread(KnowledgeGraph.connect, url, **settings))

    async def __aenter__(self) -> AsyncKnowledgeGraph:
        return self

    async def __aexit__(self, *error: object) -> None:
        await self._in_thread(self.graph.close)
        self._threads.shutdown(wait=False)

    query = _later(KnowledgeGraph.query)
    sparql = _later(KnowledgeGraph.sparql)
    entity = _later(KnowledgeGraph.entity)
    instances = _later(KnowledgeGraph.instances)
    iri = _later(KnowledgeGraph.iri)
    claim = _later(KnowledgeGraph.claim)
    claims = _later(KnowledgeGraph.claims)
    search = _later(KnowledgeGraph.search)
    ask = _later(KnowledgeGraph.ask)
    cite = _later(KnowledgeGraph.cite)
