"""``genfilm claims``: the claims with some verdict, stage, actor or other facet."""

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

GROUP, PLACE, SUMMARY = "ask", 6, "cli.claims.summary"
_SHOWN = ("id", "paraphrase", "page", "verdictLabel")


def declare(parser: Parser) -> None:
    parser.add(
        "filters", nargs="*", metavar="FACET=VALUE", completer=complete.facets, says="cli.claims.filters"
    )
    parser.add(
        "--about", action="append", metavar="NAME", completer=complete.entities, says="cli.claims.about"
    )
    parser.add("--sort", default="id", says="cli.claims.sort")
    parser.add_format(ROWS)
    parser.add_connect()


def run(settings: Settings, arguments: argparse.Namespace) -> int:
    """Print the claims; 1 when there are none. A terminal shows four of the columns, CSV and JSON all."""
    from genfilm.cli.access import open_graph
    from genfilm.cli.output import pairs, rows, terminal

    filters: dict[str, list[str]] = {}
    for facet, value in pairs(arguments.filters, "verdict=disputed"):
        filters.setdefault(facet, []).append(value)
    if arguments.about:
        filters.setdefault("about", []).extend(arguments.about)
    found = open_graph(settings, arguments).claims(sort=arguments.sort, **filters)
    if not len(found):
        print(say("claims.none", arguments.lang), file=sys.stderr)
        return 1
    brief = arguments.format == "table" or (arguments.format is None and terminal() is not None)
    rows(_brief(found) if brief else found, arguments.format)
    return 0


def _brief(found: Result) -> Result:
    """Columns that a reader looks at first; the verdict goes under its plain heading."""
    from genfilm.catalogue.table import Column, Table
    from genfilm.client.result import Result

    headings = {column.name: column.labels for column in found.columns}
    places = [place for place, column in enumerate(found.columns) if column.name in _SHOWN]
    chosen = (found.columns[place] for place in places)
    columns = tuple(
        Column(column.name, headings[column.name.removesuffix("Label")], column.type) for column in chosen
    )
    cut = tuple(tuple(row[place] for place in places) for row in found.table.rows)
    return Result(Table(columns, cut), lang=found.lang, prefixes=found.prefixes)
