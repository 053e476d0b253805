"""A pool of evaluators over one build: short queries before long ones, a deadline, a share per client.

A query starts in the short lane, which has one place for each of a few evaluators. When it has run for
``HURRY`` seconds while others wait, it moves to the long lane if that has a place; after ``GRACE`` seconds
(half of that while others wait) it must, and ends with 503 when the lane is full or the client has its
share of it. After ``PATIENCE`` seconds its process gets the lowest priority, and it goes on until its
deadline. So a cheap query gets through soon, whatever else is asked.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from pathlib import Path

from genfilm.engine.nursery_client import Evaluator, NurseryClient
from genfilm.engine.query import Cancellation, Lease, Query
from genfilm.engine.result import SerializedResult
from genfilm.engine.run import Answered, Run, too_large
from genfilm.errors import BuildNotFound, Problem


class EvaluatorPool:
    """Answers queries over the build in ``directory``; safe for use by several threads.

    ``evaluators`` and ``long`` are the places of the two lanes, ``timeout`` is in seconds, ``memory`` in
    MiB for each query beyond the graph, ``queue`` the number of queries that may wait for a place,
    ``hold`` the bytes of a result that are kept in memory, ``largest`` those that a result may have.
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
    ) -> None:
        for name in ("graph.nq", "manifest.json"):
            if not (directory / name).is_file():
                raise BuildNotFound(f"{directory} is not a build: {name} is missing. Run `genfilm build`.")
        self.size, self.long_size = evaluators, long
        self.timeout, self.memory, self.queue = timeout, memory, queue
        self.hold, self.largest = hold, largest
        self.counts: Counter[str] = Counter()
        self._lock = threading.Condition()
        self._idle: list[Evaluator] = []
        self._short = 0
        self._long: Counter[str] = Counter()
        self._waiting = 0
        self._nursery = NurseryClient(directory, memory)
        self._idle.append(self._nursery.fork())

    def ask(
        self,
        query: Query,
        timeout: float | None = None,
        *,
        spent: float = 0.0,
        client: str = "",
        cancellation: Cancellation | None = None,
    ) -> SerializedResult:
        """The complete serialised result.

        ``timeout`` may lower the pool's deadline, never raise it; ``spent`` seconds of it are gone
        already. Raises Problem 400 (syntax, unsupported function), 503 (overloaded), 504 (deadline),
        507 (memory limit, crash of the engine, result too large).
        """
        limit = min(self.timeout, timeout or self.timeout)
        lease = self._borrow(limit, client)
        run = Run(self, lease, time.monotonic() + limit - spent, limit, cancellation)
        if cancellation is not None:
            cancellation.attach(lease)
        result = SerializedResult(self.hold)
        healthy = False
        try:
            run.send(query)
            while (payload := run.receive()) is not None:
                result.write(payload)
                if result.size > self.largest:
                    raise too_large(self.largest)
            healthy = True
        except BaseException as error:
            healthy = isinstance(error, Answered)
            result.close()
            raise
        finally:
            run.finish(healthy=healthy)
        return result

    def answer(self, query: Query, timeout: float | None = None, *, client: str = "") -> bytes:
        """The whole serialised result; see ``ask``."""
        return self.ask(query, timeout, client=client).read()

    def _borrow(self, patience: float, client: str) -> Lease:
        end = time.monotonic() + patience
        with self._lock:
            if self._short >= self.size:
                if self._waiting >= self.queue:
                    raise self._overloaded(f"{self._waiting} queries are waiting already")
                self._waiting += 1
                try:
                    while self._short >= self.size:
                        left = end - time.monotonic()
                        if left <= 0 or not self._lock.wait(left):
                            raise self._overloaded(f"no evaluator became free within {patience:g} s")
                finally:
                    self._waiting -= 1
            self._short += 1
            self.counts["started"] += 1
            while self._idle:
                evaluator = self._idle.pop()
                if evaluator.alive:
                    return Lease(evaluator, client)
                evaluator.channel.close()
        try:
            return Lease(self._nursery.fork(), client)
        except BaseException:
            with self._lock:
                self._short -= 1
                self._lock.notify()
            raise

    @property
    def crowded(self) -> bool:
        """Whether queries wait for a place."""
        return self._waiting > 0

    def move_to_long_lane(self, lease: Lease, *, insist: bool = True) -> None:
        """Free the short place of a query; when the long lane has none for it, raises Problem 503 if
        ``insist`` and leaves it where it is otherwise."""
        with self._lock:
            share = max(1, self.long_size // 2) if lease.client else self.long_size
            full = sum(self._long.values()) >= self.long_size or self._long[lease.client] >= share
            if full and not insist:
                return
            if sum(self._long.values()) >= self.long_size:
                raise self._overloaded(f"{self.long_size} long queries are running already")
            if self._long[lease.client] >= share:
                raise self._overloaded(f"{share} long queries of yours are running already")
            self._long[lease.client] += 1
            self._short -= 1
            lease.long = True
            self.counts["long"] += 1
            self._lock.notify()

    def orphaned(self, lease: Lease) -> bool:
        """Whether an evaluator was lost because its nursery has died."""
        return self._nursery.died_with(lease.evaluator)

    def give_back(self, lease: Lease, *, healthy: bool) -> None:
        """Take an evaluator back; one that is not healthy or has stepped back is ended, and so are more
        than there are short places."""
        reuse = healthy and not lease.lowered and not self._closed and len(self._idle) < self.size
        try:
            if not reuse:
                self.counts["ended"] += 1
                self._nursery.end(lease.evaluator)
        finally:
            with self._lock:
                if lease.long:
                    self._long[lease.client] -= 1
                    self._long += Counter()
                else:
                    self._short -= 1
                if reuse:
                    self._idle.append(lease.evaluator)
                self._lock.notify()

    _closed = False

    def _overloaded(self, why: str) -> Problem:
        self.counts["overloaded"] += 1
        return Problem(
            503,
            "overloaded",
            "The service is busy",
            f"{why[0].upper()}{why[1:]}. Try again in a moment.",
            headers={"Retry-After": "2"},
        )

    def status(self) -> dict[str, int]:
        """The places of both lanes, how many are taken, and how many queries wait."""
        with self._lock:
            long = sum(self._long.values())
            return {
                "evaluators": self.size,
                "busy": self._short,
                "longPlaces": self.long_size,
                "long": long,
                "waiting": self._waiting,
            }

    def close(self) -> None:
        """End every evaluator."""
        self._closed = True
        self._nursery.close()
        with self._lock:
            for evaluator in self._idle:
                evaluator.channel.close()
            self._idle.clear()
