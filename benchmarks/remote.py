"""The time that the service adds to that of an engine behind it: ``python -m benchmarks.remote [rounds]``.

The native Oxigraph server holds the build, put there by ``genfilm load``; the service has it as its engine. The
cold mix is asked in turns over one kept connection each, of the engine itself and through the service.
"""

from __future__ import annotations

import http.client
import os
import random
import secrets
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import quote, urlsplit

from benchmarks.mix import NONCE, Question, accept_for, load_mix
from benchmarks.peers import NATIVE, OURS, Data, Launch, Peer, Running
from benchmarks.run import build_here
from genfilm.dataset import builds
from genfilm.dataset.builds import Build
from genfilm.settings import ROOT


def main() -> None:
    """Print p50 and p95 in ms of both, and of what the service adds to each query."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    here = build_here()
    if NATIVE.find() is None:
        sys.exit(f"{NATIVE.name} is not installed, see benchmarks/README.md")
    questions = load_mix(here.directory / builds.GRAPH)
    data = Data(1, here.directory.parent, here.directory / builds.GRAPH, [], {})
    with tempfile.TemporaryDirectory(prefix="genfilm-remote-") as scratch:
        engine = Running(_engine(here), data, Path(scratch) / "engine")
        try:
            service = Running(_service(engine.query), data, Path(scratch) / "service")
            try:
                alone, through = _measured(engine.query, service.query, questions, rounds)
            finally:
                service.stop()
        finally:
            engine.stop()
    added = [one - other for one, other in zip(through, alone, strict=True)]
    for name, times in (("engine", alone), ("through the service", through), ("added", added)):
        print(f"{name:20} p50 {median(times) * 1000:.2f} ms, p95 {quantiles(times, n=20)[-1] * 1000:.2f} ms")


def _engine(build: Build) -> Peer:
    """The native server, to which the command loads the build."""

    def start(data: Data, directory: Path, port: int) -> Launch:
        launch = NATIVE.start(data, directory, port)
        store = launch.query.removesuffix("/query") + "/store"
        load = [sys.executable, "-m", "genfilm", "load", "--engine", launch.query, "--store", store]
        environ = {**os.environ, "GENFILM_HOME": str(build.directory.parent)}
        return replace(
            launch, after=lambda: subprocess.run(load, check=True, env=environ, cwd=ROOT, capture_output=True)
        )

    return replace(NATIVE, start=start)


def _service(engine: str) -> Peer:
    def start(data: Data, directory: Path, port: int) -> Launch:
        launch = OURS.start(data, directory, port)
        return replace(launch, environ={**launch.environ, "GENFILM_ENGINE": engine})

    return replace(OURS, start=start)


def _measured(
    engine: str, service: str, questions: list[Question], rounds: int
) -> tuple[list[float], list[float]]:
    """Seconds for each query, of the engine and through the service; the first round is the warm-up."""
    chosen, salt = random.Random(1), secrets.token_hex(4)
    found: tuple[list[float], list[float]] = [], []
    servers = [
        (http.client.HTTPConnection(urlsplit(url).netloc), urlsplit(url).path) for url in (engine, service)
    ]
    for number in range(rounds + 1):
        for question in questions:
            text = chosen.choice(question.cold)
            for times, (connection, path) in zip(found, servers, strict=True):
                query = quote(text.replace(NONCE, f"n{salt}{number}"), safe="")
                start = time.perf_counter()
                connection.request("GET", f"{path}?query={query}", headers={"Accept": accept_for(text)})
                answer = connection.getresponse()
                answer.read()
                if answer.status != 200:
                    sys.exit(f"{question.name}: status {answer.status}")
                if number:
                    times.append(time.perf_counter() - start)
    return found


if __name__ == "__main__":
    main()
