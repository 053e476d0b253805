"""Text as search sees it: width, case, diacritics and the two Chinese scripts folded into one."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from opencc import OpenCC

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
LONGEST = 200
"""Characters of a query that are read; what follows is left out, and the answer says so."""

_SAME = (("版权", "著作权"),)
"""Words of one meaning: by article 62 of China's Copyright Law 著作权 is the same as 版权."""

_HAN = re.compile(f"[{HAN}]")
_RUN = re.compile(f"[{HAN}]+|[^\\W_{HAN}]+")
_AND = {"&": " and ", "＆": " and "}


@dataclass(frozen=True, slots=True)
class TextRun:
    """Han characters in a row, or one word of another script, with its place in the folded text."""

    text: str
    start: int
    end: int
    han: bool


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text; ``origins[i]`` is the place in the original of its character ``i``."""

    text: str
    origins: tuple[int, ...]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original that a span of the folded text comes from."""
        return self.origins[start], self.origins[end - 1] + 1


def clean(text: str) -> tuple[str, bool]:
    """A query without controls, bidirectional marks and surrogates, and whether it was too long.

    Raises nothing, whatever the string holds.
    """
    head = text[: 4 * LONGEST]
    kept = "".join(" " if unicodedata.category(char)[0] == "C" else char for char in head)
    words = " ".join(kept.split())
    return words[:LONGEST].rstrip(), len(words) > LONGEST or len(text) > len(head)


def fold(text: str) -> str:
    """The folded form of a text."""
    return "".join(map(_fold_character, text))


def fold_with_origins(text: str) -> Folded:
    """The folded form of a text that knows where each of its characters comes from."""
    pieces = [_fold_character(char) for char in text]
    origins = tuple(place for place, piece in enumerate(pieces) for _ in piece)
    return Folded("".join(pieces), origins)


def runs(folded: str) -> list[TextRun]:
    """The words and the rows of Han characters of a folded text, in order."""
    return [
        TextRun(match[0], *match.span(), han=bool(_HAN.match(match[0]))) for match in _RUN.finditer(folded)
    ]


def key(text: str) -> str:
    """Key that two spellings of one name share: folded, without punctuation, articles and needless blanks."""
    found = ""
    before = True
    for run in runs(fold(text)):
        found += run.text if run.han or before or not found else f" {run.text}"
        before = run.han
    for article in ("the ", "a ", "an "):
        if found.startswith(article):
            return found.removeprefix(article)
    return found


def is_han(text: str) -> bool:
    """True if a text holds a Han character."""
    return bool(_HAN.search(text))


def is_traditional(text: str) -> bool:
    """True if a text is written in traditional characters."""
    return is_han(text) and _converter("t2s").convert(text) != text


def to_traditional(text: str) -> str:
    """A simplified text in traditional characters, in the standard of Taiwan."""
    return str(_converter("s2tw").convert(text)) if is_han(text) else text


def mainland_words(text: str) -> str:
    """A text with the words of Taiwan replaced by those of the mainland: 人工智慧 becomes 人工智能.

    影片 stays: it is a video in Taiwan, but a film in the film trade of both.
    """
    pieces = text.split("影片") if is_han(text) else ()
    return "影片".join(_converter("tw2sp").convert(piece) for piece in pieces) if pieces else text


def same_words(folded: str) -> str:
    """A folded text with other words of the same meaning: 著作权 for 版权, and 版权 for 著作权."""
    for one, other in _SAME:
        if other in folded:
            return folded.replace(other, one)
        if one in folded:
            return folded.replace(one, other)
    return folded


@lru_cache(maxsize=1 << 16)
def _fold_character(char: str) -> str:
    if char in _AND:
        return _AND[char]
    spread = unicodedata.normalize("NFKD", char).casefold()
    kept = "".join(part for part in spread if unicodedata.category(part)[0] != "M")
    return str(_converter("t2s").convert(kept)) if _HAN.search(kept) else kept


@cache
def _converter(name: str) -> OpenCC:
    return OpenCC(name)
