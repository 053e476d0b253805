"""``genfilm diff``: what changed between two builds or releases, and which version number follows."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from dataclasses import asdict
from typing import Any

from genfilm.errors import BuildFailed
from genfilm.exports.difference import Difference, compare, next_version
from genfilm.exports.edition import Edition, NoEdition, read_edition
from genfilm.settings import Settings

_MARKS = {"added": "+", "removed": "-", "changed": "~"}


def run(settings: Settings, arguments: argparse.Namespace) -> int:
    """Print the changes; 0 when there are none, 1 when there are, 2 when something cannot be read."""
    try:
        old, new = (read_edition(name, settings.home) for name in (arguments.old, arguments.new))
    except (NoEdition, BuildFailed) as error:
        print(f"genfilm: {error}", file=sys.stderr)
        return 2
    found = compare(old, new)
    if arguments.json:
        print(json.dumps(_document(old, new, found), ensure_ascii=False, indent=1))
    else:
        print("\n".join(_lines(old, new, found)))
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


def _lines(old: Edition, new: Edition, found: Difference) -> list[str]:
    lines = []
    for change in found.changes:
        detail = f"  {change.detail}" if change.detail else ""
        lines.append(f"{change.step:<5}  {_MARKS[change.what]} {change.kind:<10}  {change.name}{detail}")
    counts = Counter((change.what, change.kind) for change in found.changes)
    if lines:
        lines.append("")
        lines.append(", ".join(f"{n} {kind} {what}" for (what, kind), n in sorted(counts.items())))
    if found.step is None:
        lines.append("no difference")
    else:
        version = _follows(old, found)
        then = f": {old.version} → {version}" if version else ""
        lines.append(f"a {found.step} step{then}")
        if version and new.version and _numbers(new.version) < _numbers(version):
            lines.append(f"{new.name} says {new.version}, which is too low")
    if not found.compared_queries:
        lines.append("queries not compared: they are not with both")
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
