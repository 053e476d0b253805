"""A pool of evaluators over one build: it lends them out, keeps the deadline and replaces the dead."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from genfilm.engine import wire
from genfilm.errors import BuildNotFound, Problem

_START_TIMEOUT = 120.0


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


@dataclass(slots=True)
class Evaluator:
    """One evaluator process as the pool sees it."""

    pid: int
    channel: socket.socket
    generation: int

    @property
    def alive(self) -> bool:
        """Whether its end of the channel is open; an idle evaluator has nothing to say."""
        self.channel.setblocking(False)
        try:
            return bool(self.channel.recv(1, socket.MSG_PEEK))
        except BlockingIOError:
            return True
        except OSError:
            return False


class EvaluatorPool:
    """Answers queries over the build in ``directory``; safe for use by several threads.

    ``timeout`` in seconds, ``memory`` in MiB for each query beyond the graph, ``queue`` the number of
    queries that may wait, ``hold`` the bytes of a result kept back before the first one is handed out.
    """

    def __init__(
        self,
        directory: Path,
        *,
        evaluators: int = 2,
        timeout: float = 30.0,
        memory: int = 1024,
        queue: int = 64,
        hold: int = 4_000_000,
    ) -> None:
        if not (directory / "graph.nq").is_file() or not (directory / "manifest.json").is_file():
            raise BuildNotFound(
                f"{directory} is not a build: graph.nq or manifest.json is missing. Run `genfilm build`."
            )
        self.directory = directory
        self.size = evaluators
        self.timeout = timeout
        self.memory = memory
        self.queue = queue
        self.hold = hold
        self._lock = threading.Condition()
        self._idle: list[Evaluator] = []
        self._lent = 0
        self._waiting = 0
        self._nursery: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._control_lock = threading.Lock()
        self._generation = 0
        self._closed = False
        with self._control_lock:
            self._start_nursery()
        self._idle.append(self._fork())

    # --- the nursery -----------------------------------------------------------------------------

    def _start_nursery(self) -> None:
        ours, theirs = socket.socketpair()
        command = [sys.executable, "-m", "genfilm.engine.nursery", str(self.directory), str(self.memory)]
        with theirs:
            self._nursery = subprocess.Popen(
                command,
                stdin=theirs.fileno(),
                cwd=Path(__file__).parents[2],
                env={**os.environ, "RUST_BACKTRACE": "0"},
            )
        ours.settimeout(_START_TIMEOUT)
        try:
            ready = ours.recv(64)
        except TimeoutError:
            ready = b""
        if ready != b"ready":
            ours.close()
            self._nursery.kill()
            self._nursery.wait()
            raise BuildNotFound(
                f"the build in {self.directory} cannot be opened; rebuild with `genfilm build`"
            )
        self._control = ours
        self._generation += 1

    def _tell_nursery(self, message: bytes, files: list[int]) -> bytes:
        """Send a command and wait for its answer; a dead nursery is replaced once."""
        with self._control_lock:
            for attempt in (1, 2):
                assert self._control is not None
                assert self._nursery is not None
                try:
                    socket.send_fds(self._control, [message], files)
                    answer = self._control.recv(64)
                    if answer:
                        return answer
                except OSError:
                    pass
                if attempt == 1 and not self._closed:
                    self._control.close()
                    self._nursery.kill()
                    self._nursery.wait()
                    self._start_nursery()
            raise BuildNotFound("the nursery of the evaluators cannot be restarted")

    def _fork(self) -> Evaluator:
        ours, theirs = socket.socketpair()
        with theirs:
            pid = int(self._tell_nursery(b"fork", [theirs.fileno()]))
        return Evaluator(pid, ours, self._generation)

    def _kill(self, evaluator: Evaluator) -> None:
        evaluator.channel.close()
        if evaluator.generation == self._generation:
            self._tell_nursery(f"kill {evaluator.pid}".encode(), [])

    # --- lending ---------------------------------------------------------------------------------

    def _borrow(self, patience: float) -> Evaluator:
        end = time.monotonic() + patience
        with self._lock:
            if self._lent >= self.size:
                if self._waiting >= self.queue:
                    raise _overloaded(f"{self._waiting} queries are waiting already")
                self._waiting += 1
                try:
                    while self._lent >= self.size:
                        left = end - time.monotonic()
                        if left <= 0 or not self._lock.wait(left):
                            raise _overloaded(f"no evaluator became free within {patience:g} s")
                finally:
                    self._waiting -= 1
            self._lent += 1
            while self._idle:
                evaluator = self._idle.pop()
                if evaluator.alive:
                    return evaluator
                evaluator.channel.close()
        try:
            return self._fork()
        except BaseException:
            self._give_back(None)
            raise

    def _give_back(self, evaluator: Evaluator | None) -> None:
        with self._lock:
            self._lent -= 1
            if evaluator is not None:
                self._idle.append(evaluator)
            self._lock.notify()

    def _discard(self, evaluator: Evaluator) -> None:
        try:
            self._kill(evaluator)
        finally:
            self._give_back(None)

    # --- answering -------------------------------------------------------------------------------

    def ask(self, query: Query, timeout: float | None = None) -> Iterator[bytes]:
        """The serialised result in pieces; the first is handed out when the result is complete or longer
        than ``hold`` bytes.

        ``timeout`` may lower the pool's deadline, never raise it. Raises Problem 400 (syntax, unsupported
        function), 503 (overloaded), 504 (deadline), 507 (memory limit, crash of the engine).
        """
        limit = min(self.timeout, timeout or self.timeout)
        evaluator = self._borrow(limit)
        deadline = time.monotonic() + limit
        held: list[bytes] = []
        try:
            self._send(evaluator, query, limit)
            size = 0
            while size <= self.hold:
                kind, payload = self._receive(evaluator, deadline, limit)
                if kind == wire.END:
                    self._give_back(evaluator)
                    return iter(held)
                if kind == wire.FAULT:
                    self._give_back(evaluator)
                    raise _fault(json.loads(payload))
                held.append(payload)
                size += len(payload)
        except _EvaluatorLost as lost:
            self._discard(evaluator)
            raise lost.problem from None
        return self._stream(evaluator, held, deadline, limit)

    def answer(self, query: Query, timeout: float | None = None) -> bytes:
        """The whole serialised result; see ``ask``."""
        return b"".join(self.ask(query, timeout))

    def _stream(
        self, evaluator: Evaluator, held: list[bytes], deadline: float, limit: float
    ) -> Iterator[bytes]:
        finish: Callable[[], None] = lambda: self._discard(evaluator)  # noqa: E731
        try:
            yield from held
            held.clear()
            while True:
                kind, payload = self._receive(evaluator, deadline, limit)
                if kind == wire.END:
                    finish = lambda: self._give_back(evaluator)  # noqa: E731
                    return
                if kind == wire.FAULT:
                    raise _fault(json.loads(payload))
                yield payload
        except _EvaluatorLost as lost:
            raise lost.problem from None
        finally:
            finish()

    def _send(self, evaluator: Evaluator, query: Query, limit: float) -> None:
        evaluator.channel.settimeout(limit)
        try:
            wire.send_json(evaluator.channel, wire.QUERY, query.message())
        except OSError:
            raise _EvaluatorLost(_crash(self.memory)) from None

    def _receive(self, evaluator: Evaluator, deadline: float, limit: float) -> tuple[bytes, bytes]:
        left = deadline - time.monotonic()
        try:
            if left <= 0:
                raise TimeoutError
            evaluator.channel.settimeout(left)
            return wire.receive(evaluator.channel)
        except TimeoutError:
            raise _EvaluatorLost(_deadline(limit)) from None
        except (EOFError, OSError):
            raise _EvaluatorLost(_crash(self.memory)) from None

    # --- upkeep ----------------------------------------------------------------------------------

    def status(self) -> dict[str, int]:
        """How many evaluators there are, how many work and how many queries wait."""
        with self._lock:
            return {"evaluators": self.size, "busy": self._lent, "waiting": self._waiting}

    def close(self) -> None:
        """End the nursery, and with it every evaluator."""
        with self._control_lock:
            self._closed = True
            if self._control is not None:
                self._control.close()
            if self._nursery is not None:
                self._nursery.wait()
        with self._lock:
            for evaluator in self._idle:
                evaluator.channel.close()
            self._idle.clear()


class _EvaluatorLost(Exception):
    def __init__(self, problem: Problem) -> None:
        self.problem = problem


def _fault(message: dict[str, Any]) -> Problem:
    kind, detail = message["kind"], message.get("detail", "")
    if kind == "syntax":
        place: dict[str, Any] = {name: message[name] for name in ("line", "column") if name in message}
        where = f"Line {place['line']}, column {place['column']}: " if place else ""
        return Problem(400, "syntax-error", "The query has a syntax error", where + detail, place)
    if kind == "memory":
        return Problem(507, "memory-limit", "The query needs too much memory", detail)
    if kind == "evaluation":
        return Problem(400, "cannot-evaluate", "The query cannot be evaluated", detail)
    return Problem(500, "internal-error", "The query failed inside the service", detail)


def _deadline(limit: float) -> Problem:
    return Problem(
        504,
        "deadline",
        "The query took too long",
        f"It was stopped after {limit:g} s, the limit of this service (or of timeout=). "
        "Ask for less: a LIMIT, fewer OPTIONALs, or bound subjects.",
        {"limitSeconds": limit},
    )


def _crash(memory: int) -> Problem:
    return Problem(
        507,
        "memory-limit",
        "The query needed too much memory",
        f"Its evaluator was stopped at the limit of {memory} MiB, or the engine gave up on the query. "
        "Ask for less: a LIMIT, no large ORDER BY or GROUP_CONCAT.",
        {"limitMiB": memory},
    )


def _overloaded(why: str) -> Problem:
    return Problem(
        503,
        "overloaded",
        "The service is busy",
        f"{why[0].upper()}{why[1:]}. Try again in a moment.",
        headers={"Retry-After": "2"},
    )
