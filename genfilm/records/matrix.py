"""Tables that set two kinds of things against each other, each cell holding the claims that join them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from genfilm.catalogue.library import Library
from genfilm.records.chain import chain
from genfilm.records.corpus import ClaimRecord, corpus
from genfilm.records.entities import Entities, entities
from genfilm.records.node import Label, Node
from genfilm.vocabulary import GF, expand


@dataclass(frozen=True, slots=True)
class Axis:
    """A row or a column: a thing, or a relation."""

    key_of: str
    label: Label


@dataclass(frozen=True, slots=True)
class CellClaim:
    """A claim in a cell; ``text`` is what the cell shows for it: a value, or empty for its verdict alone."""

    claim: ClaimRecord
    text: Label
    node: Node | None = None


@dataclass(frozen=True, slots=True)
class Matrix:
    """Rows and columns in order, and the entries of each cell that has any."""

    rows: tuple[Axis, ...]
    columns: tuple[Axis, ...]
    cells: Mapping[tuple[str, str], tuple[CellClaim, ...]]


_EMPTY: Label = {"en": "", "zh": ""}


def matrix(library: Library, name: str) -> Matrix:
    """One of MATRICES; raises KeyError for another name."""
    return library.once(f"matrix-{name}", lambda: MATRICES[name](library))


def compared(library: Library, chosen: Iterable[str]) -> Matrix:
    """Things (IRIs) side by side: a row for each relation that claims state of any, most shared first."""
    every, names = corpus(library), entities(library)
    columns = tuple(Axis(iri, names.label(iri)) for iri in dict.fromkeys(chosen))
    cells: dict[tuple[str, str], list[CellClaim]] = {}
    rows: dict[str, Axis] = {}
    for column in columns:
        for each in (*every.about(column.key_of), *every.pointing_to(column.key_of)):
            if each.subject is None or each.predicate is None or each.object is None:
                continue
            forward = each.subject.iri == column.key_of
            node = each.object if forward else each.subject
            arrow = "" if forward else "← "
            row = f"{arrow}{each.predicate.iri}"
            label = {lang: arrow + text for lang, text in each.predicate.label.items()}
            rows.setdefault(row, Axis(row, label))
            cells.setdefault((row, column.key_of), []).append(CellClaim(each, node.label, node))
    shared = {row: sum((row, column.key_of) in cells for column in columns) for row in rows}
    ordered = sorted(
        rows.values(),
        key=lambda axis: (axis.label["en"].startswith("←"), -shared[axis.key_of], axis.label["en"]),
    )
    return Matrix(tuple(ordered), columns, {key: tuple(found) for key, found in cells.items()})


def _of(
    names: Entities, pairs: Iterable[tuple[str, str, ClaimRecord]], columns: Iterable[str] = ()
) -> Matrix:
    cells: dict[tuple[str, str], list[CellClaim]] = {}
    for row, column, each in pairs:
        entries = cells.setdefault((row, column), [])
        if all(entry.claim is not each for entry in entries):
            entries.append(CellClaim(each, _EMPTY))
    rows = sorted({row for row, _ in cells}, key=lambda iri: (names.label(iri)["en"], iri))
    order = list(columns) or sorted({c for _, c in cells}, key=lambda iri: (names.label(iri)["en"], iri))
    return Matrix(
        tuple(Axis(iri, names.label(iri)) for iri in rows),
        tuple(Axis(iri, names.label(iri)) for iri in order),
        {key: tuple(found) for key, found in cells.items()},
    )


def _single(library: Library) -> list[ClaimRecord]:
    return [each for each in corpus(library).claims.values() if each.predicate is not None]


def _strategies_actors(library: Library) -> Matrix:
    wanted = expand("gf:isRecommendedTo")
    return _of(
        entities(library),
        (
            (str(each.subject.iri), str(each.object.iri), each)
            for each in _single(library)
            if each.predicate and each.predicate.iri == wanted and each.subject and each.object
        ),
    )


def _risks_stages(library: Library) -> Matrix:
    claims = corpus(library).claims
    stages = [part for stage in chain(library, "en") for part in (stage, *stage.parts)]
    pairs = [
        (placed.iri, stage.iri, claims[claim])
        for stage in stages
        for placed in stage.groups["risks"]
        for claim in placed.claims
        if claim in claims
    ]
    return _of(entities(library), pairs, [stage.iri for stage in stages])


def _technologies_films(library: Library) -> Matrix:
    names = entities(library)
    uses, use_of, used_in = (expand(f"gf:{name}") for name in ("usesTechnology", "isUseOf", "isUsedIn"))

    def is_a(node: Node | None, cls: str) -> bool:
        return node is not None and node.iri is not None and GF + cls in names.classes(node.iri)

    works: dict[str, list[str]] = {}
    for each in _single(library):
        if (
            each.predicate
            and each.predicate.iri == used_in
            and each.subject
            and is_a(each.object, "AudiovisualWork")
        ):
            works.setdefault(str(each.subject.iri), []).append(str(each.object.iri) if each.object else "")
    pairs = []
    for each in _single(library):
        if each.predicate is None or each.subject is None or each.object is None:
            continue
        if each.predicate.iri == uses and is_a(each.subject, "AudiovisualWork"):
            pairs.append((str(each.object.iri), str(each.subject.iri), each))
        elif each.predicate.iri == use_of:
            pairs += [(str(each.object.iri), work, each) for work in works.get(str(each.subject.iri), ())]
    return _of(entities(library), pairs)


MATRICES: dict[str, Callable[[Library], Matrix]] = {
    "strategies-actors": _strategies_actors,
    "risks-stages": _risks_stages,
    "technologies-films": _technologies_films,
}
"""The comparisons by name."""
