"""Questions derived from the ontology: they name a thing and a property of it, and say nothing besides."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from genfilm.ask.everyday import without_everyday
from genfilm.ask.expected import ASKING, DATE, DATED, NUMBER, WHERE, WHO, expected
from genfilm.ask.lexicon import Lexicon
from genfilm.catalogue.library import Library
from genfilm.records.corpus import ClaimRecord, corpus
from genfilm.records.entities import entities
from genfilm.records.node import Node
from genfilm.search.fold import fold, is_han, runs
from genfilm.search.function_words import BINDING, SMALL_WORDS
from genfilm.search.results import Mention
from genfilm.search.tokens import STOP_WORDS, stem
from genfilm.vocabulary import GF, expand

_EVENT = f"{GF}Event"
_DISPUTED = f"{GF}Disputed"
_AFFIRMED, _CLASS = f"{GF}Affirmed", expand("owl:Class")
_AGENTS = frozenset({f"{GF}Person", f"{GF}Organization", f"{GF}IndustryActor"})
_NEGATION = re.compile(r"\b(?:not|never|nor?|none|nobody|without|cannot)\b|n[’']t\b")
_FORM = re.compile("|".join(sorted((*SMALL_WORDS, *ASKING), key=len, reverse=True)) + f"|[{BINDING}]")
"""Words and characters by which Chinese asks and joins."""
_OWNER = re.compile(r"[’']s\b")
_SHORTEST = 2
"""Characters of the shortest text or number for which a question is searched."""
_MIDNIGHT = "T00:00:00"


@dataclass(frozen=True, slots=True)
class PropertyQuestion:
    """A property that a question asks for; ``thing`` is its subject or its value, None where the value is no
    thing but the text that stands there. ``words`` are those for property and thing. ``claims`` state the
    answer. ``in_full`` if the question has a name of the property as the ontology has it.
    """

    prop: str
    thing: str | None
    as_subject: bool
    words: tuple[str, str]
    claims: tuple[ClaimRecord, ...]
    in_full: bool = False

    @property
    def answers(self) -> tuple[Node, ...]:
        """The things, texts and numbers asked for, each once, but for those that evidence disputes."""
        told = (claim for claim in self.claims if claim.verdict is None or claim.verdict.iri != _DISPUTED)
        found = (claim.object if self.as_subject else claim.subject for claim in told)
        return tuple({node.iri or node.label["en"]: node for node in found if node is not None}.values())


class DerivedQuestions:
    """Reads questions by the names of the properties with which the claims of a build are made."""

    def __init__(self, library: Library, lexicon: Lexicon) -> None:
        self._entities = entities(library)
        self._stated: dict[str, list[ClaimRecord]] = defaultdict(list)
        for claim in corpus(library).claims.values():
            if claim.predicate is not None and claim.polarity.iri == _AFFIRMED:
                for prop in self._entities.parents(claim.predicate.iri or ""):
                    self._stated[prop].append(claim)
        self._named: dict[tuple[str, ...], dict[str, bool]] = defaultdict(dict)
        """Whether by its preferred name, for each property that is meant by words."""
        for prop in self._stated:
            for name, _, preferred in self._entities.names(prop):
                meant = self._named[_matter(name)]
                meant[prop] = preferred or meant.get(prop, False)
        self._named.pop((), None)
        self._classes = _class_words(library, lexicon)
        nodes = (node for claims in self._stated.values() for c in claims for node in (c.subject, c.object))
        self._told_of = frozenset(node.iri for node in nodes if node is not None)
        values = {_text(claim.object) for claims in self._stated.values() for claim in claims}
        self._values = [text for text in sorted(values, key=lambda v: (-len(v), v)) if len(text) >= _SHORTEST]

    def read(
        self, text: str, mentions: Sequence[Mention], near: Sequence[ClaimRecord]
    ) -> PropertyQuestion | None:
        """The question for a property that a text is, None where it says anything besides; of several the one
        whose property has the longest name in it, then the one with a claim that is nearest."""
        if _NEGATION.search(fold(text)):
            return None
        place = {claim.iri: number for number, claim in enumerate(near)}
        named = {c.iri: m.end - m.start for m in reversed(mentions) for c in m.candidates}

        def rank(found: PropertyQuestion) -> tuple[int, int]:
            rows = (claim.part_of or claim.iri for claim in found.claims)
            return -named.get(found.prop, 0), min(place.get(row, len(near)) for row in rows)

        found = min(self._readings(text, mentions), key=rank, default=None)
        return replace(found, in_full=found.in_full or found.prop in named) if found else None

    def _readings(self, text: str, mentions: Sequence[Mention]) -> Iterator[PropertyQuestion]:
        """Every question for a property that a text may be, those with the longest names first."""
        for start, end, iris in self._things(text, mentions):
            for before, after, wanted in self._without_class(text[:start], text[end:]):
                for prop, in_full in sorted(self._properties(f"{before} {after}").items()):
                    for iri in iris or (None,):
                        words = " ".join(_telling(f"{before} {after}")), text[start:end]
                        found = self._question(prop, iri, words, bool(_telling(after)))
                        claims = tuple(c for c in found.claims if self._fits(c, found, text, wanted))
                        if claims:
                            yield replace(found, claims=claims, in_full=in_full)

    def _things(self, text: str, mentions: Sequence[Mention]) -> Iterator[tuple[int, int, tuple[str, ...]]]:
        """(start, end, what it may mean) of each name that is no part of another thing's, and of each text or
        number that is a value."""
        longer: list[tuple[Mention, dict[str, None]]] = []
        for mention in sorted(mentions, key=lambda m: (m.start - m.end, m.start)):
            iris = dict.fromkeys(c.iri for c in mention.candidates if c.iri in self._told_of)
            around = [others for m, others in longer if m.start <= mention.start and mention.end <= m.end]
            if iris and all(not iris.keys().isdisjoint(others) for others in around):
                longer.append((mention, iris))
                yield mention.start, mention.end, tuple(iris)
        folded = fold(text)
        for value in self._values:
            if value in folded and len(folded) == len(text):
                start = folded.index(value)
                end = start + len(value)
                yield start, end + (DATED.search(text[: end + 1]) is not None), ()

    def _properties(self, said: str) -> dict[str, bool]:
        found = self._named.get(_matter(said), {})
        return self._named.get(_matter(without_everyday(said)), {}) | found

    def _without_class(self, before: str, after: str) -> Iterator[tuple[str, str, frozenset[str]]]:
        """(text before a name, text behind it, classes asked for): as they are, and without each word for a
        class."""
        yield before, after, frozenset()
        for word, classes in self._classes.items():
            for part, other, first in ((before, after, True), (after, before, False)):
                rest = _without_word(part, word)
                if rest is not None:
                    yield (rest, other, classes) if first else (other, rest, classes)

    def _question(
        self, prop: str, iri: str | None, words: tuple[str, str], thing_first: bool
    ) -> PropertyQuestion:
        """The question for a property of a thing, or with it as value: as the claims have it, and where they
        have it both ways, as the order of the words says."""
        claims = self._stated[prop]
        about = tuple(c for c in claims if iri and c.subject and c.subject.iri == iri)
        value = DATED.sub("", fold(words[1]))
        with_value = tuple(
            c for c in claims if c.object and (c.object.iri == iri if iri else _text(c.object) == value)
        )
        as_subject = bool(about) and (thing_first or not with_value)
        return PropertyQuestion(prop, iri, as_subject, words, about if as_subject else with_value)

    def _fits(self, claim: ClaimRecord, asked: PropertyQuestion, text: str, wanted: frozenset[str]) -> bool:
        """True if a claim tells of a class that is asked for; of someone, a place, a date, where that is."""
        other = claim.object if asked.as_subject else claim.subject
        if other is None:
            return False
        classes = self._entities.classes(other.iri) if other.iri else frozenset[str]()
        if wanted and not classes & wanted:
            return False
        if WHO.search(fold(text)) and not classes & _AGENTS:
            return False
        if WHERE.search(fold(text)) and (other.iri is None or _EVENT in classes):
            return False
        kind = expected(text)
        return kind not in (DATE, NUMBER) or bool(wanted) or bool(re.search(r"\d", _text(other)))


def _telling(text: str) -> list[str]:
    """The words and Han characters of a text, folded, beside those by which it asks and joins."""
    said = runs(_OWNER.sub(" ", fold(text)))
    found = [_FORM.sub("", run.text) if run.han else run.text for run in said]
    return [part for part in found if part and part not in STOP_WORDS]


def _matter(text: str) -> tuple[str, ...]:
    """What a text tells: stems of words in one order, then all Han characters."""
    told = _telling(text)
    characters = "".join(part for part in told if is_han(part))
    return (*sorted(stem(part) for part in told if not is_han(part)), *([characters] if characters else []))


def _class_words(library: Library, lexicon: Lexicon) -> dict[str, frozenset[str]]:
    """The classes by each word for them: their names, and the words that mean the same."""
    names = entities(library)
    same: dict[str, set[str]] = defaultdict(set)
    for words in (lexicon.by_stem, lexicon.by_word):
        for word, concepts in words.items():
            for concept in concepts:
                same[concept].add(word)
    found: dict[str, set[str]] = defaultdict(set)
    for cls in (iri for iri in names if iri.startswith(GF) and _CLASS in names.types(iri)):
        for name, _, _ in names.names(cls):
            own = fold(name) if is_han(name) else " ".join(stem(run.text) for run in runs(fold(name)))
            concepts = lexicon.by_word.get(own, set()) | lexicon.by_stem.get(own, set())
            for word in {own}.union(*(same[concept] for concept in concepts)):
                found[word].add(cls)
    return {word: frozenset(found[word]) for word in sorted(found, key=lambda word: (-len(word), word))}


def _without_word(text: str, word: str) -> str | None:
    """A text without a Chinese word or English words in any form; None if it does not have it."""
    if is_han(word):
        return text.replace(word, " ", 1) if word in text else None
    found = [run for run in runs(fold(text)) if not run.han]
    size = word.count(" ") + 1
    for place in range(len(found) - size + 1):
        part = found[place : place + size]
        if " ".join(stem(run.text) for run in part) == word:
            folded = fold(text)
            return f"{folded[: part[0].start]} {folded[part[-1].end :]}"
    return None


def _text(node: Node | None) -> str:
    """The text of a value that is no thing, as a question may have it."""
    return fold(node.label["en"]).removesuffix(fold(_MIDNIGHT)) if node and node.iri is None else ""
