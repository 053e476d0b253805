"""Matches of a query and their order: by how they match, where, and what they are."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from typing import NamedTuple

from genfilm.search.file import IndexFile
from genfilm.search.names import Named, NameTable
from genfilm.search.needle import Needle
from genfilm.search.results import EXACT, LOOSE, PREFIX, WORDS
from genfilm.search.schema import FIELDS, IDENTIFIER

_MATCHES = "SELECT rowid, rank FROM word WHERE word MATCH ? ORDER BY rank, rowid LIMIT ?"
_MOST = 5000
"""Matches of one expression that are ranked; of more, those that the full-text index puts first."""
FEW = 5
"""With fewer matches than this, likely misspellings and partial matches are added."""
_COVERAGE = 0.5
"""The share of a query's pieces that a loose match must have."""
_IN_NAME = 0.5
"""Additional weight of a piece that stands in a name."""
_COLUMNS = ("label", "alternative", "definition", "text")
_DIGITS = 3
NAMED, TYPED, APART = range(3)
"""Tiers of a match."""


class Rank(NamedTuple):
    """The place of a match: the smaller, the better. Equal ranks are settled by kind and IRI.

    ``tier`` says what matches: the whole name, the query as it stands, or its words apart. ``field`` counts
    FIELDS; beyond them it says how much of the query a partial match lacks.
    """

    match: int
    tier: int
    field: int
    distance: float
    score: float


def ranked(
    file: IndexFile, names: NameTable, needle: Needle, amended: Needle, meant: tuple[str, ...]
) -> dict[int, Rank]:
    """The best rank of each thing that matches.

    ``amended`` is the needle with its words completed or corrected, ``meant`` the names with corrected words,
    empty when no word was.
    """
    found: dict[int, Rank] = {}

    def add(thing: int, rank: Rank) -> None:
        if thing not in found or rank < found[thing]:
            found[thing] = rank

    def add_named(match: int, things: list[Named]) -> None:
        for named in things:
            add(named.thing, Rank(match, NAMED, named.form, named.edits, 0))

    add_named(EXACT, names.exact(needle.keys) or names.exact(amended.asked))
    add_named(PREFIX, names.inflected(needle.keys))
    add_named(PREFIX, names.relations(needle.keys))
    for key in needle.keys:
        for thing, name, form, _ in names.beginning([key]):
            if form != IDENTIFIER:  # N1 means N1, not N10 to N19
                add(thing, Rank(PREFIX, TYPED, form, _unfinished(key, name), len(name)))
    likely: list[Named] = []
    match = LOOSE if meant else WORDS
    for named in names.exact(meant):
        add(named.thing, Rank(LOOSE, NAMED, 0, -1, 0))
    exact_form = names.wording(needle.keys)
    for tier, expression in ((TYPED, amended.strict()), (APART, amended.apart())):
        for column in (*_COLUMNS, "") if expression else ():
            for thing, score in _matching(file, column, expression):
                if thing not in found:
                    field = FIELDS.index(column or "text")
                    add(thing, Rank(match, tier, field, thing not in exact_form, score))
    if len(found) < FEW:
        likely = names.sounding(needle.keys) + names.alike(needle.keys) + names.lettered(needle.keys)
        add_named(LOOSE, likely)
    if len(found) < FEW and not likely:
        for thing, missing, score in _partly(file, amended):
            if thing not in found:
                add(thing, Rank(LOOSE, APART, len(FIELDS) + missing, 0, score))
    return found


def _unfinished(key: str, name: str) -> bool:
    """True if a name goes on inside the last word of a key: AI and AIAAIC."""
    rest = name[len(key) :]
    return bool(rest) and rest[0].isascii() and rest[0] != " " and key[-1].isascii()


def _matching(file: IndexFile, column: str, expression: str) -> list[tuple[int, float]]:
    """(thing, BM25 score, smaller is better) of the matches of an expression in a column, or in any."""
    if column:
        expression = f"{{{column}}} : ({expression})"
    rows = file.rows(
        "SELECT rowid, rank FROM word WHERE word MATCH ? ORDER BY rank LIMIT ?", (expression, _MOST)
    )
    return [(thing, round(score, _DIGITS)) for thing, score in rows]


def _partly(file: IndexFile, needle: Needle) -> list[tuple[int, int, float]]:
    """(thing, thousandths of the query that are missing, score) of the things that have half of it or more.

    A rare word weighs more than a common one; things with under half the weight of the best are left out.
    """
    best: dict[int, tuple[int, float]] = {}
    size = max(1, file.rows("SELECT count(*) FROM thing")[0][0])
    for units in needle.parted or needle.variants:
        held: Counter[int] = Counter()
        scores: dict[int, float] = defaultdict(float)
        whole = 0.0
        for unit in units:
            expression = unit.strict()
            things = _matching(file, "", expression)
            held.update(thing for thing, _ in things)
            weight = math.log(1 + size / (1 + len(things)))
            whole += weight * (1 + _IN_NAME)
            for thing, _ in things:
                scores[thing] += weight
            for thing, _ in _matching(file, "label alternative", expression):
                scores[thing] += weight * _IN_NAME
        for thing, count in held.items():
            if count / len(units) >= _COVERAGE:
                missing = round(1000 * (1 - scores[thing] / whole))
                rank = (missing, -round(scores[thing], _DIGITS))
                best[thing] = min(rank, best.get(thing, rank))
    least = min((score for _, score in best.values()), default=0) * _COVERAGE
    return [(thing, *rank) for thing, rank in best.items() if rank[1] <= least]
