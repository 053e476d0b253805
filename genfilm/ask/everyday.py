"""Everyday words, by which a question tells nothing of the matter that it asks about."""

from __future__ import annotations

import re

from genfilm.ask.features import unframed
from genfilm.search.function_words import EVERYDAY_CHINESE, EVERYDAY_ENGLISH


def _any(words: str) -> str:
    return "|".join(sorted(words.split(), key=len, reverse=True))


_EVERYDAY = re.compile(rf"\b(?:{_any(EVERYDAY_ENGLISH)})\b|{_any(EVERYDAY_CHINESE)}", re.IGNORECASE)


def without_everyday(text: str) -> str:
    """A text, folded, without what frames it as a question and without its everyday words."""
    return _EVERYDAY.sub(" ", unframed(text))
