"""The nursery: a single-threaded process that opens a build and forks evaluators from it.

Forking from a process with querying threads can hang; from this one it cannot. Run as
``python -m genfilm.engine.nursery``, its standard input is the control socket:

- ``fork`` with a socket attached: answers with the process id of a new evaluator on that socket;
- ``kill <pid>``: ends an evaluator, if it is still a child of the nursery; answers ``ok``.

At the end of the control socket the nursery ends, and its evaluators with it.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import socket
import sys
from pathlib import Path

import pyoxigraph as ox

from genfilm.engine.evaluator import serve

_MESSAGE = 256


def load(directory: Path) -> ox.Store:
    """The graph of a build directory, in memory."""
    store = ox.Store()
    store.bulk_load(path=str(directory / "graph.nq"), format=ox.RdfFormat.N_QUADS)
    return store


def main() -> int:
    """Serve the control socket until it ends."""
    directory, memory_mib = Path(sys.argv[1]), int(sys.argv[2])
    control = socket.socket(fileno=0)
    manifest = json.loads((directory / "manifest.json").read_text("utf-8"))
    store = load(directory)
    gc.collect()
    gc.freeze()
    for ignored in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ignored, signal.SIG_IGN)
    control.send(b"ready")
    children: set[int] = set()
    while True:
        message, files, _, _ = socket.recv_fds(control, _MESSAGE, 1)
        _reap(children)
        if not message:
            return 0
        command, _, argument = message.decode().partition(" ")
        if command == "fork":
            pid = os.fork()
            if pid == 0:
                control.close()
                with socket.socket(fileno=files[0]) as channel:
                    serve(channel, store, memory_mib, manifest.get("prefixes", {}))
                os._exit(0)
            os.close(files[0])
            children.add(pid)
            control.send(str(pid).encode())
        elif command == "kill":
            _end(int(argument), children)
            control.send(b"ok")


def _end(pid: int, children: set[int]) -> None:
    if pid in children:
        children.discard(pid)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def _reap(children: set[int]) -> None:
    while children:
        pid, _ = os.waitpid(-1, os.WNOHANG)
        if pid == 0:
            return
        children.discard(pid)


if __name__ == "__main__":
    sys.exit(main())
