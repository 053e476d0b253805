"""The names of things: found by spelling, by beginning, by sound and by likeness."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

from rapidfuzz.distance import OSA

from genfilm.search.file import IndexFile, as_list
from genfilm.search.fold import is_han
from genfilm.search.kinds import TERM
from genfilm.search.pinyin import typed
from genfilm.search.schema import ALTERNATIVE, INITIALS, LABEL, PINYIN, SHORT
from genfilm.search.spelling import alike
from genfilm.search.tokens import STOP_WORDS, stem, stems, tokens

_EQUAL = "SELECT thing, key, form FROM name WHERE key = ? AND form BETWEEN ? AND ? ORDER BY form, key LIMIT ?"
_SAME_STEMS = (
    "SELECT thing, key, form FROM name WHERE stems = ? AND form BETWEEN ? AND ? ORDER BY form, key LIMIT ?"
)
_BEGINNING = (
    "SELECT thing, key, form FROM name WHERE key >= ? AND key < ? AND form BETWEEN ? AND ? "
    "ORDER BY form, length(key), key LIMIT ?"
)
_TERMS = (
    "SELECT thing, key, form FROM name JOIN thing ON thing.id = name.thing WHERE kind = ? AND form = ? "
    "ORDER BY key, thing"
)
_READINGS = "SELECT character, reading FROM reading WHERE character IN (SELECT value FROM json_each(?))"
_INSIDE = "SELECT rowid FROM word WHERE word MATCH ? ORDER BY rank, rowid LIMIT 50"
_WRITTEN, _SPOKEN, _LETTERS = range(LABEL, PINYIN), range(PINYIN, INITIALS), range(INITIALS, INITIALS + 1)
_LAST = "\U0010ffff"
_MOST = 2000
_PINYIN_START = 3
_SOUND = 3
"""Characters from which a name may be found by its sound alone: shorter ones sound alike too often."""


class Named(NamedTuple):
    """A thing (its number) by one of its names; ``edits`` is 0 unless the name was misspelt."""

    thing: int
    name: str
    form: int
    edits: int = 0


class NameTable:
    """The names of one index."""

    def __init__(self, file: IndexFile) -> None:
        self._file = file

    def exact(self, keys: Iterable[str]) -> list[Named]:
        """Things of just this name, in pinyin and initials too."""
        found: list[Named] = []
        for key in keys:
            found += self._named(_EQUAL, (key,), _WRITTEN)
            if key.isascii():
                for letters in typed(key):
                    found += self._named(_EQUAL, (letters,), range(PINYIN, INITIALS + 1))
        return found

    def inflected(self, keys: Iterable[str]) -> list[Named]:
        """Things whose name differs in word endings only: screenwriter, screenwriters."""
        return [
            named._replace(edits=int(OSA.distance(key, named.name)))
            for key in keys
            if not is_han(key)
            for named in self._named(_SAME_STEMS, (stems(key),), _WRITTEN)
        ]

    def relations(self, keys: Iterable[str]) -> list[Named]:
        """Terms of the ontology whose name has these words and small ones: directed by, directing."""
        return [
            named._replace(edits=int(OSA.distance(key, named.name)))
            for key in keys
            if not is_han(key)
            for named in self._terms.get(_telling(key) or key, ())
        ]

    def wording(self, keys: Iterable[str]) -> frozenset[int]:
        """Things with a name that holds all of a key in just this form, not in another of its stems."""
        return frozenset(
            thing for key in keys if not is_han(key) for name, thing in self._written if f" {key} " in name
        )

    def beginning(self, keys: Iterable[str]) -> list[Named]:
        """Things with a name that begins so, in pinyin from three letters on."""
        found: list[Named] = []
        for key in keys:
            found += self._named(_BEGINNING, (key, key + _LAST), _WRITTEN)
            for letters in typed(key) if key.isascii() else ():
                if len(letters) >= _PINYIN_START:
                    found += self._named(_BEGINNING, (letters, letters + _LAST), _SPOKEN)
        return found

    def lettered(self, keys: Iterable[str]) -> list[Named]:
        """Things with a name whose initials begin so: lldq finds 流浪地球2."""
        letters = [key.replace(" ", "") for key in keys if key.isascii()]
        return [
            named
            for start in letters
            if len(start) > 1
            for named in self._named(_BEGINNING, (start, start + _LAST), _LETTERS)
        ]

    def sounding(self, keys: Iterable[str]) -> list[Named]:
        """Things whose name sounds the same: 张丽华 finds 张丽花."""
        return [
            named._replace(edits=1)
            for key in keys
            if is_han(key) and len(key) >= _SOUND
            for named in self._named(_EQUAL, (self._reading(key),), _SPOKEN)
        ]

    def alike(self, keys: Iterable[str]) -> list[Named]:
        """Things whose name is a few edits away."""
        return [
            named._replace(edits=distance)
            for key in keys
            for distance, other in alike(key, self._spellings)
            if distance
            for named in self._named(_EQUAL, (other,), _WRITTEN)
        ]

    def containing(self, keys: Iterable[str]) -> list[Named]:
        """Things whose name has these words, the last of them perhaps unfinished, somewhere inside."""
        found = []
        for key in keys:
            words = [(token, token) for token in tokens(key)] if is_han(key) else _started(key)
            sought = " AND ".join(f'("{stemmed}" OR "{word}" *)' for word, stemmed in words)
            rows = self._file.rows(_INSIDE, (f"{{label alternative}} : ({sought})",))
            found += [Named(row[0], key, LABEL) for row in rows]
        return found

    @cached_property
    def _written(self) -> list[tuple[str, int]]:
        rows = self._file.rows("SELECT key, thing FROM name WHERE form < ?", (PINYIN,))
        return [(f" {key} ", thing) for key, thing in rows if key.isascii()]

    @cached_property
    def _terms(self) -> dict[str, list[Named]]:
        found: dict[str, list[Named]] = {}
        for thing, key, form in self._file.rows(_TERMS, (TERM, LABEL)):
            if not is_han(key):
                found.setdefault(_telling(key), []).append(Named(thing, key, form))
        return found

    @cached_property
    def _spellings(self) -> list[str]:
        forms = (LABEL, ALTERNATIVE, SHORT)
        return [
            row[0] for row in self._file.rows("SELECT DISTINCT key FROM name WHERE form IN (?, ?, ?)", forms)
        ]

    def _reading(self, key: str) -> str:
        known: dict[str, str] = dict(self._file.rows(_READINGS, (as_list(key),)))
        return "".join(known.get(char, char) for char in key).replace(" ", "")

    def _named(self, statement: str, values: tuple[str, ...], forms: range) -> list[Named]:
        rows = self._file.rows(statement, (*values, forms[0], forms[-1], _MOST))
        return [Named(*row) for row in rows]


def _started(key: str) -> list[tuple[str, str]]:
    """The words of a key with their stems, articles and the like left out."""
    return [(word, stem(word)) for word in key.split() if word not in STOP_WORDS] or [(key, stem(key))]


def _telling(key: str) -> str:
    """The stems of a key without small words."""
    return " ".join(stem(word) for word in key.split() if word not in STOP_WORDS)
