"""Writing a workbook to enter claims in: headings, drop-downs from the ontology, the rows of a source."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path

import xlsxwriter

from genfilm.catalogue.library import Library
from genfilm.dataset import phrasings
from genfilm.editing.claims import cells_of
from genfilm.editing.draft import Draft, natural, node
from genfilm.editing.layout import (
    CLAIMS,
    ENTITIES,
    FIELDS,
    NEEDED_FIELDS,
    SECTIONS,
    SHEETS,
    SOURCE,
    field_name,
    heading,
    sheet_name,
)
from genfilm.editing.linking import CellLinker, Choices, Filed
from genfilm.editing.passages import place_of
from genfilm.editing.reading import Layout, Sheets
from genfilm.editing.source import fact
from genfilm.editing.values import Values
from genfilm.errors import SourceFault
from genfilm.records.entities import entities
from genfilm.words import say

_LISTS = "lists"
_ROWS = 2000
Rows = Mapping[str, Sequence[Mapping[str, str]]]


def template(library: Library, lang: str, rows: Rows, layout: Layout = SHEETS) -> bytes:
    """A workbook with the headings and names of a language; ``rows`` fill its sheets."""
    written = io.BytesIO()
    literal = ("strings_to_formulas", "strings_to_urls", "strings_to_numbers")
    options = {"in_memory": True, **dict.fromkeys(literal, False)}
    with xlsxwriter.Workbook(written, options) as book:
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        needed = book.add_format({"bold": True, "bottom": 2, "text_wrap": True, "valign": "top"})
        wrapped = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
        pages = {sheet: book.add_worksheet(sheet_name(sheet, lang)) for sheet in layout}
        lists = book.add_worksheet(_LISTS)
        lists.hide()
        ranges = _lists(lists, Choices(library), lang, layout)
        for sheet, columns in layout.items():
            page = pages[sheet]
            page.freeze_panes(1, 1)
            for place, column in enumerate(columns):
                star = " *" if column.needed else ""
                page.set_column(place, place, column.width, wrapped)
                page.write_string(0, place, heading(column.name, lang) + star, needed if star else head)
                if (sheet, column.name) in _HINTS:
                    page.write_comment(0, place, say(f"hint.{column.name}", lang), {"x_scale": 2})
                if column.choices:
                    open_list = column.choices == "entity"
                    page.data_validation(
                        1, place, _ROWS, place,
                        {"validate": "list", "source": ranges[column.choices], "show_error": not open_list},
                    )  # fmt: skip
            for number, row in enumerate(rows.get(sheet, ()), 1):
                for place, column in enumerate(columns):
                    if row.get(column.name):
                        page.write_string(number, place, row[column.name], wrapped)
        book.set_properties({"title": say("sheet.title", lang)})
    return written.getvalue()


_HINTS = {
    (CLAIMS, name) for name in ("id", "part_of", "object", "text", "passage", "ask_en", "ask_zh", "speaker")
}
_HINTS |= {(ENTITIES, "make"), (ENTITIES, "cls"), (SECTIONS, "printed")}


def empty(lang: str, facts: Mapping[str, str]) -> Rows:
    """The rows of a workbook for a new source, with what is known of it."""
    return {SOURCE: [{"field": _field(name, lang), "value": facts.get(name, "")} for name in FIELDS]}


def of_source(root: Path, source: str, library: Library, lang: str) -> Rows:
    """The rows of a workbook that hold a source as its files have it; importing them changes nothing.

    Raises SourceFault where there is no such source.
    """
    draft = Draft(root, source)
    if not draft.subjects("claim"):
        known = ", ".join(sorted(path.name for path in (root / "kg/sources").glob("*") if path.is_dir()))
        raise SourceFault.worded("source", ("", None), source, "unknown", {"known": known})
    sheets, things = Sheets(""), entities(library)
    every = [triple for triples in draft.before.values() for triple in triples]
    linker = CellLinker(library, sheets, Filed())
    values = Values(every, linker, sheets)

    def named(iri: str) -> str:
        """The name of a thing where the resolver finds just it, else its prefixed name."""
        label = things.label(iri)[lang]
        return label if iri in things and linker.certain(label) == iri else things.prefixes.compact(iri)

    facts = [{"field": _field(name, lang), "value": fact(draft, name, named)} for name in FIELDS]
    sections = []
    for name in draft.subjects("division"):
        division = draft.iri("division", name)
        printed = draft.text(division, "gf:section") or draft.text(division, "gf:paragraph")
        labels = {f"label_{each}": draft.text(division, "rdfs:label", each) for each in ("en", "zh")}
        sections.append({"id": name, "printed": printed, **labels})
    asked = {
        line.claim.rpartition("/")[2]: line.asked
        for line in phrasings.lines(root)
        if line.asked and line.claim.startswith(draft.iri("claim", "").value)
    }
    rows = []
    for name in sorted(draft.subjects("claim"), key=natural):
        if node("gf:SourceClaim") not in draft.values(draft.iri("claim", name), "rdf:type"):
            continue  # what is ours, and what is left out, no row of a workbook says
        row = dict(cells_of(draft, name, values, named))
        if row["passage"] and ";" not in row["passage"]:
            row |= place_of(draft, draft.one(draft.iri("claim", name), "gf:isStatedIn"))
        for place, each in enumerate(("en", "zh")):
            row[f"ask_{each}"] = " | ".join(asked[name][place]) if name in asked else ""
        rows.append(row)
    return {SOURCE: facts, SECTIONS: sections, CLAIMS: rows}


def _field(name: str, lang: str) -> str:
    return field_name(name, lang) + (" *" if name in NEEDED_FIELDS else "")


def _lists(
    page: xlsxwriter.workbook.Worksheet, choices: Choices, lang: str, layout: Layout
) -> dict[str, str]:
    """Write each list into a column of a hidden sheet; its range by name."""
    names = sorted({c.choices for columns in layout.values() for c in columns if c.choices})
    ranges = {}
    for place, name in enumerate(names):
        labels = ["x"] if name == "yes" else [choices.label(iri, lang) for iri in choices.members(name)]
        unique = list(dict.fromkeys(labels)) if name in ("kind", "yes") else sorted(dict.fromkeys(labels))
        for number, label in enumerate(unique):
            page.write_string(number, place, label)
        letter = chr(65 + place)
        ranges[name] = f"={_LISTS}!${letter}$1:${letter}${max(1, len(unique))}"
    return ranges
