"""A fresh machine: what is not there is said first, with what installs it, and skipped; nothing ends in an error."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from genfilm.dataset.builds import Build
from tests import ROOT
from tests.programs import NEEDS

ONE_OF_EACH = [
    "tests/browser/test_print.py::test_a_printed_claim_holds_the_addresses_of_its_evidence",
    "tests/examples/test_programs.py",
    "tests/gateway/test_nginx.py",
    "tests/web/test_clients.py::test_curl_reads_csv",
    "tests/dataset/test_bad_input.py::test_a_class_that_can_have_no_instance_is_named",
    "tests/dataset/test_paraphrases.py",
    "tests/w3c",
]


def run(path: Path, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """Tests on a machine whose programs are those of a folder."""
    left = {name: value for name, value in os.environ.items() if name not in ("NO_SKIPS", *NEEDS, "CHROMIUM")}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments],
        cwd=ROOT,
        env=left | {"PATH": str(path)} | environ,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("strict", [False, True])
def test_without_any_program_tests_are_skipped_and_named_first(
    tmp_path: Path, real_build: Build, strict: bool
) -> None:
    done = run(tmp_path, *ONE_OF_EACH, **({"NO_SKIPS": "1"} if strict else {}))
    assert " failed" not in done.stdout.splitlines()[-1], done.stdout[-3000:]
    assert " error" not in done.stdout.splitlines()[-1], done.stdout[-3000:]
    assert " skipped" in done.stdout.splitlines()[-1]
    assert done.returncode == int(strict)
    head = done.stdout.split("collected")[0]
    for name, need in NEEDS.items():
        assert f"left out, without {name}: {need.tests}" in head
        assert need.debian in head
        assert need.brew in head
    (debian,) = [line for line in head.splitlines() if "on Debian" in line]
    assert "poppler-utils" in debian
    assert "chromium" in debian
    assert "nginx-light" in debian
    assert "brew install" in head
