"""Telling what a change makes of the files: the axioms of each that go and come, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from genfilm.dataset.placing import Placement
from genfilm.dataset.wording import Wording
from genfilm.vocabulary import PREFIXES, Prefixes
from genfilm.words import say


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file with a line for each statement that changes (``~``), goes (``−``) or comes (``+``)."""

    path: Path
    lines: tuple[tuple[str, str], ...]


def file_changes(placed: Placement, lang: str, known: Iterable[Any] = ()) -> list[FileChange]:
    """The changes of a plan; a text that becomes another one is one line. Names are those of the plan and of
    the triples ``known``."""
    whole = [triple for triples in (*placed.after.values(), *placed.before.values()) for triple in triples]
    wording = Wording([*known, *whole], lang, Prefixes(PREFIXES, *placed.prefixes.values()))
    return [FileChange(path, tuple(_lines(gone, new, wording, lang))) for path, gone, new in placed.changes()]


def _lines(gone: list[Any], new: list[Any], wording: Wording, lang: str) -> list[tuple[str, str]]:
    lines = []
    for axiom in list(gone):
        first = axiom[0]
        twin = next((a for a in new if _key(a) == _key(axiom) and len(axiom) == len(a) == 1), None)
        if twin is not None:
            old, value = (wording.name(a[0].object) for a in (axiom, twin))
            subject, relation = wording.name(first.subject), wording.name(first.predicate)
            words = say("cli.import.changed", lang, subject=subject, relation=relation, old=old, new=value)
            lines.append(("~", words))
            gone.remove(axiom)
            new.remove(twin)
    return lines + [
        (mark, wording.axiom(each)) for mark, axioms in (("−", gone), ("+", new)) for each in axioms
    ]


def _key(axiom: list[Any]) -> tuple[Any, ...]:
    first = axiom[0]
    return first.subject, first.predicate, getattr(first.object, "language", None)
