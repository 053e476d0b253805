"""A SPARQL 1.1 endpoint as the engine of the service: it evaluates, and everything else stays as it is.

Solutions are asked for in SPARQL JSON and graphs in N-Triples, whatever the client accepts: every engine
writes these. What comes is read and written anew, so that it is whole, and the same from every engine.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import aiohttp

from genfilm import __version__
from genfilm.engine.backend import Backend, limits
from genfilm.engine.faults import problem_of
from genfilm.engine.query import Query
from genfilm.engine.received import ACCEPTED, GRAPHS, SOLUTIONS, rewritten
from genfilm.engine.result import SerializedResult
from genfilm.engine.run import GRACE, EvaluatorAnswer, LaneFull
from genfilm.engine.wire import CHUNK
from genfilm.errors import Problem
from genfilm.problems import EngineFailed, NoRoom, ResultTooLarge
from genfilm.protocol import guard
from genfilm.protocol.prologue import with_prologue
from genfilm.settings import Settings
from genfilm.vocabulary import BUILD_GRAPH, ONTOLOGY, PREFIXES

_BUILD = (
    f"SELECT ?id WHERE {{ GRAPH <{BUILD_GRAPH}> {{ <{ONTOLOGY}> <{PREFIXES['dcterms']}identifier> ?id }} }}"
)
_QUICK = 50_000
"""Queries and results up to this many bytes are worked on in the event loop, larger ones in a thread."""
_FRESH = 2.0
"""Seconds for which it holds that the endpoint has the build."""
_PATIENCE = 5.0
"""Seconds that the endpoint has to name its build: one whose connection hangs is asked anew then."""
_ATTEMPTS = 3  # a kept connection may have ended unnoticed
_SHOWN = 300
_LATE = ("timed out", "timeout", "time limit", "cancelled")


class RemoteBackend(Backend):
    """Answers queries at the endpoint ``url``, which is to hold the build of the id ``build``.

    In ``url``, ``{build}`` is the first twelve characters of the id, ``{seconds}`` or ``{milliseconds}``
    what is left of a query's time. ``hold`` and ``largest`` are as in ``EvaluatorPool``.
    """

    def __init__(
        self,
        url: str,
        build: str | None,
        *,
        prefixes: Mapping[str, str] = PREFIXES,
        timeout: float = 30.0,
        evaluators: int = 3,
        long: int = 6,
        queue: int = 64,
        hold: int = 4_000_000,
        largest: int = 1_000_000_000,
    ) -> None:
        super().__init__(timeout, largest, evaluators, long, queue)
        self.hold = hold
        self._url = url.replace("{build}", (build or "")[:12])
        self._build = build
        self._prefixes = prefixes
        self._session: aiohttp.ClientSession | None = None
        self._held = -_FRESH
        self._checking: asyncio.Task[None] | None = None

    @classmethod
    def of(cls, build: str, prefixes: Mapping[str, str], settings: Settings) -> RemoteBackend:
        """The backend that the settings describe."""
        return cls(settings.engine, build, prefixes=prefixes, **limits(settings))

    async def ready(self, patience: float) -> None:
        self._held = -_FRESH
        await self._require_build(patience)

    async def _answer(
        self, query: Query, client: str, deadline: float, limit: float, largest: int
    ) -> EvaluatorAnswer:
        clock = asyncio.get_running_loop().time
        had = deadline - clock()
        reading = await _either(len(query.text), guard.read, query.text, self._prefixes)
        guard.refuse_federation(reading)
        await self._require_build(deadline - clock())
        long = False
        while True:
            enter = self._lanes.enter_long if long else self._lanes.enter
            await enter(client, deadline - clock())
            place = _Place(long)
            late = partial(self._lanes.late, deadline - clock(), had, limit)
            try:
                return await self._in_place(query, reading, client, place, deadline, late)
            except LaneFull:
                long = True
            finally:
                self._lanes.leave(client, long=place.long)

    async def _in_place(
        self,
        query: Query,
        reading: guard.Reading,
        client: str,
        place: _Place,
        deadline: float,
        late: Callable[[], Problem],
    ) -> EvaluatorAnswer:
        """Evaluate a query that has a place: it gives way to shorter ones, and ends in time."""
        self.counts["started"] += 1
        clock = asyncio.get_running_loop().time
        task = asyncio.ensure_future(self._evaluate(query, reading, deadline))
        try:
            if not place.long:
                done, _ = await asyncio.wait({task}, timeout=min(GRACE, deadline - clock()))
                if not done:
                    place.long = self._lanes.move(client)
                    if not place.long:
                        raise LaneFull
            done, _ = await asyncio.wait({task}, timeout=max(0.0, deadline - clock()))
            if not done:
                raise TimeoutError
            return task.result()
        except TimeoutError:
            raise late() from None
        finally:
            task.cancel()

    async def _evaluate(self, query: Query, reading: guard.Reading, deadline: float) -> EvaluatorAnswer:
        is_graph = reading.form in ("CONSTRUCT", "DESCRIBE")
        solutions, graphs = query.message()["formats"]
        wanted = graphs if is_graph else solutions
        media_type, received = await self._fetch(query, is_graph, deadline)
        if wanted is None:
            received.close()
            return EvaluatorAnswer(SerializedResult(0), is_graph, reading.volatile, acceptable=False)
        declared = self._prefixes if query.message()["declared"] else {}
        try:
            body = await _either(received.size, rewritten, received, media_type, wanted, declared, self.hold)
        except (SyntaxError, ValueError):
            raise EngineFailed("unreadable") from None
        except OSError as error:
            raise NoRoom(why=error.strerror) from None
        finally:
            received.close()
        return EvaluatorAnswer(body, is_graph, reading.volatile)

    async def _fetch(self, query: Query, is_graph: bool, deadline: float) -> tuple[str, SerializedResult]:
        """Media type and bytes of the endpoint's answer. A query changes nothing, so it is asked again
        when the connection breaks or the endpoint is busy."""
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                return await self._exchange(query, is_graph, deadline)
            except aiohttp.ClientError as error:
                self.counts["lost"] += 1
                if attempt == _ATTEMPTS:
                    raise EngineFailed("unreachable", error=type(error).__name__) from None
        raise AssertionError("unreachable")

    async def _exchange(self, query: Query, is_graph: bool, deadline: float) -> tuple[str, SerializedResult]:
        left = max(0.001, deadline - asyncio.get_running_loop().time())
        form = [("query", with_prologue(query.text, self._prefixes, query.base))]
        form += [("default-graph-uri", iri) for iri in query.default_graphs]
        form += [("named-graph-uri", iri) for iri in query.named_graphs]
        address = self._url.replace("{seconds}", str(max(1, round(left))))
        address = address.replace("{milliseconds}", str(max(1, round(left * 1000))))
        async with self._opened().post(
            address, data=form, headers={"Accept": ACCEPTED[is_graph]}, allow_redirects=False
        ) as response:
            if response.status != 200:
                raise await self._refused(response, query)
            media_type = response.content_type
            if media_type not in (GRAPHS if is_graph else SOLUTIONS):
                raise EngineFailed("not_asked_for", mediaType=media_type)
            received = SerializedResult(self.hold)
            try:
                async for piece in response.content.iter_chunked(CHUNK):
                    received.write(piece)
                    if received.size > self.largest:
                        raise ResultTooLarge(limitBytes=self.largest)
                received.finish()
            except BaseException as error:
                received.close()
                if isinstance(error, OSError) and not isinstance(error, aiohttp.ClientError | TimeoutError):
                    raise NoRoom(why=error.strerror) from None
                raise
            return media_type, received

    async def _refused(self, response: aiohttp.ClientResponse, query: Query) -> Exception:
        """The problem that the endpoint's refusal means to our client."""
        said = " ".join((await response.content.read(_SHOWN * 4)).decode("utf-8", "replace").split())[:_SHOWN]
        if response.status == 400:
            return problem_of(
                SyntaxError(said), query.text, dict(self._prefixes), based=query.base is not None
            )
        if response.status in (408, 504) or any(word in said.lower() for word in _LATE):
            return TimeoutError()
        if response.status == 503:
            return aiohttp.ClientConnectionError("busy")
        return EngineFailed("refused", answered=response.status)

    async def _require_build(self, patience: float) -> None:
        """Return when the endpoint holds the build; it is asked every two seconds. Raises Problem 503."""
        loop = asyncio.get_running_loop()
        if self._build is None or loop.time() - self._held < _FRESH:
            return
        if self._checking is None or self._checking.done():
            self._checking = loop.create_task(self._check_build())
        try:
            await asyncio.wait_for(asyncio.shield(self._checking), max(0.001, patience))
        except TimeoutError:
            raise EngineFailed("late", seconds=f"{min(patience, _PATIENCE):.3g}") from None

    async def _check_build(self) -> None:
        async with asyncio.timeout(_PATIENCE) as patience:
            _, received = await self._fetch(Query(_BUILD), False, patience.when() or 0.0)
        try:
            found = _only_text(received.read())
        except ValueError:
            raise EngineFailed("unreadable") from None
        if found != self._build:
            raise EngineFailed(
                "other_build" if found else "no_build", build=str(self._build)[:12], found=found[:12]
            )
        self._held = asyncio.get_running_loop().time()

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=0, ttl_dns_cache=10),
                timeout=aiohttp.ClientTimeout(total=None, connect=2),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": f"GenFilm-KG/{__version__}"},
            )
        return self._session

    async def _close(self) -> None:
        if self._session is not None:
            await self._session.close()


def _only_text(body: bytes) -> str:
    """The value in the first row of SPARQL JSON, empty without one; raises ValueError for anything else."""
    try:
        rows = json.loads(body)["results"]["bindings"]
        return str(rows[0]["id"]["value"]) if rows else ""
    except (KeyError, TypeError) as error:
        raise ValueError(error) from None


class _Place:
    """The lane in which a query has its place."""

    def __init__(self, long: bool) -> None:
        self.long = long


async def _either(size: int, work: Any, *arguments: Any) -> Any:
    """The result of ``work``, in a thread when there is much of it."""
    if size <= _QUICK:
        return work(*arguments)
    return await asyncio.get_running_loop().run_in_executor(None, work, *arguments)
