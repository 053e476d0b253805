"""Whoever evaluates the queries of a service: evaluators of its own, or a SPARQL endpoint elsewhere.

It lives on one event loop: that of the server process, or one of its own in a thread when nobody gives it
one. Threads ask through ``answer`` and ``wait``.
"""

from __future__ import annotations

import asyncio
import threading
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Coroutine
from typing import Any, TypeVar

from genfilm.engine.lanes import Lanes
from genfilm.engine.query import Query
from genfilm.engine.run import EvaluatorAnswer
from genfilm.problems import ResultTooLarge
from genfilm.settings import Settings

_T = TypeVar("_T")


def limits(settings: Settings) -> dict[str, Any]:
    """The arguments that the settings give to a backend of either kind."""
    return {
        "timeout": settings.query_timeout,
        "evaluators": settings.evaluators,
        "long": settings.long_queries,
        "queue": settings.queue,
        "hold": settings.hold,
        "largest": settings.largest_result,
    }


class Backend(ABC):
    """Answers queries within ``timeout`` seconds and ``largest`` bytes, in the places of ``lanes``;
    ``counts`` tells what became of them."""

    def __init__(self, timeout: float, largest: int, evaluators: int, long: int, queue: int) -> None:
        self.timeout, self.largest = timeout, largest
        self.counts: Counter[str] = Counter()
        self._lanes = Lanes(evaluators, long, queue, self.counts)
        self._guard = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._closed = False

    # --- on the event loop ---------------------------------------------------------------------------

    def run_on(self, loop: asyncio.AbstractEventLoop) -> None:
        """Live on this loop, which is running or about to; raises RuntimeError after a first query, which
        has begun a loop of the backend's own."""
        if self._thread is not None:
            raise RuntimeError("the evaluators were asked before they got their loop")
        self._loop = loop

    async def ask(
        self,
        query: Query,
        timeout: float | None = None,
        *,
        client: str = "",
        spent: float = 0.0,
        largest: int | None = None,
    ) -> EvaluatorAnswer:
        """The complete answer, on the backend's loop.

        ``timeout`` and ``largest`` (bytes) may lower the limits, never raise them; ``spent`` seconds are gone
        already. A query whose task is cancelled is stopped. Raises Problem 400 (syntax, unsupported
        function), 403 (SERVICE), 503 (overloaded, engine not usable), 504 (deadline), 507 (memory limit,
        crash of the engine, result too large).
        """
        loop = asyncio.get_running_loop()
        if self._loop not in (None, loop):
            raise RuntimeError("a backend is asked on its own event loop, else by elsewhere, answer or wait")
        limit = min(self.timeout, timeout or self.timeout)
        deadline = loop.time() + limit - spent
        largest = min(self.largest, largest or self.largest)
        try:
            answer = await self._answer(query, client, deadline, limit, largest)
        except asyncio.CancelledError:
            self.counts["cancelled"] += 1
            raise
        if answer.body.size > largest:
            answer.body.close()
            raise ResultTooLarge(limitBytes=largest)
        return answer

    @abstractmethod
    async def _answer(
        self, query: Query, client: str, deadline: float, limit: float, largest: int
    ) -> EvaluatorAnswer:
        """The complete answer by ``deadline``, a time of the event loop; more than ``largest`` bytes may come
        to nothing early."""

    @abstractmethod
    async def ready(self, patience: float) -> None:
        """Return when a query is answered from this very build; raises Problem or BuildNotFound."""

    # --- from other threads --------------------------------------------------------------------------

    async def elsewhere(self, coroutine: Coroutine[Any, Any, _T]) -> _T:
        """The result of a coroutine on the backend's loop, awaited on any loop; cancelling cancels it."""
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(coroutine, self._running_loop()))

    def answer(
        self, query: Query, timeout: float | None = None, *, client: str = "", largest: int | None = None
    ) -> bytes:
        """The whole serialised result; see ``ask``. Not from the thread of the event loop."""
        return self.wait(self.ask(query, timeout, client=client, largest=largest)).body.read()

    def wait(self, coroutine: Coroutine[Any, Any, _T]) -> _T:
        """The result of a coroutine on the backend's loop, waited for in a thread."""
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
        """End what answers queries; from any thread."""
        self._closed = True
        self._stop()
        loop = self._loop
        if loop is None or not loop.is_running():
            self._dispose()
            return
        closing = asyncio.run_coroutine_threadsafe(self._close(), loop)
        if self._thread is not None:
            closing.result()
            loop.call_soon_threadsafe(loop.stop)
            self._thread.join()
            loop.close()

    def _stop(self) -> None:  # noqa: B027  a backend may have nothing of the kind
        """Stop at once what can be stopped from any thread."""

    async def _close(self) -> None:
        """Give up what belongs to the event loop."""
        self._dispose()

    def _dispose(self) -> None:  # noqa: B027
        """Give up what belongs to no event loop."""
