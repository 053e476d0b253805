"""The road of a SPARQL query is short: few calls cross a border between packages."""

from __future__ import annotations

import subprocess
import sys

from genfilm.dataset.builds import Build
from tests import ROOT

MOST = 6


def test_a_query_crosses_few_borders_between_packages(real_build: Build) -> None:
    """In a process of its own: CPython 3.11 miscounts the depth of recursion after profiling coroutines."""
    command = [sys.executable, "-m", "tests.gateway.road", str(real_build.directory)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    answer, *crossed = done.stdout.splitlines()
    assert answer.startswith('200 {"head":{"vars":["film"]}')
    calls = [line for line in crossed if not line.startswith("server ")]
    assert "genfilm.gateway genfilm.engine: Endpoint.answer" in calls
    entered = 2  # the server calls with the request, the event loop with the frames of the evaluator
    assert len(calls) + entered <= MOST, "\n".join(calls)
