"""In front of Flask: reads requests with a time limit, answers from the cache, gives ``/sparql`` to the
engine, stops the query of a client that leaves, and passes the rest to the Flask app.

It speaks RSGI (Granian's interface): under WSGI a client that stalls in its body blocks a thread, and one
that leaves goes unnoticed. Cache, queue and lanes belong to one server process.
"""

from __future__ import annotations

import asyncio
import itertools
import logging
import time
from collections import Counter
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from granian._granian import RSGIProtocolClosed as ProtocolClosed

from genfilm.dataset.builds import Build, current
from genfilm.engine.cache import Entry, ResponseCache, key_of
from genfilm.engine.endpoint import Request
from genfilm.engine.metrics import CONTENT_TYPE as METRICS_TYPE
from genfilm.engine.metrics import Metrics
from genfilm.engine.query import Cancellation
from genfilm.engine.result import SerializedResult
from genfilm.errors import Problem
from genfilm.protocol.formats import HTML
from genfilm.protocol.headers import COMMON, FRESH, NEVER, VARY
from genfilm.protocol.negotiation import prefers_html
from genfilm.protocol.request import METHODS
from genfilm.settings import Settings
from genfilm.web.context import KEY, Context
from genfilm.web.rate import RateLimiter
from genfilm.web.receive import receive
from genfilm.web.respond import entry_of, fault, overloaded, problem_entry, send, send_problem, send_result
from genfilm.web.sparql import PATH
from genfilm.web.wsgi import HttpRequest, call

_log = logging.getLogger("genfilm")
_PAGE_THREADS = 8
METRICS = "/metrics"
REPLACED = frozenset({"content-length", "etag", "last-modified", "accept-ranges", "date"})


@dataclass(slots=True)
class Large:
    """A result that is too large for the cache: it is sent from its temporary file."""

    headers: dict[str, str]
    body: SerializedResult


@dataclass(slots=True)
class Flight:
    """An evaluation under way, shared by every client that asked the same."""

    task: asyncio.Task[Entry | Large]
    cancellation: Cancellation
    waiting: int = 0


@dataclass(slots=True)
class Service:
    """An app with its evaluators, and how many evaluations are using it."""

    app: Flask
    context: Context = field(init=False)
    active: int = 0

    def __post_init__(self) -> None:
        self.context = self.app.extensions[KEY]


class Gateway:
    """The RSGI application of one server process."""

    def __init__(
        self, app: Flask, settings: Settings, make_app: Callable[[Build], Flask] | None = None
    ) -> None:
        self.service = Service(app)
        self.settings = settings
        self.metrics = Metrics()
        self.metrics.watch(self.service.context.pool)
        self._make_app = make_app
        self._watcher: asyncio.Task[None] | None = None
        self.cache = ResponseCache(settings.cache_bytes)
        self.public = urlsplit(settings.public_url)
        self.limiter = RateLimiter(settings.rate, settings.rate_burst)
        self._flights: dict[Any, Flight] = {}
        self._numbers = itertools.count(1)
        places = settings.evaluators + settings.long_queries + settings.queue
        self._places = {"sparql": places, "page": _PAGE_THREADS + settings.queue}
        self._active: Counter[str] = Counter()
        self._queries = ThreadPoolExecutor(places, thread_name_prefix="query")
        self._pages = ThreadPoolExecutor(_PAGE_THREADS, thread_name_prefix="page")

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        if self._make_app is not None:
            self._watcher = loop.create_task(self._watch_builds())

    def __rsgi_del__(self, loop: asyncio.AbstractEventLoop) -> None:
        if self._watcher is not None:
            self._watcher.cancel()
        self.service.context.pool.close()

    async def __rsgi__(self, scope: Any, protocol: Any) -> None:
        if scope.proto != "http":
            return
        start = time.perf_counter()
        try:
            request = await receive(scope, protocol, self.settings, self.public)
        except Problem as problem:
            send_problem(protocol, problem, scope.headers.get("accept"))
            self.metrics.observe("refused", problem.status, "miss", time.perf_counter() - start)
            return
        key = self._key(request)
        kind = _kind(request)
        entry = self.cache.get(key)
        if entry is None and request.path == METRICS:
            self._send_metrics(protocol)
            return
        cache, status = ("hit", 499) if entry is not None else ("miss", 499)
        try:
            if entry is None:
                status = await self._miss(protocol, request, key)
            else:
                send(protocol, request, entry, cache)
                status = entry.status
        except (TimeoutError, ProtocolClosed):
            pass  # the client has stopped reading, or left
        self.metrics.observe(kind, status, cache, time.perf_counter() - start)

    def _send_metrics(self, protocol: Any) -> None:
        self.metrics.cache_bytes.set(self.cache.bytes)
        headers = [("Content-Type", METRICS_TYPE), ("Cache-Control", NEVER)]
        protocol.response_bytes(200, headers, self.metrics.text())

    # --- new builds ----------------------------------------------------------------------------------

    async def _watch_builds(self) -> None:
        """Take a new build into service as soon as the pointer names one; the old one serves until then."""
        loop = asyncio.get_running_loop()
        refused = ""
        while True:
            await asyncio.sleep(self.settings.reload_interval)
            pointed = ""
            try:
                build = await loop.run_in_executor(None, current, self.settings.home)
                pointed = build.id
                if pointed in (self.service.context.build.id, refused):
                    continue
                assert self._make_app is not None
                app = await loop.run_in_executor(None, self._make_app, build)
            except Exception as error:  # noqa: BLE001  whatever is wrong with it, the old one stays
                fault = pointed or str(error)
                if fault != refused:
                    refused = fault
                    _log.error("the new build cannot be served, the old one stays: %s", error)
                    self.metrics.reloads.labels("failed").inc()
                continue
            refused = ""
            retired, self.service = self.service, Service(app)
            self.cache.clear()
            self.metrics.watch(self.service.context.pool)
            self.metrics.reloads.labels("done").inc()
            _log.warning("serving build %s", build.id[:12])
            while retired.active:
                await asyncio.sleep(0.05)
            await loop.run_in_executor(None, retired.context.pool.close)

    def _key(self, request: HttpRequest) -> Hashable:
        headers = request.headers
        return key_of(
            "GET" if request.method == "HEAD" else request.method,
            request.path,
            request.query_string,
            headers.get("accept"),
            headers.get("accept-language"),
            headers.get("content-type"),
            request.authority,
            request.scheme,
            request.body,
            self.service.context.build.id,
        )

    # --- answering -----------------------------------------------------------------------------------

    async def _miss(self, protocol: Any, request: HttpRequest, key: Any) -> int:
        """Answer a request that the cache cannot; returns the status, 499 when the client has left."""
        allowance = self.limiter.take(request.client)
        if allowance.problem is not None:
            refused = problem_entry(allowance.problem, request.headers.get("accept"))
            send(protocol, request, refused, "miss", allowance.headers)
            return refused.status
        flight = self._flights.get(key)
        if flight is None:
            cancellation = Cancellation()
            asked = replace(request, method="GET") if request.method == "HEAD" else request
            task = asyncio.create_task(self._fly(self.service, asked, key, cancellation))
            flight = self._flights[key] = Flight(task, cancellation)
        flight.waiting += 1
        gone = asyncio.ensure_future(protocol.client_disconnect())
        try:
            await asyncio.wait({flight.task, gone}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            flight.waiting -= 1
            gone.cancel()
        if not flight.task.done():
            if flight.waiting == 0:
                self._flights.pop(key, None)
                flight.cancellation.cancel()
            return 499
        outcome = flight.task.result()
        if isinstance(outcome, Entry):
            send(protocol, request, outcome, "miss", allowance.headers)
            return outcome.status
        await self._send_large(protocol, request, outcome, allowance.headers)
        return 200

    async def _fly(
        self, service: Service, request: HttpRequest, key: Any, cancellation: Cancellation
    ) -> Entry | Large:
        loop = asyncio.get_running_loop()
        kind = _kind(request)
        service.active += 1
        self._active[kind] += 1
        outcome: Entry | Large
        try:
            if self._active[kind] > self._places[kind]:
                raise overloaded(self._active[kind] - 1)
            if request.path == PATH:
                outcome = await loop.run_in_executor(
                    self._queries, self._query, service, request, cancellation
                )
            else:
                outcome = await loop.run_in_executor(self._pages, self._page, service, request)
        except Problem as problem:
            outcome = problem_entry(problem, request.headers.get("accept"))
        except Exception as error:  # noqa: BLE001  one request's bug must not be more than that
            outcome = problem_entry(fault(error), request.headers.get("accept"))
        finally:
            self._active[kind] -= 1
            service.active -= 1
            self._flights.pop(key, None)
        if isinstance(outcome, Entry) and outcome.expires > time.monotonic():
            self.cache.put(key, outcome)
        return outcome

    def _query(self, service: Service, request: HttpRequest, cancellation: Cancellation) -> Entry | Large:
        """Evaluate a request to ``/sparql`` (in a thread of its own)."""
        accept = request.headers.get("accept")
        if prefers_html(accept) or request.method not in METHODS or request.method == "OPTIONS":
            return self._page(service, request)
        endpoint = service.context.endpoint
        number = f"{next(self._numbers):08x}"
        asked = Request(
            request.method,
            request.query_string,
            request.headers.get("content-type"),
            request.body,
            accept,
            (self.settings.public_url.rstrip("/") or f"{request.scheme}://{request.authority}") + PATH,
            request.client,
        )
        start = time.monotonic()
        try:
            operation = endpoint.read(asked)
            if operation is None:
                return self._page(service, request)
            result = endpoint.answer(asked, operation, cancellation)
        except Problem as problem:
            problem.extra.setdefault("queryId", number)
            self._note(number, request, problem.status, start)
            return problem_entry(problem, accept)
        if result.format is HTML:
            return self._page(service, request)
        headers = {"Content-Type": result.format.content_type, "X-Query-Id": number}
        if not result.body.in_memory:
            return Large(headers, result.body)
        self._note(number, request, 200, start)
        keep = {} if result.volatile else {"Cache-Control": FRESH}
        return entry_of(200, {"Cache-Control": NEVER, **headers, **keep}, result.body.read())

    @staticmethod
    def _page(service: Service, request: HttpRequest) -> Entry:
        response = call(service.app, request)
        headers = tuple((name, value) for name, value in response.headers if name.lower() not in REPLACED)
        control = next((value for name, value in headers if name.lower() == "cache-control"), NEVER)
        fresh = response.status == 200 and "no-store" not in control and request.method in ("GET", "HEAD")
        return Entry(response.status, headers, response.body, float("inf") if fresh else 0.0)

    def _note(self, number: str, request: HttpRequest, status: int, start: float) -> None:
        spent = time.monotonic() - start
        if spent >= self.settings.slow_query:
            text = request.query_string or request.body[:2000].decode("utf-8", "replace")
            _log.warning("slow query %s: %.2f s, status %d: %s", number, spent, status, text[:2000])

    async def _send_large(
        self, protocol: Any, request: HttpRequest, outcome: Large, extra: tuple[tuple[str, str], ...]
    ) -> None:
        common = (*COMMON.items(), ("Vary", VARY), ("Cache-Control", NEVER))
        headers = [*common, *outcome.headers.items(), *extra]
        if request.method == "HEAD":
            protocol.response_empty(200, [*headers, ("Content-Length", str(len(outcome.body)))])
        else:
            await send_result(protocol, headers, outcome.body, self.settings.body_timeout)


def _kind(request: HttpRequest) -> str:
    return "sparql" if request.path == PATH else "page"
