"""Measure the matching of plain questions: ``python -m benchmarks.ask [tuning|test] [--wrong]``.

Accuracy@1 and @3 are the shares of questions whose named question is ranked first, or among the three shown.
Answered is the share that is answered at once and rightly; misled the share that is answered at once, but
with another question. False confidence is the share of questions about other things that are answered at
all. Parameters counts those whose linked values are the expected ones, among those ranked rightly.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from pathlib import Path

from genfilm.ask.asker import Asker
from genfilm.ask.lexicon import load_lexicon
from genfilm.build import current_or_new
from genfilm.catalogue.library import open_library
from genfilm.search.index import SearchIndex
from genfilm.settings import Settings

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
COLUMNS = ("questions", "accuracy@1", "accuracy@3", "answered", "misled", "parameters")


class _NoEngine:
    """Matching needs no answers."""

    def answer(self, *_: object, **__: object) -> bytes:
        raise NotImplementedError


def measure(half: str, asker: Asker, *, show: bool) -> None:
    """Print the figures of one half, by language and style."""
    with (HERE / f"{half}.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    cells: dict[tuple[str, str], dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        sure, nearest, values = asker.match(row["text"])
        if row["question"] == "-":
            for group in (row["lang"], "all"):
                cells["outside", group]["false confidence"].append(sure)
            if show and sure:
                print("falsely sure:", row["text"], "→", nearest[0])
            continue
        right = nearest[0] == row["question"]
        expected = dict(pair.split("=", 1) for pair in row["parameters"].split(";") if pair)
        linked = all(values.get(name) == value for name, value in expected.items())
        for group in ((row["lang"], row["style"]), (row["lang"], "all"), ("both", "all")):
            cell = cells[group]
            cell["accuracy@1"].append(right)
            cell["accuracy@3"].append(row["question"] in nearest)
            cell["answered"].append(right and sure)
            cell["misled"].append(sure and not right)
            if right and expected:
                cell["parameters"].append(linked)
        if show and not right:
            print(f"{'misled' if sure else 'unsure'}: {row['text']} ({row['question']}) → {nearest}")
        elif show and not linked:
            print(f"parameters: {row['text']} {expected} ≠ {dict(values)}")
    print(f"\n{half}\n{'':18}" + "".join(f"{name:>13}" for name in COLUMNS))
    for (lang, style), cell in sorted((k, v) for k, v in cells.items() if k[0] != "outside"):
        figures = [f"{len(cell['accuracy@1']):>13}", *(f"{_share(cell[name]):>13}" for name in COLUMNS[1:])]
        print(f"{lang:5}{style:13}" + "".join(figures))
    for (_, group), cell in sorted((k, v) for k, v in cells.items() if k[0] == "outside"):
        found = cell["false confidence"]
        print(f"outside the catalogue, {group:4} {len(found)} questions, false confidence {_share(found)}")


def _share(found: list[bool]) -> str:
    return f"{100 * sum(found) / len(found):.1f} %" if found else "–"


def main(arguments: list[str]) -> None:
    """Open the current build and measure."""
    build = current_or_new(ROOT, Settings.from_environ().home)
    library = open_library(build.directory, _NoEngine())  # type: ignore[arg-type]
    asker = Asker(library, SearchIndex.open(build.directory), load_lexicon(ROOT))
    for half in [name for name in arguments if name in ("tuning", "test")] or ["tuning", "test"]:
        measure(half, asker, show="--wrong" in arguments)


if __name__ == "__main__":
    main(sys.argv[1:])
