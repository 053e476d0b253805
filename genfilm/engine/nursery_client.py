"""The pool's end of the nursery: start it, ask it for evaluators, have them ended, replace it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

from genfilm.errors import BuildNotFound

_START_TIMEOUT = 120.0
_ANSWER_TIMEOUT = 30.0
_MOMENT = 0.02


@dataclass(slots=True)
class Evaluator:
    """One evaluator process; ``generation`` is the nursery that it was born from."""

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

    def step_back(self) -> None:
        """Lower its scheduling priority for good: its query turned out to be a long one."""
        try:
            os.setpriority(os.PRIO_PROCESS, self.pid, 19)
        except OSError:
            pass  # it has ended already


class NurseryClient:
    """A running nursery over one build; safe for use by several threads.

    Raises BuildNotFound when the build cannot be opened.
    """

    def __init__(self, directory: Path, memory: int) -> None:
        self._directory = directory
        self._memory = memory
        self._lock = threading.Lock()
        self._closed = False
        self.generation = 0
        with self._lock:
            self._start()

    def fork(self) -> Evaluator:
        """A new evaluator, ready for queries."""
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                pid = int(self._tell(b"fork", [theirs.fileno()]))
        except BaseException:
            ours.close()
            raise
        return Evaluator(pid, ours, self.generation)

    def end(self, evaluator: Evaluator) -> None:
        """Kill an evaluator; one of an earlier nursery has died with it."""
        evaluator.channel.close()
        if evaluator.generation == self.generation and not self._closed:
            self._tell(f"kill {evaluator.pid}".encode(), [])

    def died_with(self, evaluator: Evaluator) -> bool:
        """Whether the nursery of an evaluator that is gone has ended too."""
        try:
            self._process.wait(_MOMENT)
        except subprocess.TimeoutExpired:
            return evaluator.generation != self.generation
        return True

    def close(self) -> None:
        """End the nursery, and with it every evaluator."""
        with self._lock:
            self._closed = True
            self._stop()

    def _start(self) -> None:
        ours, theirs = socket.socketpair()
        command = [sys.executable, "-m", "genfilm.engine.nursery", str(self._directory), str(self._memory)]
        with theirs:
            self._process = subprocess.Popen(
                command,
                stdin=theirs.fileno(),
                cwd=Path(__file__).parents[2],
                env={**os.environ, "RUST_BACKTRACE": "0"},
            )
        self._control = ours
        self._control.settimeout(_START_TIMEOUT)
        if self._receive() != b"ready":
            self._stop()
            raise BuildNotFound(
                f"the build in {self._directory} cannot be opened; rebuild with `genfilm build`"
            )
        self._control.settimeout(_ANSWER_TIMEOUT)
        self.generation += 1

    def _stop(self) -> None:
        self._control.close()
        self._process.kill()
        self._process.wait()

    def _receive(self) -> bytes:
        try:
            return self._control.recv(64)
        except OSError:
            return b""

    def _tell(self, message: bytes, files: list[int]) -> bytes:
        """Send a command and wait for its answer; a dead nursery is replaced once."""
        with self._lock:
            for _ in range(2):
                try:
                    socket.send_fds(self._control, [message], files)
                    answer = self._receive()
                except OSError:
                    answer = b""
                if answer:
                    return answer
                if self._closed:
                    break
                self._stop()
                self._start()
            raise BuildNotFound("the evaluators of this service have been closed")
