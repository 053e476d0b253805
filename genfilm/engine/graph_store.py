"""Putting a build into an engine elsewhere by the SPARQL 1.1 Graph Store HTTP Protocol.

The graph that says which build is there goes first and comes back last: whoever asks meanwhile is told that
the build is not there, and a load that was interrupted is begun anew.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import IO
from urllib.parse import quote

import aiohttp
import pyoxigraph as ox

from genfilm.dataset.builds import GRAPH, Build
from genfilm.errors import Problem
from genfilm.problems import RemoteFailed
from genfilm.vocabulary import BASE, BUILD_GRAPH, ONTOLOGY, PREFIXES

_TYPE = "application/n-triples"
_QUERY = "SELECT DISTINCT ?graph WHERE { GRAPH ?graph { ?s ?p ?o } }"


class GraphStore:
    """The Graph Store at ``store``, whose engine answers queries at ``engine``."""

    def __init__(self, engine: str, store: str, session: aiohttp.ClientSession) -> None:
        self.engine, self.store, self._session = engine, store, session

    async def load(self, build: Build, tell: Callable[[str, int], None]) -> None:
        """Make the store hold ``build`` and nothing else of ours; each graph is told with its triples.

        Raises Problem 502 when the store refuses or is gone; it then says of no build that it is there.
        """
        await self._send("DELETE", BUILD_GRAPH, missing=True)
        with tempfile.TemporaryDirectory(prefix="genfilm-load-") as scratch:
            graphs = split(build.directory / GRAPH, Path(scratch))
            for stale in sorted(await self._own_graphs() - {*graphs, BUILD_GRAPH}):
                await self._send("DELETE", stale, missing=True)
            for name, (path, count) in sorted(graphs.items()):
                with path.open("rb") as triples:
                    await self._send("PUT", name, triples)
                tell(name or "default", count)
        mark = f'<{ONTOLOGY}> <{PREFIXES["dcterms"]}identifier> "{build.id}" .\n'
        await self._send("PUT", BUILD_GRAPH, mark.encode())

    async def _own_graphs(self) -> set[str]:
        """The named graphs below our base that the engine holds."""
        headers = {"Accept": "application/sparql-results+json"}
        try:
            async with self._session.post(self.engine, data={"query": _QUERY}, headers=headers) as answer:
                answer.raise_for_status()
                rows = (await answer.json(content_type=None))["results"]["bindings"]
                return {row["graph"]["value"] for row in rows if row["graph"]["value"].startswith(f"{BASE}/")}
        except (aiohttp.ClientError, OSError, ValueError, KeyError, TypeError) as error:
            raise self._failed(self.engine, f"{type(error).__name__}: {error}") from None

    async def _send(
        self, method: str, graph: str, body: IO[bytes] | bytes | None = None, *, missing: bool = False
    ) -> None:
        address = f"{self.store}?{'graph=' + quote(graph, safe='') if graph else 'default'}"
        try:
            async with self._session.request(
                method, address, data=body, headers={"Content-Type": _TYPE}
            ) as answer:
                if answer.status >= 300 and not (missing and answer.status == 404):
                    said = " ".join((await answer.text(errors="replace")).split())[:300]
                    raise self._failed(self.store, f"{method} {graph or 'default'}: {answer.status} {said}")
        except (aiohttp.ClientError, OSError) as error:
            raise self._failed(self.store, f"{method}: {type(error).__name__}: {error}") from None

    def _failed(self, endpoint: str, why: str) -> Problem:
        return RemoteFailed("query", endpoint=endpoint, why=why)


def split(quads: Path, directory: Path) -> dict[str, tuple[Path, int]]:
    """N-Triples of each graph of an N-Quads file, with their number; the default graph has the name ''."""
    files: dict[str, tuple[Path, IO[bytes]]] = {}
    counts: dict[str, int] = {}
    try:
        for quad in ox.parse(path=str(quads), format=ox.RdfFormat.N_QUADS):
            name = quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else ""
            if name not in files:
                path = directory / f"{len(files)}.nt"
                files[name] = path, path.open("wb")
                counts[name] = 0
            files[name][1].write(f"{quad.triple} .\n".encode())
            counts[name] += 1
    finally:
        for _, file in files.values():
            file.close()
    return {name: (path, counts[name]) for name, (path, _) in files.items()}
