"""``genfilm cite``: how to cite a claim, an entity or the graph."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from genfilm.cli import complete

if TYPE_CHECKING:
    from genfilm.cli.arguments import Parser
    from genfilm.settings import Settings

GROUP, PLACE, SUMMARY = "ask", 8, "cli.cite.summary"
_STYLES = ("gb-t-7714", "apa", "mla", "chicago", "bibtex", "biblatex", "ris", "csl-json")
_STYLE = {"en": "apa", "zh": "gb-t-7714"}


def declare(parser: Parser) -> None:
    parser.add("name", nargs="?", completer=complete.citable, says="cli.cite.name")
    parser.add("--style", choices=_STYLES, metavar="STYLE", says="cli.cite.style")
    parser.add_connect()


def run(settings: Settings, arguments: argparse.Namespace) -> int:
    """Print the citation in the style asked for, else in that which readers of the language expect."""
    from genfilm.cli.access import open_graph

    style = arguments.style or _STYLE[arguments.lang]
    print(open_graph(settings, arguments).cite(arguments.name, style).rstrip())
    return 0
