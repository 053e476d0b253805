"""``genfilm export``: write the files of a release of a build into a folder."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from genfilm.cli import complete

if TYPE_CHECKING:
    from genfilm.cli.arguments import Parser
    from genfilm.dataset.builds import Build
    from genfilm.settings import Settings

GROUP, PLACE, SUMMARY = "edit", 8, "cli.export.summary"


def declare(parser: Parser) -> None:
    parser.add(
        "--format", action="append", metavar="FORMAT", completer=complete.exports, says="cli.export.format"
    )
    parser.add("--out", type=Path, metavar="DIR", says="cli.export.out")
    parser.add("--build", metavar="BUILD", says="cli.export.build")


def run(settings: Settings, arguments: argparse.Namespace) -> int:
    """Write the files and print the folder; 2 for a format that there is not."""
    from genfilm.cli.progress import progress
    from genfilm.exports import folder
    from genfilm.exports.formats import NAMES
    from genfilm.exports.release import make_from

    unknown = [name for name in arguments.format or () if name not in NAMES]
    if unknown:
        print(f"genfilm: {unknown[0]!r} is no format. There are: {', '.join(NAMES)}.", file=sys.stderr)
        return 2
    build = _build(settings, arguments.build, arguments.lang)
    out: Path = arguments.out or Path(f"genfilm-kg-{build.manifest.get('version', build.id[:12])}")
    with progress() as tell:
        folder.write(out, make_from(build, arguments.format or NAMES, tell))
    print(out)
    return 0


def _build(settings: Settings, name: str | None, lang: str) -> Build:
    """The build of that id or folder; raises BuildNotFound."""
    from genfilm.cli.access import newest_build
    from genfilm.dataset.builds import open_build

    if name is None:
        return newest_build(settings, lang)
    found = sorted(settings.home.glob(f"{name[:12]}*")) if "/" not in name else []
    return open_build(found[-1] if found else Path(name))
