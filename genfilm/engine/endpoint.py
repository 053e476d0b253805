"""The SPARQL endpoint as two functions: a request into an operation, an operation into a result."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from functools import lru_cache

from genfilm.engine.backend import Backend
from genfilm.engine.federation import Federation
from genfilm.engine.query import Query
from genfilm.engine.result import SerializedResult
from genfilm.engine.run import EvaluatorAnswer
from genfilm.errors import Problem
from genfilm.problems import RequestTooLarge, UpdatesRefused
from genfilm.protocol.formats import GRAPHS, HTML, JSON, SOLUTIONS, TURTLE, Format
from genfilm.protocol.negotiation import choose
from genfilm.protocol.request import METHODS, Operation, parse

_LONGEST_KEPT = 400


@dataclass(slots=True)
class SparqlAnswer:
    """Successful answer: whether it is a graph, the format that was chosen, and the bytes in it.

    ``whole`` has the bytes of a small result, None when they are in the file of ``body``. For HTML they are
    SPARQL JSON or Turtle, which the web layer renders. ``graphs`` are those that the request names beside
    its query.
    """

    graph: bool
    format: Format
    body: SerializedResult
    whole: bytes | None
    text: str = ""
    volatile: bool = False
    language: str | None = None
    graphs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Offer:
    """The formats that a client accepts best, for solutions and for graphs; None where it accepts none."""

    solutions: Format | None
    graphs: Format | None

    @property
    def html(self) -> bool:
        """True if the answer may have to be a page."""
        return HTML in (self.solutions, self.graphs)

    @property
    def written(self) -> tuple[str | None, str | None]:
        """Formats that the engine is to write: a page is made of SPARQL JSON or Turtle."""
        return _written(self.solutions, JSON), _written(self.graphs, TURTLE)


class Endpoint:
    """Answers requests of the SPARQL 1.1 Protocol from an evaluator pool; without ``federation`` SERVICE is
    refused."""

    def __init__(self, pool: Backend, max_body: int, federation: Federation | None = None) -> None:
        self.pool = pool
        self.max_body = max_body
        self.federation = federation

    def read(
        self, method: str, query_string: str | bytes, content_type: str | None, body: bytes
    ) -> Operation | None:
        """Operation of a request; None when it has none. Raises Problem 405, 413, 415, 400, 403."""
        if method in METHODS and len(body) > self.max_body:
            raise RequestTooLarge(limitBytes=self.max_body)
        operation = parse(method, query_string, content_type, body)
        if operation is not None and operation.kind == "update":
            raise UpdatesRefused("advice")
        return operation

    async def answer(
        self, operation: Operation, accept: str | None, base: str, client: str = ""
    ) -> SparqlAnswer:
        """Answer to a query operation, on the pool's loop; raises Problem in the order of precedence of
        docs/endpoint.md. ``base`` is the address of the endpoint itself. The evaluator reads the query and
        so knows which of the formats that ``accept`` names counts.
        """
        offered = offer(accept, operation.formats)
        query = Query(
            operation.text,
            base=base,
            default_graphs=operation.default_graphs,
            named_graphs=operation.named_graphs,
            negotiated=offered.written,
            services=None if self.federation is None else (),
        )
        answer = await self._evaluate(query, operation.timeout, client)
        chosen = offered.graphs if answer.graph else offered.solutions
        if chosen is None or not answer.acceptable:
            chosen = choose(accept, operation.formats, GRAPHS if answer.graph else SOLUTIONS)
        body = answer.body
        whole = body.read() if body.in_memory else None
        return SparqlAnswer(
            graph=answer.graph,
            format=chosen,
            body=body,
            whole=whole,
            text=operation.text,
            volatile=answer.volatile,
            language=operation.language,
            graphs=(*operation.default_graphs, *operation.named_graphs),
        )

    async def _evaluate(self, query: Query, timeout: float | None, client: str) -> EvaluatorAnswer:
        """The answer to a query; the services that it calls are asked in between, within its deadline."""
        start = time.monotonic()
        answer = await self.pool.ask(query, timeout, client=client)
        if self.federation is None or not answer.calls:
            return answer
        self.federation.check(answer.calls)
        if not answer.acceptable:
            return answer
        left = min(self.pool.timeout, timeout or self.pool.timeout) - (time.monotonic() - start)
        try:
            services = await self.federation.answers(answer.calls, client, left)
            spent = time.monotonic() - start
            return await self.pool.ask(replace(query, services=services), timeout, client=client, spent=spent)
        except Problem as problem:
            problem.passing = True  # another time the services may be quicker, or say less
            raise

    def answer_now(
        self, operation: Operation, accept: str | None, base: str, client: str = ""
    ) -> SparqlAnswer:
        """The same, waited for in a thread."""
        return self.pool.wait(self.answer(operation, accept, base, client))


def offer(accept: str | None, asked: tuple[str, ...]) -> Offer:
    """Formats that a client accepts, by its Accept header and the format parameters of its request."""
    few = len(accept or "") + sum(map(len, asked)) <= _LONGEST_KEPT
    return (_offer if few else _offer.__wrapped__)(accept, asked)


@lru_cache(512)
def _offer(accept: str | None, asked: tuple[str, ...]) -> Offer:
    return Offer(_best(accept, asked, SOLUTIONS), _best(accept, asked, GRAPHS))


def _best(accept: str | None, asked: tuple[str, ...], offered: tuple[Format, ...]) -> Format | None:
    try:
        return choose(accept, asked, offered)
    except Problem:
        return None


def _written(chosen: Format | None, page: Format) -> str | None:
    return None if chosen is None else (page if chosen is HTML else chosen).name
