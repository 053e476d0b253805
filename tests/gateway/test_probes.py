"""Health and readiness: the process works, queries are answered; and what monitoring reads."""

from __future__ import annotations

import os
import shutil
import signal
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from genfilm.dataset import builds
from genfilm.dataset.builds import Build
from tests.conftest import Server, start_server, stop_server
from tests.processes import children, eventually
from tests.web.http import get, send

SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } # probes "


def test_both_say_what_is_served(server: Server, real_build: Build) -> None:
    for path in ("/health", "/ready"):
        answer = get(f"{server.url}{path}")
        assert (answer.status, answer.media_type) == (200, "application/json")
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["access-control-allow-origin"] == "*"
        assert (answer.json["status"], answer.json["build"]) == ("ok", real_build.id)
        assert answer.json["quads"] > 10_000
        assert send(f"{server.url}{path}", "HEAD").body == b""
        assert send(f"{server.url}{path}", "POST").status == 405


@pytest.mark.parametrize("left", [None, b"no N-Quads"])
def test_a_service_without_evaluators_is_healthy_and_not_ready_until_it_has_them_again(
    real_build: Build, tmp_path: Path, left: bytes | None
) -> None:
    """Its graph goes away or is spoilt, and comes back."""
    home = tmp_path / "home"
    shutil.copytree(real_build.directory, home / real_build.directory.name)
    (home / builds.POINTER).write_text(real_build.directory.name)
    server = start_server(home, tmp_path / "log.txt", GENFILM_SOURCES=str(home), GENFILM_RELOAD_INTERVAL="60")
    try:
        [worker] = children(server.process.pid)
        [fork_server] = children(worker)
        graph = home / real_build.directory.name / "graph.nq"
        graph.rename(home / "away.nq")
        if left:
            graph.write_bytes(left)
        os.kill(fork_server, signal.SIGKILL)
        assert eventually(lambda: get(f"{server.url}/ready").status == 503)
        answer = get(f"{server.url}/ready")
        assert (answer.json["status"], answer.headers["retry-after"]) == ("failing", "2")
        assert str(home) not in answer.text
        assert get(f"{server.url}/health").status == 200
        query = get(server.sparql, "application/json", query="ASK { ?s ?p ?o } # not ready")
        assert (query.status, query.json["type"].rpartition("/")[2]) == (503, "no-build")
        (home / "away.nq").rename(graph)
        assert eventually(lambda: get(f"{server.url}/ready").status == 200)
    finally:
        stop_server(server)


def test_a_crowd_makes_the_service_neither_ill_nor_hides_its_metrics(
    real_build: Build, home: Path, tmp_path: Path
) -> None:
    """Probes from elsewhere take no part in the rate limit, and health none in the queue."""
    server = start_server(
        home, tmp_path / "log.txt", GENFILM_QUERY_TIMEOUT="3", GENFILM_EVALUATORS="1", GENFILM_LONG_QUERIES="1",
        GENFILM_QUEUE="0", GENFILM_RATE="0.01", GENFILM_RATE_BURST="60", GENFILM_TRUSTED_PROXIES="1",
    )  # fmt: skip
    there = {"X-Forwarded-For": "203.0.113.7"}
    try:
        with ThreadPoolExecutor(80) as clients:
            crowd = [
                clients.submit(
                    send,
                    f"{server.sparql}?query={SLOW.replace(' ', '+').replace('#', '%23')}{n}",
                    "GET",
                    None,
                    there,
                )
                for n in range(70)
            ]
            probes = [send(f"{server.url}/health", headers=there).status for _ in range(20)]
            assert send(f"{server.url}/metrics", headers=there).status == 200
            statuses = {answer.result().status for answer in crowd}
        assert probes == [200] * 20
        assert statuses >= {503, 429}
        assert send(f"{server.url}/ready", headers=there).status == 200
        assert get(f"{server.url}/metrics").headers["x-content-type-options"] == "nosniff"
        assert send(f"{server.url}/metrics", "POST").status == 405
    finally:
        stop_server(server)
