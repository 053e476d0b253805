"""Pairs of entities that may be one: of one kind, with names, sounds or identifiers alike."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from rapidfuzz import fuzz

from genfilm.catalogue.library import Library
from genfilm.records.address import SCHEME, TERM
from genfilm.records.entities import entities
from genfilm.search.fold import key as folded
from genfilm.search.pinyin import spellings

LEAST = 85.0
"""Likeness of two names in per cent from which they are proposed."""
_CHINESE = re.compile("[\u4e00-\u9fff]{3,}")
_LATIN = re.compile(r"(?=.*[a-z])[a-z0-9 ]{5,}")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two entities that may be one, why (``identifier``, ``name``, ``pinyin``, ``spelling``), how alike in
    per cent, and what they share."""

    first: str
    second: str
    reason: str
    likeness: float
    shared: str


def duplicates(library: Library, least: float = LEAST) -> list[Pair]:
    """The pairs of a library's build, the likeliest first; of each the best reason only."""
    found: dict[tuple[str, str], Pair] = {}
    for pair in _pairs(library, least):
        held = found.get((pair.first, pair.second))
        if held is None or pair.likeness > held.likeness:
            found[pair.first, pair.second] = pair
    return sorted(found.values(), key=lambda pair: (-pair.likeness, pair.first, pair.second))


def _pairs(library: Library, least: float) -> Iterator[Pair]:
    things = entities(library)
    for kind, iris in things.by_kind.items():
        if kind in (TERM, SCHEME):
            continue
        names = {iri: list(dict.fromkeys(name for name, _, _ in things.names(iri))) for iri in iris}
        yield from _same(_identifiers(library, iris), "identifier", 100.0)
        yield from _same({iri: {folded(n): n for n in names[iri]} for iri in iris}, "name", 99.0)
        yield from _same({iri: _sounds(names[iri]) for iri in iris}, "pinyin", 95.0)
        yield from _alike({iri: [folded(n) for n in names[iri]] for iri in iris}, least)


def _same(marks: dict[str, dict[str, str]], reason: str, likeness: float) -> Iterator[Pair]:
    """Pairs that have a mark in common."""
    bearers: dict[str, list[str]] = defaultdict(list)
    for iri, own in marks.items():
        for mark in own:
            bearers[mark].append(iri)
    for mark, iris in bearers.items():
        for first, second in combinations(iris, 2):
            yield Pair(first, second, reason, likeness, marks[first][mark])


def _sounds(names: list[str]) -> dict[str, str]:
    """Chinese names by their sound, as far as they are long enough to say something by it."""
    return {sound: name for name in names if _CHINESE.fullmatch(name) for sound in spellings(name)[0]}


def _alike(forms: dict[str, list[str]], least: float) -> Iterator[Pair]:
    """Pairs of names in Latin letters whose words differ by slips only: another word is another thing, and so
    is another Chinese character that sounds otherwise."""
    flat = [(iri, form) for iri, own in forms.items() for form in own if _LATIN.fullmatch(form)]
    for (first, one), (second, two) in combinations(flat, 2):
        if first != second and (likeness := fuzz.ratio(one, two, score_cutoff=least)):
            words = one.split(), two.split()
            pairs = list(zip(*words, strict=False)) if len(words[0]) == len(words[1]) else []
            if pairs and all(x == y or _slip(x, y) for x, y in pairs):
                ends = sorted((first, second))
                yield Pair(ends[0], ends[1], "spelling", round(min(likeness, 98.0), 1), f"{one} ~ {two}")


def _slip(one: str, two: str) -> bool:
    return one[0] == two[0] and (one + two).isalpha() and bool(fuzz.ratio(one, two, score_cutoff=LEAST))


def _identifiers(library: Library, iris: tuple[str, ...]) -> dict[str, dict[str, str]]:
    """Identifiers that others give each: exact matches, identifiers and homepages."""
    held: dict[str, dict[str, str]] = {iri: {} for iri in iris}
    if "identifiers" not in library.pages:  # a build of before 1.2.0
        return held
    rows: Any = library.once("identifiers", lambda: list(library.page("identifiers")))
    for row in rows:
        if row["thing"].value in held:
            held[row["thing"].value][row["identifier"].value] = row["identifier"].value
    return held
