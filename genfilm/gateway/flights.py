"""Answers under way, each shared by every client that asks the same."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Hashable
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, TypeVar

_T = TypeVar("_T")
_MOMENT = 0.05
"""Most answers are there before it is worth watching whether their client leaves, in seconds."""
Leaving = Callable[[], Awaitable[Any]]


@dataclass(slots=True, eq=False)
class _Flight(Generic[_T]):
    """An answer that the task of its first client makes; ``shared`` is there when others wait for it,
    and then holds None for one that is only that client's."""

    key: Hashable
    task: asyncio.Task[Any]
    leaving: Leaving
    waiting: int = 1
    left: bool = False
    watch: asyncio.Future[Any] | None = None
    shared: asyncio.Future[_T | None] | None = None


class Flights(Generic[_T]):
    """The answers under way of one event loop; those that are ``personal`` are for one client."""

    def __init__(self, personal: Callable[[_T], bool] = lambda _: False) -> None:
        self._personal = personal
        self._flights: dict[Hashable, _Flight[_T]] = {}
        self._round: asyncio.TimerHandle | None = None

    async def join(
        self, key: Hashable, begin: Callable[[], Coroutine[Any, Any, _T]], leaving: Leaving
    ) -> _T | None:
        """The answer to ``key``, begun now unless it is under way; None when the client leaves before.

        When the last client has left, the making of the answer is cancelled.
        """
        while (under_way := self._flights.get(key)) is not None:
            arrived = await self._wait(under_way, leaving)
            if arrived is None or (outcome := arrived.result()) is not None:
                return None if arrived is None else outcome
        task = asyncio.current_task()
        assert task is not None
        flight = self._flights[key] = _Flight(key, task, leaving)
        if self._round is None:
            self._round = asyncio.get_running_loop().call_later(_MOMENT, self._watch)
        try:
            outcome = await begin()
        except asyncio.CancelledError:
            if flight.waiting == 0:
                task.uncancel()
                return None
            if flight.shared is not None:
                flight.shared.cancel()
            raise
        except Exception as error:
            if flight.shared is not None:
                flight.shared.set_exception(error)
            raise
        finally:
            self._forget(flight)
        if flight.shared is not None:
            flight.shared.set_result(None if self._personal(outcome) else outcome)
        return None if flight.left else outcome

    async def _wait(self, flight: _Flight[_T], leaving: Leaving) -> asyncio.Future[_T | None] | None:
        """The answer that another client's task has made, in it None for one that is only that client's;
        None when this client leaves before."""
        if flight.shared is None:
            flight.shared = asyncio.get_running_loop().create_future()
        flight.waiting += 1
        gone = asyncio.ensure_future(leaving())
        try:
            await asyncio.wait((flight.shared, gone), return_when=asyncio.FIRST_COMPLETED)
        finally:
            gone.cancel()
            self._leave(flight)
        return flight.shared if flight.shared.done() else None

    def _watch(self) -> None:
        """Watch whether the first clients leave of those answers that are not there in a moment."""
        for flight in self._flights.values():
            if flight.watch is None:
                flight.watch = asyncio.ensure_future(flight.leaving())
                flight.watch.add_done_callback(partial(self._first_leaves, flight))
        again = asyncio.get_running_loop().call_later
        self._round = again(_MOMENT, self._watch) if self._flights else None

    def _first_leaves(self, flight: _Flight[_T], watch: asyncio.Future[Any]) -> None:
        if not watch.cancelled() and self._flights.get(flight.key) is flight:
            flight.left = True
            self._leave(flight)

    def _leave(self, flight: _Flight[_T]) -> None:
        """Count one client less; without any, nobody needs the answer."""
        flight.waiting -= 1
        if flight.waiting == 0 and self._flights.get(flight.key) is flight:
            del self._flights[flight.key]
            flight.task.cancel()

    def _forget(self, flight: _Flight[_T]) -> None:
        if self._flights.get(flight.key) is flight:
            del self._flights[flight.key]
        if flight.watch is not None:
            flight.watch.cancel()
