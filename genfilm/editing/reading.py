"""Reading a workbook into rows of texts by column, with what is wrong with its cells."""

from __future__ import annotations

import re
import unicodedata
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from genfilm.editing.layout import (
    BLIND,
    CLAIMS,
    FIELDS,
    READINGS,
    SHEETS,
    SOURCE,
    SheetColumn,
    named,
    sheet_name,
)
from genfilm.errors import SourceFault
from genfilm.words import LANGUAGES, say

LARGEST = 20_000_000
"""Bytes of a workbook that are read."""
_UNPACKED = 200_000_000
_ALWAYS = ("paraphrase_en", "paraphrase_zh", "value", "subject", "predicate", "object")
_ONE_LINE = ("paraphrase_", "label_", "definition_", "printed", "iri", "hash")
"""Columns in which a new line is no more than a blank, by the beginning of their names."""
_DATED = ("object", "as_of")
"""Columns that may hold a date; elsewhere it is what a spreadsheet made of 1-9 or of 3.5."""
_MOST_ROWS = 20_000
_LONGEST = 10_000
Layout = Mapping[str, tuple[SheetColumn, ...]]
HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Place:
    """A cell: the name on its tab, row and column, and its address there (``D7``)."""

    sheet: str
    tab: str
    row: int
    column: int

    @property
    def name(self) -> str:
        letters, number = "", self.column
        while number:
            number, rest = divmod(number - 1, 26)
            letters = chr(65 + rest) + letters
        return f"{self.tab}!{letters}{self.row}"


@dataclass(slots=True)
class SheetRow:
    """A row: the text of each column, empty where there is none, and its place."""

    sheet: str
    tab: str
    number: int
    texts: dict[str, str]
    columns: Mapping[str, int]

    def __getitem__(self, column: str) -> str:
        return self.texts.get(column, "")

    def __contains__(self, column: str) -> bool:
        """True where the row speaks of a column: its sheet has it, or a default stands for it."""
        return column in self.columns or column in self.texts

    def by_language(self, column: str) -> dict[str, str]:
        """The texts of a column that is there for each language, of those that the sheet has."""
        return {lang: self[f"{column}_{lang}"] for lang in LANGUAGES if f"{column}_{lang}" in self}

    def place(self, column: str) -> Place:
        return Place(self.sheet, self.tab, self.number, self.columns.get(column, 1))


@dataclass(slots=True)
class Sheets:
    """A workbook: its rows by sheet, the facts about the source, faults by cell, what is written back, and
    names that are not there with the class that each should have."""

    file: str
    language: str = "en"
    rows: dict[str, list[SheetRow]] = field(default_factory=dict)
    facts: dict[str, str] = field(default_factory=dict)
    fact_rows: dict[str, SheetRow] = field(default_factory=dict)
    faults: list[tuple[Place | None, SourceFault]] = field(default_factory=list)
    back: dict[Place, str] = field(default_factory=dict)
    proposed: dict[str, Mapping[str, str]] = field(default_factory=dict)

    def fault(
        self, place: Place | None, rule: str, shape: str = "message", **values: str | Mapping[str, str]
    ) -> None:
        """Add a fault of a cell, or of the workbook for None; a value may be one by language."""
        term = place.name if place else ""
        said = {
            lang: {name: each if isinstance(each, str) else each[lang] for name, each in values.items()}
            for lang in LANGUAGES
        }
        fault = SourceFault.worded(rule, (self.file, None), term, shape, said["en"])
        fault.chinese = SourceFault.worded(rule, (self.file, None), term, shape, said["zh"]).chinese
        self.faults.append((place, fault))

    def write(self, row: SheetRow, column: str, text: str) -> None:
        """Set a cell, here and in the copy that comes back."""
        if row[column] != text:
            row.texts[column] = text
            if column in row.columns:
                self.back[row.place(column)] = text


def read_workbook(
    path: Path, layout: Layout = SHEETS, sheets_needed: Sequence[str] = (SOURCE, CLAIMS)
) -> Sheets:
    """The rows of a workbook of some layout; whatever is wrong with it is among its faults."""
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    sheets = Sheets(path.name)
    try:
        size = path.stat().st_size
        if size > LARGEST:
            sheets.fault(None, "workbook", "large", size=f"{size:,}", most=f"{LARGEST:,}")
            return sheets
        with zipfile.ZipFile(path) as packed:
            if sum(each.file_size for each in packed.infolist()) > _UNPACKED:
                sheets.fault(None, "workbook", "unpacked", most=f"{_UNPACKED // 1_000_000:,}")
                return sheets
        book = openpyxl.load_workbook(path, read_only=False, data_only=False, keep_links=False)
    except MemoryError:
        raise
    except (zipfile.BadZipFile, InvalidFileException):
        sheets.fault(None, "workbook", "other_format")
        return sheets
    except Exception as error:  # noqa: BLE001  whatever a broken file makes the library raise
        sheets.fault(None, "workbook", "unreadable", why=str(error) or type(error).__name__)
        return sheets
    tabs = {name: named(name, layout, "sheet") for name in book.sheetnames}
    for tab, sheet in tabs.items():
        if sheet is not None and hasattr(book[tab], "merged_cells"):
            _read_sheet(sheets, book[tab], sheet, tab, layout[sheet])
    missing = [needed for needed in sheets_needed if needed not in tabs.values()]
    for other, command in ((BLIND, "genfilm reading import"), (SHEETS, "genfilm import")):
        if missing and layout is not other and any(named(name, other, "sheet") for name in tabs):
            sheets.fault(None, "workbook", "other_layout", command=command)
            return sheets
    for needed in missing:
        names = " / ".join(sheet_name(needed, lang) for lang in LANGUAGES)
        sheets.fault(None, "workbook", "sheet", name=names, known=", ".join(book.sheetnames))
    return sheets


def _read_sheet(sheets: Sheets, page: Any, sheet: str, tab: str, layout: tuple[SheetColumn, ...]) -> None:
    for merged in page.merged_cells.ranges:
        place = Place(sheet, tab, merged.min_row, merged.min_col)
        sheets.fault(place, "cell", "merged", cells=str(merged))
    known = tuple(column.name for column in layout)
    columns: dict[str, int] = {}
    for cell in next(page.iter_rows(min_row=1, max_row=1), ()):
        if not _text(cell.value):
            continue
        name = named(cell.value, known, "cell")
        place = Place(sheet, tab, 1, cell.column)
        if name is None:
            labels = {say(f"cell.{each}", lang): each for each in known for lang in LANGUAGES}
            near = get_close_matches(str(cell.value), labels, n=1, cutoff=0.5)
            sheets.fault(place, "cell", "heading_near" if near else "heading",
                         name=str(cell.value), near=near[0] if near else "")  # fmt: skip
        elif name in columns:
            sheets.fault(place, "cell", "twice", name=str(cell.value))
        else:
            columns[name] = cell.column
    missing = [name for name in _needed(sheet, layout) if name not in columns]
    for name in missing:
        heads = " / ".join(say(f"cell.{name}", lang) for lang in LANGUAGES)
        sheets.fault(Place(sheet, tab, 1, 1), "cell", "column", name=heads)
    rows = sheets.rows.setdefault(sheet, [])
    if missing:
        return
    last = max((cell.row for cell in filled(page) if cell.column in columns.values()), default=1)
    if last > _MOST_ROWS:
        sheets.fault(Place(sheet, tab, last, 1), "workbook", "rows", most=f"{_MOST_ROWS:,}")
        return
    for cells in page.iter_rows(min_row=2, max_row=last, max_col=max(columns.values())):
        row = _row(sheets, cells, sheet, tab, columns)
        if any(row.texts.values()):
            rows.append(row)
    if sheet == SOURCE:
        _facts(sheets, rows)


def filled(page: Any) -> list[Any]:
    """The cells of a page that hold something; a stray one far away does not bring those before it."""
    return [cell for cell in page._cells.values() if cell.value is not None or cell.comment is not None]


def _needed(sheet: str, layout: tuple[SheetColumn, ...]) -> Iterator[str]:
    """The columns without which a sheet makes no sense."""
    for column in layout:
        if column.needed or (column.name in _ALWAYS and sheet != READINGS):
            yield column.name


def _row(sheets: Sheets, cells: Any, sheet: str, tab: str, columns: Mapping[str, int]) -> SheetRow:
    by_column = {cell.column: cell for cell in cells if hasattr(cell, "column")}
    row = SheetRow(sheet, tab, cells[0].row, {}, columns)
    for name, column in columns.items():
        cell = by_column.get(column)
        if cell is None or cell.value is None:
            continue
        place = row.place(name)
        if cell.data_type == "f":
            sheets.fault(place, "cell", "formula")
        elif cell.data_type == "e":
            sheets.fault(place, "cell", "error", value=str(cell.value))
        text = _text(cell.value)
        if name.startswith(_ONE_LINE):
            text = text.replace("\n", " ")
        if isinstance(cell.value, (date, datetime)):
            text = _shown_date(cell.value, cell.number_format) if name in _DATED else ""
            if not text:
                sheets.fault(place, "cell", "made_date")
        elif "%" in str(cell.number_format) and isinstance(cell.value, (int, float)):
            text = f"{_text(round(cell.value * 100, 10))}%"
        if len(text) > _LONGEST:
            sheets.fault(place, "cell", "long", most=f"{_LONGEST:,}")
        if name.endswith("_en") and HAN.search(text) and not re.search("[A-Za-z]{3}", text):
            sheets.fault(place, "cell", "chinese")
        elif name.endswith("_zh") and re.search(r"[A-Za-z]{3}.* ", text) and not HAN.search(text):
            sheets.fault(place, "cell", "english")
        if text and cell.data_type not in "fe":
            row.texts[name] = text
    return row


def _shown_date(value: Any, form: str) -> str:
    """A date as far as its cell shows it: a month for ``mmm-yy``; empty where no year was typed."""
    letters = re.sub(r'"[^"]*"|\[[^]]*]|\\.', "", form).lower()
    if "y" not in letters and letters not in ("general", "@"):
        return ""
    if "d" in letters or "y" not in letters:
        return _text(value)
    return _text(value)[: 7 if "m" in letters else 4]


def _text(value: Any) -> str:
    """The text of a cell: trimmed, without controls; numbers and dates as a graph writes them."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == value.min.time() else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (int, float)):
        number = Decimal(repr(value))
        return str(int(number)) if number == number.to_integral_value() else format(number, "f")
    text = "".join(c for c in str(value) if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf", "Cs"))
    lines = (re.sub("[ \t\xa0]+", " ", line).strip() for line in text.replace("\r", "\n").split("\n"))
    return "\n".join(line for line in lines if line)


def _facts(sheets: Sheets, rows: list[SheetRow]) -> None:
    for row in rows:
        name = named(row["field"], FIELDS, "fact")
        if name is None:
            known = [say(f"fact.{each}", lang) for each in FIELDS for lang in LANGUAGES]
            near = get_close_matches(row["field"], known, n=1, cutoff=0.5)
            sheets.fault(row.place("field"), "cell", "heading_near" if near else "heading",
                         name=row["field"], near=near[0] if near else "")  # fmt: skip
        elif name in sheets.fact_rows:
            sheets.fault(row.place("field"), "cell", "twice", name=row["field"])
        else:
            lines = name.startswith(("note", "authors", "publisher"))
            text = row["value"] if lines else row["value"].replace("\n", " ")
            sheets.facts[name], sheets.fact_rows[name] = text, row
