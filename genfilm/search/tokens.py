"""The tokens of the index: stems of words, and overlapping pairs of Han characters."""

from __future__ import annotations

import re
import threading
from functools import lru_cache

import snowballstemmer

from genfilm.search.fold import TextRun, fold, runs

# fmt: off
STOP_WORDS = frozenset([
    "a", "an", "and", "are", "as", "at", "be", "been", "being", "by", "did", "do", "does", "for", "from",
    "had", "has", "have", "how", "i", "in", "into", "is", "it", "its", "me", "of", "on", "or", "so", "than",
    "that",
    "the", "their", "them", "then", "there", "these", "this", "those", "to", "was", "were", "what", "when",
    "where", "which", "who", "whom", "whose", "why", "will", "with", "would", "you", "your",
])
# fmt: on
"""Words that a query may leave unmatched."""
_POINT = re.compile(r"(?<=\d)\.(?=\d)")


def tokens(text: str) -> list[str]:
    """Tokens of a text as the index holds them, in order."""
    return [token for run in runs(whole_numbers(fold(text))) for token in run_tokens(run)]


def whole_numbers(folded: str) -> str:
    """A folded text, as long as before, in which no point parts a number: 14.5 is one token."""
    return _POINT.sub("p", folded)


def phrase(text: str) -> str:
    """The tokens of a folded text in a row, as a text that goes on after it has them, too."""
    row = runs(whole_numbers(text))
    found = [token for run in row[:-1] for token in run_tokens(run)]
    for run in row[-1:]:
        found += (pairs(run.text) or [run.text]) if run.han else run_tokens(run)
    return " ".join(found)


def run_tokens(run: TextRun) -> list[str]:
    """A word's stem; for Han characters the pairs and the last one alone, so that a prefix finds each."""
    return [*pairs(run.text), run.text[-1]] if run.han else [stem(run.text)]


def pairs(text: str) -> list[str]:
    """The overlapping pairs of characters: 电影业 gives 电影 and 影业."""
    return [text[place : place + 2] for place in range(len(text) - 1)]


def stems(key: str) -> str:
    """A folded name by the stems of its words: screenwriters and screenwriter are one."""
    return " ".join(run.text if run.han else stem(run.text) for run in runs(key))


@lru_cache(maxsize=1 << 15)
def stem(word: str) -> str:
    """The stem of an English word in lower case; other words stay as they are."""
    return str(_own.stemmer.stemWord(word)) if word.isascii() and word.isalpha() else word


class _Own(threading.local):
    """Stemmer of each thread: it holds the word that it works on, which two threads would mix up."""

    def __init__(self) -> None:
        self.stemmer = snowballstemmer.stemmer("english")


_own = _Own()
