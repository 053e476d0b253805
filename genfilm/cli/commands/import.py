"""``genfilm import``: what an editor saved, placed into the files after a look at what changes."""

# ruff: noqa: N999  a module is named by its command

from __future__ import annotations

import argparse
import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from genfilm.words import say

if TYPE_CHECKING:
    from genfilm.catalogue.library import Library
    from genfilm.cli.arguments import Parser
    from genfilm.dataset.change import Write
    from genfilm.dataset.placing import Placement
    from genfilm.settings import Settings

GROUP, PLACE, SUMMARY = "edit", 5, "cli.import.summary"
EXTRA = "build"
WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods", ".csv")


def declare(parser: Parser) -> None:
    parser.add("files", nargs="+", type=Path, says="cli.import.files")
    parser.add("--accept", action="store_true", says="cli.import.accept")
    parser.add("--commit", metavar="WHY", says="cli.import.commit")
    parser.add("--who", metavar="NAME", says="cli.import.who")


def run(settings: Settings, arguments: argparse.Namespace) -> int:
    """Tell the difference in words, or write it with ``--accept``; 1 when something is wrong with it."""
    from genfilm.dataset.change import finish_change
    from genfilm.dataset.reading import read
    from genfilm.errors import SourceFault

    finish_change(settings.sources)
    if any(path.suffix.lower() in WORKBOOKS for path in arguments.files):
        return _workbooks(settings, arguments)
    try:
        given = [(str(path), read(path)[0]) for path in arguments.files]
    except SourceFault as unreadable:
        print(unreadable.told(arguments.lang), file=sys.stderr)
        return 1
    with _held(settings.sources, arguments) as write:
        return _placed(settings.sources, given, arguments, write)


def _held(root: Path, arguments: argparse.Namespace) -> AbstractContextManager[Write]:
    """The sources held while they are read and written; free when nothing will be written."""
    from genfilm.dataset.change import changing

    return changing(root) if arguments.accept or arguments.commit else nullcontext(lambda _: None)


def _placed(
    root: Path, given: list[tuple[str, list[Any]]], arguments: argparse.Namespace, write: Write
) -> int:
    """Tell, and write when accepted, what statements from outside change."""
    from genfilm.dataset import profile
    from genfilm.dataset.placing import place

    lang, placed = arguments.lang, place(root, given)
    texts = placed.texts()
    for old, new in placed.corrections.items():
        print(say("cli.import.renamed", lang, old=old, new=new))
    _tell(placed, lang)
    all_after = [t for path in placed.before for t in placed.after.get(path, placed.before[path])]
    faults = placed.faults + profile.faults(all_after, lambda term: ("", None))
    for fault in faults:
        print(fault.told(lang), file=sys.stderr)
    return 1 if faults else _end(root, texts, arguments, write)


def _workbooks(settings: Settings, arguments: argparse.Namespace) -> int:
    """The same for workbooks, one after the other; the copy of each comes back beside it."""
    from genfilm.cli.access import present_build
    from genfilm.client.graph import KnowledgeGraph

    build = present_build(settings, arguments.lang)
    library = KnowledgeGraph.open(build.directory, lang=arguments.lang).library
    wrong = 0
    for path in arguments.files:
        with _held(settings.sources, arguments) as write:
            wrong += _workbook(path, settings.sources, library, arguments, write)
    return 1 if wrong else 0


def _workbook(path: Path, root: Path, library: Library, arguments: argparse.Namespace, write: Write) -> int:
    """Tell, and write when accepted, what a workbook changes; 1 when something is wrong with it."""
    from genfilm.editing.annotated import copy_of, write_annotated
    from genfilm.editing.batch import read_batch

    lang = arguments.lang
    batch = read_batch(path, root, library, lang)
    _tell(batch.placement, lang)
    for file in batch.other:
        print(file)
    for fault in batch.faults:
        print(fault.told(lang), file=sys.stderr)
    if batch.sheets.rows and (batch.faults or batch.sheets.back):
        copy = copy_of(path)
        write_annotated(path, batch.sheets, lang, copy)
        print(say("cli.import.copy", lang, file=copy), file=sys.stderr)
    return 1 if batch.faults else _end(root, batch.texts(), arguments, write)


def _end(root: Path, texts: dict[Path, str], arguments: argparse.Namespace, write: Write) -> int:
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


def _tell(placed: Placement, lang: str) -> None:
    """Print each changed file with the axioms that go and come; a changed text in one line."""
    from genfilm.dataset.wording import Wording

    whole = [triple for triples in (*placed.after.values(), *placed.before.values()) for triple in triples]
    wording = Wording(whole, lang)
    for path, gone, new in placed.changes():
        print(path)
        for axiom in list(gone):
            first = axiom[0]
            twin = next((a for a in new if _key(a) == _key(axiom) and len(axiom) == len(a) == 1), None)
            if twin is not None:
                old, value = (wording.name(a[0].object) for a in (axiom, twin))
                subject, relation = wording.name(first.subject), wording.name(first.predicate)
                print(
                    " ",
                    say("cli.import.changed", lang, subject=subject, relation=relation, old=old, new=value),
                )
                gone.remove(axiom)
                new.remove(twin)
        for mark, axioms in (("−", gone), ("+", new)):
            for axiom in axioms:
                print(" ", mark, wording.axiom(axiom))


def _key(axiom: list[Any]) -> tuple[Any, ...]:
    first = axiom[0]
    return first.subject, first.predicate, getattr(first.object, "language", None)
