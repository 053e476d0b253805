"""From a name in any script to the thing that bears it; several things, and it is asked which."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz, process

from genfilm.catalogue.library import Library
from genfilm.errors import Problem
from genfilm.problems import AmbiguousName, UnknownName
from genfilm.protocol import terms
from genfilm.records.address import SCHEME, TERM, address
from genfilm.records.node import Label
from genfilm.records.things import RECORDS, Things, things
from genfilm.search.fold import key as folded
from genfilm.vocabulary import BASE, Prefixes

_FAR = {TERM: 6, SCHEME: 6}
_CONCEPTS = f"{BASE}/concept/"
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


class Names:
    """The names of all things of ours; use ``names(library)``, which folds them once."""

    def __init__(self, things: Things) -> None:
        self._things = things
        self._bearers: dict[str, dict[str, int]] = defaultdict(dict)
        for iri in things:
            place = address(iri)
            if place is None or place[0] in RECORDS:
                continue
            far = _FAR.get(place[0], 3 if iri.startswith(_CONCEPTS) else 0)
            for name, _, preferred in things.names(iri):
                self._add(iri, name, far + (0 if preferred else 1))
                self._add(iri, _QUALIFIER.sub("", name), far + 1)
            self._add(iri, place[1].replace("-", " "), far + 2)

    def _add(self, iri: str, name: str, rank: int) -> None:
        form = folded(name[:LONGEST])
        if form:
            bearers = self._bearers[form]
            bearers[iri] = min(rank, bearers.get(iri, rank))

    def resolve(self, text: str, cls: str | None = None) -> tuple[Candidate, ...]:
        """Every thing that a name, a prefixed name or an IRI may mean, the best first; empty for none.

        Width, case, blanks, punctuation and the Chinese script do not matter. ``cls`` is the IRI of the
        class to which the thing must belong.
        """
        iri = as_iri(text, self._things.prefixes)
        if iri is not None and iri in self._things:
            found = {iri: 0}
        else:
            found = self._bearers.get(folded(text[:LONGEST]), {})
        within = {key: rank for key, rank in found.items() if cls is None or cls in self._things.classes(key)}
        return tuple(
            self._candidate(key, rank)
            for key, rank in sorted(within.items(), key=lambda item: (item[1], item[0]))
        )

    def one(self, text: str, cls: str | None = None) -> Candidate:
        """The thing that a name means: the one with the best rank (a thing before a concept before a term
        of the ontology; a preferred name before another, before the end of its IRI).

        Raises Problem 409 ``ambiguous-name`` with the candidates where several share it, 404
        ``unknown-name`` with the nearest names where there is none.
        """
        found = self.resolve(text, cls)
        if not found:
            raise self._unknown(text, cls)
        best = tuple(candidate for candidate in found if candidate.rank == found[0].rank)
        if len(best) == 1:
            return best[0]
        raise AmbiguousName(
            name=text,
            number=len(best),
            near=[candidate.name for candidate in best],
            candidates=[candidate.record() for candidate in best],
        )

    def near(self, text: str, cls: str | None = None, count: int = 5) -> tuple[Candidate, ...]:
        """The things with the names most like a text."""
        found: dict[str, Candidate] = {}
        wanted = folded(text[:LONGEST])
        near = process.extract(wanted, list(self._bearers), scorer=fuzz.ratio, limit=50, score_cutoff=_LIKE)
        for form, _, _ in near:
            for iri, rank in self._bearers[form].items():
                if cls is None or cls in self._things.classes(iri):
                    found.setdefault(iri, self._candidate(iri, rank))
        return tuple(found.values())[:count]

    def _candidate(self, iri: str, rank: int) -> Candidate:
        place = address(iri)
        name = self._things.prefixes.compact(iri)
        return Candidate(iri, self._things.label(iri), place[0] if place else "", rank, name)

    def _unknown(self, text: str, cls: str | None) -> Problem:
        near = self.near(text, cls)
        shape = ("class_near" if near else "class") if cls else "near" if near else "detail"
        return UnknownName(
            shape,
            name=text,
            cls=cls and self._things.label(cls),
            near=[one.name for one in near],
            candidates=[one.record() for one in near],
        )


def as_iri(text: str, prefixes: Prefixes) -> str | None:
    """The IRI that a text is, in full or by prefix; None for a name."""
    try:
        found = terms.iri(text, prefixes)[1:-1]
    except ValueError:
        return None
    return found if found == text.strip().strip("<>") or found == _expanded(text, prefixes) else None


def _expanded(text: str, prefixes: Prefixes) -> str | None:
    try:
        return prefixes.expand(text.strip())
    except KeyError:
        return None


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:60] + "…"


def names(library: Library) -> Names:
    """The names of a library's build."""
    return library.once("names", lambda: Names(things(library)))
