"""``genfilm reading``: claims read by two, how far the readings agree, and the acceptance of claims."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from genfilm.cli.arguments import RECORD
from genfilm.cli.proposal import declare_ending, end, held, tell
from genfilm.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from genfilm.catalogue.library import Library
    from genfilm.catalogue.table import Table
    from genfilm.cli.arguments import Parser
    from genfilm.dataset.change import Write
    from genfilm.dataset.placing import Placement
    from genfilm.editing.coded import CodedSource
    from genfilm.records.readings import PairOfReaders
    from genfilm.settings import Settings

GROUP, PLACE, SUMMARY = "edit", 13, "cli.reading.summary"
EXTRA = "build"
_ACTIONS = ("template", "import", "agreement", "accept")


def declare(parser: Parser) -> None:
    parser.add("action", choices=_ACTIONS, says="cli.reading.action")
    parser.add("what", metavar="SOURCE|FILE", says="cli.reading.what")
    parser.add("file", nargs="?", type=Path, says="cli.reading.file")
    parser.add("--reader", metavar="NAME", says="cli.reading.reader")
    parser.add("--claims", nargs="+", metavar="CLAIM", default=[], says="cli.reading.claims")
    parser.add("--decide", nargs="+", metavar="CLAIM:PROPERTY=VALUE", default=[], says="cli.reading.decide")
    declare_ending(parser)
    parser.add_format(RECORD)


def run(settings: Settings, arguments: argparse.Namespace) -> int:
    """Do the action; 1 when something is wrong with it, 2 for wrong usage."""
    from genfilm.cli.access import present_build
    from genfilm.client.graph import KnowledgeGraph
    from genfilm.dataset.change import finish_change
    from genfilm.errors import SourceFault

    lang, action = arguments.lang, arguments.action
    if (action in ("import", "accept")) != bool((arguments.reader or "").strip()):
        key = "cli.reading.anonymous" if action in ("import", "accept") else "cli.reading.needless"
        print(say(key, lang, action=action), file=sys.stderr)
        return 2
    finish_change(settings.sources)
    library = KnowledgeGraph.open(present_build(settings, lang).directory, lang=lang).library
    try:
        if action == "template":
            return _template(settings.sources, library, arguments)
        if action == "agreement":
            return _agreement(settings.sources, library, arguments)
    except SourceFault as fault:
        print(fault.told(lang), file=sys.stderr)
        return 1
    with held(settings.sources, arguments) as write:
        change = _import if action == "import" else _accept
        return change(settings.sources, library, arguments, write)


def _template(root: Path, library: Library, arguments: argparse.Namespace) -> int:
    """Write the workbook of a reader."""
    from genfilm.editing.layout import BLIND
    from genfilm.editing.readings import blind_rows
    from genfilm.editing.template import template

    file = arguments.file or Path(f"{arguments.what}.reading.xlsx")
    if file.exists():
        print(say("cli.template.there", arguments.lang, file=file), file=sys.stderr)
        return 1
    rows = blind_rows(root, arguments.what, library, arguments.lang)
    file.write_bytes(template(library, arguments.lang, rows, BLIND))
    print(file)
    return 0


def _import(root: Path, library: Library, arguments: argparse.Namespace, write: Write) -> int:
    """Tell, and write when accepted, the readings of a workbook; a copy with its faults comes back."""
    from genfilm.editing.annotated import copy_of, write_annotated
    from genfilm.editing.readings import read_readings

    lang, path = arguments.lang, Path(arguments.what)
    batch = read_readings(path, root, library, arguments.reader, lang)
    if batch.claims and not batch.faults:
        claims = say("list.and", lang).join(batch.claims)
        print(say("cli.reading.read", lang, reader=arguments.reader, count=len(batch.claims), claims=claims))
    for fault in batch.faults:
        print(fault.told(lang), file=sys.stderr)
    if batch.sheets.rows and batch.faults:
        copy = copy_of(path)
        write_annotated(path, batch.sheets, lang, copy)
        print(say("cli.import.copy", lang, file=copy), file=sys.stderr)
    return 1 if batch.faults else end(root, batch.texts(), arguments, write)


def _accept(root: Path, library: Library, arguments: argparse.Namespace, write: Write) -> int:
    """Tell, and write when accepted, which claims are accepted, and which are left undecided."""
    from genfilm.editing.accept import check
    from genfilm.editing.acceptance import accept_claims

    lang = arguments.lang
    found = accept_claims(root, arguments.what, library, arguments.reader, arguments.claims, arguments.decide)
    faults = found.faults
    if not faults:
        if found.claims:
            claims = say("list.and", lang).join(found.claims)
            print(say("cli.reading.accepted", lang, count=len(found.claims), claims=claims))
        tell(_elsewhere(found.placement), lang, found.known)
        if found.undecided:
            names = say("list.and", lang).join(found.undecided)
            print(say("cli.reading.undecided", lang, claims=names), file=sys.stderr)
        faults = check(root, found.placement)
    for fault in faults:
        print(fault.told(lang), file=sys.stderr)
    return 1 if faults else end(root, found.placement.texts(), arguments, write)


def _elsewhere(placed: Placement) -> Placement:
    """What changes outside the file of readings: the values that claims are accepted with."""
    from genfilm.dataset.placing import Placement
    from genfilm.editing.coded import FILE

    after = {path: triples for path, triples in placed.after.items() if path.name != FILE}
    return Placement(placed.before, after, placed.prefixes)


def _agreement(root: Path, library: Library, arguments: argparse.Namespace) -> int:
    """Print how far two readers agree; 1 where no claim was read by two."""
    from genfilm.cli.output import as_text, data
    from genfilm.editing.coded import CodedSource
    from genfilm.records.readings import pairs

    coded = CodedSource(root, arguments.what, library)
    codings = [coding for each in coded.codings.values() for coding in each]
    found = pairs(codings)
    if as_text(arguments.format):
        print("\n".join(_lines(coded, found, arguments.lang)))
    else:
        stale = sum(not each.counts for each in codings)
        data({
            "source": arguments.what, "claims": len(coded.claims), "stale": stale,
            "pairs": [pair.record() for pair in found],
        })  # fmt: skip
    return 0 if found else 1


def _lines(coded: CodedSource, found: tuple[PairOfReaders, ...], lang: str) -> Iterator[str]:
    """The agreement in words: a table for each two readers, and their differences below it."""
    from genfilm.cli.table import table
    from genfilm.records.readings import short

    if not found:
        once = sum(len(coded.readings(name)) == 1 for name in coded.claims)
        yield say("reading.once", lang, count=once) if once else say("reading.none", lang)
    for pair in found:
        people = pair.first.label[lang], pair.second.label[lang]
        yield say("reading.pair", lang, first=people[0], second=people[1])
        yield say("reading.counted", lang, agreed=len(pair.agreed), count=len(pair.claims))
        yield table(_table(pair, lang), lang, 100).rstrip()
        for each in pair.differences:
            values = (node.label[lang] if node else say("reading.not_read", lang)
                      for node in (each.first, each.second))  # fmt: skip
            told = " / ".join(values)
            yield f"  {short(each.claim)}  {say(f'cell.{each.name}', lang)}{say('list.colon', lang)}{told}"
        yield ""
    stale = [c.claim for each in coded.codings.values() for c in each if not c.counts]
    if stale:
        names = say("list.and", lang).join(map(short, dict.fromkeys(stale)))
        yield say("reading.stale", lang, claims=names)


def _table(pair: PairOfReaders, lang: str) -> Table:
    from genfilm.catalogue.table import Column, Table, Term
    from genfilm.words import both

    names = ("property", "items", "alike", "share", "kappa")
    columns = tuple(Column(name, both(f"reading.column.{name}"), "string") for name in names)
    rows = []
    for each in pair.agreements:
        share = "–" if each.share is None else f"{each.share:.0%}"
        kappa = say("reading.undefined", lang) if each.kappa is None else f"{each.kappa:.2f}"
        cells = (say(f"cell.{each.name}", lang), str(each.items), str(each.alike), share, kappa)
        rows.append(tuple(Term("literal", cell) for cell in cells))
    return Table(columns, tuple(rows))
