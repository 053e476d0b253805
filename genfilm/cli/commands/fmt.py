"""``genfilm fmt``: one Turtle style for every source, so that a Protégé save gives a small diff."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from genfilm.words import say

if TYPE_CHECKING:
    from genfilm.cli.arguments import Parser
    from genfilm.settings import Settings

GROUP, PLACE, SUMMARY = "edit", 3, "cli.fmt.summary"
EXTRA = "build"


def declare(parser: Parser) -> None:
    parser.add("--check", action="store_true", says="cli.fmt.check")
    parser.add("files", nargs="*", type=Path, says="cli.fmt.files")


def run(settings: Settings, arguments: argparse.Namespace) -> int:
    """Format files in place, or only name those that would change; 1 when one has a fault or would."""
    from genfilm.dataset.change import finish_change
    from genfilm.dataset.documents import generated
    from genfilm.dataset.style import format_source
    from genfilm.errors import SourceFault

    finish_change(settings.sources)
    root, check, lang = settings.sources, bool(arguments.check), arguments.lang
    made = {} if arguments.files else generated(root)
    chosen = list(arguments.files) or sorted(p for d in ("ontology", "kg") for p in (root / d).rglob("*.ttl"))
    changed = failed = 0
    for path in sorted({*chosen, *made}):
        try:
            text = path.read_text("utf-8") if path.exists() or path not in made else ""
            styled = made.get(path) or format_source(path, text, root)
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
            done = say("cli.fmt.wrong" if check else "cli.fmt.done", lang)
            print(f"{path}{say('list.colon', lang)}{done}")
            if not check:
                path.write_text(styled, "utf-8")
    end = "cli.fmt.would_change" if check else "cli.fmt.changed"
    print(say(end, lang, count=len(chosen), changed=changed, failed=failed), file=sys.stderr)
    return 1 if failed or (check and changed) else 0
