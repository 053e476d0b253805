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
    parser.add("--release", metavar="TAG", says="cli.build.release")
    parser.add("--no-java", action="store_true", says="cli.build.no_java")


def run(settings: Settings, arguments: argparse.Namespace) -> int:
    """Build, and print the directory; raises BuildFailed with every fault."""
    from genfilm.build import build, build_release
    from genfilm.progress import Progress

    root, home, progress = settings.sources, settings.home, Progress(lang=arguments.lang)
    java = not arguments.no_java
    if arguments.release:
        done = build_release(root, home, arguments.release, progress, use_java=java)
    else:
        done = build(root, home, progress, use_java=java)
    print(done.directory)
    return 0
