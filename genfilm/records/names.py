"""Names in any script and the entities that bear them: the one resolver, for every interface."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from rapidfuzz import fuzz, process

from genfilm.catalogue.library import Library
from genfilm.errors import BuildNotFound, Problem
from genfilm.problems import AmbiguousName, UnknownClaim, UnknownName
from genfilm.protocol import terms
from genfilm.records.address import SCHEME, TERM, address, iri_at
from genfilm.records.corpus import CLAIMS, corpus
from genfilm.records.entities import RECORDS, entities
from genfilm.records.node import Label
from genfilm.records.replaced import replaced
from genfilm.search.fold import key as folded
from genfilm.search.index import SearchIndex, index
from genfilm.vocabulary import BASE, GF, Prefixes, expand

_FAR = {TERM: 6, SCHEME: 6}
_CLASS = expand("owl:Class")
_CONCEPTS = f"{BASE}/concept/"
_CLAIM = f"{GF}Claim"
_ABOUT_CLAIMS = frozenset({"claim-kind", "ground", "issue"})
"""Lists of concepts by which claims are sorted, not what they are about."""
_QUALIFIER = re.compile(r"\s*[(（][^()（）]*[)）]$")
_LIKE = 60.0
"""Likeness in per cent from which a name counts as near."""
LONGEST = 200
"""Characters of a name that are looked at: no name is longer."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A thing that a name may mean; ``rank`` is 0 for the best kind of match, ``name`` its prefixed name."""

    iri: str
    label: Label
    kind: str
    rank: int
    name: str

    def record(self) -> dict[str, Any]:
        """As JSON has it."""
        return {"iri": self.iri, "name": self.name, "label": dict(self.label), "kind": self.kind}


@dataclass(frozen=True, slots=True)
class NamedSpan:
    """A stretch of a text that names something: where it is, and what it may mean, only the best."""

    start: int
    end: int
    candidates: tuple[Candidate, ...]


class Names:
    """The names of all things of ours; use ``names(library)``, which folds them once, at the first name."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._entities = entities(library)

    def resolve(self, text: str, cls: str | None = None) -> tuple[Candidate, ...]:
        """Every thing that an IRI, a prefixed name, an address (``film/double-world``), a name or the
        identifier of a claim may mean, the best first; empty for none.

        Width, case, blanks, punctuation and the Chinese script do not matter. Where no name is the same,
        other endings of its words, its pinyin and the words of Taiwan count as the search counts them.
        ``cls`` is the IRI of the class to which the thing must belong.
        """
        for found in self._bearing(text):
            within = [iri for iri in found if cls is None or self._is_a(iri, cls)]
            if within:
                within.sort(key=lambda iri: (found[iri], iri))
                return tuple(self._candidate(iri, found[iri]) for iri in within)
        return ()

    def one(self, text: str, cls: str | None = None, *, parameter: str = "") -> Candidate:
        """The thing that a name means: the one with the best rank (a thing before a concept before a term
        of the ontology; a preferred name before another, before the end of its IRI), and of several the
        only one that is written just so.

        Raises Problem 409 ``ambiguous-name`` with the candidates where several share it, 404
        ``unknown-name`` with the nearest names where there is none; both name the ``parameter``, if given.
        """
        found = self.resolve(text, cls)
        best = [candidate for candidate in found if candidate.rank == found[0].rank]
        if len(best) > 1:
            best = [one for one in best if self._written(one.iri, text.strip())][:2] or best
        if len(best) == 1:
            return best[0]
        raise self._problem(text, cls, found, parameter)

    def claim(self, text: str) -> str:
        """The IRI of the claim with an IRI, a source and identifier (``example-2026/C01``), or an identifier.

        Raises Problem 404 ``unknown-claim``, and 409 where several sources have the identifier.
        """
        if not self.resolve(text, _CLAIM):
            raise UnknownClaim(name=text)
        return self.one(text, _CLAIM).iri

    def iri(self, text: str) -> str | None:
        """The IRI that a text spells out, by prefix or by its address, too, and of one that was replaced what
        stands now; None for a name, and for an IRI that the graph says nothing of."""
        text = text.strip()
        kind, slash, rest = text.partition("/")
        addresses: tuple[str, ...] = (iri_at(kind, rest), CLAIMS + text) if slash else ()
        for iri in (as_iri(text, self._entities.prefixes), *addresses):
            if iri and (iri in self._entities or (iri.startswith(CLAIMS) and iri in self._claims)):
                return iri
            if iri and iri in self._replaced:
                return self._replaced[iri]
        return None

    def near(self, text: str, cls: str | None = None, count: int = 5) -> tuple[Candidate, ...]:
        """The things with the names most like a text, then those that the search suggests for it."""
        found: dict[str, Candidate] = {}
        wanted = folded(text[:LONGEST])
        near = process.extract(wanted, list(self._bearers), scorer=fuzz.ratio, limit=50, score_cutoff=_LIKE)
        ranks = [
            pair
            for form, _, _ in near
            for pair in sorted(self._bearers[form].items(), key=lambda pair: pair[1])
        ]
        if self._index is not None:
            begun = (each.name.iri for each in self._index.suggest(text))
            ranks += [(iri, _far(iri)) for iri in begun if _is_named(iri)]
        for iri, rank in ranks:
            if iri not in found and (cls is None or self._is_a(iri, cls)):
                found[iri] = self._candidate(iri, rank)
        return tuple(found.values())[:count]

    def inside(self, text: str) -> tuple[NamedSpan, ...]:
        """The names of things, concepts included, in a running text, in order; where they overlap, the
        longest, of two as long the first."""
        found: list[NamedSpan] = []
        spans = self._index.mentions(text, whole=True) if self._index is not None else ()
        for span in sorted(spans, key=lambda span: (span.start - span.end, span.start)):
            if any(span.start < other.end and other.start < span.end for other in found):
                continue
            known = self._bearers.get(folded(text[span.start : span.end])) or {
                each.iri: _far(each.iri) for each in span.candidates if _is_named(each.iri)
            }
            ranks = {iri: rank for iri, rank in known.items() if rank < _FAR[TERM] and not sorts_claims(iri)}
            best = sorted(iri for iri, rank in ranks.items() if rank == min(ranks.values()))
            if best:
                candidates = tuple(self._candidate(iri, ranks[iri]) for iri in best)
                found.append(NamedSpan(span.start, span.end, candidates))
        return tuple(sorted(found, key=lambda span: span.start))

    def _bearing(self, text: str) -> Iterator[Mapping[str, int]]:
        """The ranks of what a text may mean: as an IRI, a name, an identifier, a name spelled otherwise."""
        iri = self.iri(text)
        yield {iri: 0} if iri else {}
        yield self._bearers.get(folded(text[:LONGEST]), {})
        yield dict.fromkeys(self._identifiers.get(text.strip().strip("[]"), ()), 0)
        if self._index is not None:
            spelled = self._index.spelled_otherwise(text)
            yield {iri: _far(iri) + edits for iri, edits in spelled.items() if _is_named(iri)}

    @cached_property
    def _index(self) -> SearchIndex | None:
        try:
            return index(self._library)
        except BuildNotFound:
            return None  # an older build: only its own spellings are known

    @cached_property
    def _bearers(self) -> Mapping[str, Mapping[str, int]]:
        """The things that bear a folded name, with the rank at which they do."""
        bearers: dict[str, dict[str, int]] = defaultdict(dict)

        def add(iri: str, name: str, rank: int) -> None:
            form = folded(name[:LONGEST])
            if form:
                bearers[form][iri] = min(rank, bearers[form].get(iri, rank))

        for iri in filter(_is_named, self._entities):
            far = _far(iri)
            for name, _, preferred in self._entities.names(iri):
                add(iri, name, far + (0 if preferred else 1))
                add(iri, _QUALIFIER.sub("", name), far + 1)
            place = address(iri)
            assert place is not None
            add(iri, place[1].replace("-", " "), far + 2)
        return bearers

    @cached_property
    def _identifiers(self) -> Mapping[str, list[str]]:
        """The claims of each identifier: sources may number theirs alike."""
        found: dict[str, list[str]] = defaultdict(list)
        for iri, claim in self._claims.items():
            found[claim.id].append(iri)
        return found

    @cached_property
    def _replaced(self) -> Mapping[str, str]:
        return replaced(self._library)

    @property
    def _claims(self) -> Mapping[str, Any]:
        return corpus(self._library).claims

    def _is_a(self, iri: str, cls: str) -> bool:
        claimed = iri.startswith(CLAIMS) and _CLAIM in self._entities.parents(cls)
        return claimed or cls in self._entities.classes(iri)

    def _written(self, iri: str, text: str) -> bool:
        return any(name == text for name, _, _ in self._entities.names(iri))

    def _candidate(self, iri: str, rank: int) -> Candidate:
        place = address(iri)
        label = self._entities.label(iri) if iri in self._entities else self._claims[iri].paraphrase
        return Candidate(iri, label, place[0] if place else "", rank, self._entities.prefixes.compact(iri))

    def _problem(self, text: str, cls: str | None, found: tuple[Candidate, ...], parameter: str) -> Problem:
        value = text[:LONGEST] if parameter else None
        if found:
            best = [one for one in found if one.rank == found[0].rank]
            return AmbiguousName(
                name=text,
                number=len(best),
                near=[one.name for one in best],
                candidates=[one.record() for one in best],
                parameter=parameter or None,
                value=value,
            )
        near = self.near(text, cls)
        return UnknownName(
            ("class_near" if near else "class") if cls else "near" if near else "detail",
            name=text,
            cls=self._entities.label(cls) if cls else None,
            near=[one.name for one in near],
            candidates=[one.record() for one in near],
            parameter=parameter or None,
            value=value,
        )


def as_iri(text: str, prefixes: Prefixes) -> str | None:
    """The IRI that a text is, in full or by prefix; None for a name."""
    try:
        return terms.iri(text, prefixes)[1:-1]
    except ValueError:
        return None


def names(library: Library) -> Names:
    """The names of a library's build."""
    return library.once("names", lambda: Names(library))


def class_named(library: Library, text: str) -> str:
    """The IRI of the class with a name, which a parameter ``class`` gives; raises as ``Names.one`` does."""
    return names(library).one(text, _CLASS, parameter="class").iri


def _is_named(iri: str) -> bool:
    """True if an IRI is that of an entity of ours which people call by a name."""
    place = address(iri)
    return place is not None and place[0] not in RECORDS


def sorts_claims(iri: str) -> bool:
    """True for a concept by which claims are sorted, not what they are about."""
    place = address(iri)
    return place is not None and place[0] in _ABOUT_CLAIMS


def _far(iri: str) -> int:
    """Rank of a kind behind the entities themselves: concepts, then terms of the ontology."""
    place = address(iri)
    return _FAR.get(place[0] if place else "", 3 if iri.startswith(_CONCEPTS) else 0)
