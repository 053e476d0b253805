"""``genfilm rollback``: a build that is held, in service again."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from genfilm.cli import complete
from genfilm.words import say

if TYPE_CHECKING:
    from genfilm.cli.arguments import Parser
    from genfilm.settings import Settings

GROUP, PLACE, SUMMARY = "edit", 12, "cli.rollback.summary"


def declare(parser: Parser) -> None:
    parser.add("build", nargs="?", default="", completer=complete.builds, says="cli.rollback.build")


def run(settings: Settings, arguments: argparse.Namespace) -> int:
    """Point to the build; 1 when it is in service already, or there is none before the present one."""
    from genfilm.dataset.builds import has_sources
    from genfilm.dataset.digest import source_digest
    from genfilm.dataset.held import find, held, roll_back, serving

    lang, home, root = arguments.lang, settings.home, settings.sources
    served, builds = serving(home), held(home)
    if arguments.build:
        chosen = find(builds, arguments.build, root)
        if chosen.name == served:
            print(say("cli.rollback.current", lang, build=served), file=sys.stderr)
            return 1
    else:
        before = [build for build in builds if build.name != served]
        if not before:
            print(say("cli.rollback.none", lang, home=str(home)), file=sys.stderr)
            return 1
        chosen = before[0]
    done = roll_back(home, chosen, source_digest(root) if has_sources(root) else "")
    version = done.manifest.get("version", "")
    print(say("cli.rollback.done", lang, build=done.name, version=version), file=sys.stderr)
    print(done.directory)
    return 0
