"""The calls of federated queries, made by the server process for evaluators, which can open no socket.

A query that waits for other services holds no place of an evaluator; how many wait is bounded.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence

from genfilm.engine.outbound import AnswerTooLarge, CallFailed, ask
from genfilm.engine.query import ServiceAnswer
from genfilm.errors import Problem
from genfilm.problems import DeadlineExceeded, Overloaded, ResultTooLarge
from genfilm.protocol.allowlist import AllowList, Target
from genfilm.protocol.federation import failed

_PLACES = 16
_SHARE = 0.75
"""Share of the time left to a query that its calls may take: the rest is for the query itself."""


Calls = Sequence[tuple[str, bool, str]]
"""The calls of a query: IRI, whether SILENT, query."""


class Federation:
    """Calls the services of ``allowed``; ``largest`` bounds an answer in bytes, ``private`` also allows
    addresses that are not of the public internet. For use on one event loop.
    """

    def __init__(self, allowed: AllowList, *, largest: int, private: bool, counts: Counter[str]) -> None:
        self.allowed = allowed
        self._largest, self._private = largest, private
        self._counts = counts
        self._waiting: Counter[str] = Counter()

    def check(self, calls: Calls) -> list[Target]:
        """Targets of the calls; raises Problem 403 when one of them is not allowed."""
        return [self.allowed.target(iri) for iri, _, _ in calls]

    async def answers(self, calls: Calls, client: str, left: float) -> tuple[ServiceAnswer | None, ...]:
        """The answer to each call, made at once; None: a silent one failed.

        ``left`` is the time that the query has left, in seconds. Raises Problem 403 before any call when
        one of them is not allowed; 502, 503, 504 and 507.
        """
        targets = self.check(calls)
        self._enter(client, len(calls))
        seconds = left * _SHARE
        tasks = [
            asyncio.create_task(self._answer(target, silent, query, seconds))
            for target, (_, silent, query) in zip(targets, calls, strict=True)
        ]
        try:
            return tuple(await asyncio.gather(*tasks))
        finally:
            for task in tasks:
                task.cancel()
            self._waiting[client] -= len(calls)
            self._waiting += Counter()

    def _enter(self, client: str, calls: int) -> None:
        share = _PLACES // 2 if client else _PLACES
        if self._waiting.total() + calls > _PLACES or self._waiting[client] + calls > share:
            self._counts["overloaded"] += 1
            raise Overloaded("calls", count=self._waiting.total())
        self._waiting[client] += calls

    async def _answer(self, target: Target, silent: bool, query: str, seconds: float) -> ServiceAnswer | None:
        self._counts["called"] += 1
        try:
            async with asyncio.timeout(seconds):
                return await ask(target, query, largest=self._largest, private=self._private)
        except AnswerTooLarge:
            raise self._too_large(target) from None
        except TimeoutError:
            problem = _late(target, seconds)
        except CallFailed as failure:
            problem = failed(str(target), str(failure))
        self._counts["callFailed"] += 1
        if silent:
            return None
        raise problem

    def _too_large(self, target: Target) -> Problem:
        self._counts["callFailed"] += 1
        return ResultTooLarge("service", endpoint=str(target), limitBytes=self._largest)


def _late(target: Target, seconds: float) -> Problem:
    return DeadlineExceeded("service", endpoint=str(target), limitSeconds=round(seconds, 3))
