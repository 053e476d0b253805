"""``genfilm import``: what an editor saved, placed into the files after a look at what changes."""

# ruff: noqa: N999  a module is named by its command

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from genfilm.cli.facts import declare_facts, given_facts
from genfilm.cli.proposal import declare_ending, end, held, tell
from genfilm.words import say

if TYPE_CHECKING:
    from genfilm.catalogue.library import Library
    from genfilm.cli.arguments import Parser
    from genfilm.dataset.change import Write
    from genfilm.settings import Settings

GROUP, PLACE, SUMMARY = "edit", 6, "cli.import.summary"
EXTRA = "build"
WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods", ".csv")


def declare(parser: Parser) -> None:
    parser.add("files", nargs="+", type=Path, says="cli.import.files")
    declare_ending(parser)
    declare_facts(parser)


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
    with held(settings.sources, arguments) as write:
        return _placed(settings.sources, given, arguments, write)


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
    tell(placed, lang)
    all_after = [t for path in placed.before for t in placed.after.get(path, placed.before[path])]
    faults = placed.faults + profile.faults(all_after, lambda term: ("", None))
    for fault in faults:
        print(fault.told(lang), file=sys.stderr)
    return 1 if faults else end(root, texts, arguments, write)


def _workbooks(settings: Settings, arguments: argparse.Namespace) -> int:
    """The same for workbooks, one after the other; the copy of each comes back beside it."""
    from genfilm.cli.access import present_build
    from genfilm.client.graph import KnowledgeGraph
    from genfilm.errors import SourceFault

    try:
        facts = given_facts(settings, arguments)
    except SourceFault as fault:
        print(fault.told(arguments.lang), file=sys.stderr)
        return 1
    build = present_build(settings, arguments.lang)
    library = KnowledgeGraph.open(build.directory, lang=arguments.lang).library
    wrong = 0
    for path in arguments.files:
        with held(settings.sources, arguments) as write:
            wrong += _workbook(path, settings.sources, library, arguments, write, facts)
    return 1 if wrong else 0


def _workbook(
    path: Path,
    root: Path,
    library: Library,
    arguments: argparse.Namespace,
    write: Write,
    facts: dict[str, str],
) -> int:
    """Tell, and write when accepted, what a workbook changes; ``facts`` fill what it says not of its source;
    1 when something is wrong with it."""
    from genfilm.editing.annotated import copy_of, write_annotated
    from genfilm.editing.batch import read_batch

    lang = arguments.lang
    batch = read_batch(path, root, library, lang, facts)
    tell(batch.placement, lang, batch.known)
    for file in batch.other:
        print(file)
    for fault in batch.faults:
        print(fault.told(lang), file=sys.stderr)
    if batch.sheets.rows and (batch.faults or batch.sheets.back):
        copy = copy_of(path)
        write_annotated(path, batch.sheets, lang, copy)
        print(say("cli.import.copy", lang, file=copy), file=sys.stderr)
    return 1 if batch.faults else end(root, batch.texts(), arguments, write)
