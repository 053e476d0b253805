"""How long the Python door takes: ``python -m benchmarks.client`` prints each figure, best of several."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import rdflib

from genfilm import KnowledgeGraph
from genfilm.dataset.load import source_files
from genfilm.engine.query import Query

ROOT = Path(__file__).resolve().parent.parent


def best(work: Callable[[], object], times: int = 9) -> float:
    """The shortest of several runs, in milliseconds."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return 1000 * min(found)


def in_a_new_process(code: str) -> float:
    """Milliseconds of a statement in a fresh interpreter, its start left out."""
    timed = f"import time; t = time.perf_counter(); {code}; print(time.perf_counter() - t)"
    runs = [subprocess.run([sys.executable, "-c", timed], capture_output=True, check=True) for _ in range(5)]
    return 1000 * min(float(run.stdout) for run in runs)


def parse_sources() -> None:
    """Every Turtle source with rdflib."""
    data = rdflib.Dataset()
    for path, name in source_files(ROOT).items():
        data.graph(rdflib.URIRef(name)).parse(path, format="turtle")


def overhead(graph: KnowledgeGraph) -> list[tuple[float, str]]:
    """Milliseconds that a question takes beyond its engine, for every question."""
    found = []
    for query in graph.queries:
        text = graph.query(query.id).sparql
        engine = best(lambda text=text: graph.library.engine.answer(Query(text)))
        found.append((best(lambda name=query.id: graph.query(name)) - engine, query.id))
    return sorted(found)


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
    spent = overhead(KnowledgeGraph.open())
    middle, (worst, name) = spent[len(spent) // 2][0], spent[-1]
    print(f"a question beyond its engine, median {middle:8.2f} ms; most {worst:.2f} ms ({name})")


if __name__ == "__main__":
    main()
