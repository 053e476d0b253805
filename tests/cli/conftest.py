"""The command as a user runs it: a process with its own settings, over the example project."""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
from collections.abc import Callable
from contextlib import suppress
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
        "LC_ALL": "C.UTF-8",
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


@pytest.fixture
def asked(real_build, home: Path) -> Run:
    """Runs ``genfilm`` over the repository's own graph, in English unless told otherwise."""

    def run(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
        done = run_command(*arguments, sources=ROOT, home=home, **settings)
        assert "Traceback" not in done.stderr, done.stderr
        return done

    return run


def on_a_terminal(*arguments: str, home: Path, columns: int = 80, **settings: str) -> tuple[int, str]:
    """The exit code of a command, and what it shows on a terminal that wide."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    environ = {
        name: value for name, value in os.environ.items() if not name.startswith(("GENFILM_", "COLUMNS"))
    }
    environ |= {"PYTHONPATH": str(ROOT), "GENFILM_HOME": str(home), "LC_ALL": "C.UTF-8", **settings}
    command = [sys.executable, "-m", "genfilm.cli.main", *arguments]
    process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environ)
    os.close(theirs)
    shown = b""
    with suppress(OSError):  # the end of a terminal whose writers are gone
        while piece := os.read(ours, 1 << 16):
            shown += piece
    os.close(ours)
    return process.wait(60), shown.decode().replace("\r\n", "\n")
