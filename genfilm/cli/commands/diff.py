"""``genfilm diff``: what changed between two editions, and which version number follows."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from typing import TYPE_CHECKING

from genfilm.words import say

if TYPE_CHECKING:
    from genfilm.cli.arguments import Parser
    from genfilm.exports.difference import Difference
    from genfilm.settings import Settings

GROUP, PLACE, SUMMARY = "edit", 7, "cli.diff.summary"
_FORMATS = ("text", "json", "markdown", "patch")
_MARKS = {"added": "+", "removed": "-", "changed": "~"}


def declare(parser: Parser) -> None:
    parser.add("old", metavar="A", says="cli.diff.edition")
    parser.add("new", metavar="B", says="cli.diff.new")
    parser.add("--format", choices=_FORMATS, default="text", says="cli.diff.format")
    parser.add("--json", action="store_const", const="json", dest="format", says="cli.diff.json")


def run(settings: Settings, arguments: argparse.Namespace) -> int:
    """Print the changes; 0 when there are none, 1 when there are, 2 when something cannot be read."""
    from genfilm.cli.comment import comment
    from genfilm.errors import BuildFailed
    from genfilm.exports.difference import compare
    from genfilm.exports.edition import NoEdition, read_edition
    from genfilm.exports.patch import rdf_patch

    form, lang = arguments.format, arguments.lang
    try:
        old, new = (
            read_edition(name, settings.home, settings.sources) for name in (arguments.old, arguments.new)
        )
    except (NoEdition, BuildFailed) as error:
        told = error.told(lang) if isinstance(error, BuildFailed) else error
        print(f"genfilm: {told}", file=sys.stderr)
        return 2
    found = compare(old, new, "en" if form == "json" else lang)
    if form == "json":
        print(json.dumps(found.record(), ensure_ascii=False, indent=1))
    elif form == "patch":
        sys.stdout.write(rdf_patch(found.before, found.after))
    else:
        print(comment(found, lang) if form == "markdown" else "\n".join(_lines(found, lang)))
    return 1 if found.changes else 0


def _lines(found: Difference, lang: str) -> list[str]:
    from genfilm.cli.table import pad

    lines = []
    for change in found.changes:
        step, kind = say(f"diff.{change.step}", lang), say(f"noun.{change.kind}", lang)
        title = change.label.get(lang) or ("" if change.edits else change.detail)
        named = f"{change.name}  {title}" if title else change.name
        lines.append(f"{pad(step, 6)} {_MARKS[change.what]} {pad(kind, 10)}  {named}")
        lines += [f"{'':21}{edit.told(found.wordings[lang])}" for edit in change.edits]
    counts = sorted(Counter((change.what, change.kind) for change in found.changes).items())
    if lines:
        counted = (
            say("diff.counted", lang, n=n, kind=say(f"noun.{kind}", lang), what=say(f"diff.{what}", lang))
            for (what, kind), n in counts
        )
        lines += ["", say("list.comma", lang).join(counted)]
    return [*lines, *found.conclusion(lang)]
