"""The command as a user runs it: a process with its own settings, over the example project."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ..dataset.conftest import ROOT, copy_project

Run = Callable[..., subprocess.CompletedProcess[str]]


def run_command(*arguments: str, sources: Path, home: Path, stdin: str | bytes = "", **settings: str):
    environ = {name: value for name, value in os.environ.items() if not name.startswith("GENFILM_")}
    environ |= {
        "PYTHONPATH": str(ROOT),
        "GENFILM_SOURCES": str(sources),
        "GENFILM_HOME": str(home),
    } | settings
    done = subprocess.run(
        [sys.executable, "-m", "genfilm.cli.main", *arguments],
        env=environ,
        input=stdin.encode() if isinstance(stdin, str) else stdin,
        capture_output=True,
        timeout=60,
        check=False,
    )
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, subprocess.CompletedProcess[str]]:
    """The example project, its builds, and what ``genfilm build`` said when it made the first one."""
    folder = tmp_path_factory.mktemp("cli")
    sources = copy_project(folder / "project")
    return sources, folder / "home", run_command("build", "--no-java", sources=sources, home=folder / "home")


@pytest.fixture
def genfilm(built) -> Run:
    """Runs ``genfilm`` over the example project, which is not to be changed."""
    sources, home, _ = built

    def run(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
        done = run_command(*arguments, **({"sources": sources, "home": home} | settings))
        assert "Traceback" not in done.stderr, done.stderr
        return done

    return run
