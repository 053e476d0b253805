"""The server's end of the fork server: start it, ask it for evaluators, have them ended, replace it."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from genfilm.engine import allocator, wire
from genfilm.errors import BuildNotFound
from genfilm.problems import Overloaded

_ANSWER_TIMEOUT = 30.0
_START_TIMEOUT = 120.0
_LOADED = 5_000_000
"""Bytes of N-Quads that even a slow machine loads in a second."""


class Channel(asyncio.Protocol):
    """The server's end of an evaluator: queries out, frames in, and the news that it has gone."""

    def __init__(self) -> None:
        self.on_frame: Callable[[bytes, bytes], None] | None = None
        self.on_lost: Callable[[], None] | None = None
        self.lost = False
        self._frames = wire.Frames()
        self._transport: asyncio.WriteTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.WriteTransport, transport)

    def data_received(self, data: bytes) -> None:
        for kind, payload in self._frames.feed(data):
            if self.on_frame is not None:
                self.on_frame(kind, payload)

    def connection_lost(self, exc: Exception | None) -> None:
        self.lost = True
        if self.on_lost is not None:
            self.on_lost()

    def send(self, frame: bytes) -> None:
        """Send without waiting; what the evaluator does not take at once is kept for it."""
        assert self._transport is not None
        self._transport.write(frame)

    def close(self) -> None:
        """Hear no more of the evaluator."""
        self.on_frame = self.on_lost = None
        assert self._transport is not None
        self._transport.abort()


@dataclass(slots=True, eq=False)
class Evaluator:
    """One evaluator process; ``generation`` is the fork server that it was born from."""

    pid: int
    channel: Channel
    generation: int

    def step_back(self) -> None:
        """Lower its scheduling priority for good: its query turned out to be a long one."""
        try:
            os.setpriority(os.PRIO_PROCESS, self.pid, 19)
        except OSError:
            pass  # it has ended already


class ForkServerClient:
    """A running fork server over one build; its coroutines are for one event loop, one at a time.

    Raises BuildNotFound when the build cannot be opened or the client has been closed.
    """

    def __init__(self, directory: Path, memory: int, store: str) -> None:
        self._directory = directory
        self._arguments = [str(directory), str(memory), store]
        self._turn = asyncio.Lock()
        self._closed = False
        self.generation = 0
        self._start()

    async def fork(self) -> Evaluator:
        """A new evaluator, ready for queries; raises Problem 503 when the system gives no process now."""
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                answer = await self._tell(b"fork", [theirs.fileno()])
            if answer == b"no":
                raise Overloaded("processes")
            pid = int(answer)
        except BaseException:
            ours.close()
            raise
        loop = asyncio.get_running_loop()
        _, channel = await loop.create_unix_connection(Channel, sock=ours)
        return Evaluator(pid, channel, self.generation)

    async def end(self, evaluator: Evaluator) -> int | None:
        """Kill an evaluator; for one that had gone already, the signal that ended it, 0 when it left by
        itself, None when its fork server has ended and it with it."""
        gone = evaluator.channel.lost
        evaluator.channel.close()
        if evaluator.generation != self.generation or self._closed:
            return None
        message = f"{'why' if gone else 'kill'} {evaluator.pid}".encode()
        try:
            answer = await self._tell(message, [], generation=self.generation)
        except BuildNotFound:
            return None
        return int(answer) if answer.isdigit() else None

    def close(self) -> None:
        """End the fork server, and with it every evaluator; may be called from any thread."""
        self._closed = True
        self._process.kill()
        self._process.wait()

    def dispose(self) -> None:
        """Give up the control socket of a closed fork server, when no coroutine uses it any more."""
        self._control.close()

    def _start(self) -> None:
        try:
            size = (self._directory / "graph.nq").stat().st_size
        except OSError:
            raise self._unusable() from None
        ours, theirs = socket.socketpair()
        command = [sys.executable, "-m", "genfilm.engine.fork_server", *self._arguments]
        with theirs:
            self._process = subprocess.Popen(
                command,
                stdin=theirs.fileno(),
                cwd=Path(__file__).parents[2],
                env={**os.environ, **allocator.environment(os.environ), "RUST_BACKTRACE": "0"},
            )
        self._control = ours
        ours.settimeout(_START_TIMEOUT + size / _LOADED)
        try:
            ready = ours.recv(64)
        except OSError:
            ready = b""
        if ready != b"ready":
            self._process.kill()
            self._process.wait()
            self._control.close()
            raise self._unusable()
        ours.setblocking(False)
        self.generation += 1

    def _unusable(self) -> BuildNotFound:
        return BuildNotFound(f"the build in {self._directory} cannot be opened; rebuild with `genfilm build`")

    def _restart(self) -> None:
        self._control.close()
        self._process.kill()
        self._process.wait()
        self._start()

    async def _tell(self, message: bytes, files: list[int], generation: int | None = None) -> bytes:
        """Send a command and wait for its answer; a dead fork server is replaced once, and one that has been
        replaced since ``generation`` is told nothing."""
        loop = asyncio.get_running_loop()
        async with self._turn:
            for _ in range(2):
                if generation not in (None, self.generation):
                    return b""
                answer = b""
                try:
                    socket.send_fds(self._control, [message], files)
                    async with asyncio.timeout(_ANSWER_TIMEOUT):
                        answer = await loop.sock_recv(self._control, 64)
                except (OSError, TimeoutError):
                    pass
                if answer:
                    return answer
                if self._closed:
                    break
                await loop.run_in_executor(None, self._restart)
            raise BuildNotFound("the evaluators of this service have been closed")
