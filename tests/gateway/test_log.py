"""The log: events as lines, ids that errors carry too, and a service that waits for no reader of its log."""

from __future__ import annotations

import json
import logging
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from genfilm.dataset.builds import Build
from genfilm.gateway.log import JsonFormat, TextFormat
from tests.conftest import ROOT, Server, free_port, start_server, stop_server
from tests.processes import eventually
from tests.web.http import get

BOMB = 'SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } # 影谱 "quoted"'


def logged(server: Server) -> list[dict[str, object]]:
    """The events in a log in JSON; every line but the announcement at the start is one."""
    lines = server.log.read_text("utf-8").splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("{"))
    return [json.loads(line) for line in lines[start:]]


def test_a_failed_query_is_found_in_the_log_by_the_id_of_its_error(
    real_build: Build, home: Path, tmp_path: Path
) -> None:
    settings = {"GENFILM_LOG": "json", "GENFILM_ACCESS_LOG": "yes", "GENFILM_QUERY_TIMEOUT": "0.5"}
    server = start_server(home, tmp_path / "log.txt", **settings)
    try:
        failed = get(server.sparql, "application/json", query=BOMB)
        wrong = get(server.sparql, "application/json", query="SELEC")
        good = get(server.sparql, query="ASK {}")
        page = get(f"{server.url}/nowhere")
    finally:
        stop_server(server)
    events = {event.get("queryId"): event for event in logged(server)}
    assert (failed.status, failed.headers["x-query-id"]) == (504, failed.json["queryId"])
    event = events[failed.json["queryId"]]
    assert (event["level"], event["message"], event["status"], event["query"]) == (
        "warning",
        "query failed",
        504,
        BOMB,
    )
    assert float(str(event["seconds"])) > 0.4
    assert str(event["time"]).endswith("Z")
    assert (events[wrong.json["queryId"]]["status"], events[wrong.json["queryId"]]["query"]) == (400, "SELEC")
    assert events[good.headers["x-query-id"]]["message"] == "query"
    requests = [event for event in logged(server) if event["message"] == "request"]
    assert [(r["method"], r["path"], r["status"]) for r in requests if r["path"] == "/nowhere"] == [
        ("GET", "/nowhere", page.status)
    ]


def test_without_the_access_log_only_what_failed_or_was_slow_is_logged(
    real_build: Build, home: Path, tmp_path: Path
) -> None:
    server = start_server(home, tmp_path / "log.txt", GENFILM_QUERY_TIMEOUT="0.5")
    try:
        failed = get(server.sparql, "application/json", query=BOMB)
        get(server.sparql, query="ASK { ?s ?p 'quiet' }")
    finally:
        stop_server(server)
    text = server.log.read_text("utf-8")
    [line] = [line for line in text.splitlines() if "queryId" in line]
    found = re.search(
        rf"WARNING query failed  queryId={failed.json['queryId']} status=504 seconds=(\S+)", line
    )
    assert found
    assert float(found[1]) > 0.4
    assert line.endswith(f"query={json.dumps(BOMB, ensure_ascii=False)}")
    assert "quiet" not in text


def test_a_log_that_nobody_reads_holds_nobody_up(real_build: Build, home: Path) -> None:
    port = free_port()
    environ = {name: value for name, value in os.environ.items() if not name.startswith("GENFILM_")}
    environ |= {"GENFILM_HOME": str(home), "GENFILM_PORT": str(port), "GENFILM_SLOW_QUERY": "0"}
    reader, writer = os.pipe()
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "server.py")], env=environ, stdout=writer, stderr=writer
    )
    os.close(writer)
    server = Server(f"http://127.0.0.1:{port}", process, Path("none"))
    try:
        assert eventually(lambda: answered(server))
        for number in range(150):  # 2 kB a line, where a pipe holds 64
            assert get(server.sparql, query=f"ASK {{}} # {number} " + "x" * 2000).status == 200
    finally:
        os.close(reader)
        stop_server(server)
    assert process.returncode == 0


def answered(server: Server) -> bool:
    try:
        return get(f"{server.url}/ready").status == 200
    except OSError:
        return False


@pytest.mark.parametrize(
    ("facts", "text"),
    [
        ({}, "WARNING said it"),
        ({"a": 1, "b": "plain", "c": ""}, 'WARNING said it  a=1 b=plain c=""'),
        ({"query": 'x "y"\nz=1\u2028'}, r'WARNING said it  query="x \"y\"\nz=1' + '\u2028"'),
    ],
)
def test_an_event_is_one_line(facts: dict[str, object], text: str):
    record = logging.LogRecord("genfilm", logging.WARNING, "", 0, "said %s", ("it",), None)
    record.facts = facts
    assert TextFormat().format(record).split(" ", 1)[1] == text
    line = JsonFormat().format(record)
    assert "\n" not in line
    assert json.loads(line) == json.loads(line) | {"message": "said it", "level": "warning"} | facts


def test_a_fault_brings_its_trace():
    try:
        raise ValueError("broken")
    except ValueError:
        record = logging.LogRecord("genfilm", logging.ERROR, "", 0, "internal error", (), sys.exc_info())
    assert json.loads(JsonFormat().format(record))["trace"].endswith("ValueError: broken")
    assert TextFormat().format(record).endswith("ValueError: broken")
