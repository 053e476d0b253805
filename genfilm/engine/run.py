"""One query on its evaluator: frames in, within grace and deadline, every failure as a problem."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from genfilm.engine import wire
from genfilm.engine.query import Cancellation, Lease, Query
from genfilm.errors import Problem

if TYPE_CHECKING:
    from genfilm.engine.pool import EvaluatorPool

GRACE = 0.25
HURRY = 0.05
PATIENCE = 0.25


class Answered(Problem):
    """A problem that the evaluator itself reported: the process is fine."""


@dataclass(slots=True)
class Run:
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
            message = json.loads(payload)
            raise self._exhausted() if message["kind"] == "memory" else fault(message)
        return payload

    def _frame(self) -> tuple[bytes, bytes]:
        channel = self.lease.evaluator.channel
        while True:
            now = time.monotonic()
            if now >= self.deadline:
                raise self._late()
            self._yield(now)
            patience = self.deadline - now if self.lease.lowered else min(HURRY, self.deadline - now)
            try:
                channel.settimeout(max(patience, 0.001))
                wire.wait(channel)
                channel.settimeout(max(self.deadline - now, 0.001))
                return wire.receive(channel)
            except TimeoutError:
                continue
            except (EOFError, OSError):
                raise self._lost() from None

    def _yield(self, now: float) -> None:
        """Give way to shorter queries: by lane first, by priority later."""
        spent = now - self.start
        if not self.lease.long and spent >= (GRACE / 2 if self.pool.crowded else GRACE):
            self.pool.move_to_long_lane(self.lease)
        elif not self.lease.long and spent >= HURRY and self.pool.crowded:
            self.pool.move_to_long_lane(self.lease, insist=False)
        if self.lease.long and not self.lease.lowered and spent >= PATIENCE:
            self.lease.lowered = True
            self.lease.evaluator.step_back()

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
        if self.pool.orphaned(self.lease):
            again = "The evaluators of this service have been replaced. Try again."
            return Problem(503, "overloaded", "The query was lost", again, headers={"Retry-After": "1"})
        return self._exhausted()

    def _exhausted(self) -> Problem:
        return Problem(
            507,
            "memory-limit",
            "The query needed too much memory",
            f"Its evaluator was stopped at the limit of {self.pool.memory} MiB, or the engine gave up on the "
            "query. Ask for less: a LIMIT, no large ORDER BY or GROUP_CONCAT.",
            {"limitMiB": self.pool.memory},
        )


def too_large(limit: int) -> Problem:
    return Problem(
        507,
        "result-too-large",
        "The result is too large",
        f"It has more than {limit:,} bytes. Ask for less with LIMIT and OFFSET, or take the whole graph.",
        {"limitBytes": limit},
    )


def fault(message: dict[str, Any]) -> Problem:
    """The problem for what ``evaluator.describe`` says of an error."""
    kind, detail = message["kind"], message.get("detail", "")
    if kind == "syntax":
        place: dict[str, Any] = {name: message[name] for name in ("line", "column") if name in message}
        where = f"Line {place['line']}, column {place['column']}: " if place else ""
        return Answered(400, "syntax-error", "The query has a syntax error", where + detail, place)
    if kind == "evaluation":
        return Answered(400, "cannot-evaluate", "The query cannot be evaluated", detail)
    return Problem(500, "internal-error", "The query failed inside the service", detail)
