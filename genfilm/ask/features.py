"""Features of a text, as a matcher sees it: stems, pairs of Han characters and their sounds, concepts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

from genfilm.ask.lexicon import Lexicon
from genfilm.search.fold import fold, is_han, mainland_words, runs
from genfilm.search.function_words import ASKING, GRAMMAR, PARTICLES
from genfilm.search.tokens import STOP_WORDS, pairs, stem

CONCEPT, STEM, PAIR, TYPE = "concept:", "word:", "pair:", "type:"
WEIGHTS: Mapping[str, float] = {CONCEPT: 1.0, STEM: 0.6, PAIR: 0.35, TYPE: 1.2}
FORM_WORDS = frozenset(["who", "count", "each", "not"])
"""Concepts of the form of a question, not of its matter: they count little and explain nothing."""
_FORM = 0.4
SOUND = "sound:"
_CONCEPT_SHARE, _SOUND_SHARE = 1.0, 0.3
"""Weights of a concept, and of a pair by its sound, among the tokens of a text."""
_IDLE = frozenset(PARTICLES + ASKING)
_SAYING = "think|expect|list|argue|claim|give|get|agree|see|hold|judge|regard|bring|raise|name"
_HOLDING = "预计|预测|觉得|列|指出|提出|举|建议|同意|强调|主张|哪里|怎么看|会|对|看好"
_FRAME = re.compile(
    r"\b(?:according to|(?:what|how|where)? ?do(?:es)?) the (?:author|paper|article|study|text)"
    r"(?: (?:say|write|tell|mention)(?: about| of| on)?)?\b"
    rf"|\b(?:the|this) (?:author|paper|article|text)(?:['’]s view\b|(?= (?:{_SAYING})))"
    r"|\b(?:exactly|actually|really|please|tell me|i wonder|i(?:['’]m| am) wondering)\b"
    r"|\bi(?:['’]d| would) like to know\b"
    r"|\b(?:on|at|in) (?:which|what) (?:pages?|sections?|parts?|paragraphs?)\b"
    r"(?: of the (?:author|paper|article|text))?"
    r"|\bwhere in the (?:paper|article|text)\b"
    r"|\b(?:discussed|mentioned|spoken of|talked about)\b(?: anywhere)?"
    r"|\b(?:speaks?|talks?|writes?) (?:of|about)\b"
    r"|在?第?[哪几]一?(?:页|节|段|部分)|(?:论文|文章|文中)?(?:的?哪里|在?何处|在?什么地方)(?:提到|谈到|说到|讲到|讨论)[了过]?"
    r"|(?:据|按照?|根据)?(?:作者|论文|文章)(?:里|中)?(?:怎么|如何)?(?:说的?|认为|提到|所说的?|看来)|到底|究竟|真的|请问"
    rf"|(?:这位|该)?作者(?={_HOLDING})|我?想(?:知道|请教|问)(?:一下)?|能不能|请教一下"
)
"""Words that frame a question: that it is of this paper tells nothing in a graph about it."""
_PLACE = re.compile(
    r"\b(?:on|at|in) (?:which|what) (?:pages?|sections?|parts?|paragraphs?)\b|\bwhere in the\b"
    r"|[哪几]一?(?:页|节|段|部分)|哪里|哪儿|何处"
)
_TOLD = re.compile(
    r"\b(?:treated|covered|addressed|raised|brought up|come up|described|explained|stated|found|discussed)\b"
    r"|(?:讲|谈|说|写|讨论|论述|出现|提)[到及]?[的了过]?"
)
"""Words that ask for a place, and those that say that something is told there."""
_SOUNDS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n"))
"""Sounds that many speakers write alike."""


def features(text: str, lexicon: Lexicon) -> dict[str, str]:
    """Each feature of a text with the words of the text that it stands for."""
    found: dict[str, str] = {}
    for run in runs(fold(mainland_words(text))):
        if run.han:
            for word, concepts in lexicon.by_word.items():
                if word in run.text:
                    found |= {
                        CONCEPT + concept: word for concept in concepts if CONCEPT + concept not in found
                    }
            for pair in pairs(run.text):
                if not _is_idle(pair):
                    found.setdefault(PAIR + pair, pair)
            continue
        for concept in lexicon.by_stem.get(stem(run.text), ()):
            found.setdefault(CONCEPT + concept, run.text)
        if run.text not in STOP_WORDS:
            found.setdefault(STEM + stem(run.text), run.text)
    return found


def weight(feature: str) -> float:
    """Weight of a kind of feature."""
    kind, _, name = feature.partition(":")
    return WEIGHTS[kind + ":"] * (_FORM if kind == "concept" and name in FORM_WORDS else 1.0)


def unframed(text: str) -> str:
    """A text, folded, without the words that frame it as a question about this paper."""
    said = fold(mainland_words(text))
    return _FRAME.sub(" ", _TOLD.sub(" ", said) if _PLACE.search(said) else said)


class Reader:
    """Reads a text into tokens with their counts; ``readings`` are the characters with their pinyin."""

    def __init__(self, lexicon: Lexicon, readings: Mapping[str, str]) -> None:
        self._lexicon = lexicon
        self._sounds = {character: _plain(sound) for character, sound in readings.items()}

    def tokens(self, text: str) -> Mapping[str, float]:
        """Stems, pairs, sounds of pairs and concepts of a text, each with what it counts."""
        found: dict[str, float] = defaultdict(float)
        for run in runs(unframed(text)):
            if run.han:
                for pair in pairs(run.text) or [run.text]:
                    if not _is_idle(pair):
                        found[pair] += 1
                        found[SOUND + " ".join(self._sounds.get(char, char) for char in pair)] += _SOUND_SHARE
                known = [self._lexicon.by_word[word] for word in self._lexicon.by_word if word in run.text]
            elif run.text not in STOP_WORDS:
                found[stem(run.text)] += 1
                known = [self._lexicon.by_stem.get(stem(run.text), set())]
            else:
                known = []
            for concept in (concept for concepts in known for concept in concepts):
                found[CONCEPT + concept] += _CONCEPT_SHARE
        return found


def is_pair(token: str) -> bool:
    """True for a token that is a pair of Han characters or the sound of one."""
    return token.startswith(SOUND) or is_han(token[:1])


def is_grammar(token: str) -> bool:
    """True for a Han character alone, and for several with one that mostly does grammar."""
    return is_han(token[:1]) and (len(token) == 1 or any(char in GRAMMAR for char in token))


def _is_idle(pair: str) -> bool:
    return all(char in _IDLE for char in pair)


def _plain(sound: str) -> str:
    for one, other in _SOUNDS:
        sound = sound.replace(one, other)
    return sound
