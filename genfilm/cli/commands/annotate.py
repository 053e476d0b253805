"""``genfilm annotate``: what a text names of the graph, and a workbook of its passages to enter claims in."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from genfilm.cli.arguments import ROWS
from genfilm.cli.facts import declare_facts, given_facts
from genfilm.words import both, say

if TYPE_CHECKING:
    from genfilm.cli.arguments import Parser
    from genfilm.client.result import Result
    from genfilm.editing.annotation import FoundName
    from genfilm.settings import Settings
    from genfilm.vocabulary import Prefixes

GROUP, PLACE, SUMMARY = "edit", 4, "cli.annotate.summary"
EXTRA = "build"


def declare(parser: Parser) -> None:
    parser.add("text", metavar="TEXT", type=Path, says="cli.annotate.text")
    parser.add("file", nargs="?", type=Path, says="cli.annotate.file")
    declare_facts(parser)
    parser.add("--first-page", metavar="NUMBER", type=int, says="cli.annotate.first_page")
    parser.add_format(ROWS)


def run(settings: Settings, arguments: argparse.Namespace) -> int:
    """Print the names, write the workbook; 1 when the text cannot be read or the workbook is there."""
    from genfilm.cli.access import present_build
    from genfilm.cli.output import rows
    from genfilm.client.graph import KnowledgeGraph
    from genfilm.editing.annotation import annotation, draft_rows
    from genfilm.editing.template import template
    from genfilm.editing.text import read_text
    from genfilm.errors import SourceFault

    lang = arguments.lang
    file = arguments.file or arguments.text.parent / f"{arguments.text.stem}.xlsx"
    if file.exists():
        print(say("cli.template.there", lang, file=file), file=sys.stderr)
        return 1
    try:
        facts = given_facts(settings, arguments)
        text = read_text(arguments.text, arguments.first_page)
    except SourceFault as fault:
        print(fault.told(lang), file=sys.stderr)
        return 1
    library = KnowledgeGraph.open(present_build(settings, lang).directory, lang=lang).library
    found = annotation(text, library)
    file.write_bytes(template(library, lang, draft_rows(text, found, library, lang, facts)))
    rows(_result(found, lang, library.prefixes), arguments.format)
    if text.blank:
        print(say("cli.annotate.blank", lang, pages=", ".join(text.blank)), file=sys.stderr)
    told = {"names": len(found), "things": len({each.span.candidates[0].iri for each in found})}
    print(say("cli.annotate.done", lang, passages=len(text.passages), file=file, **told), file=sys.stderr)
    return 0


def _result(found: tuple[FoundName, ...], lang: str, prefixes: Prefixes) -> Result:
    from genfilm.catalogue.table import Column, Table, Term
    from genfilm.client.result import Result

    names = ("page", "section", "paragraph", "written", "found")
    columns = tuple(Column(name, both(f"cell.{name}"), "string") for name in names)
    cells = (
        (
            each.passage.page,
            each.passage.heading,
            str(each.passage.paragraph),
            each.written,
            " | ".join(candidate.name for candidate in each.span.candidates),
        )
        for each in found
    )
    table = Table(columns, tuple(tuple(Term("literal", text) for text in row) for row in cells))
    return Result(table, lang=lang, prefixes=prefixes)
