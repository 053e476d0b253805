"""The list of rows beside a source: what is missing, of another class, or not listed is a fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from genfilm.build import build
from genfilm.dataset.expected_rows import FILE
from genfilm.errors import BuildFailed, SourceFault

from .conftest import Edit

CLAIMS = "kg/sources/example-2026/claims.ttl"
LIST = f"kg/sources/example-2026/{FILE}"


@pytest.fixture
def listed(project: Path) -> Path:
    """A project whose source has a list of its eight rows."""
    rows = "".join(f"C0{number}\tgf:SourceClaim\n" for number in range(1, 9))
    (project / LIST).write_text(f"identifier\tclass\n{rows}", "utf-8")
    return project


def fault_of(project: Path, home: Path) -> SourceFault:
    with pytest.raises(BuildFailed) as caught:
        build(project, home, use_java=False)
    (fault,) = caught.value.faults
    return fault


def test_a_source_that_has_its_rows_builds_and_parts_are_not_listed(listed: Path, tmp_path: Path):
    assert build(listed, tmp_path / "home", use_java=False).manifest["quads"] > 0


def test_a_row_that_is_missing_is_named_at_its_line(listed: Path, tmp_path: Path):
    with (listed / LIST).open("a", encoding="utf-8") as file:
        file.write("C09\tgf:EditorialClaim\n")
    fault = fault_of(listed, tmp_path)
    assert (fault.rule, fault.file, fault.line) == ("row-missing", LIST, 10)
    assert fault.message == "no gf:EditorialClaim with an identifier"
    assert fault.words("zh")[0] == "没有带此编号的gf:EditorialClaim"
    assert fault.term.endswith("claim/example-2026/C09")
    assert LIST in fault.remedy


def test_a_row_of_another_class_is_missing(listed: Path, tmp_path: Path, edit: Edit):
    edit(LIST, "C05\tgf:SourceClaim", "C05\tgf:Exclusion")
    assert fault_of(listed, tmp_path).message == "no gf:Exclusion with an identifier"


def test_a_row_that_is_not_listed_is_named_with_what_to_do(listed: Path, tmp_path: Path, edit: Edit):
    edit(LIST, "C07\tgf:SourceClaim\n", "")
    fault = fault_of(listed, tmp_path)
    assert (fault.rule, fault.file) == ("row-not-listed", CLAIMS)
    lines = (listed / CLAIMS).read_text("utf-8").splitlines()
    assert lines[(fault.line or 0) - 1] == "exc:C07"
    assert "example-2026 is complete" in fault.message
    assert "C03.1" in fault.remedy
    assert LIST in fault.remedy


def test_a_row_of_two_kinds_is_a_fault(listed: Path, tmp_path: Path, edit: Edit):
    edit(CLAIMS, "exc:C07\n    a gf:SourceClaim ;", "exc:C07\n    a gf:SourceClaim , gf:Exclusion ;")
    with pytest.raises(BuildFailed) as caught:
        build(listed, tmp_path, use_java=False)
    assert "the row is of two kinds" in [fault.message for fault in caught.value.faults]
