"""A program as somebody writes it, for pyright: rows of questions, results, and slips, each of which must be seen,
for an `ignore` without use is an error, too."""
# pyright: strict, reportUnnecessaryTypeIgnoreComment=true

from typing import assert_type

from genfilm import AsyncKnowledgeGraph, KnowledgeGraph
from genfilm.client.result import Iri, Result


def rows(graph: KnowledgeGraph) -> None:
    found = graph.queries.strategies_for_actor(actor="creators")
    assert_type(found[0].strategy, Iri)
    assert_type(found[0].page, str | None)
    assert_type([number.approximate for number in graph.queries.statistics()], list[bool | None])
    assert_type(graph.sparql("ASK {}", timeout=1), Result)
    print(found[0].strategie)  # type: ignore[attr-defined]
    print(graph.queries.strategies_for_aktor())  # type: ignore[attr-defined]
    print(graph.queries.strategies_for_actor(aktor="creators"))  # type: ignore[call-arg]


async def later(graph: AsyncKnowledgeGraph) -> None:
    assert_type(await graph.instances("gf:Film"), Result)
    await graph.sparql(3)  # type: ignore[arg-type]
