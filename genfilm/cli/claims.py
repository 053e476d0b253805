"""``genfilm claims``: the claims with some verdict, stage, actor or other facet."""

from __future__ import annotations

import argparse
import sys

from genfilm.catalogue.table import Column, Table
from genfilm.cli.access import open_graph
from genfilm.cli.output import pairs, rows, terminal
from genfilm.client.result import Result
from genfilm.settings import Settings
from genfilm.words import saying

_SHOWN = ("id", "paraphrase", "page", "verdictLabel")


def run(settings: Settings, arguments: argparse.Namespace) -> int:
    """Print the claims; 1 when there are none. A terminal shows four of the columns, CSV and JSON all."""
    filters: dict[str, list[str]] = {}
    for facet, value in pairs(arguments.filters, "verdict=disputed"):
        filters.setdefault(facet, []).append(value)
    if arguments.about:
        filters.setdefault("about", []).extend(arguments.about)
    found = open_graph(settings, arguments).claims(sort=arguments.sort, **filters)
    if not len(found):
        say = saying(arguments.lang)
        print(say("claims.none"), file=sys.stderr)
        return 1
    brief = arguments.format == "table" or (arguments.format is None and terminal() is not None)
    rows(_brief(found) if brief else found, arguments.format)
    return 0


def _brief(found: Result) -> Result:
    """What a reader looks at first; the verdict goes under its plain heading."""
    headings = {column.name: column.labels for column in found.columns}
    places = [place for place, column in enumerate(found.columns) if column.name in _SHOWN]
    chosen = (found.columns[place] for place in places)
    columns = tuple(
        Column(column.name, headings[column.name.removesuffix("Label")], column.type) for column in chosen
    )
    cut = tuple(tuple(row[place] for place in places) for row in found.table.rows)
    return Result(Table(columns, cut), lang=found.lang, prefixes=found.prefixes)
