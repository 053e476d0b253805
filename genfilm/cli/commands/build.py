"""``genfilm build``: build the graph from ontology/, kg/ and queries/."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from genfilm.cli.arguments import Parser
    from genfilm.settings import Settings

GROUP, PLACE, SUMMARY = "edit", 1, "cli.build.summary"
EXTRA = "build"


def declare(parser: Parser) -> None:
    parser.add("--no-java", action="store_true", says="cli.build.no_java")


def run(settings: Settings, arguments: argparse.Namespace) -> int:
    """Build, and print the directory; raises BuildFailed with every fault."""
    from genfilm.build import build
    from genfilm.progress import Progress

    progress = Progress(lang=arguments.lang)
    done = build(settings.sources, settings.home, progress, use_java=not arguments.no_java)
    print(done.directory)
    return 0
