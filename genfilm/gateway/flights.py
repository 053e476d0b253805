"""Answers under way, each shared by every client that asks the same."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Hashable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

_T = TypeVar("_T")
_MOMENT = 0.05
"""Most answers are there before it is worth watching whether their client leaves, in seconds."""


@dataclass(slots=True)
class _Flight(Generic[_T]):
    task: asyncio.Task[_T]
    waiting: int = 0


class Flights(Generic[_T]):
    """The answers under way of one event loop."""

    def __init__(self) -> None:
        self._flights: dict[Hashable, _Flight[_T]] = {}

    async def join(
        self,
        key: Hashable,
        begin: Callable[[], Coroutine[Any, Any, _T]],
        leaving: Callable[[], Awaitable[Any]],
    ) -> _T | None:
        """The answer to ``key``, begun now unless it is under way; None when the client leaves before.

        When the last client has left, the answer's task is cancelled.
        """
        flight = self._flights.get(key)
        if flight is None:
            flight = self._flights[key] = _Flight(asyncio.create_task(begin()))
            flight.task.add_done_callback(lambda _: self._flights.pop(key, None))
        flight.waiting += 1
        try:
            done, _ = await asyncio.wait((flight.task,), timeout=_MOMENT)
            if not done:
                gone = asyncio.ensure_future(leaving())
                try:
                    await asyncio.wait((flight.task, gone), return_when=asyncio.FIRST_COMPLETED)
                finally:
                    gone.cancel()
        finally:
            flight.waiting -= 1
        if flight.task.done():
            return flight.task.result()
        if flight.waiting == 0:
            self._flights.pop(key, None)
            flight.task.cancel()
        return None
