"""``genfilm diff``: what changed between two builds or releases, and which version number follows."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from dataclasses import asdict
from typing import Any

from genfilm.cli.language import saying
from genfilm.cli.table import pad
from genfilm.errors import BuildFailed
from genfilm.exports.difference import Difference, compare, next_version
from genfilm.exports.edition import Edition, NoEdition, read_edition
from genfilm.settings import Settings

_MARKS = {"added": "+", "removed": "-", "changed": "~"}
_CHINESE = {
    "added": "新增", "removed": "移除", "changed": "更改",
    "patch": "修订号", "minor": "次版本", "major": "主版本",
    "assessment": "核查", "claim": "论断", "column": "列", "document": "文档", "parameter": "参数",
    "query": "问题", "term": "术语", "thing": "事物", "verdict": "核查结论", "wording": "措辞",
}  # fmt: skip


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

    def word(name: str) -> str:
        return say(name, _CHINESE[name])

    lines = []
    for change in found.changes:
        detail = f"  {change.detail}" if change.detail else ""
        head = f"{pad(word(change.step), 6)} {_MARKS[change.what]} {pad(word(change.kind), 10)}"
        lines.append(f"{head}  {change.name}{detail}")
    counts = sorted(Counter((change.what, change.kind) for change in found.changes).items())
    if lines:
        counted = (say(f"{n} {kind} {what}", f"{word(what)}{word(kind)}{n}项") for (what, kind), n in counts)
        lines += ["", say(", ", "，").join(counted)]
    if found.step is None:
        lines.append(say("no difference", "没有差异"))
    else:
        version = _follows(old, found)
        then = f"{say(': ', '：')}{old.version} → {version}" if version else ""
        lines.append(say(f"a {found.step} step", f"应升{word(found.step)}") + then)
        if version and new.version and _numbers(new.version) < _numbers(version):
            lines.append(
                say(
                    f"{new.name} says {new.version}, which is too low",
                    f"{new.name}标为{new.version}，版本号偏低",
                )
            )
    if not found.compared_queries:
        lines.append(say("queries not compared: they are not with both", "未比较问题：两者并非都带有问题"))
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
