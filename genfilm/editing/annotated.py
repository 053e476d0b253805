"""The copy of a workbook that comes back: identifiers written in, faults as comments on red cells."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import count
from pathlib import Path
from typing import Any

from genfilm.editing.layout import ENTITIES, SHEETS, heading, sheet_name
from genfilm.editing.reading import Place, Sheets, filled
from genfilm.words import LANGUAGES, say

_RED = "FFF4CCCC"


def copy_of(path: Path) -> Path:
    """A free name beside a workbook for its copy: what somebody goes on with is never written over."""
    stem = re.sub(r"\.checked(-[0-9]+)?$", "", path.stem)
    names = (f"{stem}.checked{f'-{number}' if number > 1 else ''}.xlsx" for number in count(1))
    return next(path.with_name(name) for name in names if not path.with_name(name).exists())


def write_annotated(given: Path, sheets: Sheets, lang: str, target: Path) -> None:
    """Write the copy of a workbook with what was assigned and what is wrong, cell by cell."""
    import openpyxl
    from openpyxl.cell import MergedCell
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    book = openpyxl.load_workbook(given)
    for page in book.worksheets:
        for cell in filled(page) if hasattr(page, "merged_cells") else ():
            if cell.comment is not None and cell.comment.author == _author():
                cell.comment, cell.fill = None, PatternFill()
    for place, text in sheets.back.items():
        _write(book[place.tab].cell(place.row, place.column), text)
    told: dict[Place, list[str]] = defaultdict(list)
    for cell_place, fault in sheets.faults:
        if cell_place is not None:
            told[cell_place].append("\n→ ".join(part for part in fault.words(lang) if part))
    for place, texts in told.items():
        cell = book[place.tab].cell(place.row, place.column)
        if isinstance(cell, MergedCell):
            continue
        comment = Comment("\n\n".join(dict.fromkeys(texts)), _author(), height=160, width=360)
        cell.comment, cell.fill = comment, PatternFill("solid", fgColor=_RED)
    _propose(book, sheets, lang)
    book.save(target)


def _author() -> str:
    return "genfilm"


def _write(cell: Any, text: str) -> None:
    """Set a cell to a text that is never a formula; what is hidden by merged cells stays."""
    from openpyxl.cell import MergedCell

    if not isinstance(cell, MergedCell):
        cell.value = text
        cell.data_type = "s"


def _propose(book: Any, sheets: Sheets, lang: str) -> None:
    """Add the names that nothing has to the sheet of new things, not ticked."""
    if not sheets.proposed:
        return
    tab = next((row.tab for row in sheets.rows.get(ENTITIES, [])), sheet_name(ENTITIES, lang))
    names = [column.name for column in SHEETS[ENTITIES]]
    if tab not in book.sheetnames:
        page = book.create_sheet(tab)
        for place, name in enumerate(names, 1):
            _write(page.cell(1, place), heading(name, lang))
    page = book[tab]
    heads = {str(cell.value).rstrip(" *"): cell.column for cell in page[1] if cell.value}
    ways = [(name, heading(name, each)) for name in names for each in LANGUAGES]
    columns = {name: heads[way] for name, way in ways if way in heads}
    held = {str(cell.value) for cell in filled(page) if cell.row > 1}
    row = max((r.number for r in sheets.rows.get(ENTITIES, [])), default=1) + 1
    for text, cls in sheets.proposed.items():
        if text in held:
            continue
        han = any("\u3400" <= char <= "\u9fff" for char in text)
        _write(page.cell(row, columns.get("label_zh" if han else "label_en", 2)), text)
        if cls and "cls" in columns:
            _write(page.cell(row, columns["cls"]), cls[lang])
        if "candidates" in columns:
            _write(page.cell(row, columns["candidates"]), say("sheet.tick", lang))
        row += 1
