"""Rate limit for requests that the cache cannot answer: a token bucket for each client."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from genfilm.errors import Problem
from genfilm.gateway.caller import HERE
from genfilm.problems import RateLimited

MOST_CLIENTS = 10_000
_ROUNDING = 1e-6
_POLICY = '"client"'


@dataclass(frozen=True, slots=True)
class Allowance:
    """Decision on a request, and the headers that its answer carries either way."""

    headers: tuple[tuple[str, str], ...] = ()
    problem: Problem | None = None


FREE = Allowance()


class RateLimiter:
    """A bucket of ``burst`` requests for each client, refilled with ``rate`` a second; 0: no limit.

    It remembers the clients that asked last. Not locked, for use from one thread.
    """

    def __init__(
        self,
        rate: float,
        burst: int,
        *,
        clock: Callable[[], float] = time.monotonic,
        clients: int = MOST_CLIENTS,
    ) -> None:
        self.rate, self.burst = rate, burst
        self._clock = clock
        self._clients = clients
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._buckets)

    def take(self, client: str) -> Allowance:
        """Count one request of a client; the headers are those of draft-ietf-httpapi-ratelimit-headers-11."""
        if not self.rate or client == HERE:
            return FREE
        now = self._clock()
        left, since = self._buckets.pop(client, (float(self.burst), now))
        left = min(self.burst, left + (now - since) * self.rate)
        allowed = left >= 1 - _ROUNDING
        if allowed:
            left = max(0.0, left - 1)
        self._buckets[client] = (left, now)
        if len(self._buckets) > self._clients:
            self._buckets.popitem(last=False)
        whole = int(left + _ROUNDING)
        wait = max(1, math.ceil((whole + 1 - left) / self.rate))
        window = max(1, math.ceil(self.burst / self.rate))
        headers = (
            ("RateLimit-Policy", f"{_POLICY};q={self.burst};w={window}"),
            ("RateLimit", f"{_POLICY};r={whole};t={wait}"),
        )
        return Allowance(headers, None if allowed else self._exceeded(wait))

    def _exceeded(self, wait: int) -> Problem:
        return RateLimited(limitPerSecond=self.rate, burst=self.burst, retry=wait)
