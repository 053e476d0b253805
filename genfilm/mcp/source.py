"""Source of the tools: a build with killable evaluators, or a service at an address."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import anyio.to_thread

from genfilm.ask.asker import Asker, asker
from genfilm.catalogue.library import Library, open_library
from genfilm.client.files import library_of
from genfilm.client.place import endpoint, local_build
from genfilm.dataset.builds import Build
from genfilm.engine.backend import Backend
from genfilm.engine.backends import backend_of
from genfilm.engine.query import Query
from genfilm.engine.remote import RemoteEngine
from genfilm.records.citation import CitedEdition
from genfilm.search.index import SearchIndex, index
from genfilm.settings import Settings

LARGEST = 32_000_000
"""Bytes of a result that are read to be cut to size; a larger one is refused."""
CLIENT = ContextVar("CLIENT", default="")
"""The client whose share of the evaluators a query takes."""


@dataclass(frozen=True, slots=True)
class Source:
    """A library with its search index, and who evaluates SPARQL."""

    library: Library
    build: Build
    index: SearchIndex
    engine: Backend | RemoteEngine
    timeout: float

    @classmethod
    def open(cls, build: Build, settings: Settings) -> Source:
        """A build of this machine; to be closed."""
        largest = min(LARGEST, settings.largest_result)
        pool = backend_of(build, replace(settings, hold=LARGEST, largest_result=largest))
        library = open_library(build.directory, pool)
        return cls(library, build, index(library), pool, settings.query_timeout)

    @classmethod
    def connect(cls, url: str, settings: Settings) -> Source:
        """A running service or SPARQL endpoint; questions and search index are those of the build on this
        machine. Raises Problem 502 when nothing there answers for this graph, BuildNotFound."""
        build = local_build()
        engine = endpoint(url, settings.query_timeout, build.prefixes)
        library = library_of(build.directory, engine, own=False)
        return cls(library, build, index(library), engine, settings.query_timeout)

    @classmethod
    def within(cls, library: Library, build: Build, pool: Backend) -> Source:
        """The library of a running service, whose pool evaluates; not to be closed."""
        return cls(library, build, index(library), pool, pool.timeout)

    @property
    def directory(self) -> Path:
        return self.build.directory

    @property
    def asker(self) -> Asker:
        """Asker of plain questions, made once."""
        return asker(self.library)

    @property
    def edition(self) -> CitedEdition:
        """The state of the graph, as citations name it."""
        manifest = self.build.manifest
        return CitedEdition(
            str(manifest.get("version", "")), self.build.id[:12], str(manifest.get("created", ""))[:10]
        )

    async def answer(self, query: Query, seconds: float) -> bytes:
        """The whole result within ``seconds`` and LARGEST bytes, on any event loop; a task that is cancelled
        ends its query. Raises what engines raise."""
        if isinstance(self.engine, Backend):
            asked = self.engine.ask(query, seconds, client=CLIENT.get(), largest=LARGEST)
            return (await self.engine.elsewhere(asked)).body.read()
        answer = partial(self.engine.answer, query, seconds, LARGEST)
        return await anyio.to_thread.run_sync(answer, abandon_on_cancel=True)

    def close(self) -> None:
        """End the evaluators."""
        if isinstance(self.engine, Backend):
            self.engine.close()
