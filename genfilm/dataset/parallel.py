"""Work that several processes do at once, where there are processors for them."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Any, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")
_inherited: Callable[[Any], Any]


def processes() -> int:
    """How many processes may share work: one where a copy of this process would miss threads of its own."""
    if sys.platform != "linux" or multiprocessing.current_process().daemon:
        return 1
    return len(os.sched_getaffinity(0)) if len(os.listdir("/proc/self/task")) == 1 else 1


def each(work: Callable[[Item], Result], items: Sequence[Item]) -> list[Result]:
    """The results of ``work`` for items, in their order.

    The processes are copies of this one, so that ``work`` may refer to anything; only items and results are
    sent, which can be pickled.
    """
    workers = min(processes(), len(items))
    if workers < 2:
        return [work(item) for item in items]
    copies = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(workers, copies, initializer=_inherit, initargs=(work,)) as pool:
        return list(pool.map(_do, items))


def _inherit(work: Callable[[Any], Any]) -> None:
    global _inherited  # noqa: PLW0603  one for the life of a process
    _inherited = work


def _do(item: Any) -> Any:
    return _inherited(item)
