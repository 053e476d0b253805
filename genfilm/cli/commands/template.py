"""``genfilm template``: a workbook to enter the claims of a source in, empty or with those that are there."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from genfilm.cli.facts import declare_facts, given_facts
from genfilm.words import say

if TYPE_CHECKING:
    from genfilm.cli.arguments import Parser
    from genfilm.settings import Settings

GROUP, PLACE, SUMMARY = "edit", 5, "cli.template.summary"
EXTRA = "build"


def declare(parser: Parser) -> None:
    parser.add("file", nargs="?", type=Path, default=Path("claims.xlsx"), says="cli.template.file")
    parser.add("--source", metavar="NAME", says="cli.template.source")
    declare_facts(parser)


def run(settings: Settings, arguments: argparse.Namespace) -> int:
    """Write the workbook; 1 when the file is there already, or no such source."""
    from genfilm.cli.access import present_build
    from genfilm.client.graph import KnowledgeGraph
    from genfilm.editing import template
    from genfilm.errors import SourceFault

    lang, file = arguments.lang, arguments.file
    if file.exists():
        print(say("cli.template.there", lang, file=file), file=sys.stderr)
        return 1
    library = KnowledgeGraph.open(present_build(settings, lang).directory, lang=lang).library
    try:
        if arguments.source:
            rows = template.of_source(settings.sources, arguments.source, library, lang)
        else:
            rows = template.empty(lang, given_facts(settings, arguments))
    except SourceFault as fault:
        print(fault.told(lang), file=sys.stderr)
        return 1
    file.write_bytes(template.template(library, lang, rows))
    print(file)
    return 0
