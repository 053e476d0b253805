"""Precision and recall of ``genfilm annotate`` on a text and the list of the names that a person found in it.

``python -m benchmarks.annotation paper.txt zhang-2026``: a list knows its passages by their hashes, so that no
sentence of a source is kept here. A name counts when its place and its thing are both right.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from pathlib import Path

from genfilm.client.graph import KnowledgeGraph
from genfilm.editing.draft import text_hash
from genfilm.editing.text import read_text
from genfilm.records.names import names

Name = tuple[int, int, str]


def listed(file: Path) -> dict[str, set[Name]]:
    """The names of each passage of a list, by its hash."""
    found: dict[str, set[Name]] = defaultdict(set)
    with file.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            own = found[row["passage"]]
            if row["thing"]:
                own.add((int(row["start"]), int(row["end"]), row["thing"]))
    return found


def main(text: str, source: str) -> None:
    """Print the figures, then what was missed and what was wrong."""
    known = names(KnowledgeGraph.open().library)
    wanted = listed(Path(__file__).with_name(f"{source}.tsv"))
    passages = {text_hash(passage.text): passage.text for passage in read_text(Path(text)).passages}
    found = {
        digest: {(s.start, s.end, s.candidates[0].name) for s in known.inside(passages[digest])}
        for digest in wanted
        if digest in passages
    }
    right = sum(len(own & wanted[digest]) for digest, own in found.items())
    told, there = (sum(len(each[digest]) for digest in found) for each in (found, wanted))
    print(f"{source}: {len(found)} of {len(wanted)} passages, {there} names")
    print(
        f"precision {right / told:.2f} ({right} of {told}), recall {right / there:.2f} ({right} of {there})"
    )
    for digest, own in found.items():
        for mark, names_ in (("missed", wanted[digest] - own), ("wrong", own - wanted[digest])):
            for start, end, thing in sorted(names_):
                print(f"  {mark}: {passages[digest][start:end]} ({thing})")


if __name__ == "__main__":
    main(*sys.argv[1:3])
