"""Marking words of the other language on a page, so that a screen reader says them in their own."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

_HAN = re.compile(
    r"[\u3400-\u9fff\uf900-\ufaff](?:[\u3000-\u9fff\uf900-\ufaff\uff00-\uffef\w·–—]*[\u3400-\u9fff\uf900-\ufaff\uff00-\uffef])?"
)
_ADDRESS = re.compile(r"https?://\S+")
_WORD = re.compile(r"[A-Za-z]{2,}")
_SENTENCE = 3
"""So many Latin words and no Chinese character: English on a Chinese page, and not only a name."""


def spoken(text: str, lang: str) -> Markup | str:
    """The text with its Chinese marked on an English page, or marked whole as English on a Chinese one."""
    if lang == "en":
        pieces, at = [], 0
        for found in _HAN.finditer(text):
            pieces += [
                escape(text[at : found.start()]),
                Markup('<span lang="zh-Hans">{}</span>').format(found[0]),
            ]
            at = found.end()
        return Markup("").join([*pieces, escape(text[at:])]) if pieces else text
    if not _HAN.search(text) and len(_WORD.findall(text)) >= _SENTENCE:
        return Markup('<span lang="en">{}</span>').format(text)
    return text


def written_in(text: str) -> str:
    """The language tag of a reference: Chinese where Chinese characters are the greater part of it."""
    words = _ADDRESS.sub("", text)
    chinese, english = (sum(map(len, kind.findall(words))) for kind in (_HAN, _WORD))
    return "zh-Hans" if chinese > english else "en"
