"""Fixtures for the whole suite: the build of the repository, and the real server on a free port."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from genfilm.build import current_or_new
from genfilm.dataset.builds import Build
from tests import ROOT
from tests.programs import left_out, missing

ORDER = [
    *(
        "words",
        "protocol",
        "catalogue",
        "search",
        "records",
        "ask",
        "editing",
        "dataset",
        "engine",
        "",
        "web",
    ),
    *("client", "cli", "exports", "mcp", "strangers", "examples", "gateway", "w3c", "browser"),
]
"""Folders of tests, quick ones first: what is wrong shows early."""
LAST = {"test_wheel.py", "test_version.py", "test_contributing.py"}
"""Files of the top folder that make a build or a wheel of their own."""


def pytest_report_header() -> list[str]:
    """Say first what the run will leave out, and how to install it."""
    return left_out()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Quick folders first, and none left out."""

    def place(item: pytest.Item) -> int:
        folder, *rest = item.path.relative_to(ROOT / "tests").parts
        if not rest:
            return len(ORDER) if folder in LAST else ORDER.index("")
        return ORDER.index(folder)

    items.sort(key=place)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say it again at the end, where nobody has to look for it."""
    for line in left_out() if missing() else ():
        terminalreporter.write_line(line)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """With NO_SKIPS set, as in `.ci/run`, a run that leaves anything out fails: there everything is installed."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    if os.environ.get("NO_SKIPS") and (skipped or missing()):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@dataclass(frozen=True)
class Server:
    """A running service: its address and its process."""

    url: str
    process: subprocess.Popen[str]
    log: Path

    @property
    def sparql(self) -> str:
        return f"{self.url}/sparql"


def free_port() -> int:
    """A TCP port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start_server(directory: Path, log: Path, **settings: str) -> Server:
    """Start ``server.py`` over the builds in ``directory`` and wait until it answers."""
    port = free_port()
    environ = {name: value for name, value in os.environ.items() if not name.startswith("GENFILM_")}
    environ |= {"GENFILM_HOME": str(directory), "GENFILM_PORT": str(port)} | settings
    with log.open("w") as stream:
        process = subprocess.Popen(
            [sys.executable, str(ROOT / "server.py")], env=environ, stderr=stream, stdout=stream, text=True
        )
    url = f"http://127.0.0.1:{port}"
    for _ in range(600):
        if process.poll() is not None:
            raise AssertionError(f"the server ended:\n{log.read_text()}")
        try:
            urllib.request.urlopen(f"{url}/ready", timeout=5).read()
            return Server(url, process, log)
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    process.kill()
    raise AssertionError(f"the server does not answer:\n{log.read_text()}")


def stop_server(server: Server) -> None:
    """Ask the server to stop, and end it when it does not."""
    server.process.terminate()
    try:
        server.process.wait(60)
    except subprocess.TimeoutExpired:
        server.process.kill()
        server.process.wait()


@pytest.fixture(scope="session")
def home() -> Path:
    """The directory of the builds that tests share."""
    return ROOT / "build"


@pytest.fixture(scope="session")
def real_build(home: Path) -> Build:
    """The build of the repository's own sources, made when it is not there."""
    return current_or_new(ROOT, home)


@pytest.fixture(scope="session")
def server(real_build: Build, home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The real service: gateway, Flask app and evaluators over the repository's build."""
    running = start_server(
        home,
        tmp_path_factory.mktemp("server") / "log.txt",
        GENFILM_QUERY_TIMEOUT="4",
        GENFILM_QUERY_MEMORY="256",
        GENFILM_REPORT_MAIL="errors@example.org",
        GENFILM_REPOSITORY="https://example.org/owner/name/",
    )
    yield running
    stop_server(running)
