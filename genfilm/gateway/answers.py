"""Answers to requests beyond the cache: the evaluators for ``/sparql``, Flask's threads for pages."""

from __future__ import annotations

import asyncio
import itertools
import logging
import secrets
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from genfilm.engine.endpoint import SparqlAnswer
from genfilm.engine.result import SerializedResult
from genfilm.errors import Problem
from genfilm.gateway.cache import CachedResponse
from genfilm.gateway.respond import entry_of, page_entry, problem_entry
from genfilm.gateway.service import Service
from genfilm.gateway.wsgi import HttpRequest, HttpResponse, call, in_context
from genfilm.problems import Overloaded
from genfilm.protocol.formats import HTML
from genfilm.protocol.headers import FRESH, HINT, NEVER, header_text
from genfilm.protocol.negotiation import choose_language
from genfilm.protocol.problems import fault
from genfilm.protocol.request import Operation
from genfilm.protocol.silence import says_nothing
from genfilm.records.hints import explained, explained_at_once
from genfilm.settings import Settings
from genfilm.web import sparql

_log = logging.getLogger("genfilm")
_PAGE_THREADS = 8
_SHOWN = 2000
_LEVELS = {"query failed": logging.WARNING, "slow query": logging.WARNING, "query": logging.INFO}
_QUICK = 20_000
"""Requests up to this many bytes are parsed on the event loop, larger ones in a thread."""


@dataclass(slots=True)
class Large:
    """A result that is too large for the cache: it is sent from its temporary file."""

    headers: dict[str, str]
    body: SerializedResult


class Answers:
    """Answers requests; for use on one event loop."""

    def __init__(self, settings: Settings) -> None:
        self._public_url = settings.public_url.rstrip("/")
        self._slow = settings.slow_query
        self._logged = settings.access_log == "yes"
        self._run = secrets.token_hex(3)
        self._numbers = itertools.count(1)
        self._pages = ThreadPoolExecutor(_PAGE_THREADS, thread_name_prefix="page")
        self._places = _PAGE_THREADS + settings.queue
        self._taken = 0

    async def answer(self, service: Service, request: HttpRequest) -> CachedResponse | Large:
        """The answer to a request, a problem included."""
        if request.method == "HEAD":
            request = replace(request, method="GET")
        try:
            if request.path == sparql.PATH and request.method != "OPTIONS":
                return await self._sparql(service, request)
            return await self._page(lambda: call(service.app, request), request)
        except Problem as problem:
            return problem_entry(problem, request, service.app)
        except Exception as error:  # noqa: BLE001  one request's bug must not be more than that
            return problem_entry(fault(error), request, service.app)

    async def _sparql(self, service: Service, request: HttpRequest) -> CachedResponse | Large:
        number = f"{self._run}{next(self._numbers):06x}"
        start = time.monotonic()
        status, text = 499, ""
        try:
            operation = await self._read(service, request)
            text = operation.text if operation else ""
            if operation is None:
                return await self._page(lambda: call(service.app, request), request)
            root = self._public_url or f"{request.scheme}://{request.authority}"
            result = await service.context.endpoint.answer(
                operation, request.headers.get("accept"), root + sparql.PATH, request.client
            )
            status = 200
            return await self._entry(service, request, number, result)
        except Problem as problem:
            status = problem.status
            problem.extra.setdefault("queryId", number)
            problem.headers.setdefault("X-Query-Id", number)
            raise
        finally:
            self._note(number, status, time.monotonic() - start, text)

    def _note(self, number: str, status: int, spent: float, text: str) -> None:
        """Log a query that failed or was slow, and any other one where requests are logged."""
        failed = status >= 500 and status != 503
        if failed or spent >= self._slow or self._logged:
            event = "query failed" if failed else "slow query" if spent >= self._slow else "query"
            facts = {"queryId": number, "status": status, "seconds": round(spent, 6), "query": text[:_SHOWN]}
            _log.log(_LEVELS[event], event, extra={"facts": facts})

    async def _read(self, service: Service, request: HttpRequest) -> Operation | None:
        read = service.context.endpoint.read
        asked = request.method, request.query_string, request.headers.get("content-type"), request.body
        if len(request.body) + len(request.query_string) <= _QUICK:
            return read(*asked)
        return await asyncio.get_running_loop().run_in_executor(None, read, *asked)

    async def _entry(
        self, service: Service, request: HttpRequest, number: str, result: SparqlAnswer
    ) -> CachedResponse | Large:
        if result.format is HTML:
            return await self._page(in_context(service.app, request, lambda: sparql.page(result)), request)
        headers = {"Content-Type": result.format.content_type, "X-Query-Id": number}
        if result.whole is None:
            return Large(headers, result.body)
        if says_nothing(result.whole, result.format.name):
            headers |= await self._hints(service, request, result)
        control = NEVER if result.volatile else FRESH
        return entry_of(200, {**headers, "Cache-Control": control}, result.whole)

    async def _hints(self, service: Service, request: HttpRequest, result: SparqlAnswer) -> dict[str, str]:
        """Header about a result with nothing in it, where the graph explains that."""
        lang = choose_language(result.language, request.headers.get("accept-language"))
        asked = service.context.library, result.text, lang, result.graphs
        found = explained_at_once(*asked)
        if found is None:
            loop = asyncio.get_running_loop()
            found = await loop.run_in_executor(self._pages, explained, *asked)
        return {HINT: header_text(" ".join(found), lang)} if found else {}

    async def _page(self, make: Callable[[], HttpResponse], request: HttpRequest) -> CachedResponse:
        """Answer of Flask, in a thread; raises Problem 503 when too many wait for one."""
        if self._taken >= self._places:
            raise Overloaded("requests", count=self._taken)
        working = asyncio.get_running_loop().run_in_executor(self._pages, make)
        self._taken += 1  # until the thread is done, even when nobody waits for it any more
        working.add_done_callback(lambda _: self._leave())
        return page_entry(await asyncio.shield(working), request.method)

    def _leave(self) -> None:
        self._taken -= 1
