"""A few files are checked alone: their own faults, told for people, programs and forges."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from genfilm.cli.main import main
from tests import ROOT

from .conftest import Edit

CLAIMS = "kg/sources/example-2026/claims.ttl"


@pytest.fixture
def checked(project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """Output of ``genfilm check FILE``, and its exit code."""
    monkeypatch.setenv("GENFILM_SOURCES", str(project))
    for folder in ("ontology/shapes", "queries/checks"):
        (project / folder).mkdir(parents=True, exist_ok=True)
        for path in (ROOT / folder).iterdir():
            (project / folder / path.name).write_bytes(path.read_bytes())

    def run(*words: str, file: str = CLAIMS) -> tuple[int, str]:
        code = main(["check", str(project / file), *words])
        return code, capsys.readouterr().out

    return run


def test_a_shape_that_is_broken_is_told_with_its_line_in_either_language(checked, edit: Edit):
    edit(CLAIMS, "gf:polarity gf:Affirmed", "gf:polarity gf:Perhaps")
    code, said = checked("--lang", "zh")
    assert code == 1
    assert "论断有且只有一个极性" in said
    code, said = checked("--format", "json", "--lang", "en")
    (fault,) = [each for each in json.loads(said) if each["rule"] == "data:gf:polarity"]
    assert fault["file"] == CLAIMS
    assert fault["line"] > 1
    assert "exactly one polarity" in fault["message"]


def test_sarif_names_rule_file_and_line(checked, edit: Edit):
    edit(CLAIMS, "gf:polarity gf:Affirmed", "gf:polarity gf:Perhaps")
    code, said = checked("--format", "sarif", "--lang", "en")
    (run,) = json.loads(said)["runs"]
    found = [each for each in run["results"] if each["ruleId"] == "data:gf:polarity"]
    place = found[0]["locations"][0]["physicalLocation"]
    assert (code, place["artifactLocation"]["uri"]) == (1, CLAIMS)
    assert {"id": "data:gf:polarity"} in run["tool"]["driver"]["rules"]


def test_what_is_not_turtle_is_the_only_fault(checked, project: Path):
    (project / CLAIMS).write_text((project / CLAIMS).read_text("utf-8") + "\nexc:C99 a \n", "utf-8")
    code, said = checked("--format", "json", "--lang", "en")
    assert (code, [each["rule"] for each in json.loads(said)]) == (1, ["turtle-syntax"])


def test_a_file_that_is_not_there_is_told(checked):
    assert checked(file="kg/none.ttl") == (1, "")
