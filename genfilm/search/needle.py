"""A query as read: its spellings, the units it asks for, and the full-text expressions they make.

Only stems, Han characters and our own words reach an expression, each in quotes: nothing of the query's own
syntax does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from genfilm.search.fold import TextRun, clean, fold, is_traditional, key, mainland_words, runs, same_words
from genfilm.search.function_words import SMALL_WORDS
from genfilm.search.results import Correction
from genfilm.search.segment import Segmenter
from genfilm.search.spelling import Speller
from genfilm.search.tokens import STOP_WORDS, pairs, phrase, stem, whole_numbers

_MOST_UNITS = 24
_MEASURES = re.compile("[亿万年月日天元]|小时|美元|billion|million|thousand|hours|years|minutes|percent")
"""Units that a number counts: the two are sought in a row."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A row of Han characters, or a word with the stems that it may stand for.

    ``measure`` is what a number counts, ``others`` other names and spellings of the same, ``known`` is False
    for characters that no text holds.
    """

    text: str
    han: bool
    stems: tuple[str, ...] = ()
    measure: str = ""
    others: tuple[str, ...] = ()
    known: bool = True

    def strict(self) -> str:
        """An expression for the unit as it stands, or for one of its other names."""
        own = self._own()
        return (
            f"({' OR '.join([own, *(_quote(phrase(name)) for name in self.others)])})" if self.others else own
        )

    def _own(self) -> str:
        if self.measure:
            return f"{_quote(f'{self.text} {self.measure}')} *"
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
    """``text`` is the query as read; ``variants`` are its spellings, each as units; ``keys`` its names.

    ``parted`` are the spellings with rows of Han characters cut into words, ``asked`` the names that are left
    of them without small words: the subject of a short question.
    """

    text: str
    shortened: bool
    traditional: bool
    variants: tuple[tuple[Unit, ...], ...]
    keys: tuple[str, ...]
    parted: tuple[tuple[Unit, ...], ...] = ()
    asked: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        return not any(self.variants)

    def strict(self) -> str:
        """All units of one of the variants."""
        return _any(self.variants)

    def apart(self) -> str:
        """All words of one of the variants, wherever they stand; empty where that asks for no more."""
        return _any(self.parted) if all(unit.known for units in self.parted for unit in units) else ""


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

    # A word that is written in one, in two or with a hyphen is the same word.
    def amend(unit: Unit) -> Unit:
        if unit.han or speller.knows(unit.text):
            return unit
        stems = speller.endings(unit.text)
        if stems:
            return replace(unit, stems=stems)
        halves = speller.halves(unit.text)
        if halves:
            return replace(unit, others=(halves,))
        meant = speller.correct(unit.text)
        if meant is None:
            return unit
        corrections[unit.text] = Correction(unit.text, meant)
        return replace(unit, stems=(stem(meant),))

    variants = tuple(tuple(map(amend, units)) for units in needle.variants)
    variants += tuple(one for units in needle.variants if (one := _written_together(units, speller)))
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


def parted(needle: Needle, segmenter: Segmenter) -> Needle:
    """A needle that knows the words of its rows of Han characters and the other names of its words."""
    found: dict[tuple[Unit, ...], None] = {}
    asked: dict[str, None] = {}
    for units in needle.variants:
        words: list[Unit] = []
        for unit in units:
            if unit.han:
                cut = segmenter.words(unit.text)
                words += (Unit(w.text, True, (), "", w.others, w.known) for w in cut)
            else:
                words.append(replace(unit, others=(*unit.others, *segmenter.others(unit.text))))
        if words:
            found[tuple(dict.fromkeys(words))] = None
            asked[key(" ".join(unit.text for unit in words))] = None
    asked = {name: None for name in asked if name and name not in needle.keys}
    kept = tuple(units for units in found if units not in needle.variants)
    return replace(needle, parted=kept, asked=tuple(asked))


def _written_together(units: tuple[Unit, ...], speller: Speller) -> tuple[Unit, ...]:
    """The units with the first two words joined that are one known word: deep fake and deepfake."""
    for place in range(len(units) - 1):
        one, two = units[place : place + 2]
        joined = one.text + two.text
        if not (one.han or two.han) and joined.isalpha() and speller.has(joined):
            return (*units[:place], Unit(joined, False, (stem(joined),)), *units[place + 2 :])
    return ()


def _units(folded: str) -> tuple[Unit, ...]:
    """The units of a folded query; stop words only when there is nothing else."""
    row = runs(whole_numbers(folded))[:_MOST_UNITS]
    found: list[Unit] = []
    while row:
        run, *row = row
        measure = _MEASURES.match(row[0].text) if run.text[0].isdigit() and row else None
        if measure and (row[0].start == run.end or not row[0].han):
            found.append(Unit(run.text, False, (run.text,), stem(measure[0])))
            rest = row[0].text[measure.end() :]
            row = [TextRun(rest, row[0].start + measure.end(), row[0].end, row[0].han)] * bool(rest) + row[1:]
        else:
            found.append(Unit(run.text, run.han, () if run.han else (stem(run.text),)))
    telling = [unit for unit in found if unit.text not in STOP_WORDS and unit.text not in SMALL_WORDS]
    return tuple(dict.fromkeys(telling or found))


def _any(variants: tuple[tuple[Unit, ...], ...]) -> str:
    return " OR ".join(
        "(" + " AND ".join(unit.strict() for unit in units) + ")" for units in variants if units
    )


def _quote(words: str) -> str:
    """A string of FTS5; the words hold no quotation mark, since they are letters and digits."""
    return f'"{words}"'
