"""Readers while updates are accepted: ``python -m benchmarks.updates [--updates N] [--seconds N] [--rate N]``.

A service of its own stands over a scratch copy of the project in git, with updates switched on. Readers ask at
a constant rate over kept connections, by turns a query of which every text is new, one of those that return,
and a page; an answer is timed from the moment at which it was due, so none that waits behind another is left
out. They are measured with nobody writing, then while the updates come one after the other, each a checked
commit that the service builds.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import secrets
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from benchmarks.mix import NONCE, accept_for, load_mix
from benchmarks.peers import free_port
from benchmarks.run import build_here
from genfilm.dataset import builds

ROOT = Path(__file__).resolve().parent.parent
PARTS = ("ontology", "kg", "queries", "CHANGELOG.md", "released.json", "pyproject.toml")
PAGES = (
    "/en/claims?verdict=disputed",
    "/zh/claim/zhang-2026/N16",
    "/en/entity/film/double-world",
    "/zh/entity/tech/generative-ai",
    "/en/compare/technologies-films",
    "/zh/questions/verdict-counts",
    "/en/search?q=copyright",
    "/zh/ontology/terms/SourceClaim",
)
ENTITIES = "https://w3id.org/genfilm/graph/entities"
CLAIMS = "https://w3id.org/genfilm/graph/source/zhang-2026"
ALSO = "http://www.w3.org/2004/02/skos/core#altLabel"
NOTE = "http://www.w3.org/2004/02/skos/core#editorialNote"
MEMBER = "https://w3id.org/genfilm/id/film/avatar"
CLAIM = "https://w3id.org/genfilm/id/claim/zhang-2026/C01"
KINDS = ("new queries", "returning queries", "pages")
CONNECTIONS = 8


@dataclass
class Readers:
    """Requests of several connections at a constant rate, and how long each answer took."""

    port: int
    rate: float
    requests: dict[str, list[tuple[str, str]]]
    spent: dict[str, list[float]] = field(default_factory=lambda: {kind: [] for kind in KINDS})
    errors: list[str] = field(default_factory=list)

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Ask as long as the block lasts."""
        over, begin = threading.Event(), time.perf_counter() + 0.05
        threads = [
            threading.Thread(target=self._read, args=(begin + number / self.rate, over, number))
            for number in range(CONNECTIONS)
        ]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            over.set()
            for thread in threads:
                thread.join()

    def _read(self, due: float, over: threading.Event, number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        chosen, count = random.Random(number), 0
        while not over.wait(max(0.0, due - time.perf_counter())):
            kind = KINDS[(count + number) % len(KINDS)]
            path, accept = chosen.choice(self.requests[kind])
            path = path.replace(NONCE, f"n{secrets.token_hex(6)}")
            try:
                connection.request("GET", path, headers={"Accept": accept})
                answer = connection.getresponse()
                answer.read()
                if answer.status != 200:
                    self.errors.append(f"{path[:80]}: {answer.status}")
            except (OSError, http.client.HTTPException) as error:
                self.errors.append(f"{path[:80]}: {error!r}")
                connection.close()
            self.spent[kind].append((time.perf_counter() - due) * 1000)
            count, due = count + 1, due + CONNECTIONS / self.rate


def requests_of(graph: Path) -> dict[str, list[tuple[str, str]]]:
    """(address, Accept) of what readers ask for, by kind."""
    mix = load_mix(graph)
    new = [(f"/sparql?query={quote(text)}", accept_for(text)) for each in mix for text in each.cold]
    hot = [(f"/sparql?query={quote(each.hot)}", accept_for(each.hot)) for each in mix]
    return dict(zip(KINDS, (new, hot, [(page, "text/html") for page in PAGES]), strict=True))


def git(root: Path, *words: str) -> str:
    """What git says in the scratch copy."""
    done = subprocess.run(["git", "-C", str(root), *words], check=True, capture_output=True, text=True)
    return done.stdout.strip()


def copy_of_project(root: Path) -> None:
    """The project once more, in a git repository of its own."""
    for part in PARTS:
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, root / part)
        elif (ROOT / part).exists():
            shutil.copy(ROOT / part, root / part)
    (root / ".gitignore").write_text(".genfilm-*\n", "utf-8")
    git(root, "init", "--quiet")
    git(root, "config", "user.name", "Keeper")
    git(root, "config", "user.email", "keeper@example.org")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "--message=first")


@contextmanager
def service(root: Path, home: Path, secret: str) -> Iterator[int]:
    """The port of a service over these sources that takes updates."""
    file, port = home.parent / "secret", free_port()
    file.write_text(secret, "ascii")
    given = {
        "GENFILM_HOST": "127.0.0.1",
        "GENFILM_PORT": str(port),
        "GENFILM_HOME": str(home),
        "GENFILM_SOURCES": str(root),
        "GENFILM_UPDATE_SECRET": str(file),
    }
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GENFILM_")}
    log = (home.parent / "log").open("wb")
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "server.py")], env={**kept, **given}, stdout=log, stderr=log
    )
    try:
        for _ in range(600):
            try:
                connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
                connection.request("GET", "/ready")
                if connection.getresponse().status == 200:
                    break
            except OSError:
                pass
            time.sleep(0.2)
        else:
            raise SystemExit((home.parent / "log").read_text("utf-8")[-2000:])
        yield port
    finally:
        process.terminate()
        process.wait(60)
        log.close()


def update(connection: http.client.HTTPConnection, number: int, secret: str) -> float:
    """Seconds of one update, by turns a name of a film by SPARQL Update and a note on a claim by the Graph
    Store Protocol; raises SystemExit when it is refused."""
    headers = {"Authorization": f"Bearer {secret}", "From": "ann@example.org"}
    if number % 2:
        path, kind = "/update", "application/sparql-update"
        body = f'INSERT DATA {{ GRAPH <{ENTITIES}> {{ <{MEMBER}> <{ALSO}> "Avatar, cut {number}"@en }} }}'
    else:
        path, kind = f"/graphs?graph={quote(CLAIMS, safe='')}", "text/turtle"
        body = f'<{CLAIM}> <{NOTE}> "Read again, {number}."@en .'
    start = time.perf_counter()
    connection.request("POST", path, body.encode(), {**headers, "Content-Type": kind})
    answer = connection.getresponse()
    told = answer.read()
    if answer.status not in (200, 204):
        raise SystemExit(f"update {number}: {answer.status} {told.decode()[:2000]}")
    return time.perf_counter() - start


def measure(updates: int, seconds: float, rate: float) -> dict[str, Any]:
    """Readers idle, then during the updates."""
    asked = requests_of(build_here().directory / builds.GRAPH)
    with tempfile.TemporaryDirectory(prefix="genfilm-updates-") as folder:
        root, home, secret = Path(folder) / "project", Path(folder) / "home", secrets.token_hex(16)
        root.mkdir()
        home.mkdir()
        copy_of_project(root)
        with service(root, home, secret) as port:
            warm, idle, busy = (Readers(port, rate, asked) for _ in range(3))
            with warm.reading():
                time.sleep(10)
            with idle.reading():
                time.sleep(seconds)
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
            with busy.reading():
                spent = [update(connection, number, secret) for number in range(updates)]
        commits = int(git(root, "rev-list", "--count", "HEAD")) - 1
        served = (home.parent / "log").read_text("utf-8").count("serving build")
    return {
        "updates": updates,
        "commits": commits,
        "builds_served": served,
        "update_seconds": {"p50": statistics.median(spent), "p95": percentile(spent, 95)},
        "readers_ms": {
            name: {kind: summary(times) for kind, times in (*readers.spent.items(), everything(readers))}
            for name, readers in (("idle", idle), ("during", busy))
        },
        "errors": idle.errors + busy.errors,
    }


def everything(readers: Readers) -> tuple[str, list[float]]:
    """All kinds together."""
    return "all", [each for times in readers.spent.values() for each in times]


def summary(times: list[float]) -> dict[str, float]:
    """Count, median and 99th percentile in milliseconds."""
    return {"requests": len(times), "p50": statistics.median(times), "p99": percentile(times, 99)}


def percentile(times: list[float], which: int) -> float:
    """The value below which so many of a hundred lie."""
    return statistics.quantiles(times, n=100, method="inclusive")[which - 1]


def main() -> None:
    """Print the table, or the figures as JSON."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--updates", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=60, help="how long readers are measured idle")
    parser.add_argument("--rate", type=float, default=40, help="requests of the readers per second")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    found = measure(given.updates, given.seconds, given.rate)
    if given.json:
        print(json.dumps(found, indent=2))
        return
    took, read = found["update_seconds"], found["readers_ms"]
    print(
        f"{found['updates']} updates, {found['commits']} commits, {found['builds_served']} builds in service"
    )
    print(f"an update: {took['p50']:.2f} s in the median, {took['p95']:.2f} s at the 95th percentile")
    print(f"{'readers, ms':<20}{'idle p50':>10}{'p99':>10}{'during p50':>12}{'p99':>10}{'ratio of p99':>14}")
    for kind in read["idle"]:
        idle, during = read["idle"][kind], read["during"][kind]
        print(
            f"{kind:<20}{idle['p50']:10.1f}{idle['p99']:10.1f}{during['p50']:12.1f}{during['p99']:10.1f}"
            f"{during['p99'] / idle['p99']:14.2f}"
        )
    print(f"errors: {len(found['errors'])}", *found["errors"][:5], sep="\n  ")


if __name__ == "__main__":
    main()
