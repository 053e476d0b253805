"""Places for queries: short ones before long ones, a share per client, a queue in which clients take turns.

A query starts in the short lane, which has one place for each of a few evaluators. One that runs on moves
to the long lane, so that a cheap query gets through soon, whatever else is asked.
"""

from __future__ import annotations

import asyncio
from collections import Counter, OrderedDict, deque

from genfilm.errors import Problem


class Lanes:
    """The two lanes and their queue; for use on one event loop."""

    def __init__(self, short: int, long: int, queue: int, counts: Counter[str]) -> None:
        self.short_places, self.long_places, self.queue = short, long, queue
        self.counts = counts
        self.short = 0
        self.waiting = 0
        self._long: Counter[str] = Counter()
        self._queue: OrderedDict[str, deque[asyncio.Future[None]]] = OrderedDict()

    @property
    def long(self) -> int:
        """How many queries run in the long lane."""
        return sum(self._long.values())

    async def enter(self, client: str, patience: float) -> None:
        """Take a short place, waiting for it up to ``patience`` seconds; raises Problem 503."""
        if self.short < self.short_places and not self.waiting:
            self.short += 1
            return
        if self.waiting >= self.queue:
            raise self.overloaded(f"{self.waiting} queries are waiting already")
        place = asyncio.get_running_loop().create_future()
        self._queue.setdefault(client, deque()).append(place)
        self.waiting += 1
        try:
            async with asyncio.timeout(patience):
                await place
        except TimeoutError:
            self._withdraw(client, place)
            raise self.overloaded(f"no evaluator became free within {patience:g} s") from None
        except asyncio.CancelledError:
            self._withdraw(client, place)
            raise

    def move(self, client: str, *, insist: bool) -> bool:
        """Exchange a short place for a long one; when there is none for this client, raises Problem 503 if
        ``insist``, else says so."""
        share = max(1, self.long_places // 2) if client else self.long_places
        why = ""
        if self.long >= self.long_places:
            why = f"{self.long_places} long queries are running already"
        elif self._long[client] >= share:
            why = f"{share} long queries of yours are running already"
        if why and insist:
            raise self.overloaded(why)
        if why:
            return False
        self._long[client] += 1
        self.counts["long"] += 1
        self.leave("", long=False)
        return True

    def leave(self, client: str, *, long: bool) -> None:
        """Give a place back."""
        if long:
            self._long[client] -= 1
            self._long += Counter()
            return
        self.short -= 1
        while self.waiting and self.short < self.short_places:
            first, places = self._queue.popitem(last=False)
            place = places.popleft()
            if places:
                self._queue[first] = places
            self.waiting -= 1
            if not place.cancelled():
                self.short += 1
                place.set_result(None)

    def _withdraw(self, client: str, place: asyncio.Future[None]) -> None:
        """Leave the queue, or the place that has been given meanwhile."""
        if place.done() and not place.cancelled():
            self.leave("", long=False)
            return
        places = self._queue.get(client, deque())
        if place in places:
            places.remove(place)
            self.waiting -= 1
            if not places:
                del self._queue[client]

    def overloaded(self, why: str) -> Problem:
        """503 with the reason, counted."""
        self.counts["overloaded"] += 1
        detail = f"{why[0].upper()}{why[1:]}. Try again in a moment."
        return Problem(503, "overloaded", "The service is busy", detail, headers={"Retry-After": "2"})
