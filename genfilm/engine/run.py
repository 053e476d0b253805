"""One query on its evaluator: frames in, within grace and deadline, every failure as a problem."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from genfilm.engine import wire
from genfilm.engine.fork_server_client import Evaluator
from genfilm.engine.lanes import Lanes
from genfilm.engine.query import Query
from genfilm.engine.result import SerializedResult
from genfilm.errors import Problem
from genfilm.problems import NoRoom, ResultTooLarge, from_message

GRACE = 0.25
HURRY = 0.05
PATIENCE = 0.25


class EvaluatorLost(Exception):
    """The evaluator has gone in the middle of its query."""


class LaneFull(Exception):
    """The query has had its time in the short lane, and there is no long place for it yet."""


@dataclass(slots=True)
class EvaluatorAnswer:
    """A result with what its evaluator says of it: whether it is a graph, whether asking again may give
    another one, whether its client accepts a format for it (if not, there are no bytes), and the calls of
    other services whose answers are needed first."""

    body: SerializedResult
    graph: bool = False
    volatile: bool = False
    acceptable: bool = True
    calls: Sequence[tuple[str, bool, str]] = ()


@dataclass(slots=True, eq=False)
class QueryRun:
    """One query on its evaluator, in the lane of its place; ``deadline`` is a time of the event loop, and
    ``late`` makes the problem that it means."""

    evaluator: Evaluator
    lanes: Lanes
    client: str
    deadline: float
    late: Callable[[], Problem]
    body: SerializedResult
    largest: int
    long: bool = False
    lowered: bool = False
    reusable: bool = False
    _start: float = 0.0
    _done: asyncio.Future[EvaluatorAnswer] = field(init=False)
    _timer: asyncio.TimerHandle | None = None

    async def answer(self, query: Query) -> EvaluatorAnswer:
        """The complete answer; raises Problem, EvaluatorLost and LaneFull."""
        loop = asyncio.get_running_loop()
        self._done = loop.create_future()
        self._start = loop.time()
        channel = self.evaluator.channel
        channel.on_frame, channel.on_lost = self._frame, self._lost
        self._wait(loop)
        try:
            if channel.lost:
                raise EvaluatorLost
            channel.send(wire.json_frame(wire.QUERY, query.message()))
            return await self._done
        except BaseException:
            self.body.close()
            raise
        finally:
            assert self._timer is not None
            self._timer.cancel()
            channel.on_frame = channel.on_lost = None

    def _frame(self, kind: bytes, payload: bytes) -> None:
        if self._done.done():
            return
        if kind == wire.FAULT:
            self.reusable = True
            self._fail(from_message(wire.read_json(payload)))
            return
        facts: dict[str, Any] | None = None
        if kind == wire.END:
            facts, payload = wire.read_end(payload)
        try:
            self.body.write(payload)
            if facts is not None:
                self.body.finish()
        except OSError as error:
            self.reusable = facts is not None
            self._fail(NoRoom(why=error.strerror))
            return
        if self.body.size > self.largest:
            self.reusable = facts is not None
            self._fail(ResultTooLarge(limitBytes=self.largest))
        elif facts is not None:
            self.reusable = True
            self._done.set_result(EvaluatorAnswer(self.body, **facts))

    def _lost(self) -> None:
        self._fail(EvaluatorLost())

    def _fail(self, error: Exception) -> None:
        if not self._done.done():
            self._done.set_exception(error)

    def _wait(self, loop: asyncio.AbstractEventLoop) -> None:
        """Look again in a moment, and at the latest at the deadline."""
        moment = self.deadline if self.lowered else min(self.deadline, loop.time() + HURRY)
        self._timer = loop.call_at(moment, self._look, loop)

    def _look(self, loop: asyncio.AbstractEventLoop) -> None:
        """Give way to shorter queries, by lane first, by priority later; end what is late."""
        if self._done.done():
            return
        now = loop.time()
        if now >= self.deadline:
            self._fail(self.late())
            return
        self._give_way(now - self._start)
        if not self._done.done():
            self._wait(loop)

    def _give_way(self, spent: float) -> None:
        crowded = self.lanes.waiting > 0
        if not self.long:
            must = spent >= (GRACE / 2 if crowded else GRACE)
            if must or (crowded and spent >= HURRY):
                self.long = self.lanes.move(self.client)
            if must and not self.long:
                self._fail(LaneFull())
        if self.long and not self.lowered and spent >= PATIENCE:
            self.lowered = True
            self.evaluator.step_back()
