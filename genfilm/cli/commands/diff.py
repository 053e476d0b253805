"""``genfilm diff``: what changed between two builds or releases, and which version number follows."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from genfilm.words import say

if TYPE_CHECKING:
    from genfilm.cli.arguments import Parser
    from genfilm.exports.difference import Difference
    from genfilm.exports.edition import Edition
    from genfilm.settings import Settings

GROUP, PLACE, SUMMARY = "edit", 6, "cli.diff.summary"
_MARKS = {"added": "+", "removed": "-", "changed": "~"}


def declare(parser: Parser) -> None:
    parser.add("old", metavar="A", says="cli.diff.edition")
    parser.add("new", metavar="B", says="cli.diff.new")
    parser.add("--json", action="store_true", says="cli.diff.json")


def run(settings: Settings, arguments: argparse.Namespace) -> int:
    """Print the changes; 0 when there are none, 1 when there are, 2 when something cannot be read."""
    from genfilm.errors import BuildFailed
    from genfilm.exports.difference import compare
    from genfilm.exports.edition import NoEdition, read_edition

    try:
        old, new = (read_edition(name, settings.home) for name in (arguments.old, arguments.new))
    except (NoEdition, BuildFailed) as error:
        print(f"genfilm: {error}", file=sys.stderr)
        return 2
    found = compare(old, new, "en" if arguments.json else arguments.lang)
    if arguments.json:
        print(json.dumps(_document(old, new, found), ensure_ascii=False, indent=1))
    else:
        print("\n".join(_lines(old, new, found, arguments.lang)))
    return 1 if found.changes else 0


def _document(old: Edition, new: Edition, found: Difference) -> dict[str, Any]:
    return {
        "from": {"name": old.name, "version": old.version or None},
        "to": {"name": new.name, "version": new.version or None},
        "step": found.step,
        "version": _follows(old, found),
        "queriesCompared": found.compared_queries,
        "changes": [asdict(change) for change in found.changes],
    }


def _lines(old: Edition, new: Edition, found: Difference, lang: str) -> list[str]:
    from genfilm.cli.table import pad

    lines = []
    for change in found.changes:
        step, kind = say(f"diff.{change.step}", lang), say(f"noun.{change.kind}", lang)
        detail = f"  {change.detail}" if change.detail else ""
        lines.append(f"{pad(step, 6)} {_MARKS[change.what]} {pad(kind, 10)}  {change.name}{detail}")
    counts = sorted(Counter((change.what, change.kind) for change in found.changes).items())
    if lines:
        counted = (
            say("diff.counted", lang, n=n, kind=say(f"noun.{kind}", lang), what=say(f"diff.{what}", lang))
            for (what, kind), n in counts
        )
        lines += ["", say("list.comma", lang).join(counted)]
    if found.step is None:
        lines.append(say("diff.none", lang))
    else:
        version = _follows(old, found)
        then = f"{say('list.colon', lang)}{old.version} → {version}" if version else ""
        lines.append(say("diff.step", lang, step=say(f"diff.{found.step}", lang)) + then)
        if version and new.version and _numbers(new.version) < _numbers(version):
            lines.append(say("diff.low", lang, name=new.name, version=new.version))
    if not found.compared_queries:
        lines.append(say("diff.incomparable", lang))
    return lines


def _follows(old: Edition, found: Difference) -> str | None:
    """The version that must follow that of the old edition, when it says one."""
    from genfilm.exports.difference import next_version

    if found.step is None:
        return None
    try:
        return next_version(old.version, found.step)
    except ValueError:
        return None


def _numbers(version: str) -> list[int]:
    return [int(part) for part in version.split(".") if part.isdigit()]
