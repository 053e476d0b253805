"""A text is marked with what it names, and becomes a workbook whose passages claims can name."""

from __future__ import annotations

import io
import json
from pathlib import Path

import openpyxl
import pypdf
import pytest

from genfilm.catalogue.library import Library
from genfilm.cli.main import main
from genfilm.dataset.builds import Build
from genfilm.editing import text as reading
from genfilm.editing.annotation import annotation, draft_rows
from genfilm.editing.batch import read_batch
from genfilm.editing.draft import text_hash
from genfilm.editing.layout import heading, sheet_name
from genfilm.editing.template import template
from genfilm.editing.text import TextPassage, read_text, sentences
from genfilm.errors import SourceFault
from genfilm.records.names import names

from .conftest import AUTHOR, CLAIM, FACTS, accept
from .pdf import pdf

PLAIN = """虚构的论文

林一

一、片场里的机器

在虚构的片场，AI画出了《流浪地球2》的雪景。导演说：“它不累。”可是编剧累了！

流浪地球2之後，人工智慧與製作公司都來了。
\f
二、結語
The screenwriters of Lin 2.0 like generative AI. Dr. Nobody disagrees.
"""
COLUMN = [
    ["Made-up Letters", "1 Introduction", "Machines came to the set of Avatar, and the screen-", "writers left it."],
    ["Made-up Letters", "So far the deepfake has no", "friends here, in a line that goes on to the end of the"],
    ["Made-up Letters", "next page.", "It ends.", "征途的观众不知道这件事，因为没有人告诉过他们这", "件事。"],
]  # fmt: skip


def write(path: Path, data: str | bytes) -> Path:
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def test_the_longest_name_counts_in_either_script(library: Library) -> None:
    text = "《流浪地球2》與人工智慧：生成式人工智能不是人工智能，film directors 和 Directors 也不是雪。核心、建議"
    found = [(text[span.start : span.end], span.candidates[0].name) for span in names(library).inside(text)]
    assert found[:4] == [
        ("流浪地球2", "film:wandering-earth-2"),
        ("人工智慧", "tech:artificial-intelligence"),
        ("生成式人工智能", "tech:generative-ai"),
        ("人工智能", "tech:artificial-intelligence"),
    ]
    assert ("Directors", "actor:directors") in found
    assert "建議" not in dict(found), "a ground of claims is nothing that a text is about"
    spans = names(library).inside(text)
    assert all(one.end <= other.start for one, other in zip(spans, spans[1:], strict=False))


def test_plain_text_has_headings_paragraphs_and_pages(tmp_path: Path) -> None:
    found = read_text(write(tmp_path / "lin.txt", PLAIN)).passages
    assert found == (
        TextPassage("", 1, "1", "虚构的论文"),
        TextPassage("", 2, "1", "林一"),
        TextPassage("一、片场里的机器", 1, "1", "在虚构的片场，AI画出了《流浪地球2》的雪景。"),
        TextPassage("一、片场里的机器", 1, "1", "导演说：“它不累。”"),
        TextPassage("一、片场里的机器", 1, "1", "可是编剧累了！"),
        TextPassage("一、片场里的机器", 2, "1", "流浪地球2之後，人工智慧與製作公司都來了。"),
        TextPassage("二、結語", 1, "2", "The screenwriters of Lin 2.0 like generative AI."),
        TextPassage("二、結語", 1, "2", "Dr. Nobody disagrees."),
    )


def test_pdf_lines_become_paragraphs_with_printed_pages(tmp_path: Path) -> None:
    found = read_text(write(tmp_path / "lin.pdf", pdf(COLUMN, first_page=119))).passages
    assert [(each.heading, each.page, each.text) for each in found] == [
        ("1 Introduction", "119", "Machines came to the set of Avatar, and the screenwriters left it."),
        ("1 Introduction", "120",
         "So far the deepfake has no friends here, in a line that goes on to the end of the next page."),
        ("1 Introduction", "121", "It ends."),
        ("1 Introduction", "121", "征途的观众不知道这件事，因为没有人告诉过他们这件事。"),
    ]  # fmt: skip
    numbered = read_text(tmp_path / "lin.pdf", first_page=7).passages
    assert [each.page for each in numbered] == ["7", "8", "9", "9"]


def test_long_sentences_are_cut() -> None:
    assert [len(each) for each in sentences("字" * 2000)] == [800, 800, 400]


def encrypted() -> bytes:
    writer = pypdf.PdfWriter(io.BytesIO(pdf(COLUMN)))
    writer.encrypt("secret", algorithm="RC4-128")
    data = io.BytesIO()
    writer.write(data)
    return data.getvalue()


BROKEN: dict[str, tuple[bytes, str, str]] = {
    "empty": (b" \n ", "no text", "没有文字"),
    "encoding": ("中国电影".encode("gb18030"), "byte 0 fits no character", "GB18030"),
    "binary": (b"PK\x03\x04\0\0docx", "neither a PDF nor a text", "既非PDF也非文本"),
    "scanned": (pdf([[], []]), "it is a scan", "扫描件"),
    "encrypted": (encrypted(), "encrypted", "加密"),
    "broken": (b"%PDF-1.7\nnothing else", "cannot be read", "无法读取"),
    "unmapped": (pdf([["\ue001\ue002\ue003 a"]]), "which characters they show", "未说明所示字符"),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_what_cannot_be_read_is_told(tmp_path: Path, kind: str) -> None:
    data, english, chinese = BROKEN[kind]
    with pytest.raises(SourceFault) as told:
        read_text(write(tmp_path / "text", data))
    assert english in told.value.told("en")
    assert chinese in told.value.told("zh")
    assert told.value.file == str(tmp_path / "text")
    assert "UTF-8" in told.value.remedy


def test_too_much_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "text", "A sentence. Another one.")
    for name, words in (("LARGEST", "24 bytes; at most 10"), ("_MOST_CHARACTERS", "more than 10 characters")):
        with monkeypatch.context() as less:
            less.setattr(reading, name, 10)
            with pytest.raises(SourceFault, match=words):
                read_text(path)


def test_pages_without_text_are_named(tmp_path: Path) -> None:
    assert read_text(write(tmp_path / "a.pdf", pdf([["Words."], []], first_page=3))).blank == ("4",)


@pytest.fixture
def book(library: Library, tmp_path: Path) -> Path:
    """The workbook of the plain text, with an author and with names of its sections in both languages."""
    text = read_text(write(tmp_path / "lin.txt", PLAIN))
    rows = draft_rows(text, annotation(text, library), library, "en", FACTS)
    assert rows["sections"] == [
        {"id": "s0", "printed": "正文之前", "label_en": "front matter", "label_zh": "正文之前"},
        {"id": "s1", "printed": "一、片场里的机器", "label_zh": "一、片场里的机器"},
        {"id": "s2", "printed": "二、結語", "label_zh": "二、結語"},
    ]
    assert rows["passages"][2] == {
        "passage": "s1-p1-a",
        "section": "s1",
        "paragraph": "1",
        "page": "1",
        "text": "在虚构的片场，AI画出了《流浪地球2》的雪景。",
        "found": "artificial intelligence; The Wandering Earth 2",
        "hash": text_hash("在虚构的片场，AI画出了《流浪地球2》的雪景。"),
    }
    for row in rows["sections"]:
        row.setdefault("label_en", f"section {row['id']}")  # type: ignore[attr-defined]
    path = tmp_path / "lin.xlsx"
    path.write_bytes(template(library, "en", {**rows, "entities": [AUTHOR]}))
    return path


def claimed(path: Path, *passages: str) -> Path:
    """Rows of claims that name these passages and say no more of the place."""
    book = openpyxl.load_workbook(path)
    page = book[sheet_name("claims", "en")]
    heads = {str(cell.value).removesuffix(" *"): cell.column for cell in page[1]}
    own = {
        name: value for name, value in CLAIM.items() if name not in ("section", "paragraph", "page", "text")
    }
    for number, passage in enumerate(passages, 2):
        for name, value in (own | {"passage": passage, "paraphrase_en": f"Claim {number} of Lin."}).items():
            page.cell(number, heads[heading(name, "en")], value)
    book.save(path)
    return path


def test_a_claim_names_passages_of_the_sheet(book: Path, library: Library, root: Path) -> None:
    path = claimed(book, "s1-p1-a", "s1-p1-a; s2-p1-b")
    accept(read_batch(path, root, library), root)
    turtle = (root / "kg/sources/lin-2025/source.ttl").read_text("utf-8")
    assert turtle.count("a gf:Passage") == 2, "passages that no claim names stay in the workbook"
    assert text_hash("Dr. Nobody disagrees.") in turtle
    claims = (root / "kg/sources/lin-2025/claims.ttl").read_text("utf-8")
    assert claims.count("l25p:s1-p1-a") == 2
    assert claims.count("l25p:s2-p1-b") == 1
    again = read_batch(path, root, library)
    assert (again.faults, again.texts()) == ([], {})


def test_a_passage_that_is_on_no_sheet_is_a_fault(book: Path, library: Library, root: Path) -> None:
    faults = [str(fault) for fault in read_batch(claimed(book, "s9-p1-a"), root, library).faults]
    assert len(faults) == 1
    assert "s9-p1-a" in faults[0]
    assert "s0-p1-a, s0-p2-a, s1-p1-a" in faults[0]


def test_the_command_prints_the_names_and_keeps_a_workbook_that_is_there(
    tmp_path: Path, real_build: Build, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GENFILM_HOME", str(real_build.directory.parent))
    text = write(tmp_path / "lin.txt", PLAIN)
    assert main(["annotate", str(text), "--format", "json"]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out)[0] == {
        "page": "1", "section": "一、片场里的机器", "paragraph": "1", "written": "AI", "found": "tech:artificial-intelligence",
    }  # fmt: skip
    assert "8 passages" in err
    assert main(["annotate", str(text), "--lang", "zh"]) == 1
    assert f"{tmp_path / 'lin.xlsx'}已存在" in capsys.readouterr().err
