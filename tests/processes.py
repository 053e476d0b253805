"""The processes of a running service, from /proc (Linux)."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path


def _fields(pid: int) -> list[str]:
    """State, parent and so on of a process; nothing when it has ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def running(pid: int) -> bool:
    """True for a process that is there and no zombie."""
    fields = _fields(pid)
    return bool(fields) and fields[0] not in "ZX"


def working(pid: int) -> bool:
    """True for a process that uses, or asks for, a processor."""
    return _fields(pid)[:1] == ["R"]


def toiled(pid: int) -> bool:
    """True for a process that has used a processor for a while, as an evaluator does with an endless query only."""
    fields = _fields(pid)
    return bool(fields) and (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK") > 0.3


def children(pid: int) -> list[int]:
    """The running children of a process."""
    every = (int(path.name) for path in Path("/proc").glob("[0-9]*"))
    return sorted(p for p in every if (f := _fields(p)) and int(f[1]) == pid and f[0] not in "ZX")


def descendants(pid: int) -> list[int]:
    """All running processes below a process."""
    return [p for child in children(pid) for p in (child, *descendants(child))]


def memory(pid: int) -> int:
    """The resident memory of a process, in bytes."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4096


def eventually(holds: Callable[[], object], seconds: float = 60.0) -> bool:
    """True once something holds, false when time is up; the time only keeps a test that fails from waiting for ever."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.05)
    return bool(holds())
