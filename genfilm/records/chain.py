"""The film chain: its stages in order, and what the claims place in each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from genfilm.catalogue.library import Library
from genfilm.protocol.terms import string

GROUPS = ("technologies", "actors", "risks", "strategies")


@dataclass(frozen=True, slots=True)
class Placed:
    """A thing that claims place in a stage; ``claims`` are their IRIs, sorted."""

    iri: str
    label: str
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage with its parts; ``groups`` holds, for each of GROUPS, what is placed in it or in a part."""

    iri: str
    label: str
    groups: Mapping[str, tuple[Placed, ...]]
    parts: tuple[Stage, ...] = ()


def chain(library: Library, lang: str) -> tuple[Stage, ...]:
    """The stages in their order, in ``en`` or ``zh``; read once for a build.

    A claim places a thing in a stage when it joins the two, when both stand in one statement of a source, or
    by way of an activity, a case or a risk of the stage; an actor also when a strategy of the stage is
    recommended to it.
    """
    return library.once(f"chain-{lang}", lambda: _read(library, string(lang)))


def _read(library: Library, lang: str) -> tuple[Stage, ...]:
    found: dict[tuple[str, str], dict[str, tuple[str, set[str]]]] = {}

    def place(stage: str, group: str, thing: str, label: str, claim: str) -> None:
        found.setdefault((stage, group), {}).setdefault(thing, (label, set()))[1].add(claim)

    for row in library.page("chain-things", lang=lang).rows:
        place(*(str(term) for term in row))
    for row in library.page("chain-advice", lang=lang).rows:
        strategy, actor, label, claim = (str(term) for term in row)
        for (stage, group), things in list(found.items()):
            if group == "strategies" and strategy in things:
                place(stage, "actors", actor, label, claim)

    def groups(stages: list[str]) -> dict[str, tuple[Placed, ...]]:
        merged: dict[str, dict[str, tuple[str, set[str]]]] = {group: {} for group in GROUPS}
        for stage in stages:
            for group in GROUPS:
                for thing, (label, claims) in found.get((stage, group), {}).items():
                    merged[group].setdefault(thing, (label, set()))[1].update(claims)
        return {
            group: tuple(
                Placed(iri, label, tuple(sorted(claims)))
                for iri, (label, claims) in sorted(things.items(), key=lambda item: (item[1][0], item[0]))
            )
            for group, things in merged.items()
        }

    stages = list(library.page("chain-stages", lang=lang))
    parts: dict[str, list[Stage]] = {}
    for entry in stages:
        if entry["whole"] is not None:
            part = Stage(str(entry["stage"]), str(entry["label"]), groups([str(entry["stage"])]))
            parts.setdefault(str(entry["whole"]), []).append(part)
    return tuple(
        Stage(
            iri := str(entry["stage"]),
            str(entry["label"]),
            groups([iri, *(part.iri for part in parts.get(iri, []))]),
            tuple(parts.get(iri, [])),
        )
        for entry in stages
        if entry["whole"] is None
    )
