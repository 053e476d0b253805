"""``genfilm fmt``: one Turtle style for every source, so that a Protégé save gives a small diff."""

from __future__ import annotations

import argparse
import sys

from genfilm.dataset.canonical import format_turtle
from genfilm.errors import SourceFault
from genfilm.settings import Settings
from genfilm.words import saying


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
            done = say("cli.fmt.wrong" if check else "cli.fmt.done")
            print(f"{path}{say('list.colon')}{done}")
            if not check:
                path.write_text(styled, "utf-8")
    verb = "cli.fmt.would_change" if check else "cli.fmt.changed"
    counted = say(verb, count=len(chosen), changed=changed, failed=failed)
    print(counted, file=sys.stderr)
    return 1 if failed or (check and changed) else 0
