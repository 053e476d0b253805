"""``genfilm search``: things, claims, terms and questions by words."""

from __future__ import annotations

import argparse
import sys

from genfilm.catalogue.table import Table
from genfilm.cli.access import open_graph
from genfilm.cli.output import rows, terminal
from genfilm.client.result import Result
from genfilm.settings import Settings
from genfilm.words import saying


def run(settings: Settings, arguments: argparse.Namespace) -> int:
    """Print the hits; 1 when there are none. Remarks go to standard error."""
    graph, say = open_graph(settings, arguments), saying(arguments.lang)
    text = " ".join(arguments.text)
    hits = graph.search(text, arguments.kind or (), arguments.size)
    for correction in hits.corrections:
        print(
            say("cli.search.corrected", word=correction.word, used=correction.used),
            file=sys.stderr,
        )
    if not len(hits):
        print(say("cli.search.none", text=text), file=sys.stderr)
        if hits.found.facets:
            kinds = ", ".join(f"{facet.kind} ({facet.count})" for facet in hits.found.facets)
            print(say("cli.search.others", kinds=kinds), file=sys.stderr)
        return 1
    brief = terminal() is not None and arguments.format in (None, "table")
    rows(_brief(hits) if brief else hits, arguments.format)
    if hits.total > len(hits):
        print(
            say("cli.search.more", total=hits.total),
            file=sys.stderr,
        )
    return 0


def _brief(hits: Result) -> Result:
    """What a reader looks at first: name, kind, IRI."""
    places = [
        [column.name for column in hits.columns].index(name) for name in ("label", "kind", "iri", "verdict")
    ]
    if not any(row[places[-1]] for row in hits.table.rows):
        places = places[:-1]
    columns = tuple(hits.columns[place] for place in places)
    cut = tuple(tuple(row[place] for place in places) for row in hits.table.rows)
    return Result(Table(columns, cut), lang=hits.lang, prefixes=hits.prefixes)
