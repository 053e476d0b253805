"""Measure the matching of plain questions: ``python -m benchmarks.ask [SET …] [--wrong]``.

``accuracy@1`` and ``@3`` are the shares of questions whose named question is ranked first, or among the three
that a reader is shown. ``answered`` is the share that is answered at once and rightly, ``misled`` the share
that is answered at once with another question. ``parameters`` is the share of expected values that are
linked, among questions ranked rightly. False confidence is the share of questions about other things that
are answered at all. ``--wrong`` lists what went wrong; it is not for what is held out.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from genfilm.ask.asker import Asker
from genfilm.build import current_or_new
from genfilm.catalogue.library import open_library
from genfilm.search.index import SearchIndex
from genfilm.settings import Settings

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
OUTSIDE = "outside"
SETS = ("tuning", "strangers-tuning", "test", "strangers-test")


@dataclass
class Group:
    """The questions of one language and style, each judged."""

    first: list[bool] = field(default_factory=list)
    shown: list[bool] = field(default_factory=list)
    answered: list[bool] = field(default_factory=list)
    wrongly: list[bool] = field(default_factory=list)
    linked: list[bool] = field(default_factory=list)

    @property
    def questions(self) -> int:
        return len(self.wrongly)

    @property
    def accuracy(self) -> float:
        return share(self.first)

    @property
    def misled(self) -> float:
        return share(self.wrongly)

    @property
    def false_confidence(self) -> float:
        return share(self.wrongly)


def share(found: list[bool]) -> float:
    return sum(found) / len(found) if found else 0.0


def figures(half: str, asker: Asker, *, show: bool = False) -> dict[tuple[str, str], Group]:
    """The judged questions of a half by (language, style), with ``all`` and ``both`` as sums; those about
    other things under ``outside``."""
    with (HERE / f"{half}.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    groups: dict[tuple[str, str], Group] = defaultdict(Group)
    for row in rows:
        sure, nearest, values = asker.match(row["text"])
        if row["question"] == "-":
            for name in (row["lang"], "all"):
                groups[OUTSIDE, name].wrongly.append(sure)
            if show and sure:
                print("falsely sure:", row["text"], "→", nearest[0])
            continue
        right = nearest[0] == row["question"]
        expected = dict(pair.split("=", 1) for pair in row["parameters"].split(";") if pair)
        linked = all(values.get(name) == value for name, value in expected.items())
        for key in ((row["lang"], row["style"]), (row["lang"], "all"), ("both", "all")):
            group = groups[key]
            group.first.append(right)
            group.shown.append(row["question"] in nearest)
            group.answered.append(right and sure)
            group.wrongly.append(sure and not right)
            if right and expected:
                group.linked.append(linked)
        if show and not right:
            print(f"{'misled' if sure else 'unsure'}: {row['text']} ({row['question']}) → {nearest}")
        elif show and not linked:
            print(f"not linked: {row['text']} {expected} ≠ {dict(values)}")
    return groups


def main(arguments: list[str]) -> None:
    """Open the current build, or make one, and print the figures."""
    build = current_or_new(ROOT, Settings.from_environ().home)
    library = open_library(build.directory, None)  # type: ignore[arg-type]  # matching asks no engine
    asker = Asker(library, SearchIndex.open(build.directory))
    for half in [name for name in arguments if name in SETS] or SETS:
        groups = figures(half, asker, show="--wrong" in arguments)
        print(f"\n{half:24}questions  accuracy@1  accuracy@3    answered      misled  parameters")
        for (lang, style), group in sorted((k, g) for k, g in groups.items() if k[0] != OUTSIDE):
            lists = (group.first, group.shown, group.answered, group.wrongly, group.linked)
            cells = "".join(f"{f'{share(found):.1%}' if found else '–':>12}" for found in lists)
            print(f"{lang:6}{style:18}{group.questions:>9}{cells}")
        for (_, lang), group in sorted((k, g) for k, g in groups.items() if k[0] == OUTSIDE):
            print(
                f"other things, {lang:10}{group.questions:>9}  false confidence {group.false_confidence:.1%}"
            )


if __name__ == "__main__":
    main(sys.argv[1:])
