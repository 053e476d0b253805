"""Three nodes behind HAProxy: each is killed and a new build is rolled out, and no client notices.

What counts: answers that failed, answers that are wrong, and clients that got an older build after a newer one.
"""

from __future__ import annotations

import http.client
import json
import os
import shutil
import subprocess
import sys
import threading
import time
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from genfilm.dataset.builds import MANIFEST, POINTER, Build
from tests import ROOT
from tests.conftest import free_port
from tests.programs import need

NODES, CLIENTS = 3, 6
QUERY = "SELECT (COUNT(*) AS ?n) WHERE {{ ?film a gf:Film }} # {}"


class Node:
    """A service over a home directory of its own, on a port that it keeps."""

    def __init__(self, directory: Path, build: Build) -> None:
        self.home, self.log, self.port = directory / "home", directory / "log.txt", free_port()
        self.home.mkdir(parents=True)
        self.publish(build.directory)
        self.start()

    def publish(self, directory: Path) -> None:
        """Bring a build here as docs/cluster.md says: its directory, then the pointer in one step."""
        shutil.copytree(directory, self.home / directory.name, copy_function=os.link)
        (self.home / "next").write_text(directory.name)
        os.replace(self.home / "next", self.home / POINTER)

    def start(self) -> None:
        environ = {name: value for name, value in os.environ.items() if not name.startswith("GENFILM_")}
        environ |= {"GENFILM_HOME": str(self.home), "GENFILM_PORT": str(self.port)}
        environ |= {"GENFILM_SOURCES": str(self.home), "GENFILM_EVALUATORS": "2", "GENFILM_LONG_QUERIES": "2"}
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                [sys.executable, str(ROOT / "server.py")], env=environ, stderr=log, stdout=log
            )

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def wait_until_ready(self) -> None:
        for _ in range(900):
            assert self.process.poll() is None, self.log.read_text()
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/ready", timeout=5).read()
                return
            except OSError:
                time.sleep(0.1)
        raise AssertionError(self.log.read_text())


class Client(threading.Thread):
    """Asks one new question after the other, keeping its cookie, and notes what comes."""

    def __init__(self, port: int, number: int, done: threading.Event) -> None:
        super().__init__(daemon=True)
        self.port, self.number, self.done = port, number, done
        self.answers: Counter[str] = Counter()
        self.builds: list[str] = []

    def run(self) -> None:
        cookies: dict[str, str] = {}
        while not self.done.is_set():
            text = urllib.parse.quote(QUERY.format(f"{self.number} {self.answers.total()}"))
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
            cookie = "; ".join(f"{name}={value}" for name, value in cookies.items())
            try:
                connection.request(
                    "GET", f"/sparql?query={text}", headers={"Cookie": cookie, "Accept": "text/csv"}
                )
                answer = connection.getresponse()
                body = answer.read().decode()
                self.answers[body.strip() if answer.status == 200 else f"{answer.status} {body[:200]}"] += 1
                if answer.status == 200:
                    for line in answer.headers.get_all("Set-Cookie", []):
                        name, _, value = line.partition(";")[0].partition("=")
                        cookies[name] = value
                    self.builds.append(answer.headers["X-Build"])
            except (OSError, http.client.HTTPException) as error:
                self.answers[f"{type(error).__name__}: {error}"] += 1
            finally:
                connection.close()
            time.sleep(0.02)


@pytest.fixture
def nodes(real_build: Build, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Node]]:
    """The nodes, ready; on the disk of the build, so that files are linked and not copied."""
    directory = Path(real_build.directory.parent / ".replicas")
    shutil.rmtree(directory, ignore_errors=True)
    started: list[Node] = []
    try:
        for number in range(NODES):
            started.append(Node(directory / str(number), real_build))
        for node in started:
            node.wait_until_ready()
        yield started
    finally:
        for node in started:
            node.kill()
        shutil.rmtree(directory, ignore_errors=True)


@pytest.fixture
def balancer(nodes: list[Node], tmp_path: Path) -> Iterator[int]:
    """The port of HAProxy with the configuration of deploy/."""
    port = free_port()
    text = (ROOT / "deploy/haproxy.cfg").read_text().replace("bind :8080", f"bind 127.0.0.1:{port}")
    for number, node in enumerate(nodes, 1):
        text = text.replace(f"10.0.0.{number}:8000", f"127.0.0.1:{node.port}")
    (tmp_path / "haproxy.cfg").write_text(text)
    process = subprocess.Popen([need("haproxy"), "-db", "-f", str(tmp_path / "haproxy.cfg")])
    time.sleep(2)
    yield port
    process.terminate()
    process.wait(10)


def later(build: Build, directory: Path) -> Path:
    """The same build as if it had been made a day later, under another id."""
    target = directory / "f0f0f0f0f0f0"
    shutil.copytree(build.directory, target, copy_function=os.link)
    manifest = build.manifest | {"id": "f0" * 32, "created": "2999-01-01T00:00:00+00:00"}
    (target / MANIFEST).unlink()
    (target / MANIFEST).write_text(json.dumps(manifest))
    return target


def test_no_client_notices_that_nodes_are_killed_and_a_new_build_is_rolled_out(
    nodes: list[Node], balancer: int, real_build: Build
):
    done = threading.Event()
    clients = [Client(balancer, number, done) for number in range(CLIENTS)]
    newer = later(real_build, nodes[0].home.parent)
    for client in clients:
        client.start()
    try:
        for node in nodes:
            time.sleep(2)
            node.kill()
            node.publish(newer)
            time.sleep(3)
            node.start()
            node.wait_until_ready()
            time.sleep(3)
    finally:
        done.set()
        for client in clients:
            client.join(90)
    answers = sum((client.answers for client in clients), Counter())
    assert len(answers) == 1, answers
    assert answers.total() > 100
    for client in clients:
        assert client.builds == sorted(client.builds)
        assert client.builds[-1].endswith("f0f0f0f0f0f0")
