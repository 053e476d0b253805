"""The index of entities: kinds in their groups with counts, and the things of a kind by initial."""

from __future__ import annotations

from dataclasses import dataclass

from genfilm.records.entities import Entities
from genfilm.search.fold import fold, is_han

GROUPS = {
    "works": ("film", "series", "content", "event", "use"),
    "agents": ("person", "org", "actor", "publisher"),
    "technology": ("tech", "capability", "input", "output"),
    "chain": ("chain", "stage", "activity", "industry", "business-model"),
    "effects": ("risk", "impact", "measure", "strategy"),
    "sources": ("doc", "page", "evidence", "passage", "division", "obs", "grant"),
}
"""Kinds of entities (as in their IRIs) by group; others stand in a last group."""
OTHER = "other"
SHOWN = 6


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind with its name and its things (IRI, label), in order."""

    key: str
    name: str
    items: tuple[tuple[str, str], ...]


def grouped(kinds: list[Kind]) -> list[tuple[str, list[Kind]]]:
    """The groups that have kinds, each with its kinds, the largest first."""
    of = {kind: group for group, members in GROUPS.items() for kind in members}
    found: dict[str, list[Kind]] = {group: [] for group in (*GROUPS, OTHER)}
    for kind in kinds:
        found[of.get(kind.key, OTHER)].append(kind)
    return [(group, sorted(each, key=lambda kind: -len(kind.items))) for group, each in found.items() if each]


def ordered(
    names: Entities, iris: tuple[str, ...], lang: str, readings: dict[str, str]
) -> tuple[tuple[str, str], ...]:
    """Things (IRI, label) by name: in Chinese by pinyin."""
    labels = [(iri, names.label(iri)[lang]) for iri in iris]
    return tuple(sorted(labels, key=lambda item: (_spelled(item[1], readings), item[1], item[0])))


def by_initial(
    items: tuple[tuple[str, str], ...], readings: dict[str, str]
) -> list[tuple[str, list[tuple[str, str]]]]:
    """Things under the first letter of their name or of its pinyin; # for other signs."""
    found: dict[str, list[tuple[str, str]]] = {}
    for iri, label in items:
        first = _spelled(label, readings)[:1].upper()
        found.setdefault(first if first.isascii() and first.isalpha() else "#", []).append((iri, label))
    return sorted(found.items(), key=lambda group: (group[0] == "#", group[0]))


def _spelled(label: str, readings: dict[str, str]) -> str:
    """Name as it is sorted: folded, Han characters by their commonest reading, signs left out."""
    spelled = "".join(readings.get(char, char) if is_han(char) else char for char in fold(label))
    return "".join(char for char in spelled if char.isalnum() or char == " ").strip()
