"""``genfilm import``: what an editor saved, placed into the files after a look at what changes."""

# ruff: noqa: N999  a module is named by its command

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from genfilm.words import say

if TYPE_CHECKING:
    from genfilm.cli.arguments import Parser
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
    from genfilm.dataset import profile
    from genfilm.dataset.change import finish_change
    from genfilm.dataset.placing import place
    from genfilm.dataset.reading import read
    from genfilm.errors import SourceFault

    root, lang = settings.sources, arguments.lang
    finish_change(root)
    if any(path.suffix.lower() in WORKBOOKS for path in arguments.files):
        return _workbooks(settings, arguments)
    try:
        given = [(str(path), read(path)[0]) for path in arguments.files]
    except SourceFault as unreadable:
        print(unreadable.told(lang), file=sys.stderr)
        return 1
    placed = place(root, given)
    texts = placed.texts()
    for old, new in placed.corrections.items():
        print(say("cli.import.renamed", lang, old=old, new=new))
    _tell(placed, lang)
    all_after = [t for path in placed.before for t in placed.after.get(path, placed.before[path])]
    faults = placed.faults + profile.faults(all_after, lambda term: ("", None))
    for fault in faults:
        print(fault.told(lang), file=sys.stderr)
    if faults:
        return 1
    _end(root, texts, arguments)
    return 0


def _workbooks(settings: Settings, arguments: argparse.Namespace) -> int:
    """The same for workbooks, one after the other; the copy of each comes back beside it."""
    from genfilm.cli.access import present_build
    from genfilm.client.graph import KnowledgeGraph
    from genfilm.editing.annotated import write_annotated
    from genfilm.editing.batch import read_batch

    lang, wrong = arguments.lang, 0
    library = KnowledgeGraph.open(present_build(settings, lang).directory, lang=lang).library
    for path in arguments.files:
        batch = read_batch(path, settings.sources, library, lang)
        _tell(batch.placement, lang)
        for file in batch.other:
            print(file)
        for fault in batch.faults:
            print(fault.told(lang), file=sys.stderr)
        if batch.sheets.rows and (batch.faults or batch.sheets.back):
            copy = path.with_name(f"{path.stem}.checked.xlsx")
            write_annotated(path, batch.sheets, lang, copy)
            print(say("cli.import.copy", lang, file=copy), file=sys.stderr)
        wrong += bool(batch.faults)
        if not batch.faults:
            _end(settings.sources, batch.texts(), arguments)
    return 1 if wrong else 0


def _end(root: Path, texts: dict[Path, str], arguments: argparse.Namespace) -> None:
    """Write the change when it is accepted, commit it when there is a reason, and say what became of it."""
    from genfilm.dataset.change import commit, write_files
    from genfilm.dataset.documents import generated

    accept, lang = arguments.accept or arguments.commit, arguments.lang
    if accept and texts:
        write_files(root, texts)
        made = {path.relative_to(root): text for path, text in generated(root).items()}
        listed = {path: text for path, text in made.items() if text != _held(root / path)}
        write_files(root, listed)
        texts = texts | listed
    if arguments.commit and texts:
        name = commit(root, texts, arguments.commit, arguments.who or "")
        said = say("cli.import.committed", lang, name=name) if name else say("cli.import.no_git", lang)
        print(said, file=sys.stderr)
    end = "cli.import.written" if accept and texts else "cli.import.dry" if texts else "cli.import.same"
    print(say(end, lang, files=len(texts)), file=sys.stderr)


def _held(path: Path) -> str:
    return path.read_text("utf-8") if path.exists() else ""


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
