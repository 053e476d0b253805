"""The examples in other languages, each run as a reader would, against the real service."""

from __future__ import annotations

import json
import re
import subprocess

import pytest

from tests.conftest import ROOT, Server
from tests.programs import need

EXAMPLES = ROOT / "examples"
WRITTEN = "http://127.0.0.1:8000"
COMMANDS = [
    command
    for block in re.findall(r"```sh\n(.*?)```", (EXAMPLES / "curl.md").read_text("utf-8"), re.DOTALL)
    for command in re.split(r"\n(?=curl)", block.strip())
]
ANSWERS = {
    "strategies-for-actor.csv": "内容质量把控策略|content quality control",
    "claims.csv?": "N13,Zhang Lihua,120,",
    "claims/zhang-2026/N13": '"verdict":"disputed"',
    "cite/": "@article{zhang-2026",
    "/sparql": "film/double-world,征途",
    "Accept: text/turtle": "film:double-world|a gf:Film",
    "Accept: text/html": "<h1",
    "/api/search": "copyright",
    "/api/ask": "disputed-claims",
    "verdict=false": "corroborated",
}
"""A part of each command of curl.md, and what its answer holds; one of several, where there is a ``|``."""


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [need(command[0]), *command[1:]], capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.parametrize(
    ("lang", "says"), [("en", "is contradicted by: In mainland China"), ("zh", "遭其反驳: 《征途》")]
)
def test_the_node_program_lists_disputed_statements_with_their_evidence(server: Server, lang: str, says: str):
    done = run("node", str(EXAMPLES / "node/disputed.mjs"), server.url, lang)
    assert (done.returncode, done.stderr) == (0, "")
    rows = re.findall(r"^- \*\*(zhang-2026/\w+)\*\*", done.stdout, re.MULTILINE)
    assert rows == [f"zhang-2026/{row}" for row in ("D06", "G08", "G09", "M05", "N13", "N14", "X07", "X12")]
    assert says in done.stdout
    assert "](https://en.wikipedia.org/wiki/Double_World)" in done.stdout


@pytest.mark.parametrize(
    ("lang", "says"),
    [("en", "664 statements; evidence speaks on 218 of them and bears out 72 in full."), ("zh", "受质疑")],
)
def test_the_r_program_counts_statements_by_kind_and_verdict(server: Server, lang: str, says: str):
    done = run("Rscript", str(EXAMPLES / "r/verdicts.R"), server.url, lang)
    assert done.returncode == 0, done.stderr
    assert says in done.stdout
    assert re.search(r"^ *case +24 +52 +46 +33", done.stdout, re.MULTILINE)


@pytest.mark.parametrize("command", [("node", "node/disputed.mjs"), ("Rscript", "r/verdicts.R")])
def test_a_program_whose_service_is_away_says_what_to_do(command: tuple[str, str]):
    done = run(command[0], str(EXAMPLES / command[1]), "http://127.0.0.1:9")
    assert done.returncode == 1
    assert "Is the service running (make serve)?" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_every_command_of_the_curl_page_is_known_here():
    assert len(COMMANDS) == len(ANSWERS)


@pytest.mark.parametrize("command", COMMANDS)
def test_the_commands_of_the_curl_page_are_answered(server: Server, command: str):
    _part, expected = next(pair for pair in ANSWERS.items() if pair[0] in command)
    assert WRITTEN in command
    done = run("bash", "-c", command.replace(WRITTEN, server.url))
    assert done.returncode == 0, done.stderr
    if "/api/" in command and "csv" not in command and "bibtex" not in command:
        json.loads(done.stdout)
    assert any(text in done.stdout for text in expected.split("|")), done.stdout[:500]
