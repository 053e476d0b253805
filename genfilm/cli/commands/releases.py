"""``genfilm releases``: the tags of versions, and the builds that are held."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

from genfilm.cli.arguments import ROWS
from genfilm.words import both, say

if TYPE_CHECKING:
    from genfilm.cli.arguments import Parser
    from genfilm.client.result import Result
    from genfilm.dataset.held import Release
    from genfilm.settings import Settings

GROUP, PLACE, SUMMARY = "edit", 11, "cli.releases.summary"
_COLUMNS = {
    "version": "site.version",
    "tag": "cli.releases.tag",
    "build": "noun.build",
    "since": "cli.releases.since",
    "size": "cli.releases.size",
    "quads": "releases.quads",
}


def declare(parser: Parser) -> None:
    parser.add("--keep", type=int, metavar="N", says="cli.releases.keep")
    parser.add("--format", choices=ROWS, metavar="FORMAT", says="cli.format")


def run(settings: Settings, arguments: argparse.Namespace) -> int:
    """Print what there is, after removing builds with ``--keep``; 1 when there is nothing."""
    from genfilm.cli.output import data, rows
    from genfilm.dataset.builds import exclusive, prune
    from genfilm.dataset.held import releases

    lang = arguments.lang
    if arguments.keep is not None:
        with exclusive(settings.home):
            for name in prune(settings.home, max(1, arguments.keep)):
                print(say("cli.releases.removed", lang, build=name), file=sys.stderr)
    found = releases(settings.home, settings.sources)
    if arguments.format == "json":
        data([asdict(release) for release in found])
    else:
        rows(_table(found, lang), arguments.format)
    return 0 if found else 1


def _table(found: list[Release], lang: str) -> Result:
    from genfilm.catalogue.table import Column, Table, Term
    from genfilm.client.result import Result

    def cells(release: Release) -> tuple[str, ...]:
        build = say("cli.releases.current", lang, build=release.build) if release.current else release.build
        counts = (f"{release.bytes / 1e6:.0f} MB", release.quads) if build else ("",) * 2
        since = (release.since or release.made)[:16].replace("T", " ")
        return release.version, release.tag, build, since, *map(str, counts)

    columns = (Column(name, both(heading), "string") for name, heading in _COLUMNS.items())
    terms = (tuple(Term("literal", text) if text else None for text in cells(each)) for each in found)
    return Result(Table(tuple(columns), tuple(terms)), lang=lang)
