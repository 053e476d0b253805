"""Names and words in a question of which the graph knows nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from genfilm.search.fold import fold, runs
from genfilm.search.function_words import JOINING, PARTICLES, SMALL_WORDS
from genfilm.search.results import Mention
from genfilm.search.tokens import STOP_WORDS

_TITLE = re.compile(r"《([^》]+)》|[“「]([^”」]+)[”」]")
_CAPITALS = re.compile(r"[A-Z][\w’'-]*(?:\s+(?:(?:of|the|at|in|and|for|to)\s+)*[A-Z][\w’'-]*)*")
_PART = re.compile(r"[A-Za-z]{3,}")
_WORD = re.compile(r"(?<![A-Za-z’'])[A-Za-z]{4,}(?![A-Za-z]|[’']t\b)")
_WORDS = sorted((word for word in SMALL_WORDS if len(word) > 1), key=len, reverse=True)
_FORM = re.compile(f"{'|'.join(_WORDS)}|[{PARTICLES}{JOINING}]")
"""Words that make a question, and characters that stand alone."""
_COVERED = 0.6
"""The share of a title that must be a known name: a longer title is another one."""


def unknown_names(text: str, mentions: Sequence[Mention], knows: Callable[[str], bool]) -> tuple[str, ...]:
    """Titles in quotation marks, and names in capitals, that are no name in the graph.

    ``knows`` says of an English word whether the graph has it: a name with only known words may be known by
    another one.
    """
    found = []
    for match in _TITLE.finditer(text):
        title = match[1] or match[2]
        start = match.start() + 1
        named = max((_shared(m, start, start + len(title)) for m in mentions), default=0)
        if named < _COVERED * len(title):
            found.append(title)
    for match in _CAPITALS.finditer(text):
        words = _PART.findall(match[0])
        if not text[: match.start()].strip():  # a sentence begins with a capital whatever its word
            words = words[1:] if len(words) > 1 or words[:1] != [match[0]] else []
        named = any(_shared(m, match.start(), match.end()) > 1 for m in mentions)
        if not named and any(not knows(word.lower()) for word in words):
            first, _, rest = match[0].partition(" ")
            found.append(rest if first.lower() in STOP_WORDS - {"the", "a"} and rest else match[0])
    return tuple(dict.fromkeys(found))


def unknown_words(text: str, knows: Callable[[str], bool]) -> tuple[str, ...]:
    """English words of a text that the graph does not have, and stretches of Han characters of which no two
    neighbours stand in it."""
    words = (word.lower() for word in _WORD.findall(text) if word.lower() not in STOP_WORDS)
    found = [word for word in words if not knows(word)]
    for run in runs(fold(text)):
        for part in _FORM.split(run.text) if run.han else ():
            known = {
                place + step
                for place in range(len(part) - 1)
                if knows(part[place : place + 2])
                for step in (0, 1)
            }
            marked = "".join(" " if place in known else char for place, char in enumerate(part))
            found += [stretch for stretch in marked.split() if len(stretch) > 1]
    return tuple(dict.fromkeys(found))


def _shared(mention: Mention, start: int, end: int) -> int:
    return min(mention.end, end) - max(mention.start, start)
