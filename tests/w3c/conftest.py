"""The server for the W3C suites, and the word that they were left out when their folder is not named."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from .service import Service
from .suites import VARIABLE, root

NEEDS_SUITES = ("test_query.py", "test_protocol.py", "test_federation.py")
LEFT_OUT = f"W3C suites left out: set {VARIABLE} to the sparql folder of a clone of w3c/rdf-tests"

collect_ignore = [] if root() else list(NEEDS_SUITES)


def pytest_report_header() -> str | None:
    """Say it at the start; pytest asks only when it is given this folder."""
    return None if root() else LEFT_OUT


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say it at the end, always."""
    if root() is None:
        terminalreporter.write_line(LEFT_OUT, yellow=True)


@pytest.fixture(scope="session")
def service() -> Iterator[Service]:
    """The service on a port of its own."""
    with Service() as running:
        yield running
