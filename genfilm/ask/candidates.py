"""The named questions that a text may mean: ranked by their phrasings and by what the text names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from genfilm.ask.features import STEM, TYPE, features
from genfilm.ask.lexicon import Lexicon
from genfilm.ask.linking import Link, Linker, needed, specific
from genfilm.ask.model import Model, Score
from genfilm.catalogue.query import NamedQuery, Parameter
from genfilm.search.fold import fold, runs
from genfilm.search.index import SearchIndex
from genfilm.search.results import Mention
from genfilm.search.tokens import stem

_UNNAMED, _STRAY, _NAMED = 0.72, 0.97, 1.06
_ANYTHING = 0.3
"""Weight of a name where a question takes anything, whatever its class."""
_LIKELY = ("gf:AudiovisualWork", "gf:SourceClaim")
"""Classes that a question seldom names without asking for them."""
_LINKED = 8
_IN_A_NAME = 0.6
"""Weight of a word in the name of something: it speaks of the thing, not of the question."""


@dataclass(frozen=True, slots=True)
class QueryCandidate:
    """A named question with its nearness and what of the text gives its parameters; ``complete`` when each
    parameter that must be named is."""

    query: NamedQuery
    value: float
    links: tuple[Link, ...]
    shared: tuple[str, ...]
    known: float

    @property
    def complete(self) -> bool:
        linked = {link.parameter for link in self.links}
        return all(parameter.name in linked for parameter in needed(self.query))

    @property
    def values(self) -> dict[str, str]:
        return {link.parameter: link.value for link in self.links}


class Candidates:
    """Ranks the named questions of a catalogue."""

    def __init__(
        self, queries: Mapping[str, NamedQuery], lexicon: Lexicon, index: SearchIndex, linker: Linker
    ) -> None:
        self._queries, self._index, self._linker = queries, index, linker
        self._model = Model(queries.values(), lexicon)
        self._lexicon = lexicon
        self._stems = frozenset(
            stem(run.text)
            for query in queries.values()
            for text in query.wordings
            for run in runs(fold(text))
        )

    def ranked(
        self, read: str, mentions: tuple[Mention, ...], most: int
    ) -> tuple[list[QueryCandidate], dict[str, str]]:
        """(the nearest questions, the features of the text with its words)."""
        found = features(read, self._lexicon)
        named = self._named(mentions)
        generic = {name for name, (_, own) in named.items() if own}
        covered = {stem(run.text) for words, own in named.values() if not own for run in runs(fold(words))}
        factors = {
            feature: _IN_A_NAME if stem(fold(words)) in covered else 1.0
            for feature, words in found.items()
            if not (feature.startswith(STEM) and feature.removeprefix(STEM) in covered - self._stems)
            and not _inside(feature, named)
        }
        factors |= {
            TYPE + name: 0.3 if name in generic else 1.0 if ":" in name else _ANYTHING for name in named
        }
        scores = [self._weighed(score, named) for score in self._model.scores(factors)]
        scores.sort(key=lambda score: (-score.value, score.query.id))
        linked = [self._linked(score, read, mentions) for score in scores[:_LINKED]]
        linked.sort(key=lambda candidate: (-candidate.value, candidate.query.id))
        return linked[:most], found | {TYPE + name: words for name, (words, _) in named.items()}

    def _weighed(self, score: Score, named: Mapping[str, tuple[str, bool]]) -> Score:
        """A score, higher when the question needs a thing that is named, lower when it leaves one unused."""
        kinds = {p.cls or p.name for p in specific(score.query)}
        factor = 1.0
        if any(":" in kind and not named[kind][1] for kind in kinds & set(named)):
            factor = _NAMED
        elif not kinds and any(kind in named and not named[kind][1] for kind in _LIKELY):
            factor = _STRAY
        return replace(score, value=min(1.0, score.value * factor))

    def _linked(self, score: Score, text: str, mentions: tuple[Mention, ...]) -> QueryCandidate:
        """A question with the values that the text gives; lower when one is missing that it needs."""
        found = (self._linker.link(parameter, text, mentions) for parameter in score.query.parameters)
        candidate = QueryCandidate(
            score.query, score.value, tuple(filter(None, found)), score.shared, score.known
        )
        return candidate if candidate.complete else replace(candidate, value=_UNNAMED * score.value)

    def _named(self, mentions: tuple[Mention, ...]) -> dict[str, tuple[str, bool]]:
        """The parameter classes of which a thing is named, each with the longest name and whether the
        catalogue's own questions use that name: such a name tells little."""
        found: dict[str, tuple[str, bool]] = {}
        for mention in sorted(mentions, key=lambda m: (m.start - m.end, m.start)):
            name = mention.candidates[0].name
            for parameter in self._entity_parameters:
                kind = parameter.cls or parameter.name
                if kind in found:
                    continue
                fitting = [c for c in mention.candidates[:8] if self._linker.fits(parameter, c.iri)]
                if fitting:
                    space = parameter.prefixes.expand(parameter.default).rpartition("/")[0]
                    alike = parameter.cls is None or any(c.iri.rpartition("/")[0] == space for c in fitting)
                    found[kind] = (name, name in self._own_names or not (alike or "Work" in kind))
        return found

    @cached_property
    def _entity_parameters(self) -> list[Parameter]:
        """One parameter for each class of thing."""
        found = {p.cls or p.name: p for query in self._queries.values() for p in specific(query)}
        return [found[kind] for kind in sorted(found)]

    @cached_property
    def _own_names(self) -> frozenset[str]:
        """The names that stand in the catalogue's own questions."""
        texts = (text for query in self._queries.values() for text in query.wordings)
        return frozenset(c.name for text in texts for m in self._index.mentions(text) for c in m.candidates)


def _inside(feature: str, named: Mapping[str, tuple[str, bool]]) -> bool:
    """True if a pair of characters comes from a name that no question contains."""
    if not feature.startswith("pair:"):
        return False
    return any(not own and feature[5:] in fold(words) for words, own in named.values())
