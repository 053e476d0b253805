"""The RSGI application of a server process: requests in, answers from the cache or from those who work.

Under WSGI a client that stalls in its body blocks a thread, and one that leaves goes unnoticed. Cache,
queue and lanes belong to one server process.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import time
from collections.abc import Callable, Hashable
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from granian._granian import RSGIProtocolClosed as ProtocolClosed

from genfilm.dataset.builds import Build
from genfilm.errors import Problem
from genfilm.gateway.answers import Answers, Large
from genfilm.gateway.cache import CachedResponse, ResponseCache, key_of
from genfilm.gateway.flights import Flights
from genfilm.gateway.metrics import CONTENT_TYPE as METRICS_TYPE
from genfilm.gateway.metrics import Metrics
from genfilm.gateway.rate import RateLimiter
from genfilm.gateway.receive import Receiver, without_body
from genfilm.gateway.releases import MakeRelease, Releases, asked
from genfilm.gateway.reload import Reloader
from genfilm.gateway.respond import compressed, entry_of, problem_entry, send, send_large
from genfilm.gateway.service import Service
from genfilm.gateway.succession import require_no_newer
from genfilm.gateway.wsgi import HttpRequest
from genfilm.problems import UnreadableRelease
from genfilm.protocol.headers import NEVER
from genfilm.settings import Settings
from genfilm.web.health import HEALTH, METRICS, READY, health, readiness
from genfilm.web.sparql import PATH

_PROBES = frozenset({METRICS, HEALTH, READY})
_log = logging.getLogger("genfilm")


class Gateway:
    """The RSGI application; ``make_app`` makes the app of a new build, None: builds are not watched;
    ``make_release`` that of an earlier one, None: there are none."""

    def __init__(
        self,
        app: Flask,
        settings: Settings,
        make_app: Callable[[Build], Flask] | None = None,
        make_release: MakeRelease | None = None,
    ) -> None:
        self.service = Service(app)
        self.settings = settings
        self.metrics = Metrics()
        self.metrics.watch(self.service.context.pool)
        self.cache = ResponseCache(settings.cache_bytes)
        self._logged = settings.access_log == "yes"
        self._receiver = Receiver(settings, urlsplit(settings.public_url))
        self._limiter = RateLimiter(settings.rate, settings.rate_burst)
        self._answers = Answers(settings)
        self._flights: Flights[CachedResponse | Large] = Flights(
            lambda outcome: isinstance(outcome, CachedResponse) and outcome.personal
        )
        self._reloader = Reloader(settings, make_app, self._serve) if make_app is not None else None
        self._releases = (
            Releases(settings.home, settings.sources, make_release) if make_release is not None else None
        )

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.service.context.pool.run_on(loop)
        if self._reloader is not None:
            self._reloader.start(loop, self.service.build)
        loop.add_signal_handler(signal.SIGTERM, self._stop)

    def __rsgi_del__(self, loop: asyncio.AbstractEventLoop) -> None:
        if self._reloader is not None:
            self._reloader.stop()
        if self._releases is not None:
            self._releases.close()
        self.service.context.pool.close()

    def _stop(self) -> None:
        """Wait for no body any more, then let Granian answer what is under way and end: it does so at
        SIGINT as at SIGTERM."""
        self._receiver.stop()
        os.kill(os.getpid(), signal.SIGINT)

    async def __rsgi__(self, scope: Any, protocol: Any) -> None:
        if scope.proto != "http":
            return
        start = time.perf_counter()
        try:
            request = await self._receiver.receive(scope, protocol)
            if request.path not in _PROBES:
                require_no_newer(self.service.build_name, request.headers)
        except Problem as problem:
            bare = without_body(scope)
            send(protocol, bare, problem_entry(problem, bare, self.service.app), "miss", self.service.named)
            self._note(bare, "refused", problem.status, "miss", start)
            return
        key = self._key(request)
        entry = self.cache.get(key)
        if entry is None and request.path in _PROBES and request.method in ("GET", "HEAD"):
            send(protocol, request, await self._probe(request.path), "miss")
            return
        cache, status = ("hit", 499) if entry is not None else ("miss", 499)
        try:
            if entry is None:
                status = await self._miss(protocol, request, key)
            else:
                await compressed(entry, request)
                send(protocol, request, entry, cache, self.service.named)
                status = entry.status
        except (TimeoutError, ProtocolClosed):
            pass  # the client has stopped reading, or left
        self._note(request, "sparql" if request.path == PATH else "page", status, cache, start)

    def _note(self, request: HttpRequest, kind: str, status: int, cache: str, start: float) -> None:
        """Count an answered request; log it where that is wanted."""
        spent = time.perf_counter() - start
        self.metrics.observe(kind, status, cache, spent)
        if self._logged:
            facts: dict[str, Any] = {"client": request.client, "method": request.method, "path": request.path}
            facts |= {"status": status, "cache": cache, "seconds": round(spent, 6)}
            _log.info("request", extra={"facts": facts})

    async def _miss(self, protocol: Any, request: HttpRequest, key: Hashable) -> int:
        """Answer a request that the cache cannot; returns the status, 499 when the client has left."""
        present = service = self.service
        allowance = self._limiter.take(request.client)
        if allowance.problem is not None:
            refused = problem_entry(allowance.problem, request, self.service.app)
            send(protocol, request, refused, "miss", (*allowance.headers, *service.named))
            return refused.status
        try:
            release, asked_of_it = asked(request)
            if release and self._releases is not None:
                service, request = await self._releases.take(release, asked_of_it, present)
        except Problem as problem:
            refused = problem_entry(problem, request, present.app)
            send(protocol, request, refused, "miss", (*allowance.headers, *present.named))
            return refused.status
        shared = request.path == PATH or request.method in ("GET", "HEAD")  # others may depend on any header
        with service.in_use():  # from here on: a task that has not begun yet needs it as well
            outcome = await self._flights.join(
                key if shared else object(),
                lambda: self._fly(service, request, key),
                protocol.client_disconnect,
            )
        if outcome is None:
            return 499
        if isinstance(outcome, CachedResponse):
            await compressed(outcome, request)
            send(protocol, request, outcome, "miss", (*allowance.headers, *present.named))
            return outcome.status
        await send_large(
            protocol,
            request,
            outcome.headers | dict(present.named),
            outcome.body,
            allowance.headers,
            self.settings.body_timeout,
        )
        return 200

    async def _fly(self, service: Service, request: HttpRequest, key: Hashable) -> CachedResponse | Large:
        """Have a request answered, for all who ask the same meanwhile and later."""
        outcome = await self._answers.answer(service, request)
        release = service.context.release
        if release and isinstance(outcome, CachedResponse) and outcome.status == 500:
            unreadable = UnreadableRelease(release=release, build=service.build)
            return problem_entry(unreadable, request, self.service.app)
        if isinstance(outcome, CachedResponse) and outcome.expires > time.monotonic():
            self.cache.put(key, outcome)
        return outcome

    def _key(self, request: HttpRequest) -> Hashable:
        headers = request.headers
        if "authorization" in headers:
            return object()  # nobody shares an answer with who has the secret (RFC 9111, section 3.5)
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
            self.service.build,
        )

    async def _probe(self, path: str) -> CachedResponse:
        """Metrics, health or readiness: these take no thread and no allowance, and are not counted."""
        if path == METRICS:
            self.metrics.cache_bytes.set(self.cache.bytes)
            return entry_of(200, {"Content-Type": METRICS_TYPE, "Cache-Control": NEVER}, self.metrics.text())
        service = self.service
        status, facts = 200, health(service.context)
        if path == READY:
            with service.in_use():
                status, facts = await readiness(service.context)
        headers = {"Content-Type": "application/json", "Cache-Control": NEVER}
        if status == 503:
            headers["Retry-After"] = "2"
        return entry_of(status, headers, json.dumps(facts).encode() + b"\n")

    async def _serve(self, app: Flask | None) -> None:
        """Take the app of a new build into service and end the old one when nobody uses it any more;
        None: the new build is unusable."""
        self.metrics.reloads.labels("failed" if app is None else "done").inc()
        if app is None:
            return
        retired, self.service = self.service, Service(app)
        self.service.context.pool.run_on(asyncio.get_running_loop())
        self.cache.clear()
        self.metrics.watch(self.service.context.pool)
        await retired.idle()
        await asyncio.get_running_loop().run_in_executor(None, retired.context.pool.close)
