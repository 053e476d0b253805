"""A query as read: its spellings, the units it asks for, and the full-text expressions they make.

Only stems, Han characters and our own words reach an expression, each in quotes: nothing of the query's own
syntax does.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from genfilm.search.fold import clean, fold, is_traditional, key, mainland_words, runs, same_words
from genfilm.search.results import Correction
from genfilm.search.spelling import Speller
from genfilm.search.tokens import STOP_WORDS, pairs, stem

_MOST_UNITS = 24


@dataclass(frozen=True, slots=True)
class Unit:
    """A row of Han characters, or a word with the stems that it may stand for."""

    text: str
    han: bool
    stems: tuple[str, ...] = ()

    def strict(self) -> str:
        """An expression for the unit as it stands."""
        if not self.han:
            return f"({' OR '.join(map(_quote, self.stems))})" if self.stems else _quote(self.text)
        return _quote(" ".join(pairs(self.text))) if len(self.text) > 1 else f"{_quote(self.text)} *"

    def pieces(self) -> tuple[str, ...]:
        """Pieces that a loose match counts: the pairs of Han characters, or the stems of the word."""
        if self.han:
            return tuple(pairs(self.text)) or (self.text,)
        return self.stems or (self.text,)


@dataclass(frozen=True, slots=True)
class Needle:
    """``text`` is the query as read; ``variants`` are its spellings, each as units; ``keys`` its names."""

    text: str
    shortened: bool
    traditional: bool
    variants: tuple[tuple[Unit, ...], ...]
    keys: tuple[str, ...]

    @property
    def empty(self) -> bool:
        return not any(self.variants)

    def strict(self) -> str:
        """All units of one of the variants."""
        return " OR ".join(
            "(" + " AND ".join(unit.strict() for unit in units) + ")" for units in self.variants if units
        )

    def pieces(self) -> list[tuple[str, ...]]:
        """The distinct pieces of each variant."""
        return [tuple(dict.fromkeys(p for unit in units for p in unit.pieces())) for units in self.variants]

    def loose(self) -> str:
        """Any piece of any variant; a single Han character stands for every pair that it begins."""
        found = dict.fromkeys(piece for pieces in self.pieces() for piece in pieces)
        return " OR ".join(f"{_quote(p)} *" if len(p) == 1 and not p.isascii() else _quote(p) for p in found)


def read(query: str) -> Needle:
    """A query of any content and length."""
    text, shortened = clean(query)
    read = dict.fromkeys((fold(text), fold(mainland_words(text))))
    spellings = dict.fromkeys((*read, *map(same_words, read)))
    variants = tuple(_units(spelling) for spelling in spellings)
    keys = tuple(dict.fromkeys(filter(None, map(key, spellings))))
    return Needle(text, shortened, is_traditional(text), variants, keys)


def completed(needle: Needle, speller: Speller) -> tuple[Needle, tuple[Correction, ...]]:
    """A needle whose unknown words stand for the known ones that they begin, else for the nearest one."""
    corrections: dict[str, Correction] = {}

    def amend(unit: Unit) -> Unit:
        if unit.han or speller.knows(unit.text):
            return unit
        stems = speller.endings(unit.text)
        if stems:
            return replace(unit, stems=stems)
        meant = speller.correct(unit.text)
        if meant is None:
            return unit
        corrections[unit.text] = Correction(unit.text, meant)
        return replace(unit, stems=(stem(meant),))

    variants = tuple(tuple(map(amend, units)) for units in needle.variants)
    return replace(needle, variants=variants), tuple(corrections.values())


def corrected_keys(needle: Needle, speller: Speller) -> tuple[str, ...]:
    """The names meant by keys with misspelt words, where there are any."""
    found = []
    for name in needle.keys:
        words = name.split()
        meant = [word if speller.knows(word) else speller.correct(word) or word for word in words]
        if meant != words:
            found.append(" ".join(meant))
    return tuple(found)


def _units(folded: str) -> tuple[Unit, ...]:
    """The units of a folded query; stop words only when there is nothing else."""
    found = [
        Unit(run.text, run.han, () if run.han else (stem(run.text),)) for run in runs(folded)[:_MOST_UNITS]
    ]
    telling = [unit for unit in found if unit.text not in STOP_WORDS]
    return tuple(dict.fromkeys(telling or found))


def _quote(words: str) -> str:
    """A string of FTS5; the words hold no quotation mark, since they are letters and digits."""
    return f'"{words}"'
