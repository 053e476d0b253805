"""``genfilm diff``: what changed between two builds or releases, and which version number follows."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from dataclasses import asdict
from typing import Any

from genfilm.cli.table import pad
from genfilm.errors import BuildFailed
from genfilm.exports.difference import Difference, compare, next_version
from genfilm.exports.edition import Edition, NoEdition, read_edition
from genfilm.settings import Settings
from genfilm.words import saying

_MARKS = {"added": "+", "removed": "-", "changed": "~"}


def run(settings: Settings, arguments: argparse.Namespace) -> int:
    """Print the changes; 0 when there are none, 1 when there are, 2 when something cannot be read."""
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
    say = saying(lang)

    lines = []
    for change in found.changes:
        detail = f"  {change.detail}" if change.detail else ""
        step, kind = say(f"diff.{change.step}"), say(f"noun.{change.kind}")
        lines.append(f"{pad(step, 6)} {_MARKS[change.what]} {pad(kind, 10)}  {change.name}{detail}")
    counts = sorted(Counter((change.what, change.kind) for change in found.changes).items())
    if lines:
        counted = (
            say("diff.counted", n=n, kind=say(f"noun.{kind}"), what=say(f"diff.{what}"))
            for (what, kind), n in counts
        )
        lines += ["", say("list.comma").join(counted)]
    if found.step is None:
        lines.append(say("diff.none"))
    else:
        version = _follows(old, found)
        then = f"{say('list.colon')}{old.version} → {version}" if version else ""
        lines.append(say("diff.step", step=say(f"diff.{found.step}")) + then)
        if version and new.version and _numbers(new.version) < _numbers(version):
            lines.append(say("diff.low", name=new.name, version=new.version))
    if not found.compared_queries:
        lines.append(say("diff.incomparable"))
    return lines


def _follows(old: Edition, found: Difference) -> str | None:
    """The version that must follow that of the old edition, when it says one."""
    if found.step is None:
        return None
    try:
        return next_version(old.version, found.step)
    except ValueError:
        return None


def _numbers(version: str) -> list[int]:
    return [int(part) for part in version.split(".") if part.isdigit()]
