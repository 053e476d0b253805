"""The SPARQL endpoint as one function: the parts of a request in, status, headers and bytes out."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, replace

from genfilm.engine.pool import EvaluatorPool
from genfilm.engine.query import Cancellation, Query
from genfilm.engine.result import SerializedResult
from genfilm.errors import Problem
from genfilm.protocol import guard
from genfilm.protocol.formats import HTML, JSON, Format, family
from genfilm.protocol.negotiation import choose
from genfilm.protocol.request import METHODS, Operation, parse

LONG_TEXT = 1500


@dataclass(frozen=True, slots=True)
class Request:
    """What the endpoint needs of an HTTP request; ``base`` is the address of the endpoint itself."""

    method: str
    query_string: str | bytes
    content_type: str | None
    body: bytes
    accept: str | None
    base: str
    client: str = ""


@dataclass(slots=True)
class Result:
    """A successful answer: the form, the format that was chosen, and the bytes in that format.

    For HTML the bytes are SPARQL JSON or Turtle, which the web layer renders.
    """

    form: str
    format: Format
    body: SerializedResult
    text: str = ""
    volatile: bool = False


class Endpoint:
    """Answers requests of the SPARQL 1.1 Protocol from an evaluator pool."""

    def __init__(self, pool: EvaluatorPool, prefixes: dict[str, str], max_body: int) -> None:
        self.pool = pool
        self.prefixes = prefixes
        self.max_body = max_body

    def read(self, request: Request) -> Operation | None:
        """The operation of a request; None when it has none. Raises Problem 405, 413, 415, 400, 403."""
        if request.method in METHODS and len(request.body) > self.max_body:
            raise too_large(self.max_body)
        operation = parse(request.method, request.query_string, request.content_type, request.body)
        if operation is not None and operation.kind == "update":
            raise Problem(
                403,
                "updates-refused",
                "Updates are not accepted here",
                "This endpoint is read-only. Its sources are Turtle files: change them and rebuild.",
            )
        return operation

    def answer(
        self, request: Request, operation: Operation, cancellation: Cancellation | None = None
    ) -> Result:
        """Evaluate a query operation; raises Problem in the order of precedence of docs/endpoint.md."""
        start = time.monotonic()
        reading = self._read(operation, request, cancellation)
        guard.refuse_federation(reading)
        form = reading.form or ""
        if form in guard.UPDATE_FORMS:
            self._check(operation, request)
            raise Problem(
                400, "update-as-query", "This is an update, not a query", "Updates are refused here."
            )
        try:
            chosen = choose(request.accept, operation.formats, family(form))
        except Problem:
            self._check(operation, request)
            raise
        written = chosen
        if chosen is HTML:
            written = JSON if family(form)[0] is JSON else family(form)[0]
        if len(reading.from_graphs) > 1 and not operation.has_dataset:
            operation = replace(
                operation, default_graphs=reading.from_graphs, named_graphs=reading.from_named
            )
        try:
            body = self.pool.ask(
                self._query(operation, request, written.name),
                operation.timeout,
                spent=time.monotonic() - start,
                client=request.client,
                cancellation=cancellation,
            )
        except Problem as problem:
            raise _explained(problem, reading) from None
        return Result(form, chosen, body, operation.text, reading.volatile)

    def _read(
        self, operation: Operation, request: Request, cancellation: Cancellation | None
    ) -> guard.Reading:
        """What the tokens say of a query; those of a long text are read where they can be stopped."""
        if len(operation.text) <= LONG_TEXT:
            return guard.read(operation.text, self.prefixes)
        query = Query(operation.text, read=True)
        answer = self.pool.ask(
            query, operation.timeout, client=request.client, cancellation=cancellation
        ).read()
        facts = json.loads(answer)
        federated = guard.Token(**facts["federated"]) if facts["federated"] else None
        graphs, named, undeclared = (
            tuple(facts[name]) for name in ("from_graphs", "from_named", "undeclared")
        )
        text = guard.unescape(operation.text)
        return guard.Reading(facts["form"], federated, facts["volatile"], text, graphs, named, undeclared)

    def _check(self, operation: Operation, request: Request) -> None:
        """Raise the syntax error of a query, if it has one, before anything that ranks below it."""
        query = self._query(operation, request, JSON.name, check=True)
        self.pool.ask(query).close()

    def _query(self, operation: Operation, request: Request, name: str, *, check: bool = False) -> Query:
        return Query(
            operation.text,
            name,
            request.base,
            operation.has_dataset,
            operation.default_graphs,
            operation.named_graphs,
            check,
            self.prefixes if name in ("turtle", "trig", "rdfxml") else {},
        )


def _explained(problem: Problem, reading: guard.Reading) -> Problem:
    """A syntax error with the text at its place, and the prefixes that nobody has declared."""
    if problem.kind != "syntax-error" or "line" not in problem.extra:
        return problem
    lines = reading.text.splitlines() or [""]
    line = lines[min(problem.extra["line"], len(lines)) - 1]
    near = line[max(0, problem.extra["column"] - 2) :][:30].strip()
    hints = [f" near {near!r}" if near else " at the end of the line"]
    if reading.undeclared:
        names = ", ".join(f"{prefix}:" for prefix in reading.undeclared)
        hints.append(f". Not declared: {names} Add a PREFIX line, or write the IRI in full")
    problem.detail += "".join(hints) + "."
    return problem


def too_large(limit: int) -> Problem:
    """413 with the limit named."""
    return Problem(
        413,
        "too-large",
        "The request body is too large",
        f"At most {limit:,} bytes are read. Shorten the query, or move long lists of values into the graph.",
        {"limitBytes": limit},
    )
