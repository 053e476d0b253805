"""One update on a copy of graphs, in a process of its own that a deadline ends and that reaches nothing.

``python -m genfilm.engine.update`` reads a line of JSON and N-Quads, and writes the same.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox

from genfilm.engine.faults import problem_of
from genfilm.errors import Problem
from genfilm.problems import DeadlineExceeded, InternalError, MemoryExceeded, ResultTooLarge, from_message

_MIB = 1 << 20


def run_update(quads: bytes, text: str, base: str, *, seconds: float, mebibytes: int, largest: int) -> bytes:
    """The graphs after an update, as N-Quads; names of blank nodes that stay are kept.

    Raises Problem 400 for what is no update, 504 and 507 at the limits.
    """
    head = json.dumps({"text": text, "base": base, "mebibytes": mebibytes, "largest": largest})
    process = subprocess.Popen(
        [sys.executable, "-m", "genfilm.engine.update"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    try:
        made, _ = process.communicate(head.encode() + b"\n" + quads, timeout=seconds)
    except subprocess.TimeoutExpired:
        raise DeadlineExceeded(limitSeconds=seconds) from None
    finally:
        process.kill()
        process.communicate()
    line, _, after = made.partition(b"\n")
    if process.returncode or not line:
        raise MemoryExceeded(limitMiB=mebibytes)
    message = json.loads(line)
    if message:
        raise from_message(message)
    return after


def _evaluate() -> None:
    head = json.loads(sys.stdin.buffer.readline())
    store = ox.Store()
    given = sys.stdin.buffer.read()
    store.bulk_extend(ox.parse(given, format=ox.RdfFormat.N_QUADS, rename_blank_nodes=False))
    _confine(head["mebibytes"])
    message, after = {}, b""
    try:
        store.update(head["text"], base_iri=head["base"])
        after = store.dump(format=ox.RdfFormat.N_QUADS) or b""
        if len(after) > head["largest"]:
            raise ResultTooLarge(limitBytes=head["largest"])
    except OSError:  # what it would have fetched
        message = InternalError("engine", why="OSError").message()
    except Exception as error:  # noqa: BLE001  the parent tells it
        problem: Problem = problem_of(error, head["text"], {}, update=True)
        message, after = problem.message(), b""
    sys.stdout.buffer.write(json.dumps(message).encode() + b"\n" + after)


def _confine(mebibytes: int) -> None:
    """No more memory than that, and no file or socket: three are open, and no other one may be."""
    import resource  # Windows has none

    if sys.platform == "linux":
        used = int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (used + mebibytes * _MIB,) * 2)
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))


if __name__ == "__main__":
    _evaluate()
