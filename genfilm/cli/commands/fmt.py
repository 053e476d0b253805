"""``genfilm fmt``: one Turtle style for every source, so that a Protégé save gives a small diff."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from genfilm.words import say

if TYPE_CHECKING:
    from genfilm.cli.arguments import Parser
    from genfilm.dataset.change import Write
    from genfilm.errors import SourceFault
    from genfilm.settings import Settings

GROUP, PLACE, SUMMARY = "edit", 3, "cli.fmt.summary"
EXTRA = "build"


def declare(parser: Parser) -> None:
    parser.add("--check", action="store_true", says="cli.fmt.check")
    parser.add("files", nargs="*", type=Path, says="cli.fmt.files")


def run(settings: Settings, arguments: argparse.Namespace) -> int:
    """Format files in place, or only name those that would change; 1 when one has a fault or would."""
    from genfilm.dataset.change import changing, finish_change

    finish_change(settings.sources)
    if arguments.check:
        return _format(settings.sources, arguments, None)
    with changing(settings.sources) as write:
        return _format(settings.sources, arguments, write)


def _format(root: Path, arguments: argparse.Namespace, write: Write | None) -> int:
    """Tell which files change; ``write`` writes them, those of the sources as one change."""
    from genfilm.dataset.style import format_source
    from genfilm.errors import SourceFault

    lang = arguments.lang
    made, faults = ({}, []) if arguments.files else _made(root)
    for fault in faults:
        print(fault.told(lang), file=sys.stderr)
    chosen = list(arguments.files) or sorted(p for d in ("ontology", "kg") for p in (root / d).rglob("*.ttl"))
    changed: dict[Path, str] = {}
    failed = len(faults)
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
            changed[path] = styled
            done = say("cli.fmt.done" if write else "cli.fmt.wrong", lang)
            print(f"{path}{say('list.colon', lang)}{done}")
    if write:
        inside = {path: path.resolve() for path in changed if path.resolve().is_relative_to(root.resolve())}
        write({file.relative_to(root.resolve()): changed[path] for path, file in inside.items()})
        for path in changed.keys() - inside.keys():
            path.write_text(changed[path], "utf-8")
    end = "cli.fmt.changed" if write else "cli.fmt.would_change"
    print(say(end, lang, count=len(chosen), changed=len(changed), failed=failed), file=sys.stderr)
    return 1 if failed or (changed and not write) else 0


def _made(root: Path) -> tuple[dict[Path, str], list[SourceFault]]:
    """The texts of the files that are made of others, and of those that take in what an editor added to one
    that only imports; faults for what has no place, which stays where it is."""
    from genfilm.dataset.documents import ALL, generated
    from genfilm.dataset.placing import gather
    from genfilm.errors import SourceFault

    made = generated(root)
    try:
        placed = gather(root)
    except (SyntaxError, SourceFault):  # told by its file
        return made, []
    texts = {path: text for path, text in placed.texts().items() if path != ALL or placed.faults}
    if placed.faults:
        made.pop(root / ALL)
    return made | {root / path: text for path, text in texts.items()}, placed.faults
