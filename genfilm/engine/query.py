"""A query on its way, and who can answer it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Protocol

from genfilm.protocol.encoding import BOM

LARGEST = 64 << 20
"""Bytes of a result within a caller's program, unless more is asked for."""


@dataclass(frozen=True, slots=True)
class ServiceAnswer:
    """Answer of a service that a query calls: SPARQL results in ``json`` or ``xml``."""

    format: str
    text: str


@dataclass(frozen=True, slots=True)
class Query:
    """A query ready for an engine; ``format`` is a name of protocol.formats.

    The two graph lists, when one is given, replace FROM and FROM NAMED. ``prefixes``, those of the build,
    are declared in a graph result. ``negotiated`` holds the formats for solutions and for graphs, of which
    the form of the query decides; None where its client accepts none. ``services`` allows SERVICE: empty
    for a query whose calls are to be told, then the answer to each of them.
    """

    text: str
    format: str = "json"
    base: str | None = None
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    prefixes: dict[str, str] = field(default_factory=dict)
    negotiated: tuple[str | None, str | None] | None = None
    services: tuple[ServiceAnswer | None, ...] | None = None

    def __post_init__(self) -> None:
        if self.text.startswith(BOM):
            object.__setattr__(self, "text", self.text.removeprefix(BOM))

    def message(self) -> dict[str, Any]:
        """Message to an evaluator about the query."""
        message: dict[str, Any] = {
            "text": self.text,
            "formats": self.negotiated or (self.format, self.format),
            "base": self.base,
            "default_graphs": self.default_graphs,
            "named_graphs": self.named_graphs,
            "declared": self.negotiated is not None or bool(self.prefixes),
        }
        if self.services is not None:
            message["services"] = [asdict(answer) if answer else None for answer in self.services]
        return message


class Engine(Protocol):
    """Whatever answers queries over the graph: a pool of evaluators, a store in this process, an endpoint."""

    def answer(self, query: Query) -> bytes:
        """The whole result, serialised in the query's format; raises Problem when there is none."""
