"""``genfilm edit``: entities merged, split, renamed and deprecated, with all that refers to them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from genfilm.cli import complete
from genfilm.cli.proposal import declare_ending, end, held, tell
from genfilm.words import LANGUAGES, both, say

if TYPE_CHECKING:
    from genfilm.catalogue.library import Library
    from genfilm.cli.arguments import Parser
    from genfilm.client.result import Result
    from genfilm.editing.entities import EntityEdit
    from genfilm.records.duplicates import Pair
    from genfilm.records.names import Names
    from genfilm.settings import Settings

GROUP, PLACE, SUMMARY = "edit", 10, "cli.edit.summary"
EXTRA = "build"
_NAMES = {"merge": 2, "rename": 2, "split": 2, "deprecate": 2, "duplicates": 0}


def declare(parser: Parser) -> None:
    parser.add("action", choices=tuple(_NAMES), says="cli.edit.action")
    parser.add("names", nargs="*", completer=complete.entities, says="cli.edit.names")
    parser.add("--claims", nargs="+", metavar="CLAIM", default=[], says="cli.edit.claims")
    for text in ("label", "definition"):
        for lang in LANGUAGES:
            parser.add(f"--{text}-{lang}", metavar="TEXT", says=f"cli.edit.{text}")
    declare_ending(parser)


def run(settings: Settings, arguments: argparse.Namespace) -> int:
    """Tell the difference in words, or write it; 1 when something is wrong with it, 2 for wrong usage."""
    from genfilm.cli.access import present_build
    from genfilm.client.graph import KnowledgeGraph
    from genfilm.dataset.change import finish_change
    from genfilm.editing.accept import check
    from genfilm.editing.entities import EditRefused, EntityEdit
    from genfilm.records.names import names

    lang, action, wanted = arguments.lang, arguments.action, _NAMES[arguments.action]
    if len(arguments.names) != wanted or (action == "split") != bool(arguments.claims):
        print(say(f"cli.edit.usage.{action}", lang), file=sys.stderr)
        return 2
    finish_change(settings.sources)
    library = KnowledgeGraph.open(present_build(settings, lang).directory, lang=lang).library
    if action == "duplicates":
        return _duplicates(library, lang)
    with held(settings.sources, arguments) as write:
        edit = EntityEdit(settings.sources)
        try:
            _make(edit, names(library), arguments)
        except EditRefused as refused:
            print(refused.told(lang), file=sys.stderr)
            return 1
        tell(edit.placement, lang)
        for file in edit.other:
            print(file)
        faults = check(settings.sources, edit.placement)
        for fault in faults:
            print(fault.told(lang), file=sys.stderr)
        return 1 if faults else end(settings.sources, edit.texts(), arguments, write)


def _make(edit: EntityEdit, known: Names, arguments: argparse.Namespace) -> None:
    """Make the edit; raises EditRefused, and Problem for names that nothing or several things have."""
    from genfilm.editing.entities import EditRefused

    def iri(text: str) -> str:
        found = edit.named(text)
        if found is None and ":" in text:  # a prefixed name with a slip in it is none
            near = ", ".join(each.name for each in known.near(text, count=3))
            raise EditRefused("undescribed", name=text, near=near or "–")
        return found or known.one(text).iri

    first, second = arguments.names
    if arguments.action == "rename":
        edit.rename(iri(first), second)
    elif arguments.action == "split":
        texts = {
            text: {lang: getattr(arguments, f"{text}_{lang}") for lang in LANGUAGES}
            for text in ("label", "definition")
        }
        if not all(text for each in texts.values() for text in each.values()):
            raise EditRefused("texts")
        edit.split(iri(first), second, map(known.claim, arguments.claims), texts)
    else:
        make: Callable[[str, str], None] = getattr(edit, arguments.action)
        make(iri(first), iri(second))


def _duplicates(library: Library, lang: str) -> int:
    """Print the pairs that may be one; 1 when there are none."""
    from genfilm.cli.output import rows
    from genfilm.records.duplicates import duplicates

    found = duplicates(library)
    rows(_table(found, lang), None)
    return 0 if found else 1


def _table(found: list[Pair], lang: str) -> Result:
    from genfilm.catalogue.table import Column, Table, Term
    from genfilm.client.result import Result

    def cells(pair: Pair) -> tuple[Term, ...]:
        reason = say(f"cli.edit.reason.{pair.reason}", lang)
        likeness = Term("literal", f"{pair.likeness:.0f} %")
        ends = (Term("iri", pair.first), Term("iri", pair.second))
        return *ends, Term("literal", reason), likeness, Term("literal", pair.shared)

    names = ("first", "second", "reason", "likeness", "shared")
    columns = tuple(Column(name, both(f"cli.edit.column.{name}"), "string") for name in names)
    return Result(Table(columns, tuple(map(cells, found))), lang=lang)
