"""Names in a question linked to the parameters of a query."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from genfilm.ask.slips import Slips
from genfilm.catalogue.query import NamedQuery, Parameter
from genfilm.records.names import Names
from genfilm.search.fold import fold, mainland_words
from genfilm.search.index import SearchIndex
from genfilm.search.results import Mention
from genfilm.search.tokens import STOP_WORDS, tokens
from genfilm.vocabulary import BASE, GF

_ASIDE = re.compile(r"[（(][^）)]*[）)]")
_NEEDED = 0.6
"""The share of a name's words that a text must hold to mean the thing without naming it in full."""


@dataclass(frozen=True, slots=True)
class Link:
    """A parameter with the value found for it and the words of the question that gave it."""

    parameter: str
    value: str
    words: str


class Linker:
    """Finds values for parameters."""

    def __init__(
        self, index: SearchIndex, names: Names, choices: Mapping[str, tuple[str, ...]], slips: Slips
    ) -> None:
        """``choices`` are the words for the values of closed lists."""
        self.index, self.names, self.choices, self.slips = index, names, choices, slips
        self._known: dict[str, list[tuple[str, frozenset[str]]]] = {}

    def mentions(self, text: str) -> tuple[str, tuple[Mention, ...]]:
        """(text as read, names in it): slips put right, words of Taiwan replaced."""
        plain = unicodedata.normalize("NFKC", text)  # letters of full width are letters
        read = mainland_words(self.slips.corrected(plain))
        return read, self.index.mentions(read)

    def link(self, parameter: Parameter, text: str, mentions: Iterable[Mention]) -> Link | None:
        """The value that a text gives to a parameter: named in full, in a closed list, or described."""
        if parameter.options:
            return self._choice(parameter, text)
        if parameter.kind != "iri":
            return None
        best = max(
            (
                (
                    mention.end - mention.start,
                    -mention.start,
                    candidate.iri,
                    text[mention.start : mention.end],
                )
                for mention in mentions
                for candidate in self.names.resolve(text[mention.start : mention.end])
                if self.fits(parameter, candidate.iri)
            ),
            key=lambda found: (found[0], found[1]),
            default=None,
        )
        if best is not None:
            return Link(parameter.name, parameter.prefixes.compact(best[2]), best[3])
        return self._described(parameter, text)

    def fits(self, parameter: Parameter, iri: str) -> bool:
        """True if a thing can be the value of a parameter; without a class it must be like the default."""
        if parameter.cls:
            return iri in self.index.members(parameter.cls)
        return iri.startswith(
            GF if parameter.prefixes.expand(parameter.default).startswith(GF) else f"{BASE}/id/"
        )

    def _choice(self, parameter: Parameter, text: str) -> Link | None:
        folded = fold(mainland_words(text))
        found = [
            (len(word), option, word)
            for option in parameter.options
            for word in (fold(option.partition(":")[2] or option), *self.choices.get(option, ()))
            if re.search(rf"(?<![a-z0-9]){re.escape(word)}", folded)
        ]
        best = max(found, default=None, key=lambda item: (item[0], item[1]))
        return Link(parameter.name, best[1], best[2]) if best else None

    def _described(self, parameter: Parameter, text: str) -> Link | None:
        """The one thing of the class whose name shares most with the text; none when several do."""
        if not parameter.cls or parameter.cls == "gf:Document":  # titles have words of every question
            return None
        held = set(tokens(text))
        found: dict[str, tuple[float, int, tuple[str, ...]]] = {}
        for iri, parts in self._parts(parameter.cls):
            shared = parts & held
            if shared:
                rank = (len(shared) / len(parts), len(shared), tuple(sorted(shared)))
                found[iri] = max(rank, found.get(iri, rank))
        ranks = sorted(((*rank, iri) for iri, rank in found.items()), reverse=True)
        if not ranks or (ranks[0][0] < _NEEDED and _unclear(ranks)):
            return None
        _, _, words, iri = ranks[0]
        return Link(parameter.name, parameter.prefixes.compact(iri), " ".join(words))

    def _parts(self, cls: str) -> list[tuple[str, frozenset[str]]]:
        """The telling tokens of each label of the members of a class."""
        if cls not in self._known:
            members = self.index.members(cls)
            self._known[cls] = [
                (iri, telling)
                for lang in ("en", "zh")
                for iri, name in sorted(self.index.labels(members, lang).items())
                if (telling := frozenset(t for t in tokens(_ASIDE.sub(" ", name.label)) if _telling(t)))
            ]
        return self._known[cls]


def _unclear(ranks: list[tuple[float, int, tuple[str, ...], str]]) -> bool:
    """True if the best name shares a single word with the text, or no more words than another name."""
    return ranks[0][1] < 2 or (len(ranks) > 1 and ranks[1][1] >= ranks[0][1])


def _telling(token: str) -> bool:
    return len(token) > 1 and token not in STOP_WORDS


def specific(query: NamedQuery) -> list[Parameter]:
    """The things that a question must name."""
    return [p for p in needed(query) if p.kind == "iri" and not p.options]


def needed(query: NamedQuery) -> list[Parameter]:
    """The parameters that a question must give: a default is no answer to what was asked."""
    return [p for p in query.parameters if p.name != "lang" and not p.optional and p.cls != "gf:Document"]
