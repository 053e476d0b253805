"""An evaluator: a process that answers one query after another from a graph in memory.

It is forked from the fork server, shares its memory, and may die at any time: by its deadline, by its
memory limit or because the engine aborts. It can open neither files nor sockets.
"""

from __future__ import annotations

import os
import resource
import socket
import sys
from typing import Any

from genfilm.engine import wire
from genfilm.engine.evaluation import Evaluation
from genfilm.engine.faults import problem_of

_PR_SET_PDEATHSIG = 1
_LEAST = 32 << 20
"""Bytes by which every evaluator may grow."""


def serve(channel: socket.socket, evaluation: Evaluation, memory_mib: int) -> None:
    """Answer QUERY frames until the channel ends."""
    _die_with_parent()
    _limit(memory_mib)
    while True:
        try:
            kind, payload = wire.receive(channel)
            if kind != wire.QUERY:
                return
            channel.sendall(_reply(channel, evaluation, wire.read_json(payload)))
        except (EOFError, OSError):
            return


def _reply(channel: socket.socket, evaluation: Evaluation, request: dict[str, Any]) -> bytes:
    """The last frame of an answer; what does not fit into it is sent before."""
    pieces = wire.Pieces(channel)
    out = pieces.buffered()
    try:
        facts = evaluation.answer(request, out)
        out.flush()
        return wire.end_frame(facts, pieces.rest)
    except OSError:
        raise
    except MemoryError:
        os._exit(1)
    except Exception as error:  # noqa: BLE001  whatever the engine raises is an answer to the client
        pieces.give_up()
        based = request["base"] is not None
        problem = problem_of(error, request["text"], evaluation.prefixes, based=based)
        return wire.json_frame(wire.FAULT, problem.message())


def _die_with_parent() -> None:
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, 9)
        if os.getppid() == 1:
            os._exit(1)


def _limit(memory_mib: int) -> None:
    """No further files or sockets, and on Linux today's memory plus the allowance."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        _limit_memory(memory_mib)
    resource.setrlimit(
        resource.RLIMIT_NOFILE, (0, 0)
    )  # what is open stays so; any number would be free again


def _limit_memory(memory_mib: int) -> None:
    """Bound what the process may write to (RLIMIT_DATA), which leaves out reserved addresses.

    What the fork server had for loading the graph and has given back counts as writable still, and a query
    may fill it: so the bound is its allowance or that and a little, whichever is more.
    """
    with open("/proc/self/statm") as statm:
        _, resident, shared, _, _, writable, _ = map(int, statm.read().split())
    page = os.sysconf("SC_PAGE_SIZE")
    size = max((resident - shared) * page + (memory_mib << 20), writable * page + _LEAST)
    resource.setrlimit(resource.RLIMIT_DATA, (size, size))
