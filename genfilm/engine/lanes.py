"""Places for queries: short ones before long ones, a share per client, queues in which clients take turns.

A query starts in the short lane, which has one place for each of a few evaluators. One that runs on moves
to the long lane, so that a cheap query gets through soon, whatever else is asked. When that is full, it
queues for a long place, where it begins anew.
"""

from __future__ import annotations

import asyncio
from collections import Counter, OrderedDict, deque
from collections.abc import Callable

from genfilm.errors import Problem
from genfilm.problems import DeadlineExceeded, Overloaded


class FairQueue:
    """Queue for the places of one kind, in which clients take turns."""

    def __init__(self) -> None:
        self._waiting: OrderedDict[str, deque[asyncio.Future[None]]] = OrderedDict()

    def __len__(self) -> int:
        return sum(map(len, self._waiting.values()))

    def of(self, client: str) -> int:
        """Number of them that are one client's."""
        return len(self._waiting.get(client, ()))

    async def wait(self, client: str, patience: float, give_back: Callable[[], None]) -> None:
        """Return with a place; raises TimeoutError after ``patience`` seconds. A place that comes too late,
        or to one who is leaving, is given back."""
        loop = asyncio.get_running_loop()
        place = loop.create_future()
        self._waiting.setdefault(client, deque()).append(place)
        timer = loop.call_later(patience, _refuse, place)
        try:
            await place
        except (TimeoutError, asyncio.CancelledError):
            places = self._waiting.get(client, deque())
            if place in places:
                places.remove(place)
            elif not place.cancelled() and place.exception() is None:
                give_back()
            if not places:
                self._waiting.pop(client, None)
            raise
        finally:
            timer.cancel()

    def admit(self, may: Callable[[str], bool]) -> str | None:
        """Give a place to the first client that may have one; None when there is none, else who that is."""
        for client in [*self._waiting]:
            places = self._waiting[client]
            while places and may(client):
                place = places.popleft()
                if places:
                    self._waiting.move_to_end(client)  # behind the others
                else:
                    del self._waiting[client]
                if not place.done():
                    place.set_result(None)
                    return client
        return None


def _refuse(place: asyncio.Future[None]) -> None:
    """End the wait for a place."""
    if not place.done():
        place.set_exception(TimeoutError())


class Lanes:
    """The two lanes and their queues, each for up to ``queue`` queries; for use on one event loop."""

    def __init__(self, short: int, long: int, queue: int, counts: Counter[str]) -> None:
        self.short_places, self.long_places, self.queue = short, long, queue
        self.counts = counts
        self.short = 0
        self._long: Counter[str] = Counter()
        self._short_queue, self._long_queue = FairQueue(), FairQueue()

    @property
    def long(self) -> int:
        """Number of queries in the long lane."""
        return sum(self._long.values())

    @property
    def waiting(self) -> int:
        """Number of queries that wait for a short place."""
        return len(self._short_queue)

    @property
    def waiting_long(self) -> int:
        """Number of queries that wait for a long place."""
        return len(self._long_queue)

    async def enter(self, client: str, patience: float) -> None:
        """Take a short place, waiting for it up to ``patience`` seconds; raises Problem 503."""
        if self.short < self.short_places and not self.waiting:
            self.short += 1
            return
        if self.waiting >= self.queue:
            raise self.overloaded("waiting", count=self.waiting)
        try:
            await self._short_queue.wait(client, patience, lambda: self.leave(client, long=False))
        except TimeoutError:
            raise self.overloaded("patience", seconds=float(f"{patience:.3g}")) from None

    def move(self, client: str) -> bool:
        """Exchange a short place for a long one, if there is one for this client."""
        if self._obstacle(client):
            return False
        self._begin_long(client)
        self.leave(client, long=False)
        return True

    async def enter_long(self, client: str, patience: float) -> None:
        """Take a long place, waiting for it up to ``patience`` seconds; raises Problem 503."""
        obstacle = self._obstacle(client)
        if obstacle is None:
            self._begin_long(client)
            return
        if self.waiting_long >= self.queue or (client and self._long_queue.of(client) >= self.queue / 2):
            raise self.overloaded(obstacle[0], count=obstacle[1])
        self.counts["waited"] += 1
        try:
            await self._long_queue.wait(client, patience, lambda: self.leave(client, long=True))
        except TimeoutError:
            raise self.overloaded(obstacle[0], count=obstacle[1]) from None

    def leave(self, client: str, *, long: bool) -> None:
        """Give a place back."""
        if long:
            self._long[client] -= 1
            self._long += Counter()
            while (first := self._long_queue.admit(lambda client: not self._obstacle(client))) is not None:
                self._begin_long(first)
            return
        self.short -= 1
        while self.short < self.short_places and self._short_queue.admit(lambda _: True) is not None:
            self.short += 1

    def late(self, granted: float, had: float, limit: float) -> Problem:
        """The end of a query whose time is up, counted: 503 when less than half of the seconds that it
        ``had`` were ``granted`` to it after the lines, else 504."""
        if granted < had / 2:
            return self.overloaded("line", seconds=limit)
        self.counts["deadline"] += 1
        return DeadlineExceeded(limitSeconds=limit)

    def _begin_long(self, client: str) -> None:
        self._long[client] += 1
        self.counts["long"] += 1

    def _obstacle(self, client: str) -> tuple[str, int] | None:
        """Reason why a client may not have a long place now, with the number of queries that run; None when
        it may."""
        if self.long >= self.long_places:
            return "long", self.long_places
        share = max(1, self.long_places // 2)
        if client and self._long[client] >= share:
            return "yours", share
        return None

    def overloaded(self, shape: str, **values: float) -> Overloaded:
        """503 with the reason, counted."""
        self.counts["overloaded"] += 1
        return Overloaded(shape, **values)
