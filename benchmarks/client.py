"""Cost of the Python package: ``python -m benchmarks.client`` prints processor time, the least of several runs."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import rdflib

from genfilm import KnowledgeGraph
from genfilm.client.result import Result
from genfilm.dataset.load import source_files
from genfilm.engine.query import Query

ROOT = Path(__file__).resolve().parent.parent
FILM = "流浪地球2"


def best(work: Callable[[], object], times: int = 9) -> float:
    """The least of several runs, in milliseconds of processor time: waiting for others does not count."""
    found = []
    for _ in range(times):
        start = time.process_time()
        work()
        found.append(time.process_time() - start)
    return 1000 * min(found)


def in_a_new_process(code: str) -> float:
    """Milliseconds of a statement in a fresh interpreter, its start left out."""
    timed = f"import time; t = time.process_time(); {code}; print(time.process_time() - t)"
    runs = [subprocess.run([sys.executable, "-c", timed], capture_output=True, check=True) for _ in range(5)]
    return 1000 * min(float(run.stdout) for run in runs)


def parse_sources() -> None:
    """Every Turtle source with rdflib."""
    data = rdflib.Dataset()
    for path, name in source_files(ROOT).items():
        data.graph(rdflib.URIRef(name)).parse(path, format="turtle")


def overhead(graph: KnowledgeGraph, use: Callable[[Result], object]) -> list[tuple[float, str]]:
    """Milliseconds that a question takes beyond its engine until its result was used, for every question.

    Engine and question take turns, so that other work on the machine slows both.
    """
    found = []
    for query in graph.queries:
        text = graph.query(query.id).sparql
        engine, whole = [], []
        for _ in range(15):
            engine.append(best(lambda text=text: graph.library.engine.answer(Query(text)), 1))
            whole.append(best(lambda name=query.id: use(graph.query(name)), 1))
        found.append((min(whole) - min(engine), query.id))
    return sorted(found)


def first_use(work: Callable[[KnowledgeGraph], object]) -> float:
    """Milliseconds of the first such call on a graph that was just opened."""
    found = []
    for _ in range(5):
        graph = KnowledgeGraph.open()
        found.append(best(lambda graph=graph: work(graph), 1))
    return min(found)


def main() -> None:
    """Print every figure."""
    print(f"import genfilm                       {in_a_new_process('import genfilm'):8.2f} ms")
    first = "from genfilm import KnowledgeGraph; KnowledgeGraph.open()"
    print(f"import and open, new process         {in_a_new_process(first):8.2f} ms")
    opened, parsed = best(KnowledgeGraph.open), best(parse_sources, 3)
    print(f"KnowledgeGraph.open()                {opened:8.2f} ms")
    asked = best(lambda: KnowledgeGraph.open().query("strategies-for-actor"))
    print(f"open and a first question            {asked:8.2f} ms")
    print(f"the Turtle sources with rdflib       {parsed:8.2f} ms: {parsed / opened:.0f} times an open")
    graph = KnowledgeGraph.open()
    for words, use in (("a question beyond its engine", lambda _: None), ("and its rows read", list)):
        spent = overhead(graph, use)
        middle, (worst, name) = spent[len(spent) // 2][0], spent[-1]
        print(f"{words:<36} {middle:8.2f} ms in the median; most {worst:.2f} ms ({name})")
    print(f"the first claims(), graph open       {first_use(lambda graph: graph.claims()):8.2f} ms")
    print(f"the first entity(), graph open       {first_use(lambda graph: graph.entity(FILM)):8.2f} ms")


if __name__ == "__main__":
    main()
