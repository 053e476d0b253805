"""Completion as bash does it: the code that ``genfilm completion bash`` prints, in a real shell."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.programs import need

_COMPLETE = """
eval "$(genfilm completion bash)"
COMP_LINE="$1" COMP_POINT=${#1} COMP_TYPE=9
read -ra COMP_WORDS <<< "$1"
[[ "$1" == *" " ]] && COMP_WORDS+=("")
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
COMPREPLY=()
_python_argcomplete genfilm
printf '%s\\n' "${COMPREPLY[@]}"
"""


@pytest.fixture
def complete(real_build, home: Path):
    """Completions that bash offers after a line."""
    bash = need("bash")

    def run(line: str, **settings: str) -> list[str]:
        environ = {
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "GENFILM_HOME": str(home),
            "LC_ALL": "C.UTF-8",
            **settings,
        }
        done = subprocess.run(
            [bash, "--norc", "-c", _COMPLETE, "bash", line],
            env=environ,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.stderr == ""
        return [word.strip() for word in done.stdout.splitlines()]

    return run


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("genfilm cl", {"claim", "claims"}),
        ("genfilm query strategies-for", {"strategies-for-actor"}),
        ("genfilm query strategies-for-actor ", {"actor=", "lang="}),
        ("genfilm query strategies-for-actor lang=", {"en", "zh"}),
        ("genfilm query strategies-for-actor actor=actor:prod", {"production-companies"}),
        ("genfilm claims verdict=d", {"disputed"}),
        ("genfilm claims --about film:double", {"double-world"}),
        ("genfilm claim zhang-2026/N1", {"zhang-2026/N16"}),
        ("genfilm entity 流浪", {"流浪地球2"}),
        ("genfilm entity film:wand", {"wandering-earth-2"}),
        ("genfilm cite --style ", {"apa", "bibtex"}),
        ("genfilm search --kind fi", {"film"}),
        ("genfilm export --format tu", {"turtle"}),
        ("genfilm claims --fo", {"--format"}),
    ],
)
def test_bash_offers_what_may_follow(complete, line: str, offered: set[str]):
    assert offered <= set(complete(line))


def test_without_a_build_there_is_nothing_to_offer_and_nothing_said(complete, tmp_path: Path):
    assert complete("genfilm query str", GENFILM_HOME=str(tmp_path)) in ([], [""])


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_every_shell_gets_code_that_calls_genfilm(shell: str):
    done = subprocess.run(
        [sys.executable, "-m", "genfilm.cli.main", "completion", shell],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "genfilm" in done.stdout
    assert {"bash": "complete -o", "zsh": "#compdef genfilm", "fish": "complete --command genfilm"}[
        shell
    ] in done.stdout
