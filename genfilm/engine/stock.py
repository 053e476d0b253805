"""Evaluators ready for queries: forked ahead of need, ended when they are spent."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable

from genfilm.engine.fork_server_client import Evaluator, ForkServerClient
from genfilm.errors import BuildNotFound
from genfilm.problems import Overloaded

_SPARE = 1


class Stock:
    """The idle evaluators of a fork server, for ``busy`` queries at a time; for use on one event loop."""

    def __init__(self, fork_server: ForkServerClient, busy: int) -> None:
        self._fork_server = fork_server
        self._most = busy + _SPARE  # fewer would end one and fork another at every lull
        self._idle: list[Evaluator] = []
        self._wanted: deque[asyncio.Future[Evaluator]] = deque()
        self._supplier: asyncio.Task[None] | None = None
        self._ending: set[asyncio.Task[int | None]] = set()

    async def take(self) -> Evaluator:
        """An evaluator that is alive; raises BuildNotFound when none can be made, Problem 503 when
        the system gives none now."""
        evaluator = self._idle.pop() if self._idle else None
        if len(self._idle) < _SPARE:
            self.supply()
        if evaluator is not None:
            evaluator.channel.on_lost = None
            return evaluator
        wanted: asyncio.Future[Evaluator] = asyncio.get_running_loop().create_future()
        self._wanted.append(wanted)
        self.supply()
        try:
            return await wanted
        except asyncio.CancelledError:
            if wanted.done() and not wanted.cancelled() and wanted.exception() is None:
                self.add(wanted.result())
            raise

    def add(self, evaluator: Evaluator) -> None:
        """Take an evaluator in, or back; ended when there are enough."""
        while self._wanted:
            wanted = self._wanted.popleft()
            if not wanted.done():
                wanted.set_result(evaluator)
                return
        if len(self._idle) >= self._most:
            self.end(evaluator)
            return
        self._idle.append(evaluator)
        evaluator.channel.on_lost = lambda: self._lose(evaluator)

    def end(self, evaluator: Evaluator) -> asyncio.Task[int | None]:
        """End an evaluator; the result is that of ``ForkServerClient.end``."""
        task = asyncio.get_running_loop().create_task(self._fork_server.end(evaluator))
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)
        return task

    def supply(self) -> None:
        """Begin to fork until there are as many as are wanted, and one to spare."""
        if self._supplier is None:
            self._supplier = asyncio.get_running_loop().create_task(self._supply())

    async def close(self) -> None:
        """Hear no more of the evaluators of a closed fork server."""
        if self._supplier is not None:
            await self._supplier
        await asyncio.gather(*self._ending)
        for evaluator in self._idle:
            evaluator.channel.close()
        self._idle.clear()
        await asyncio.sleep(0)  # for the channels to close

    async def _supply(self) -> None:
        try:
            while self._wanted or len(self._idle) < _SPARE:
                self.add(await self._fork_server.fork())
        except (BuildNotFound, OSError) as error:
            why = f"no evaluator can be started: {error}"
            self._disappoint(lambda: BuildNotFound(why))
        except Overloaded as problem:
            shape = problem.shape
            self._disappoint(lambda: Overloaded(shape))
        finally:
            self._supplier = None
            # Nobody is left waiting, whatever happened.
            self._disappoint(lambda: BuildNotFound("no evaluator could be started"))

    def _disappoint(self, error: Callable[[], Exception]) -> None:
        for wanted in self._wanted:
            if not wanted.done():
                wanted.set_exception(error())
        self._wanted.clear()

    def _lose(self, evaluator: Evaluator) -> None:
        """An idle evaluator has died."""
        self._idle.remove(evaluator)
        self.end(evaluator)
