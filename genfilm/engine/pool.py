"""A pool of evaluators over one build: a lane, an evaluator and a deadline for each query."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from functools import partial
from pathlib import Path

from genfilm.engine.backend import Backend, limits
from genfilm.engine.fork_server_client import ForkServerClient
from genfilm.engine.query import Query
from genfilm.engine.result import SerializedResult
from genfilm.engine.run import EvaluatorAnswer, EvaluatorLost, LaneFull, QueryRun
from genfilm.engine.stock import Stock
from genfilm.errors import BuildNotFound, Problem
from genfilm.problems import MemoryExceeded, Overloaded
from genfilm.settings import Settings

_ATTEMPTS = 2
_PROBE = Query("ASK { ?s ?p ?o }")


class EvaluatorPool(Backend):
    """Answers queries over the build in ``directory``.

    ``evaluators`` and ``long`` are the places of the two lanes, ``timeout`` is in seconds, ``memory`` in
    MiB for each query beyond the graph, ``queue`` the number of queries that may wait for a place,
    ``hold`` the bytes of a result that are kept in memory, ``largest`` those that a result may have,
    ``store`` where the graph is read: ``memory``, ``disk`` or ``auto``.
    """

    def __init__(
        self,
        directory: Path,
        *,
        evaluators: int = 2,
        long: int = 6,
        timeout: float = 30.0,
        memory: int = 1024,
        queue: int = 64,
        hold: int = 4_000_000,
        largest: int = 1_000_000_000,
        store: str = "auto",
    ) -> None:
        for name in ("graph.nq", "manifest.json"):
            if not (directory / name).is_file():
                raise BuildNotFound(f"{directory} is not a build: {name} is missing. Run `genfilm build`.")
        super().__init__(timeout, largest, evaluators, long, queue)
        self.memory, self.hold = memory, hold
        self._fork_server = ForkServerClient(directory, memory, store)
        self._stock = Stock(self._fork_server, evaluators)

    @classmethod
    def of(cls, directory: Path, settings: Settings) -> EvaluatorPool:
        """The pool that the settings describe; raises SettingsError when it may take too much memory."""
        return cls(directory, memory=settings.memory_per_query(), store=settings.store, **limits(settings))

    def run_on(self, loop: asyncio.AbstractEventLoop) -> None:
        super().run_on(loop)
        loop.call_soon_threadsafe(self._stock.supply)

    async def ready(self, patience: float) -> None:
        await self.ask(_PROBE, patience)

    async def _answer(
        self, query: Query, client: str, deadline: float, limit: float, largest: int
    ) -> EvaluatorAnswer:
        """Evaluate a query where there is a place for it, and once more when its evaluator was killed."""
        clock = asyncio.get_running_loop().time
        asked = begun = clock()
        long, losses = False, 0
        while not self._closed:
            if long:
                await self._lanes.enter_long(client, deadline - clock())
            else:
                await self._lanes.enter(client, deadline - clock())
            begun = begun if losses else clock()
            late = partial(self._lanes.late, deadline - begun, deadline - asked, limit)
            try:
                return await self._try(query, client, deadline, late, largest, long)
            except LaneFull:
                long = True
            except EvaluatorLost:
                losses += 1
                if losses == _ATTEMPTS:
                    raise self._lost() from None
        raise BuildNotFound("the evaluators of this service have been closed")

    async def _try(
        self,
        query: Query,
        client: str,
        deadline: float,
        late: Callable[[], Problem],
        largest: int,
        long: bool,
    ) -> EvaluatorAnswer:
        """Evaluate a query that has a place; raises LaneFull, and EvaluatorLost when somebody killed its
        evaluator."""
        self.counts["started"] += 1
        try:
            evaluator = await self._stock.take()
        except BaseException:
            self._lanes.leave(client, long=long)
            raise
        body = SerializedResult(self.hold)
        run = QueryRun(evaluator, self._lanes, client, deadline, late, body, largest, long)
        try:
            return await run.answer(query)
        except EvaluatorLost:
            pass
        finally:
            if run.reusable and not run.lowered:
                self._stock.add(evaluator)
                self._lanes.leave(client, long=run.long)
            else:
                self.counts["ended"] += 1
                ending = self._stock.end(evaluator)
                ending.add_done_callback(lambda _: self._lanes.leave(client, long=run.long))
        self.counts["lost"] += 1
        ended_by = await asyncio.shield(ending)
        if ended_by in (None, signal.SIGKILL):
            raise EvaluatorLost
        raise self._exhausted()

    def _lost(self) -> Problem:
        return Overloaded("lost", retry=1)

    def _exhausted(self) -> Problem:
        return MemoryExceeded(limitMiB=self.memory)

    def _stop(self) -> None:
        self._fork_server.close()

    async def _close(self) -> None:
        await self._stock.close()
        self._dispose()

    def _dispose(self) -> None:
        self._fork_server.dispose()
