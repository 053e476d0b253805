"""Pinyin of names, for readers who type Latin letters and for characters of the same sound.

The dictionary is loaded when an index is written: it costs a quarter of a second.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from genfilm.search.fold import key

_TONE = re.compile(r"(?<=[a-z])[0-5]")
_PASSPORT = re.compile(r"(?<=[ln])yu")


def typed(text: str) -> tuple[str, ...]:
    """The spellings in which the index may have what was typed in pinyin, given in folded form.

    The vowel of 女 is typed as ü, u:, v, u or, as in passports, yu: the index has u. Tones are typed as
    marks, which folding takes away, or as numbers, which could be part of a name, too.
    """
    letters = text.replace(" ", "").replace("v", "u")
    spelled = (letters, _TONE.sub("", letters))
    return tuple(dict.fromkeys((*spelled, *(_PASSPORT.sub("u", each) for each in spelled))))


def spellings(name: str) -> tuple[set[str], set[str]]:
    """(whole spellings, initials) of a name in folded form: 影谱 gives yingpu and yp.

    The reading in context and the commonest reading of each character may differ; both are given.
    """
    from pypinyin import Style, lazy_pinyin

    folded = key(name).replace(" ", "")
    readings = (lazy_pinyin(folded), [part for char in folded for part in lazy_pinyin(char)])
    whole = {_joined(parts) for parts in readings}
    initials = {
        "".join(lazy_pinyin(folded, style=Style.FIRST_LETTER)).lower(),
        *("".join(part[0] for part in parts).lower() for parts in readings[1:]),
    }
    return whole, initials


def latin(text: str) -> str:
    """A text in Latin letters, a word for each character of Chinese."""
    from pypinyin import lazy_pinyin

    return " ".join(lazy_pinyin(text))


def readings() -> Iterator[tuple[str, str]]:
    """Each character of GB 2312 with its commonest reading, so that no search needs the dictionary."""
    from pypinyin import lazy_pinyin

    for row in range(0xB0, 0xF8):
        for cell in range(0xA1, 0xFF):
            try:
                char = bytes((row, cell)).decode("gb2312")
            except UnicodeDecodeError:
                continue
            yield char, _joined(lazy_pinyin(char))


def _joined(syllables: Iterable[str]) -> str:
    """Syllables as one word, with u for ü, which the dictionary writes as v."""
    return "".join(syllables).lower().replace("v", "u")
