"""The service as processes: new builds, signals, killed processes, a log that cannot be written."""

from __future__ import annotations

import http.client
import itertools
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode

import pytest

from genfilm.dataset import builds
from genfilm.dataset.builds import Build
from genfilm.dataset.disk import FOLDER
from genfilm.dataset.held import roll_back
from genfilm.errors import BuildNotFound
from tests.conftest import ROOT, Server, free_port, start_server, stop_server
from tests.processes import children, descendants, eventually, running
from tests.web.http import get, send

SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
EVENT = "SELECT ?v {{ <https://example.org/s> <https://example.org/p> ?v }} # {}"


@pytest.fixture
def own_home(real_build: Build, tmp_path: Path) -> Path:
    """A home directory of the test's own, with a copy of the real build."""
    shutil.copytree(real_build.directory, tmp_path / "home" / real_build.directory.name)
    (tmp_path / "home" / builds.POINTER).write_text(real_build.directory.name)
    return tmp_path / "home"


@pytest.fixture
def start(own_home: Path, tmp_path: Path) -> Iterator[Callable[..., Server]]:
    started: list[Server] = []

    def begin(**settings: str) -> Server:
        settings.setdefault("GENFILM_SOURCES", str(tmp_path))
        limits = {
            "GENFILM_QUERY_TIMEOUT": "3",
            "GENFILM_QUERY_MEMORY": "256",
            "GENFILM_RELOAD_INTERVAL": "0.2",
        }
        started.append(start_server(own_home, tmp_path / f"log{len(started)}.txt", **(limits | settings)))
        return started[-1]

    yield begin
    for server in started:
        stop_server(server)


SPOILT = {
    "graph": ("graph.nq", b"this is no N-Quads\n"),
    "bytes": ("graph.nq", b"\xff{"),
    "manifest": ("manifest.json", b"\xff{"),
    "queries": (".rq", b"#+ [: \xff\n"),
}


def publish(home: Path, number: int, fault: str = "") -> Build | None:
    """A build like the current one, with one more triple; a fault is in it when it is first seen."""
    old = builds.current(home)
    files = {
        str(p.relative_to(old.directory)): p.read_bytes() for p in old.directory.rglob("*") if p.is_file()
    }
    files = {name: content for name, content in files.items() if not name.startswith(f"{FOLDER}/")}  # stale
    more = f'<https://example.org/s> <https://example.org/p> "{number}" .\n'.encode()
    files["graph.nq"] = SPOILT["graph"][1] if fault == "graph" else files["graph.nq"] + more
    manifest = old.manifest | {"id": f"{number:064x}", "bytes": len(files["graph.nq"])}
    files["manifest.json"] = json.dumps(manifest).encode()
    if fault:
        ending, content = SPOILT[fault]
        files |= {name: content for name in files if name.endswith(ending)}
    try:
        return builds.publish(home, f"{number:012x}", files)
    except BuildNotFound:  # it is no build, but it is pointed to
        assert fault in ("manifest", "bytes")
        return None


def point(home: Path, name: bytes) -> None:
    """Point to a build as publishing does: nobody ever sees half of a name."""
    (home / "new").write_bytes(name)
    os.replace(home / "new", home / builds.POINTER)


def answers(server: Server) -> bool:
    try:
        return get(server.sparql, query=f"ASK {{ ?s ?p ?o }} # {time.monotonic()}").status == 200
    except (OSError, urllib.error.URLError):
        return False


def test_a_new_build_is_taken_up_without_a_failed_request(
    start: Callable[..., Server], own_home: Path
) -> None:
    server = start()
    old = descendants(server.process.pid)[1:]
    statuses: list[int] = []
    end = threading.Event()
    numbers = itertools.count()

    def ask() -> None:
        while not end.wait(0.02):
            statuses.append(get(server.sparql, query=EVENT.format(next(numbers))).status)

    def more() -> bool:
        wanted = len(statuses) + 60
        return eventually(lambda: len(statuses) >= wanted)

    begin = time.monotonic()
    with ThreadPoolExecutor(6) as clients:
        asking = [clients.submit(ask) for _ in range(6)]
        try:
            for number in (1, 2):
                assert more()
                build = publish(own_home, number)
                assert eventually(lambda build=build: get(f"{server.url}/health").json["build"] == build.id)
            assert more()
        finally:
            end.set()
        for each in asking:
            each.result()
    print(
        f"{len(statuses)} requests in {time.monotonic() - begin:.1f} s over two reloads"
    )  # docs/operation.md
    assert set(statuses) == {200}
    rows = get(server.sparql, query=EVENT.format("again")).json["results"]["bindings"]
    assert sorted(row["v"]["value"] for row in rows) == ["1", "2"]
    assert eventually(lambda: not any(map(running, old)))
    assert 'genfilm_reloads_total{outcome="done"} 2.0' in get(f"{server.url}/metrics").text
    seen = get(f"{server.url}/en/").headers["x-build"]
    back = roll_back(own_home, builds.open_build(own_home / f"{1:012x}"), "")
    assert eventually(lambda: get(f"{server.url}/health").json["build"] == back.id)
    asked = send(
        f"{server.sparql}?{urlencode({'query': EVENT.format('back')})}",
        headers={"Cookie": f"genfilm-build={seen}"},
    )
    assert asked.status == 200, "a client who has seen the newer build is served"
    assert [row["v"]["value"] for row in asked.json["results"]["bindings"]] == ["1"]
    later = f"{2:012x}"
    for there in (
        get(server.sparql, query=EVENT.format("release"), release=later),
        get(f"{server.url}/release/{later}/sparql", query=EVENT.format("release")),
    ):
        rows = there.json["results"]["bindings"]
        assert sorted(row["v"]["value"] for row in rows) == ["1", "2"], "another build answers as it was"
        assert there.headers["x-build"] != seen, "the build in service is named"
    page = get(f"{server.url}/zh/claims", release=later)
    assert page.status == 200
    assert f'href="/release/{later}/zh/' in page.text, "its links stay in the release"
    assert "查看现行页面" in page.text
    assert get(f"{server.url}/api/claims", size="1", release=later).json["meta"]["build"] == f"{2:064x}"[:12]
    unknown = get(f"{server.url}/api/claims", release="9.9.9")
    assert (unknown.status, later in unknown.json["held"]) == (404, True)
    listed = get(f"{server.url}/api/releases").json["data"]
    assert [each["current"] for each in listed if each["build"]] == [True, False, False]
    listed_page = get(f"{server.url}/en/releases").text
    assert f"/release/{later}/en/" in listed_page
    assert "releases/changes?from=" in listed_page
    others = [each["name"] for each in listed if each["build"] not in ("", later)]
    pair = {"from": others[0], "to": later}
    changes = get(f"{server.url}/zh/releases/changes", **pair)
    assert changes.status == 200
    assert f"从{pair['from']}到{later}的变动" in changes.text
    missing = get(f"{server.url}/zh/releases/changes", to=later)
    assert (missing.status, missing.json["parameter"]) == (400, "from")


@pytest.mark.parametrize("fault", ["graph", "manifest", "pointer", "bytes", "queries"])
def test_a_broken_build_is_refused_and_a_later_one_is_served(
    start: Callable[..., Server], own_home: Path, fault: str
) -> None:
    server = start()
    good = get(f"{server.url}/health").json["build"]
    keep = builds.current(own_home).directory.name
    if fault == "pointer":
        point(own_home, b"\xff{")
    else:
        publish(own_home, 7, fault)
    assert eventually(lambda: "the old one stays" in server.log.read_text())
    time.sleep(0.6)
    assert server.log.read_text().count("the old one stays") == 1
    assert get(f"{server.url}/health").json["build"] == good
    point(own_home, keep.encode())
    later = publish(own_home, 8)
    assert eventually(lambda: get(f"{server.url}/health").json["build"] == later.id)


def test_a_killed_worker_comes_back_with_the_current_build(
    start: Callable[..., Server], own_home: Path
) -> None:
    server = start()
    first = builds.current(own_home).directory
    build = publish(own_home, 3)
    assert eventually(lambda: get(f"{server.url}/health").json["build"] == build.id)
    shutil.rmtree(first)
    [worker] = children(server.process.pid)
    below = descendants(worker)
    os.kill(worker, signal.SIGKILL)
    assert eventually(lambda: answers(server))
    assert get(f"{server.url}/health").json["build"] == build.id
    assert eventually(lambda: not any(map(running, below)))
    assert children(server.process.pid) != [worker]


def test_nothing_outlives_a_killed_main_process(start: Callable[..., Server]) -> None:
    server = start(GENFILM_QUERY_TIMEOUT="3600")
    client = ThreadPoolExecutor(1)
    asked = client.submit(get, server.sparql, query=SLOW)
    assert eventually(lambda: get(f"{server.url}/health").json["long"] == 1)
    below = descendants(server.process.pid)
    assert len(below) >= 3
    server.process.kill()
    server.process.wait()
    assert eventually(lambda: not any(map(running, below)))
    assert isinstance(asked.exception(60), OSError | http.client.HTTPException)
    client.shutdown()
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", int(server.url.rpartition(":")[2])))


def test_a_query_under_way_is_answered_before_the_service_ends(start: Callable[..., Server]) -> None:
    server = start(GENFILM_QUERY_TIMEOUT="8")
    below = descendants(server.process.pid)
    with ThreadPoolExecutor(1) as client:
        asked = client.submit(get, server.sparql, query=SLOW)
        assert eventually(lambda: get(f"{server.url}/health").json["long"] == 1)
        server.process.terminate()
        assert asked.result(60).status == 504
    assert server.process.wait(60) == 0
    assert eventually(lambda: not any(map(running, below)))


@pytest.mark.parametrize("coding", [b"Content-Length: 9", b"Transfer-Encoding: chunked"])
def test_a_client_that_stalls_does_not_keep_the_service_from_ending(
    start: Callable[..., Server], coding: bytes
) -> None:
    server = start(GENFILM_QUERY_TIMEOUT="3600", GENFILM_BODY_TIMEOUT="3600")
    port = int(server.url.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port)) as stalled:
        stalled.sendall(
            b"POST /sparql HTTP/1.1\r\nHost: x\r\n" + coding + b"\r\nExpect: 100-continue\r\n\r\n"
        )
        assert stalled.recv(100).startswith(b"HTTP/1.1 100 ")  # the body is being waited for
        begin = time.monotonic()
        server.process.terminate()
        assert stalled.recv(100).startswith(b"HTTP/1.1 503 ")
        assert server.process.wait(60) == 0
        print(f"ended after {time.monotonic() - begin:.1f} s")  # docs/operation.md


def test_a_worker_that_is_killed_again_and_again_comes_back(start: Callable[..., Server]) -> None:
    server = start()
    for _ in range(3):
        [worker] = children(server.process.pid)
        os.kill(worker, signal.SIGKILL)
        assert eventually(lambda worker=worker: children(server.process.pid) not in ([], [worker]))
        assert eventually(lambda: answers(server))
    assert server.process.poll() is None


def test_requests_that_meet_a_killed_worker_wait_for_the_next_one(start: Callable[..., Server]) -> None:
    server = start()
    for number in range(2):  # the second one within seconds, which Granian takes for a crash loop
        [worker] = children(server.process.pid)
        os.kill(worker, signal.SIGKILL)
        assert eventually(lambda worker=worker: not running(worker))
        for again in range(3):
            assert get(server.sparql, query=f"ASK {{ ?s ?p ?o }} # killed {number} {again}").status == 200
        assert children(server.process.pid) != [worker]


def test_a_service_that_ends_takes_no_new_connection(start: Callable[..., Server]) -> None:
    server = start(GENFILM_QUERY_TIMEOUT="8")
    with ThreadPoolExecutor(1) as client:
        answer = client.submit(get, server.sparql, query=f"{SLOW} # ends")
        assert eventually(
            lambda: get(f"{server.url}/health").json["busy"] + get(f"{server.url}/health").json["long"] > 0
        )
        server.process.terminate()
        assert eventually(lambda: refused(server))
        assert not answer.done()
        assert answer.result().status == 504
    assert server.process.wait(60) == 0


def refused(server: Server) -> bool:
    try:
        get(f"{server.url}/health")
    except ConnectionRefusedError:
        return True
    except OSError:
        pass
    return False


def test_a_taken_port_is_said_so(start: Callable[..., Server], own_home: Path) -> None:
    port = start().url.rpartition(":")[2]
    environ = {k: v for k, v in os.environ.items() if not k.startswith("GENFILM_")}
    second = subprocess.run(
        [sys.executable, str(ROOT / "server.py")], capture_output=True, text=True, timeout=60, check=False,
        env=environ | {"GENFILM_HOME": str(own_home), "GENFILM_SOURCES": str(own_home), "GENFILM_PORT": port},
    )  # fmt: skip
    assert second.returncode == 1
    assert f"cannot listen on 127.0.0.1:{port}" in second.stderr
    assert "held by process" in second.stderr


@pytest.mark.parametrize("closed", [False, True])
def test_a_log_that_cannot_be_written_stops_nothing(own_home: Path, closed: bool) -> None:
    port = free_port()
    environ = {k: v for k, v in os.environ.items() if not k.startswith("GENFILM_")}
    environ |= {
        "GENFILM_HOME": str(own_home),
        "GENFILM_SOURCES": str(own_home),
        "GENFILM_PORT": str(port),
        "GENFILM_SLOW_QUERY": "0",
    }
    ending = ">&- 2>&-" if closed else ">/dev/full 2>/dev/full"
    command = ["sh", "-c", f'exec "{sys.executable}" "{ROOT / "server.py"}" {ending}']
    process = subprocess.Popen(command, env=environ)
    server = Server(f"http://127.0.0.1:{port}", process, own_home / "none")
    try:
        assert eventually(lambda: answers(server))
        assert get(server.sparql, query="ASK {").status == 400
        order = "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY STR(?a) STR(?f)"
        assert get(server.sparql, query=order, timeout="1").status in (504, 507)
        build = publish(own_home, 4)
        assert eventually(lambda: get(f"{server.url}/health").json["build"] == build.id)
        assert answers(server)
    finally:
        stop_server(server)
    assert process.returncode == 0
