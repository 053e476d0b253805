"""Every kind of broken workbook gives a clear error at its cell, in either language, and changes nothing."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from genfilm.catalogue.library import Library
from genfilm.editing.annotated import copy_of, write_annotated
from genfilm.editing.batch import Batch, read_batch
from genfilm.editing.bibliography import read_facts
from genfilm.editing.reading import filled, read_workbook
from genfilm.editing.template import empty, template
from genfilm.errors import SourceFault
from tests import ROOT

from .conftest import AUTHOR, CLAIM, Fill

Read = Callable[[Path], Batch]


def changed(path: Path, change: Callable[[openpyxl.Workbook], None]) -> Path:
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)
    return path


def told(batch: Batch) -> dict[str, str]:
    """Faults by cell."""
    found: dict[str, str] = {}
    for fault in batch.faults:
        found[fault.term] = f"{found.get(fault.term, '')}{fault.message}\n"
    return found


@pytest.mark.parametrize(
    ("change", "cell", "message"),
    [
        ({"subject": "generativ AI"}, "Claims!E2", "nothing is called “generativ AI”; near: generative artificial intelligence (tech:generative-ai), "),
        ({"object": "production companies"}, "Claims!G2", "“production companies” is no chain stage"),
        ({"predicate": "affects stages of"}, "Claims!F2", "“affects stages of” is not in the list"),
        ({"polarity": "maybe"}, "Claims!I2", "“maybe” is not in the list: "),
        ({"section": "9.9"}, "Claims!L2", "there is no section “9.9”; there are: s1"),
        ({"paraphrase_en": "生成式人工智能改变电影制作。"}, "Claims!B2", "Chinese stands where English is expected"),
        ({"paraphrase_zh": "It changes the whole industry."}, "Claims!C2", "English stands where Chinese"),
        ({"paraphrase_zh": ""}, "Claims!C2", "this cell may not be empty"),
        ({"id": "claim one"}, "Claims!A2", "“claim one” is not the identifier of a claim"),
        ({"part_of": "Z99"}, "Claims!D2", "there is no claim Z99"),
        ({"text": "", "hash": "abc"}, "Claims!Q2", "a hash has 64 hexadecimal digits"),
        ({"text": ""}, "Claims!O2", "the place where the source says this is missing"),
        ({"text": "=1+1"}, "Claims!O2", "there is a formula here"),
        ({"ask_zh": ""}, "Claims!W2", "the questions are given in one language only"),
        ({"predicate": "gf:releaseYear", "object": "last year"}, "Claims!G2", "“last year” is not a number"),
        ({"predicate": "gf:takesPlaceOn", "object": "March"}, "Claims!G2", "“March” is not a date; write 2025"),
        ({"passage": "s9-p1-a; s9-p2-a"}, "Claims!P2", "there is no passage s9-p"),
        ({"object": "生成式AI"}, "Claims!G2", "“生成式AI” is no chain stage"),
    ],
)  # fmt: skip
def test_a_cell_says_what_is_wrong_with_it(
    fill: Fill, read: Read, change: dict[str, object], cell: str, message: str
) -> None:
    found = told(read(fill(claims=[CLAIM | change])))
    assert message in found[cell]


def test_a_name_of_several_has_candidates(fill: Fill, read: Read) -> None:
    batch = read(fill(claims=[CLAIM | {"predicate": "gf:hasTopic", "subject": "AI", "object": "title"}]))
    assert {fault.rule for fault in batch.faults} <= {"name"}
    assert all(fault.words("zh")[0] != fault.message for fault in batch.faults)


def test_a_date_that_is_a_date_or_a_text_is_the_same(fill: Fill, read: Read) -> None:
    texts = [
        read(fill(claims=[CLAIM | {"predicate": "gf:takesPlaceOn", "object": day}])).texts()
        for day in ("2024-09-21", "2024/9/21", "2024年9月21日", datetime(2024, 9, 21))
    ]
    assert all(each == texts[0] for each in texts)
    assert any('"2024-09-21T00:00:00"^^xsd:dateTime' in text for text in texts[0].values())


def drop_sheet(book: openpyxl.Workbook) -> None:
    del book["Claims"]


def drop_column(book: openpyxl.Workbook) -> None:
    book["Claims"].delete_cols(6)


def rename_column(book: openpyxl.Workbook) -> None:
    book["Claims"].cell(1, 5, "subjekt")


def merge(book: openpyxl.Workbook) -> None:
    book["Claims"].merge_cells("B2:B3")


def double(book: openpyxl.Workbook) -> None:
    book["Claims"].cell(1, 30, "subject")


def no_key(book: openpyxl.Workbook) -> None:
    book["Source"].cell(2, 2, "Lin 2025!")


@pytest.mark.parametrize(
    ("change", "where", "message"),
    [
        (drop_sheet, "", "there is no sheet Claims / 论断; there are: Source"),
        (drop_column, "Claims!A1", "the column predicate / 谓语 is missing"),
        (rename_column, "Claims!E1", "there is no column “subjekt” here; did you mean “subject”?"),
        (merge, "Claims!B2", "the cells B2:B3 are merged"),
        (double, "Claims!AD1", "“subject” occurs twice"),
        (no_key, "Source!B2", "Lin 2025! is no key of a source"),
    ],
)
def test_a_workbook_that_was_rearranged_is_told(
    fill: Fill, read: Read, change: Callable[[openpyxl.Workbook], None], where: str, message: str
) -> None:
    found = read(changed(fill(), change))
    assert message in told(found)[where]


@pytest.mark.parametrize("kind", ["text", "empty", "zip", "torn"])
def test_what_is_no_workbook_is_told(tmp_path: Path, fill: Fill, kind: str) -> None:
    path = tmp_path / "broken.xlsx"
    if kind == "zip":
        with zipfile.ZipFile(path, "w") as packed:
            packed.writestr("a.txt", "a")
    else:
        whole = fill().read_bytes()
        path.write_bytes({"text": b"id,subject", "empty": b"", "torn": whole[: len(whole) // 2]}[kind])
    found = read_workbook(path)
    assert [fault.rule for _, fault in found.faults] == ["workbook"]
    words = "无法读取该工作簿" if kind == "zip" else "文件不是.xlsx工作簿、已损坏，或设有密码"
    assert words in found.faults[0][1].words("zh")[0]


def test_the_copy_that_comes_back_marks_cells_and_proposes_what_is_new(
    fill: Fill, read: Read, tmp_path: Path
) -> None:
    path = fill(
        claims=[CLAIM | {"subject": "=cmd()", "object": "stage:production"}, CLAIM | {"subject": "光场重构"}]
    )
    batch = read(path)
    copy = tmp_path / "copy.xlsx"
    write_annotated(path, batch.sheets, "zh", copy)
    book = openpyxl.load_workbook(copy)
    assert "没有名为“光场重构”的实体" in book["Claims"]["E3"].comment.text
    assert book["Claims"]["E3"].fill.fgColor.rgb == "FFF4CCCC"
    last = [cell.value for cell in book["New things"][3]]
    assert last[:3] == [None, None, "光场重构"]
    again = read_workbook(copy)
    assert not [row for row in again.rows["entities"] if row["make"] and row["label_zh"] == "光场重构"]
    cells = [cell for page in book for row in page.iter_rows() for cell in row if cell.data_type == "f"]
    assert [cell.coordinate for cell in cells] == ["E2"], "only the formula that was there"


def test_nothing_that_was_not_ticked_is_made(fill: Fill, read: Read) -> None:
    batch = read(fill(entities=[AUTHOR | {"make": ""}]))
    assert "nothing is called “Lin Yi”" in told(batch)["Source!B9"]


def test_no_text_of_the_graph_becomes_a_formula(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(template(library, "en", empty("en", {"title_en": "=HYPERLINK(0)", "doi": "+1"})))
    book = openpyxl.load_workbook(path)
    assert book["Source"]["B7"].value == "=HYPERLINK(0)"
    assert book["Source"]["B7"].data_type == "s"


BIB = "@article{a, title={Machines on the {Set}}, author={Lin, Yi and Ann Example}, journal={Film}, year={2025}, number={3}, pages={1--9}, doi={10.1/x}}"
RIS = "TY  - JOUR\nTI  - Machines on the Set\nAU  - Lin Yi\nAU  - Ann Example\nJO  - Film\nPY  - 2025\nIS  - 3\nSP  - 1\nEP  - 9\nDO  - 10.1/x\nER  - \n"
CNKI = "%0 Journal Article\n%A 林一\n%A 安例\n%T 片场里的机器\n%J 电影\n%D 2025\n%N 3\n%P 1-9\n%R 10.1/x\n"
EXPRESS = "{Reference Type}: Journal Article\n{Title}: 片场里的机器\n{Author}: 林一;安例\n{Journal}: 电影\n{Year}: 2025\n{Issue}: 3\n{Pages}: 1-9\n{DOI}: 10.1/x\n"
CSL = '{"title": "Machines on the Set", "author": [{"given": "Yi", "family": "Lin"}, {"literal": "Ann Example"}], "container-title": "Film", "issued": {"date-parts": [[2025]]}, "issue": "3", "page": "1-9", "DOI": "10.1/x"}'


@pytest.mark.parametrize(
    ("name", "text", "authors", "title"),
    [
        ("a.bib", BIB, "Yi Lin; Ann Example", "Machines on the Set"),
        ("a.ris", RIS, "Lin Yi; Ann Example", "Machines on the Set"),
        ("a.txt", CNKI, "林一; 安例", "片场里的机器"),
        ("a.net", EXPRESS, "林一; 安例", "片场里的机器"),
        ("a.json", CSL, "Yi Lin; Ann Example", "Machines on the Set"),
    ],
)
def test_the_facts_about_a_source_are_read_from_an_export(
    tmp_path: Path, name: str, text: str, authors: str, title: str
) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    facts = read_facts(tmp_path / name)
    assert facts["authors"] == authors
    assert facts["title_zh" if "片" in title else "title_en"] == title
    assert (facts["year"], facts["issue"], facts["pages"], facts["doi"]) == ("2025", "3", "1-9", "10.1/x")


@pytest.mark.parametrize("text", ["", "@article{", "TY  - JOUR\nER  - \n", "{}", "nothing"])
def test_what_is_no_export_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.ris").write_text(text, "utf-8")
    with pytest.raises(SourceFault) as raised:
        read_facts(tmp_path / "a.ris")
    assert "题录" in raised.value.words("zh")[0] or "条目" in raised.value.words("zh")[0]


def test_a_large_workbook_is_read_whole(fill: Fill, library: Library) -> None:
    rows = [CLAIM | {"paraphrase_en": f"Claim number {n}.", "paraphrase_zh": f"第{n}条论断。", "text": f"t {n}",
                     "ask_en": "", "ask_zh": ""} for n in range(1000)]  # fmt: skip
    batch = read_batch(fill(claims=rows), ROOT, library)
    assert batch.faults == []
    assert (batch.sheets.rows["claims"][-1]["id"], batch.sheets.rows["claims"][-1]["passage"][:6]) == (
        "C1000",
        "s1-p2-",
    )


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"predicate": "gf:releaseYear", "object": '"abc"^^xsd:integer'}, "“abc” is no value of xsd:integer"),
        ({"predicate": "gf:value", "object": '"1"^^xsd:float'}, "values have no datatype “xsd:float”"),
        ({"predicate": "gf:value", "object": '"1"^^<a>'}, "values have no datatype “<a>”"),
        ({"predicate": "gf:title", "object": '"Titel"@de'}, "“de” is no language of the graph"),
        ({"predicate": "gf:title", "object": '"T"@abcdefghijkl'}, "“abcdefghijkl” is no language"),
        ({"predicate": "gf:value", "object": "²"}, "“²” is not a number"),
        ({"predicate": "gf:value", "object": "12,5"}, "“12,5” is not a number"),
        ({"predicate": "gf:value", "object": "1_000"}, "“1_000” is not a number"),
        ({"predicate": "gf:value", "object": "35%"}, "“35%” is a percentage; write its number alone"),
        ({"predicate": "gf:takesPlaceOn", "object": "2025-02-31"}, "“2025-02-31” is not a date"),
        ({"predicate": "gf:takesPlaceOn", "object": 2025.1}, "“2025.1” is not a date"),
        ({"predicate": "gf:homepage", "object": "http://a b"}, "“http://a b” is not a web address"),
    ],
)
def test_a_value_that_is_none_is_told_at_its_cell(
    fill: Fill, read: Read, change: dict[str, object], message: str
) -> None:
    assert message in told(read(fill(claims=[CLAIM | change])))["Claims!G2"]


@pytest.mark.parametrize(
    ("row", "column", "value", "form", "message"),
    [
        (2, "object", 0.35, "0%", "“35%” is a percentage"),
        (2, "object", 0.355, "0.00%", "“35.5%” is a percentage"),
        (2, "object", datetime(2026, 3, 25), "d-mmm", "the spreadsheet has made a date"),
        (2, "page", datetime(2026, 1, 9), "d-mmm", "the spreadsheet has made a date"),
        (2, "section", datetime(2025, 3, 1), "yyyy-mm-dd", "the spreadsheet has made a date"),
    ],
)
def test_what_a_spreadsheet_made_of_a_cell_is_told(
    fill: Fill, read: Read, row: int, column: str, value: object, form: str, message: str
) -> None:
    def put(book: openpyxl.Workbook) -> None:
        page = book["Claims"]
        place = next(cell.column for cell in page[1] if str(cell.value).rstrip(" *") == column)
        page.cell(row, place, value).number_format = form

    found = told(read(changed(fill(claims=[CLAIM | {"predicate": "gf:value"}]), put)))
    assert any(message in text for text in found.values())


@pytest.mark.parametrize(
    ("form", "day", "precision"),
    [
        ("mmm-yy", "2025-03-01", "month"),
        ('yyyy"年"m"月"', "2025-03-01", "month"),
        ("[$-804]yyyy\\-mm\\-dd", "2025-03-25", "day"),
        ("yyyy", "2025-01-01", "year"),
    ],
)
def test_a_date_counts_as_far_as_its_cell_shows_it(
    fill: Fill, read: Read, form: str, day: str, precision: str
) -> None:
    def put(book: openpyxl.Workbook) -> None:
        book["Claims"].cell(2, 7, datetime(2025, 3, 25)).number_format = form

    batch = read(changed(fill(claims=[CLAIM | {"predicate": "gf:takesPlaceOn"}]), put))
    assert batch.faults == []
    claims = batch.texts()[Path("kg/sources/lin-2025/claims.ttl")]
    assert f'"{day}T00:00:00"^^xsd:dateTime' in claims
    assert f'gf:datePrecision "{precision}" ;' in claims


@pytest.mark.parametrize(
    ("change", "cell", "message"),
    [
        ({"claims": [CLAIM | {"passage": "s1 p2"}]}, "Claims!P2", "“s1 p2” cannot be the end of an IRI"),
        ({"claims": [CLAIM | {"paragraph": "²"}]}, "", ""),
        ({"claims": [CLAIM | {"subject": "tech:a b"}]}, "Claims!E2", "nothing is called “tech:a b”"),
        ({"claims": [CLAIM | {"subject": "<>"}]}, "Claims!E2", "nothing is called “<>”"),
        ({"sections": [{"id": "s 1", "printed": "1", "label_en": "one", "label_zh": "一"}]}, "Sections!A2", "“s 1” cannot be the end"),
        ({"entities": [AUTHOR | {"iri": "person:lin yi"}]}, "New things!H2", "“person:lin yi” cannot be the IRI"),
        ({"entities": [AUTHOR | {"iri": "https://example.org/a"}]}, "New things!H2", "cannot be the IRI of a new thing"),
    ],
)  # fmt: skip
def test_a_name_that_makes_no_iri_is_told(
    fill: Fill, read: Read, change: dict[str, list[dict[str, object]]], cell: str, message: str
) -> None:
    found = told(read(fill(**change)))
    assert message in found.get(cell, "")


def test_a_stray_cell_far_away_costs_nothing_and_merged_cells_break_nothing(
    fill: Fill, read: Read, tmp_path: Path
) -> None:
    def spoil(book: openpyxl.Workbook) -> None:
        book["Claims"]["XFD300"] = "stray"
        book["New things"].cell(1048576, 1).number_format = "@"
        book["Claims"].merge_cells("A2:A3")
        book["Claims"].merge_cells("P2:Q3")

    path = changed(fill(claims=[CLAIM, CLAIM | {"paraphrase_en": "Another."}]), spoil)
    batch = read(path)
    assert len(batch.sheets.rows["claims"]) == 2
    assert "the cells A2:A3 are merged" in told(batch)["Claims!A2"]
    write_annotated(path, batch.sheets, "en", tmp_path / "copy.xlsx")
    write_annotated(tmp_path / "copy.xlsx", batch.sheets, "en", tmp_path / "copy.xlsx")
    book = openpyxl.load_workbook(tmp_path / "copy.xlsx")
    assert "are merged" in book["Claims"]["A2"].comment.text
    assert len(list(filled(book["Claims"]))) < 100


def test_no_copy_is_written_over_another(tmp_path: Path) -> None:
    """Whatever is checked, the names go on: what somebody works in stays."""
    given, names = tmp_path / "lin.xlsx", []
    for _ in range(3):
        given.touch()
        given = copy_of(given)
        names.append(given.name)
    assert names == ["lin.checked.xlsx", "lin.checked-2.xlsx", "lin.checked-3.xlsx"]
    assert copy_of(tmp_path / "lin.xlsx").name == "lin.checked-3.xlsx"
