"""A pool of evaluators over one build: short queries before long ones, a deadline, a share per client.

A query starts in the short lane, which has one place for each of a few evaluators. When it has run for
``GRACE`` seconds, or ``HURRY`` seconds while others wait, it moves to the long lane: its place is free for
others, its process has the lowest priority, and it goes on until its deadline. When the long lane is full,
or the client has its share of it, the query ends with 503. So a cheap query gets through soon, whatever
else is asked.
"""

from __future__ import annotations

import json
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from genfilm.engine import wire
from genfilm.engine.nursery_client import Evaluator, NurseryClient
from genfilm.engine.result import SerializedResult
from genfilm.errors import BuildNotFound, Problem

GRACE = 0.25
HURRY = 0.05


@dataclass(frozen=True, slots=True)
class Query:
    """A query ready for an evaluator; ``format`` is a name of protocol.formats.

    With ``check`` the query is only parsed. With ``dataset`` the two graph lists replace FROM and FROM
    NAMED. ``prefixes`` are written into a graph result.
    """

    text: str
    format: str = "json"
    base: str | None = None
    dataset: bool = False
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    check: bool = False
    prefixes: dict[str, str] = field(default_factory=dict)

    def message(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


class Cancellation:
    """Stops a query from another thread, because nobody waits for it any more."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._lease: Lease | None = None
        self.requested = False

    def cancel(self) -> None:
        """End the query's evaluator, now or as soon as it has one."""
        with self._lock:
            self.requested = True
            if self._lease is not None:
                self._lease.interrupt()

    def attach(self, lease: Lease | None) -> None:
        with self._lock:
            self._lease = lease
            if lease is not None and self.requested:
                lease.interrupt()


@dataclass(slots=True)
class Lease:
    """An evaluator lent to one query."""

    evaluator: Evaluator
    client: str
    long: bool = False

    def interrupt(self) -> None:
        """Make the reader of the channel see its end."""
        try:
            self.evaluator.channel.shutdown(2)
        except OSError:
            pass  # it is closed already


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
        client: str = "",
        cancellation: Cancellation | None = None,
    ) -> SerializedResult:
        """The complete serialised result.

        ``timeout`` may lower the pool's deadline, never raise it. Raises Problem 400 (syntax, unsupported
        function), 503 (overloaded), 504 (deadline), 507 (memory limit, crash of the engine, result too
        large).
        """
        limit = min(self.timeout, timeout or self.timeout)
        lease = self._borrow(limit, client)
        run = _Run(self, lease, time.monotonic() + limit, limit, cancellation)
        if cancellation is not None:
            cancellation.attach(lease)
        result = SerializedResult(self.hold)
        healthy = False
        try:
            run.send(query)
            while (payload := run.receive()) is not None:
                result.write(payload)
                if result.size > self.largest:
                    raise _too_large(self.largest)
            healthy = True
        except BaseException as error:
            healthy = isinstance(error, _Answered)
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

    def move_to_long_lane(self, lease: Lease) -> None:
        """Free the short place of a query that outlasted its grace; raises Problem 503 when it cannot."""
        with self._lock:
            share = max(1, self.long_size // 2) if lease.client else self.long_size
            if sum(self._long.values()) >= self.long_size:
                raise self._overloaded(f"{self.long_size} long queries are running already")
            if self._long[lease.client] >= share:
                raise self._overloaded(f"{share} long queries of yours are running already")
            self._long[lease.client] += 1
            self._short -= 1
            lease.long = True
            self.counts["long"] += 1
            self._lock.notify()
        lease.evaluator.step_back()

    def give_back(self, lease: Lease, *, healthy: bool) -> None:
        """Take an evaluator back; one that is not healthy, or had a long query, is ended."""
        reuse = healthy and not lease.long and not self._closed
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


class _Answered(Problem):
    """A problem that the evaluator itself reported: the process is fine."""


@dataclass(slots=True)
class _Run:
    """One query on its evaluator: frames in, within grace and deadline."""

    pool: EvaluatorPool
    lease: Lease
    deadline: float
    limit: float
    cancellation: Cancellation | None
    start: float = field(default_factory=time.monotonic)

    def send(self, query: Query) -> None:
        self.lease.evaluator.channel.settimeout(self.limit)
        try:
            wire.send_json(self.lease.evaluator.channel, wire.QUERY, query.message())
        except OSError:
            raise self._lost() from None

    def receive(self) -> bytes | None:
        """The next piece of the result, None at its end; raises Problem."""
        kind, payload = self._frame()
        if kind == wire.END:
            return None
        if kind == wire.FAULT:
            raise _fault(json.loads(payload))
        return payload

    def _frame(self) -> tuple[bytes, bytes]:
        channel = self.lease.evaluator.channel
        while True:
            now = time.monotonic()
            if now >= self.deadline:
                raise self._late()
            if not self.lease.long and now >= self.start + (HURRY if self.pool.crowded else GRACE):
                self.pool.move_to_long_lane(self.lease)
            patience = self.deadline - now if self.lease.long else min(HURRY, self.deadline - now)
            try:
                channel.settimeout(max(patience, 0.001))
                wire.wait(channel)
                channel.settimeout(max(self.deadline - now, 0.001))
                return wire.receive(channel)
            except TimeoutError:
                continue
            except (EOFError, OSError):
                raise self._lost() from None

    def finish(self, *, healthy: bool) -> None:
        if self.cancellation is not None:
            self.cancellation.attach(None)
        self.pool.give_back(self.lease, healthy=healthy)

    def _late(self) -> Problem:
        self.pool.counts["deadline"] += 1
        return Problem(
            504,
            "deadline",
            "The query took too long",
            f"It was stopped after {self.limit:g} s, the limit of this service (or of timeout=). "
            "Ask for less: a LIMIT, fewer OPTIONALs, or bound subjects.",
            {"limitSeconds": self.limit},
        )

    def _lost(self) -> Problem:
        if self.cancellation is not None and self.cancellation.requested:
            self.pool.counts["cancelled"] += 1
            return Problem(499, "cancelled", "The client has gone")
        self.pool.counts["lost"] += 1
        return Problem(
            507,
            "memory-limit",
            "The query needed too much memory",
            f"Its evaluator was stopped at the limit of {self.pool.memory} MiB, or the engine gave up on the "
            "query. Ask for less: a LIMIT, no large ORDER BY or GROUP_CONCAT.",
            {"limitMiB": self.pool.memory},
        )


def _too_large(limit: int) -> Problem:
    return Problem(
        507,
        "result-too-large",
        "The result is too large",
        f"It has more than {limit:,} bytes. Ask for less with LIMIT and OFFSET, or take the whole graph.",
        {"limitBytes": limit},
    )


def _fault(message: dict[str, Any]) -> Problem:
    kind, detail = message["kind"], message.get("detail", "")
    if kind == "syntax":
        place: dict[str, Any] = {name: message[name] for name in ("line", "column") if name in message}
        where = f"Line {place['line']}, column {place['column']}: " if place else ""
        return _Answered(400, "syntax-error", "The query has a syntax error", where + detail, place)
    if kind == "memory":
        return Problem(507, "memory-limit", "The query needs too much memory", detail)
    if kind == "evaluation":
        return _Answered(400, "cannot-evaluate", "The query cannot be evaluated", detail)
    return Problem(500, "internal-error", "The query failed inside the service", detail)
