"""The film chain: its stages in order, and what the claims place in each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from genfilm.catalogue.library import Library
from genfilm.catalogue.table import Term
from genfilm.protocol.terms import string

GROUPS = ("technologies", "actors", "risks", "strategies")


@dataclass(frozen=True, slots=True)
class Placed:
    """A thing in a stage; ``claims`` are their IRIs, sorted."""

    iri: str
    label: str
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage with its parts; ``groups`` holds, for each of GROUPS, what is placed in it."""

    iri: str
    label: str
    groups: Mapping[str, tuple[Placed, ...]]
    parts: tuple[Stage, ...] = ()


def chain(library: Library, lang: str) -> tuple[Stage, ...]:
    """The stages in their order, in ``en`` or ``zh``; read once for a build.

    An affirmed claim puts a thing in a stage by bearing on both, or by naming it: see docs/claims.md.
    """
    return library.once(f"chain-{lang}", lambda: _read(library, string(lang)))


def _read(library: Library, lang: str) -> tuple[Stage, ...]:
    found: dict[tuple[str, str], dict[tuple[str, str], list[str]]] = {}
    for row in library.page("chain-things", lang=lang).rows:
        stage, group, thing, label, claim = (str(term) for term in row)
        found.setdefault((stage, group), {}).setdefault((thing, label), []).append(claim)
    stages = list(library.page("chain-stages", lang=lang))

    def made(entry: Mapping[str, Term | None]) -> Stage:
        iri = str(entry["stage"])
        placed = {
            group: tuple(
                Placed(thing, label, tuple(claims))
                for (thing, label), claims in found.get((iri, group), {}).items()
            )
            for group in GROUPS
        }
        parts = tuple(made(each) for each in stages if str(each["whole"]) == iri)
        return Stage(iri, str(entry["label"]), placed, parts)

    return tuple(made(entry) for entry in stages if entry["whole"] is None)
