"""Processor time of a cold query by stage: ``python -m benchmarks.road [connections]`` (Linux, wrk).

Our service and the native server answer the cold mix one after the other; the kernel's account of their
processes is read before and after and divided by the requests. Last, the engine alone in this process on the
same texts: run the command with another LD_PRELOAD to see another allocator there.
"""

from __future__ import annotations

import os
import random
import secrets
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import pyoxigraph as ox

from benchmarks.mix import NONCE, Question, load_mix, write_script
from benchmarks.peers import NATIVE, OURS, Running, family
from benchmarks.run import build_here, run_wrk
from benchmarks.scale import prepare
from genfilm.dataset import builds
from genfilm.engine.fork_server import default_graph_of
from genfilm.engine.standard import rewritten
from genfilm.protocol import guard
from genfilm.vocabulary import PREFIXES

SECONDS = 6
_TICK = os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Print milliseconds of processor time a request, by kind of process."""
    connections = int(sys.argv[1]) if len(sys.argv) > 1 else 16
    here = build_here()
    questions = load_mix(here.directory / builds.GRAPH)
    with tempfile.TemporaryDirectory(prefix="genfilm-road-") as scratch:
        data = prepare(here, 1, Path(scratch) / "x1")
        for peer in (OURS, NATIVE):
            if peer.find() is None:
                print(f"{peer.name}: not installed, see benchmarks/README.md")
                continue
            server = Running(peer, data, Path(scratch) / peer.name)
            try:
                for _ in range(2):  # the first is the warm-up
                    script = Path(scratch) / "cold.lua"
                    write_script(script, questions, cold=True, salt=secrets.token_hex(4))
                    before = _spent(server)
                    run = run_wrk(server, script, connections, SECONDS)
                    after = _spent(server)
                asked = run["rate"] * SECONDS
                parts = ", ".join(
                    f"{kind} {(after[kind] - before[kind]) * 1000 / asked:.2f}" for kind in after
                )
                print(f"{peer.name}: {run['rate']:.0f} requests/s; ms a request: {parts}")
            finally:
                server.stop()
    texts = _texts(questions)
    whole, alone = _engine(here.directory / builds.GRAPH, texts)
    print(f"engine in this process: {whole:.2f} ms a query; {alone:.2f} with the default graph by itself")
    print(f"rewriting for what the engine answers otherwise than SPARQL: {_rewriting(texts):.3f} ms a query")


def _spent(server: Running) -> Counter[str]:
    """Seconds of processor time so far: in the evaluators with their fork server, and in all other processes."""
    found: Counter[str] = Counter()
    for pid in family(server.process.pid):
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            command = Path(f"/proc/{pid}/cmdline").read_bytes()
        except OSError:
            continue
        kind = "evaluators" if b"genfilm.engine.fork_server" in command else "server"
        own_and_ended = sum(map(int, fields[11:15]))  # utime, stime, and those of children that are gone
        found[kind] += own_and_ended / _TICK
    return found


def _texts(questions: list[Question]) -> list[str]:
    chosen = random.Random(1)
    return [chosen.choice(q.cold).replace(NONCE, f"n{n}") for n in range(12) for q in questions]


def _rewriting(texts: list[str]) -> float:
    """Milliseconds of processor time for a query, the best of six rounds."""
    best = float("inf")
    for _ in range(6):
        start = time.process_time()
        for text in texts:
            rewritten(text)
        best = min(best, time.process_time() - start)
    return best * 1000 / len(texts)


def _engine(graph: Path, texts: list[str]) -> tuple[float, float]:
    """Milliseconds of processor time for a query with its serialisation, the best of six rounds in turns: over
    all graphs, and where queries that name no graph see a store of the default graph alone."""
    store = ox.Store()
    store.bulk_load(path=str(graph), format=ox.RdfFormat.N_QUADS)
    default = default_graph_of(store)
    stores = [(store, store if guard.read(text).may_name_graphs else default) for text in texts]
    best = [float("inf")] * 2
    for _ in range(6):
        for which in range(2):
            start = time.process_time()
            for text, pair in zip(texts, stores, strict=True):
                answer = pair[which].query(text, prefixes=PREFIXES)
                if isinstance(answer, ox.QueryTriples):
                    ox.serialize(answer, format=ox.RdfFormat.N_TRIPLES)
                else:
                    answer.serialize(format=ox.QueryResultsFormat.JSON)
            best[which] = min(best[which], time.process_time() - start)
    whole, alone = (seconds * 1000 / len(texts) for seconds in best)
    return whole, alone


if __name__ == "__main__":
    main()
