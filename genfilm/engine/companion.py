"""A companion process that evaluates queries for this one, which may end it at a deadline or an interrupt.

The engine holds a thread until its query is answered, whatever that thread is told meanwhile; only a process
can be ended. It is started with the first query and needs nothing but pipes, so that it runs on every system.
"""

from __future__ import annotations

import io
import json
import math
import queue
import signal
import subprocess
import sys
import threading
import time
import weakref
from contextlib import suppress
from contextvars import ContextVar
from pathlib import Path
from typing import IO, Any, cast

from genfilm.engine import wire
from genfilm.engine.query import LARGEST, Query
from genfilm.problems import DeadlineExceeded, Interrupted, MemoryExceeded, ResultTooLarge, from_message

_MEMORY = 2 << 30
"""Bytes that the process may hold on Linux, where the system can see to it."""


class Ticket:
    """One call of ``Companion.answer``, by which it can be given up."""

    def __init__(self) -> None:
        self.given_up = False


TICKET: ContextVar[Ticket | None] = ContextVar("TICKET", default=None)
"""The ticket of the calls in this context, where somebody may give them up."""


class Companion:
    """Evaluator of the build in ``directory``; threads take turns."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._turn = threading.Condition()
        self._served: Ticket | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._replies: queue.SimpleQueue[tuple[bytes, bytes] | None] = queue.SimpleQueue()

    def answer(self, query: Query, seconds: float, largest: int = LARGEST) -> bytes:
        """The whole result; raises what engines raise, Problem 499 when the call is given up, 504 after
        ``seconds`` and 507 beyond ``largest`` bytes. An exception that reaches this thread meanwhile,
        KeyboardInterrupt above all, ends the query, too."""
        until = time.monotonic() + seconds
        ticket = TICKET.get() or Ticket()
        try:
            with self._turn:
                if not self._turn.wait_for(lambda: ticket.given_up or self._served is None, seconds):
                    raise DeadlineExceeded("caller", limitSeconds=seconds)
                if ticket.given_up:
                    raise Interrupted("caller")
                self._served = ticket
            reply = self._reply(query, until, seconds, largest, ticket)
        except BaseException:
            if self._served is ticket:
                self._end()
            raise
        finally:
            with self._turn:
                if self._served is ticket:
                    if ticket.given_up:  # after its reply; whoever comes next must not get a dying process
                        self._end()
                    self._served = None
                    self._turn.notify_all()
        kind, body = reply
        if kind == wire.FAULT:
            raise from_message(json.loads(body))
        return body

    def _reply(
        self, query: Query, until: float, seconds: float, largest: int, ticket: Ticket
    ) -> tuple[bytes, bytes]:
        """Message of the process; raises Problem when it says nothing."""
        process = self._running()
        assert process.stdin is not None
        if ticket.given_up:  # while the process was started, and could not be ended yet
            raise Interrupted("caller")
        try:
            message = query.message() | {"seconds": seconds, "largest": largest}
            process.stdin.write(wire.json_frame(wire.QUERY, message))
            process.stdin.flush()
            reply = self._replies.get(timeout=max(0.0, until - time.monotonic()))
        except queue.Empty:
            raise DeadlineExceeded("caller", limitSeconds=seconds) from None
        except BrokenPipeError:  # it has ended
            reply = None
        if ticket.given_up:
            raise Interrupted("caller")
        if reply is None:
            raise MemoryExceeded("companion")
        return reply

    def interrupt(self, ticket: Ticket | None = None) -> None:
        """Give up the call of this ticket, else the one that is served, whose process is ended; a later query
        starts another."""
        with self._turn:
            ticket = ticket or self._served
            if ticket is None:
                return
            ticket.given_up = True
            if ticket is self._served and self._process is not None:
                self._process.kill()
            self._turn.notify_all()

    def close(self) -> None:
        """End the process; a later query starts another."""
        with self._turn:
            self._turn.wait_for(lambda: self._served is None)
            self._end()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._end()
            command = [sys.executable, "-m", "genfilm.engine.companion", str(self._directory)]
            # in a session of its own, so that an interrupt at the terminal is ours to handle
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
            )
            weakref.finalize(self, _stop, self._process)  # for callers who never close it
            self._replies = queue.SimpleQueue()
            reader = (self._process.stdout, self._replies)
            threading.Thread(target=_forward, args=reader, daemon=True).start()
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            _stop(process)


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
    assert process.stdin is not None
    with suppress(OSError):  # what it had not read yet
        process.stdin.close()


def _forward(stream: IO[bytes], replies: queue.SimpleQueue[tuple[bytes, bytes] | None]) -> None:
    """Hand on each reply, and None when the process has ended."""
    with stream:
        pipe = _Pipe(stream)
        try:
            while True:
                replies.put(wire.receive(pipe))
        except EOFError:
            replies.put(None)


class _Pipe:
    """Pipe, read as the frames of a socket are."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = cast(io.BufferedReader, stream)

    def recv(self, size: int) -> bytes:
        """Bytes, up to ``size`` of them; none at the end."""
        return self._stream.read1(size)


class _Bounded(io.BytesIO):
    """Bytes of a result, up to ``largest``."""

    def __init__(self, largest: int) -> None:
        super().__init__()
        self._largest = largest

    def write(self, data: Any) -> int:
        """Raises Problem 507 for a byte too many."""
        if self.tell() + len(data) > self._largest:
            raise ResultTooLarge("caller", limitBytes=self._largest)
        return super().write(data)


def main() -> None:
    """Answer the queries at standard input until it ends."""
    from genfilm.dataset.builds import open_build
    from genfilm.dataset.disk import open_store
    from genfilm.engine.evaluation import Evaluation
    from genfilm.engine.faults import problem_of

    directory = Path(sys.argv[1])
    prefixes = open_build(directory).prefixes
    evaluation = Evaluation(open_store(directory), prefixes)
    pipe, replies = _Pipe(sys.stdin.buffer), sys.stdout.buffer
    with suppress(ModuleNotFoundError):  # Windows has no such limits
        import resource

        if sys.platform == "linux":
            resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY, _MEMORY))
    while True:
        try:
            request = json.loads(wire.receive(pipe)[1])
        except EOFError:
            return
        _end_after(request["seconds"])
        out = _Bounded(request["largest"])
        try:
            evaluation.answer(request, out)
            reply = wire.frame(wire.END, out.getvalue())
        except Exception as error:  # noqa: BLE001  whatever the engine raises is an answer
            problem = problem_of(error, request["text"], prefixes, based=request["base"] is not None)
            reply = wire.json_frame(wire.FAULT, problem.message())
        _end_after(0)
        replies.write(reply)
        replies.flush()


def _end_after(seconds: float) -> None:
    """Have the system end this process, should its parent be gone by then; 0 takes that back."""
    if hasattr(signal, "alarm"):
        signal.alarm(math.ceil(seconds) + 1 if seconds else 0)


if __name__ == "__main__":
    main()
