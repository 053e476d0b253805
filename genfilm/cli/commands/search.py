"""``genfilm search``: entities, claims, terms and questions by words."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from genfilm.cli import complete
from genfilm.cli.arguments import ROWS
from genfilm.words import say

if TYPE_CHECKING:
    from genfilm.cli.arguments import Parser
    from genfilm.client.result import Result
    from genfilm.settings import Settings

GROUP, PLACE, SUMMARY = "ask", 4, "cli.search.summary"


def declare(parser: Parser) -> None:
    parser.add("text", nargs="+", says="cli.search.text")
    parser.add("--kind", action="append", metavar="KIND", completer=complete.kinds, says="cli.search.kind")
    parser.add("--size", type=int, default=20, says="cli.search.size")
    parser.add("--format", choices=ROWS, metavar="FORMAT", says="cli.format")


def run(settings: Settings, arguments: argparse.Namespace) -> int:
    """Print the hits; 1 when there are none. Remarks go to standard error."""
    from genfilm.cli.access import open_graph
    from genfilm.cli.output import rows, terminal

    graph, lang, text = open_graph(settings, arguments), arguments.lang, " ".join(arguments.text)
    hits = graph.search(text, arguments.kind or (), arguments.size)
    for correction in hits.corrections:
        remark = say("cli.search.corrected", lang, word=correction.word, used=correction.used)
        print(remark, file=sys.stderr)
    if not len(hits):
        print(say("cli.search.none", lang, text=text), file=sys.stderr)
        if hits.found.facets:
            kinds = ", ".join(f"{facet.kind} ({facet.count})" for facet in hits.found.facets)
            print(say("cli.search.others", lang, kinds=kinds), file=sys.stderr)
        return 1
    brief = terminal() is not None and arguments.format in (None, "table")
    rows(_brief(hits) if brief else hits, arguments.format)
    if hits.total > len(hits):
        print(say("cli.search.more", lang, total=hits.total), file=sys.stderr)
    return 0


def _brief(hits: Result) -> Result:
    """Columns that a reader looks at first: name, kind, IRI."""
    from genfilm.catalogue.table import Table
    from genfilm.client.result import Result

    places = [
        [column.name for column in hits.columns].index(name) for name in ("label", "kind", "iri", "verdict")
    ]
    if not any(row[places[-1]] for row in hits.table.rows):
        places = places[:-1]
    columns = tuple(hits.columns[place] for place in places)
    cut = tuple(tuple(row[place] for place in places) for row in hits.table.rows)
    return Result(Table(columns, cut), lang=hits.lang, prefixes=hits.prefixes)
