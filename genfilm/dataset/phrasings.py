"""Ways to ask for each claim, written beside its source: read, checked, and put into one file of a build."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from genfilm.errors import SourceFault
from genfilm.vocabulary import BASE, PREFIXES

FILE = "questions.tsv"
LANGUAGES = ("en", "zh")
HEADING = "\t".join(("claim", *LANGUAGES))
_KIND = ox.NamedNode(PREFIXES["gf"] + "claimKind")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a file: ``claim`` is the IRI, ``asked`` are the questions of each language in order; None
    when the line has not as many cells."""

    file: str
    number: int
    claim: str
    asked: tuple[tuple[str, ...], ...] | None


def lines(root: Path) -> Iterator[Line]:
    """The lines of the files below ``kg/``; a file speaks of the claims of the source that its folder is."""
    for path in sorted((root / "kg").rglob(FILE)):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            claim, *cells = line.split("\t")
            if number == 1 and line == HEADING:
                continue
            asked = tuple(parted(cell) for cell in cells)
            yield Line(
                str(path.relative_to(root)),
                number,
                f"{BASE}/id/claim/{path.parent.name}/{claim}",
                asked if len(cells) == len(LANGUAGES) else None,
            )


def parted(cell: str) -> tuple[str, ...]:
    """The questions of a cell."""
    return tuple(text.strip() for text in cell.split("|") if text.strip())


def written(root: Path) -> bytes:
    """The file of a build: a claim and a question on each line."""
    found = [
        f"{line.claim}\t{text}\n" for line in lines(root) for texts in line.asked or () for text in texts
    ]
    return "".join(found).encode()


def check_phrasings(store: ox.Store, root: Path) -> list[SourceFault]:
    """Lines that are no lines, speak of no claim, or ask for two claims with the same words."""
    faults: list[SourceFault] = []
    known: dict[str, Line] = {}
    for line in lines(root):
        if line.asked is None or not all(line.asked):
            faults.append(_fault(line, "line", languages=", ".join(LANGUAGES)))
            continue
        if next(store.quads_for_pattern(ox.NamedNode(line.claim), _KIND, None, None), None) is None:
            faults.append(_fault(line, "claim", claim=line.claim))
        for text in (text for texts in line.asked for text in texts):
            other = known.setdefault(_plain(text), line)
            if other.claim != line.claim:
                name, number = other.claim.rpartition("/")[2], str(other.number)
                faults.append(_fault(line, "twice", text=repr(text), claim=name, number=number))
    return faults


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", unicodedata.normalize("NFKC", text).casefold()).strip()


def _fault(line: Line, shape: str, **values: str) -> SourceFault:
    return SourceFault.worded("phrasing", (line.file, line.number), "", shape, values)
