"""A pool of evaluators over one build: a lane, an evaluator and a deadline for each query.

It lives on one event loop: that of the server process, or one of its own in a thread when nobody gives it
one. Threads ask through ``answer`` and ``wait``.
"""

from __future__ import annotations

import asyncio
import signal
import threading
from collections import Counter
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, TypeVar

from genfilm.engine.fork_server_client import ForkServerClient
from genfilm.engine.lanes import Lanes
from genfilm.engine.query import Query
from genfilm.engine.result import SerializedResult
from genfilm.engine.run import EvaluatorAnswer, EvaluatorLost, LaneFull, QueryRun
from genfilm.engine.stock import Stock
from genfilm.errors import BuildNotFound, Problem
from genfilm.problems import MemoryExceeded, Overloaded
from genfilm.settings import Settings

_ATTEMPTS = 2
_T = TypeVar("_T")


class EvaluatorPool:
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
        self.timeout, self.memory = timeout, memory
        self.hold, self.largest = hold, largest
        self.counts: Counter[str] = Counter()
        self._lanes = Lanes(evaluators, long, queue, self.counts)
        self._fork_server = ForkServerClient(directory, memory, store)
        self._stock = Stock(self._fork_server, evaluators)
        self._guard = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._closed = False

    @classmethod
    def of(cls, directory: Path, settings: Settings) -> EvaluatorPool:
        """The pool that the settings describe; raises SettingsError when it may take too much memory."""
        return cls(
            directory,
            evaluators=settings.evaluators,
            long=settings.long_queries,
            timeout=settings.query_timeout,
            memory=settings.memory_per_query(),
            queue=settings.queue,
            hold=settings.hold,
            largest=settings.largest_result,
            store=settings.store,
        )

    # --- on the event loop ---------------------------------------------------------------------------

    def run_on(self, loop: asyncio.AbstractEventLoop) -> None:
        """Live on this loop, which is running or about to; raises RuntimeError after a first query, which
        has begun a loop of the pool's own."""
        if self._thread is not None:
            raise RuntimeError("the evaluators were asked before they got their loop")
        self._loop = loop
        loop.call_soon_threadsafe(self._stock.supply)

    async def ask(
        self, query: Query, timeout: float | None = None, *, client: str = "", spent: float = 0.0
    ) -> EvaluatorAnswer:
        """The complete answer.

        ``timeout`` may lower the pool's deadline, never raise it; ``spent`` seconds of it are gone
        already. A query whose task is cancelled is stopped. Raises Problem 400 (syntax, unsupported
        function), 403 (SERVICE), 503 (overloaded), 504 (deadline), 507 (memory limit, crash of the
        engine, result too large).
        """
        limit = min(self.timeout, timeout or self.timeout)
        deadline = asyncio.get_running_loop().time() + limit - spent
        try:
            return await self._answer(query, client, deadline, limit)
        except asyncio.CancelledError:
            self.counts["cancelled"] += 1
            raise

    async def _answer(self, query: Query, client: str, deadline: float, limit: float) -> EvaluatorAnswer:
        """Evaluate a query where there is a place for it, and once more when its evaluator was killed."""
        clock = asyncio.get_running_loop().time
        long, losses = False, 0
        while not self._closed:
            if long:
                await self._lanes.enter_long(client, deadline - clock())
            else:
                await self._lanes.enter(client, deadline - clock())
            try:
                return await self._try(query, client, deadline, limit, long)
            except LaneFull:
                long = True
            except EvaluatorLost:
                losses += 1
                if losses == _ATTEMPTS:
                    raise self._lost() from None
        raise BuildNotFound("the evaluators of this service have been closed")

    async def _try(
        self, query: Query, client: str, deadline: float, limit: float, long: bool
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
        run = QueryRun(evaluator, self._lanes, client, deadline, limit, body, self.largest, long)
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

    # --- from other threads --------------------------------------------------------------------------

    def answer(self, query: Query, timeout: float | None = None, *, client: str = "") -> bytes:
        """The whole serialised result; see ``ask``. Not from the thread of the event loop."""
        return self.wait(self.ask(query, timeout, client=client)).body.read()

    def wait(self, coroutine: Coroutine[Any, Any, _T]) -> _T:
        """The result of a coroutine on the pool's loop, waited for in a thread."""
        return asyncio.run_coroutine_threadsafe(coroutine, self._running_loop()).result()

    def _running_loop(self) -> asyncio.AbstractEventLoop:
        with self._guard:
            if self._loop is None:
                loop = self._loop = asyncio.new_event_loop()
                self._thread = threading.Thread(target=loop.run_forever, name="evaluators", daemon=True)
                self._thread.start()
            return self._loop

    def status(self) -> dict[str, int]:
        """The places of both lanes, how many are taken, and how many queries wait for one."""
        return {
            "evaluators": self._lanes.short_places,
            "busy": self._lanes.short,
            "longPlaces": self._lanes.long_places,
            "long": self._lanes.long,
            "waiting": self._lanes.waiting,
            "waitingLong": self._lanes.waiting_long,
        }

    def close(self) -> None:
        """End every evaluator; from any thread."""
        self._closed = True
        self._fork_server.close()
        loop = self._loop
        if loop is None or not loop.is_running():
            self._fork_server.dispose()
            return
        closing = asyncio.run_coroutine_threadsafe(self._close(), loop)
        if self._thread is not None:
            closing.result()
            loop.call_soon_threadsafe(loop.stop)
            self._thread.join()
            loop.close()

    async def _close(self) -> None:
        await self._stock.close()
        self._fork_server.dispose()
