"""``genfilm fmt``: one Turtle style for every source, so that a Protégé save gives a small diff."""

from __future__ import annotations

import argparse
import sys

from genfilm.cli.language import saying
from genfilm.dataset.canonical import format_turtle
from genfilm.errors import SourceFault
from genfilm.settings import Settings


def run(settings: Settings, arguments: argparse.Namespace) -> int:
    """Format files in place, or only name those that would change; 1 when one has a fault or would."""
    root, check, say = settings.sources, bool(arguments.check), saying(arguments.lang)
    chosen = list(arguments.files) or sorted(p for d in ("ontology", "kg") for p in (root / d).rglob("*.ttl"))
    changed = failed = 0
    for path in chosen:
        try:
            text = path.read_text("utf-8")
            styled = format_turtle(text, str(path))
        except (OSError, UnicodeDecodeError) as error:
            print(f"{path}: {error}", file=sys.stderr)
            failed += 1
            continue
        except SourceFault as fault:
            print(fault, file=sys.stderr)
            failed += 1
            continue
        if styled != text:
            changed += 1
            done = say("not in style", "格式不合") if check else say("formatted", "已统一格式")
            print(f"{path}{say(':', '：')}{say(' ', '')}{done}")
            if not check:
                path.write_text(styled, "utf-8")
    verb = say("would change", "个需改动") if check else say("changed", "个已改动")
    counted = say(
        f"{len(chosen)} files, {changed} {verb}, {failed} with faults",
        f"共{len(chosen)}个文件，{changed}{verb}，{failed}个有误",
    )
    print(counted, file=sys.stderr)
    return 1 if failed or (check and changed) else 0
