"""A query on its way: what is asked, who can answer it, the evaluator lent to it, how it is called off."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Any, Protocol

from genfilm.engine.nursery_client import Evaluator


@dataclass(frozen=True, slots=True)
class Query:
    """A query ready for an evaluator; ``format`` is a name of protocol.formats.

    With ``check`` the query is only parsed, with ``read`` only its tokens are read. With ``dataset`` the
    two graph lists replace FROM and FROM NAMED. ``prefixes`` are written into a graph result.
    """

    text: str
    format: str = "json"
    base: str | None = None
    dataset: bool = False
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    check: bool = False
    prefixes: dict[str, str] = field(default_factory=dict)
    read: bool = False

    def message(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


class Engine(Protocol):
    """Whatever answers queries over the graph: a pool of evaluators, a store in this process, an endpoint."""

    def answer(self, query: Query) -> bytes:
        """The whole result, serialised in the query's format; raises Problem when there is none."""


class Cancellation:
    """Stops a query from another thread, because nobody waits for it any more."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._lease: Lease | None = None
        self.requested = False

    def cancel(self) -> None:
        """End the query's evaluator, now or as soon as it has one."""
        with self._lock:
            self.requested = True
            if self._lease is not None:
                self._lease.interrupt()

    def attach(self, lease: Lease | None) -> None:
        with self._lock:
            self._lease = lease
            if lease is not None and self.requested:
                lease.interrupt()


@dataclass(slots=True)
class Lease:
    """An evaluator lent to one query."""

    evaluator: Evaluator
    client: str
    long: bool = False
    lowered: bool = False

    def interrupt(self) -> None:
        """Make the reader of the channel see its end."""
        try:
            self.evaluator.channel.shutdown(2)
        except OSError:
            pass  # it is closed already
