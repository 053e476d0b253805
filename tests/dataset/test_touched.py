"""A few files are checked alone: their own faults, told for people, programs and forges."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from genfilm.cli.main import main
from genfilm.dataset.touched import Checker
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


def test_files_without_a_fault_have_none_alone_either():
    files = [ROOT / "ontology/works.ttl", ROOT / "kg/entities/works.ttl"]
    assert list(Checker(ROOT).faults(files)) == [[], []]


def test_a_folder_stands_for_its_files_and_what_is_elsewhere_is_told(
    checked, project: Path, edit: Edit, tmp_path: Path
):
    edit(CLAIMS, "gf:polarity gf:Affirmed", "gf:polarity gf:Perhaps")
    code, said = checked("--format", "json", file="kg")
    assert (code, {each["file"] for each in json.loads(said)}) == (1, {CLAIMS})
    (tmp_path / "saved.ttl").write_text("", "utf-8")
    assert main(["check", str(tmp_path / "saved.ttl")]) == 1


def test_a_fault_stays_told_until_it_is_mended_and_is_found_where_a_change_elsewhere_makes_it(
    checked, project: Path, edit: Edit
):
    checker, entities = Checker(project), "kg/entities/things.ttl"

    def rules(*files: str) -> set[str]:
        return {fault.rule for found in checker.faults(project / file for file in files) for fault in found}

    before = rules(CLAIMS, entities)
    edit(CLAIMS, "gf:polarity gf:Affirmed", "gf:polarity gf:Perhaps")
    assert rules(CLAIMS) - before == {"data:gf:polarity"}
    assert rules(entities) - before == {"data:gf:polarity"}
    edit(CLAIMS, "gf:polarity gf:Perhaps", "gf:polarity gf:Affirmed")
    assert rules(CLAIMS) == before


def test_watching_tells_each_change_and_its_mending(checked, project: Path, edit: Edit):
    command = [
        sys.executable,
        "-m",
        "genfilm.cli.main",
        "check",
        "--watch",
        "--lang",
        "en",
        str(project / CLAIMS),
    ]
    environment = {**os.environ, "GENFILM_SOURCES": str(project)}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment, cwd=ROOT
    ) as watching:

        def told() -> str:
            lines = iter(watching.stdout.readline, "")
            said = ""
            for line in lines:
                said += line
                if line.rstrip().endswith(("fault", "faults")):
                    break
            return said

        try:
            first = told()
            assert "gf:polarity" not in first
            edit(CLAIMS, "gf:polarity gf:Affirmed", "gf:polarity gf:Perhaps")
            assert f"{CLAIMS}:" in (second := told())
            assert "exactly one polarity" in second
            (project / CLAIMS).rename(project / "away.ttl")
            (project / "away.ttl").write_text("exc:C99 a \n", "utf-8")
            (project / "away.ttl").rename(project / CLAIMS)
            assert "[turtle-syntax]" in told()
        finally:
            watching.terminate()
