"""Features of a question: concepts of the lexicon, stems, pairs of Han characters, kinds of names."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from genfilm.ask.lexicon import Lexicon
from genfilm.search.fold import fold, is_han, mainland_words, runs
from genfilm.search.tokens import STOP_WORDS, pairs, stem

CONCEPT, STEM, PAIR, TYPE = "concept:", "word:", "pair:", "type:"
WEIGHTS: Mapping[str, float] = {CONCEPT: 1.0, STEM: 0.6, PAIR: 0.35, TYPE: 1.2}
FORM_WORDS = frozenset(["who", "count", "each", "not"])
"""Concepts of the form of a question, not of its matter: they count little and explain nothing."""
_FORM = 0.4
# fmt: off
_IDLE_WORDS = STOP_WORDS | {
    "about", "actually", "all", "also", "am", "any", "anybody", "anyone", "anything", "article", "can",
    "come", "comes", "could", "d", "everything", "exactly", "find", "found", "get", "give", "given", "he",
    "here", "if", "interested", "just", "know", "learn", "let", "like", "list", "ll", "look", "looking",
    "m", "made", "make", "many", "mean", "mention", "mentioned", "more", "most", "much", "my", "named",
    "need", "no", "not", "now", "one", "other", "out", "over", "paper", "please", "re", "read", "really",
    "s", "see", "she", "should", "show", "some", "somebody", "someone", "source", "such", "t", "tell",
    "they", "thing", "things", "turn", "turned", "understand", "up", "us", "ve", "want", "we", "whats",
    "whether", "wonder", "wondering",
}
_IDLE_PHRASES = (
    "想了解", "想知道", "想看看", "我想", "请列出", "列出", "告诉我", "看看", "有没有",
    "到底", "究竟", "关于", "有关", "方面", "情况", "具体", "主要", "文献",
    "论文", "文章", "文中", "是否", "怎么样", "如何", "哪些", "什么", "为",
    "何", "以及", "都有", "所", "从", "该", "其", "上", "下",
    "来", "去", "之", "于", "由", "以", "给", "用", "出",
)
# fmt: on
_IDLE = frozenset(
    "的了吗呢啊呀么吧和与在是有个些都这那就把被要会我你他她它们一不谁哪多少几何什怎样各每请问中里对"
)


def features(text: str, lexicon: Lexicon) -> dict[str, str]:
    """Each feature of a text with the words of the text that it stands for."""
    found: dict[str, str] = {}
    for run in runs(fold(mainland_words(text))):
        if run.han:
            _han(run.text, lexicon, found)
            continue
        word = run.text
        for concept in lexicon.by_stem.get(stem(word), ()):
            found.setdefault(CONCEPT + concept, run.text)
        if word not in STOP_WORDS:
            found.setdefault(STEM + stem(word), run.text)
    return found


def _han(text: str, lexicon: Lexicon, found: dict[str, str]) -> None:
    for word, concepts in lexicon.by_word.items():
        if word in text:
            for concept in concepts:
                found.setdefault(CONCEPT + concept, word)
    for pair in pairs(text):
        if not (pair[0] in _IDLE and pair[1] in _IDLE):
            found.setdefault(PAIR + pair, pair)


def weight(feature: str) -> float:
    """Weight of a kind of feature."""
    kind, _, name = feature.partition(":")
    return WEIGHTS[kind + ":"] * (_FORM if kind == "concept" and name in FORM_WORDS else 1.0)


def known(text: str, matched: Collection[str], names: Collection[str]) -> float:
    """The share of what a text says that was matched, 0 to 1.

    ``names`` are left out of the count, and so is what is only the form of a question, unless it matches. A
    word counts as much as two Han characters. A text that says nothing else is not known at all.
    """
    folded = fold(mainland_words(text))
    hit = _places(folded, matched)
    idle = _places(folded, _IDLE_PHRASES) | {place for place, char in enumerate(folded) if char in _IDLE}
    left_out = _places(folded, names) | (idle - hit)
    held = whole = 0
    for run in runs(folded):
        if run.han:
            places = set(range(run.start, run.end)) - left_out
            whole += len(places)
            held += len(places & hit)
        elif run.start not in left_out and (run.start in hit or run.text not in _IDLE_WORDS):
            whole += 2
            held += 2 * (run.start in hit)
    return held / whole if whole else 0.0


def _places(folded: str, words: Collection[str]) -> set[int]:
    """The places of a text that hold one of these words."""
    found: set[int] = set()
    for word in words:
        sought = fold(word)
        pattern = re.escape(sought) if is_han(sought) else rf"(?<![a-z0-9]){re.escape(sought)}(?![a-z0-9])"
        for match in re.finditer(pattern, folded) if sought else ():
            found.update(range(*match.span()))
    return found
