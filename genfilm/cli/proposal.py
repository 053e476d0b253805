"""A change of the sources that a command proposes: told in words, written when it is accepted."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from genfilm.words import say

if TYPE_CHECKING:
    from genfilm.cli.arguments import Parser
    from genfilm.dataset.change import Write
    from genfilm.dataset.placing import Placement


def declare_ending(parser: Parser) -> None:
    """Add the arguments by which a change is written."""
    parser.add("--accept", action="store_true", says="cli.import.accept")
    parser.add("--commit", metavar="WHY", says="cli.import.commit")
    parser.add("--who", metavar="NAME", says="cli.import.who")


def held(root: Path, arguments: argparse.Namespace) -> AbstractContextManager[Write]:
    """The sources held while they are read and written; free when nothing will be written."""
    from genfilm.dataset.change import changing

    return changing(root) if arguments.accept or arguments.commit else nullcontext(lambda _: None)


def end(root: Path, texts: Mapping[Path, str], arguments: argparse.Namespace, write: Write) -> int:
    """Write the change when it is accepted, commit it when there is a reason, and say what became of it."""
    from genfilm.editing.accept import CommitRefused, accept, complete

    lang, texts = arguments.lang, complete(root, texts)
    if not texts or not (arguments.accept or arguments.commit):
        end = "cli.import.dry" if texts else "cli.import.same"
        print(say(end, lang, files=len(texts)), file=sys.stderr)
        return 0
    try:
        name = accept(root, texts, arguments.commit or "", arguments.who or "", write)
    except CommitRefused as refused:
        for fault in refused.faults:
            print(fault.told(lang), file=sys.stderr)
        return 1
    print(say("cli.import.written", lang, files=len(texts)), file=sys.stderr)
    if arguments.commit:
        said = say("cli.import.committed", lang, name=name) if name else say("cli.import.no_git", lang)
        print(said, file=sys.stderr)
    return 0


def tell(placed: Placement, lang: str, known: Sequence[Any] = ()) -> None:
    """Print each changed file with the axioms that go and come; a changed text in one line."""
    from genfilm.editing.telling import file_changes

    for change in file_changes(placed, lang, known):
        print(change.path)
        for mark, words in change.lines:
            print(" ", words if mark == "~" else f"{mark} {words}")
