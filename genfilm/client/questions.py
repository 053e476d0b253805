"""The named questions as Python has them: attributes to call, completed by the tab key."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from genfilm.catalogue.query import NamedQuery

if TYPE_CHECKING:
    from genfilm.client.graph import KnowledgeGraph
    from genfilm.client.result import Result


class Questions:
    """The named questions as attributes: ``graph.queries.strategies_for_actor(actor="creators")``."""

    def __init__(self, graph: KnowledgeGraph) -> None:
        self._graph = graph

    def __iter__(self) -> Iterator[NamedQuery]:
        return iter(self._graph.library.queries.values())

    def __len__(self) -> int:
        return len(self._graph.library.queries)

    def __getitem__(self, name: str) -> NamedQuery:
        return self._graph.library.named(name)

    def __dir__(self) -> list[str]:
        return [name.replace("-", "_") for name in self._graph.library.queries]

    if not TYPE_CHECKING:  # type checkers know each question (rows.pyi), and so see a slip

        def __getattr__(self, name: str) -> Callable[..., Result]:
            wanted = name.replace("_", "-")
            if name.startswith("_") or wanted not in self._graph.library.queries:
                raise AttributeError(f"there is no question {wanted!r}")
            query = self._graph.library.queries[wanted]

            def ask(**values: object) -> Result:
                return self._graph.query(wanted, **values)

            ask.__name__, ask.__doc__ = name, _documentation(query, self._graph.lang)
            return ask


def _documentation(query: NamedQuery, lang: str) -> str:
    lines = [f"{p.name}: {p.description[lang]} ({p.kind}, {p.default})" for p in query.parameters]
    parts = [query.summary[lang], query.description.get(lang, ""), "\n".join(lines)]
    return "\n\n".join(part for part in parts if part)
