"""A stranger's workbook is looked at within bounds, and nothing is written."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest

from genfilm.dataset.builds import Build
from genfilm.dataset.digest import source_digest
from genfilm.editing.review import Review, review
from genfilm.problems import RequestTooLarge
from tests import ROOT

from .conftest import CLAIM, Fill


def reviewed(data: bytes, build: Build, lang: str = "en", **limits: float) -> Review:
    bounds = {"seconds": 120, "mebibytes": 1024} | limits
    return review(
        data, ROOT, build.directory, lang, seconds=bounds["seconds"], mebibytes=int(bounds["mebibytes"])
    )


def test_what_a_workbook_changes_is_told_and_not_written(fill: Fill, real_build: Build) -> None:
    before = source_digest(ROOT)
    found = reviewed(fill().read_bytes(), real_build, "zh")
    assert (found.source, found.rows, found.total) == ("lin-2025", 1, 0)
    told = {file: lines for file, lines, _ in found.changes}
    assert sorted(told) == [
        f"kg/sources/lin-2025/{name}.ttl" for name in ("assessments", "claims", "entities", "source")
    ]
    assert all(mark == "+" for lines in told.values() for mark, _ in lines)
    assert any(
        "林一（2025）认为生成式人工智能改变电影制作。" in words
        for _, words in told["kg/sources/lin-2025/claims.ttl"]
    )
    assert found.others == ("kg/sources/lin-2025/questions.tsv",)
    copy = openpyxl.load_workbook(io.BytesIO(found.copy))
    assert copy["Claims"]["A2"].value == "C01"
    assert source_digest(ROOT) == before


def test_faults_are_told_by_cell(fill: Fill, real_build: Build) -> None:
    wrong = CLAIM | {"subject": "no such thing", "object": "=1+1"}
    found = reviewed(fill(lang="zh", claims=[wrong]).read_bytes(), real_build, "zh")
    cells = {fault.cell: fault for fault in found.faults}
    assert list(cells) == ["论断!G2", "论断!E2"]
    assert "no such thing" in cells["论断!E2"].message
    assert all(fault.remedy for fault in found.faults)
    copy = openpyxl.load_workbook(io.BytesIO(found.copy))
    assert "no such thing" in copy["论断"]["E2"].comment.text


def bomb(size: int) -> bytes:
    """A workbook whose sheet unpacks to a text of this many bytes."""
    book, data = openpyxl.Workbook(), io.BytesIO()
    book.save(data)
    made = io.BytesIO()
    with zipfile.ZipFile(data) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name)
            if name.endswith("sheet1.xml"):
                row = b'<row><c t="inlineStr"><is><t>a</t></is></c></row>'
                assert text.count(b"</sheetData>") == 1
                text = text.replace(b"</sheetData>", row * (size // len(row)) + b"</sheetData>")
            new.writestr(name, text)
    return made.getvalue()


def test_a_bomb_is_not_unpacked(real_build: Build) -> None:
    data = bomb(210_000_000)
    assert len(data) < 2_000_000, "small enough to be sent"
    (fault,) = reviewed(data, real_build).faults
    assert fault.message == "the workbook unpacks to more than 200 MB"


def test_a_workbook_that_takes_too_much_is_refused(real_build: Build) -> None:
    data = bomb(12_000_000)
    with pytest.raises(RequestTooLarge, match="more than 16 MiB of memory"):
        reviewed(data, real_build, mebibytes=16)
    with pytest.raises(RequestTooLarge, match=r"not read within 0\.1 s"):
        reviewed(data, real_build, seconds=0.1)


@pytest.mark.parametrize("data", [b"", b"no workbook", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 encrypted"])
def test_what_is_no_workbook_is_told_in_the_language(data: bytes, real_build: Build) -> None:
    (fault,) = reviewed(data, real_build, "zh").faults
    assert (fault.cell, fault.message) == ("", "文件不是.xlsx工作簿、已损坏，或设有密码")
