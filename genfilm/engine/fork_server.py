"""The fork server: a single-threaded process that opens a build and forks evaluators from it.

Forking from a process with querying threads can hang; from this one it cannot: those of a store on disk
only wait. Run as
``python -m genfilm.engine.fork_server``, its standard input is the control socket:

- ``fork`` with a socket attached: answers with the process id of a new evaluator on that socket, or ``no``
  when the system gives none now;
- ``kill <pid>``: ends an evaluator; answers ``ok`` without waiting for its end, which may take a moment on
  a busy machine, for others may be waiting for a fork;
- ``why <pid>``: answers the number of the signal that ended an evaluator, 0 when it left by itself.

At the end of the control socket the fork server ends, and its evaluators with it.
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

from genfilm.dataset.disk import opened_store
from genfilm.engine.evaluation import Evaluation
from genfilm.engine.evaluator import serve
from genfilm.words import LANGUAGES, catalogue

_MESSAGE = 256
ON_DISK = 5_000_000
"""From so many quads on a graph is read from disk: in memory it would take about 350 bytes for each."""
BY_ITSELF = 1_000_000
"""Up to so many quads the default graph is held a second time, by itself."""


def load(directory: Path, where: str = "memory", quads: int = 0) -> ox.Store:
    """The graph of a build directory: in ``memory``, on ``disk``, or ``auto`` by its number of quads."""
    if where == "disk" or (where == "auto" and quads >= ON_DISK):
        return opened_store(directory)
    store = ox.Store()
    store.bulk_load(path=str(directory / "graph.nq"), format=ox.RdfFormat.N_QUADS)
    return store


def default_graph_of(store: ox.Store) -> ox.Store:
    """A store of the default graph of another one alone."""
    alone = ox.Store()
    alone.bulk_extend(store.quads_for_pattern(None, None, None, ox.DefaultGraph()))
    return alone


def main() -> int:
    """Exit code of the process, after serving the control socket until it ends."""
    directory, memory_mib, where = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    control = socket.socket(fileno=0)
    manifest = json.loads((directory / "manifest.json").read_text("utf-8"))
    quads = manifest.get("quads", 0)
    try:
        store = load(directory, where, quads)
    except OSError as error:
        print(f"genfilm: {error}", file=sys.stderr, flush=True)  # before the socket closes: then it is killed
        return 1
    default = default_graph_of(store) if quads <= BY_ITSELF else None
    evaluation = Evaluation(store, manifest.get("prefixes", {}), default)
    for lang in LANGUAGES:
        catalogue(lang)  # an evaluator can open no file
    gc.collect()
    gc.freeze()
    for ignored in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ignored, signal.SIG_IGN)
    control.send(b"ready")
    ended: dict[int, int] = {}
    killed: set[int] = set()
    while True:
        message, files, _, _ = socket.recv_fds(control, _MESSAGE, 1)
        _reap(ended, killed)
        if not message:
            return 0
        command, _, argument = message.decode().partition(" ")
        if command == "fork":
            try:
                pid = os.fork()
            except OSError:  # the machine has no process or memory to give now
                pid = -1
            if pid == 0:
                control.close()
                with socket.socket(fileno=files[0]) as channel:
                    serve(channel, evaluation, memory_mib)
                os._exit(0)
            os.close(files[0])
            control.send(b"no" if pid < 0 else str(pid).encode())
        elif command == "kill":
            if ended.pop(int(argument), None) is None:
                os.kill(int(argument), signal.SIGKILL)
                killed.add(int(argument))
            control.send(b"ok")
        elif command == "why":
            control.send(str(_signal(int(argument), ended)).encode())


def _signal(pid: int, ended: dict[int, int]) -> int:
    """The signal that ended a child which has closed its channel and so is about to end."""
    if pid not in ended:
        os.kill(pid, signal.SIGKILL)  # in case it has not; one that is ending keeps its own reason
        ended[pid] = os.waitpid(pid, 0)[1]
    status = ended.pop(pid)
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0


def _reap(ended: dict[int, int], killed: set[int]) -> None:
    """Note how children that have ended by themselves did so, and forget those that were killed."""
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if pid == 0:
            return
        if pid in killed:
            killed.remove(pid)
        else:
            ended[pid] = status


if __name__ == "__main__":
    sys.exit(main())
