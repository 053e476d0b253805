"""Tables that set two kinds of things against each other, each cell holding the claims that join them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from genfilm.catalogue.library import Library
from genfilm.records.chain import chain
from genfilm.records.corpus import ClaimRecord, corpus
from genfilm.records.entities import Entities, entities
from genfilm.records.ledger import FORM, STATEMENT, ledger
from genfilm.records.node import Label, Node
from genfilm.vocabulary import GF, expand
from genfilm.words import say


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

    def told(self, lang: str) -> str:
        """The text, with what says that the claim denies it."""
        denied = self.text[lang] and self.claim.polarity.key == "negated"
        return (say("claim.denied", lang) if denied else "") + self.text[lang]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Rows and columns in order, and the entries of each cell that has any.

    ``facets`` are those of the ledger whose values rows and columns are, where a cell holds just the claims
    that the ledger has under both.
    """

    rows: tuple[Axis, ...]
    columns: tuple[Axis, ...]
    cells: Mapping[tuple[str, str], tuple[CellClaim, ...]]
    facets: tuple[str, str] | None = None

    def turned(self) -> Matrix:
        """The same with rows for columns."""
        cells = {(column, row): found for (row, column), found in self.cells.items()}
        return Matrix(self.columns, self.rows, cells, self.facets and (self.facets[1], self.facets[0]))

    def kept(self, rows: Collection[str], columns: Collection[str]) -> Matrix:
        """The same with these rows and columns (IRIs) only; none given keeps all."""
        return replace(
            self,
            rows=tuple(axis for axis in self.rows if not rows or axis.key_of in rows),
            columns=tuple(axis for axis in self.columns if not columns or axis.key_of in columns),
        )


_EMPTY: Label = {"en": "", "zh": ""}


AXES = {
    "technologies": "technology",
    "stages": "stage",
    "risks": "risk",
    "actors": "actor",
    "strategies": "strategy",
    "films": "film",
    "topics": "topic",
    "sources": "source",
}
"""The kinds of things that can be rows or columns, each with its facet of the ledger."""


def matrix(library: Library, name: str) -> Matrix | None:
    """The comparison of a name such as ``risks-stages``, of any two of AXES in either order; None for another
    name."""
    rows, _, columns = name.partition("-")
    if rows not in AXES or columns not in AXES:
        return None
    turned = f"{columns}-{rows}"
    if name not in MATRICES and turned in MATRICES:
        return library.once(f"matrix-{name}", lambda: MATRICES[turned](library).turned())

    def made() -> Matrix:
        own = MATRICES.get(name)
        return own(library) if own else _by_facets(library, AXES[rows], AXES[columns])

    return library.once(f"matrix-{name}", made)


def _by_facets(library: Library, one: str, other: str) -> Matrix:
    """The single statements that have a value of both facets."""
    cells: dict[tuple[str, str], list[CellClaim]] = {}
    axes: tuple[dict[str, Axis], dict[str, Axis]] = ({}, {})
    for row in ledger(library).rows:
        if STATEMENT.key not in row.keys[FORM] or row.claim.predicate is None:
            continue
        entry = CellClaim(row.claim, row.claim.predicate.label)
        for left in row.facets[one]:
            for right in row.facets[other]:
                if left.iri and right.iri and left != right:
                    axes[0].setdefault(left.iri, Axis(left.iri, left.label))
                    axes[1].setdefault(right.iri, Axis(right.iri, right.label))
                    cells.setdefault((left.iri, right.iri), []).append(entry)
    sides = [_ordered(library, facet, found) for facet, found in zip((one, other), axes, strict=True)]
    facets = (one, other) if one != other else None  # several values of one facet are alternatives
    return Matrix(sides[0], sides[1], {key: tuple(found) for key, found in cells.items()}, facets)


def _ordered(library: Library, facet: str, found: Mapping[str, Axis]) -> tuple[Axis, ...]:
    """Stages in the order of the chain, other things by their names."""
    order = [part.iri for stage in chain(library, "en") for part in (stage, *stage.parts)]
    if facet == "stage":
        return tuple(found[iri] for iri in order if iri in found)
    return tuple(sorted(found.values(), key=lambda axis: (axis.label["en"].casefold(), axis.key_of)))


def _sources_sources(library: Library) -> Matrix:
    """Claims of each source about a thing and a relation of which another source speaks, too."""
    said: dict[tuple[str, str], list[ClaimRecord]] = {}
    nodes = {row.source.key: row.source for row in ledger(library).rows}
    for each in _single(library):
        if each.subject is not None and each.predicate is not None:
            said.setdefault((str(each.subject.iri), str(each.predicate.iri)), []).append(each)
    pairs = [
        (str(nodes[one.source].iri), str(nodes[other.source].iri), one)
        for claims in said.values()
        for one in claims
        for other in claims
        if one.source != other.source
    ]
    return _of(entities(library), pairs)


def compared(library: Library, chosen: Iterable[str]) -> Matrix:
    """Things (IRIs) side by side: a row for each relation that claims state of any, or of a use, a release or
    an effect of any, most shared first."""
    every, names = corpus(library), entities(library)
    columns = tuple(Axis(iri, names.label(iri)) for iri in dict.fromkeys(chosen))
    cells: dict[tuple[str, str], list[CellClaim]] = {}
    rows: dict[str, Axis] = {}
    for column in columns:
        named = (*every.about(column.key_of), *every.pointing_to(column.key_of))
        groups = ((column.key_of, named), *every.through(column.key_of))
        for end, each in ((end, each) for end, claims in groups for each in claims):
            if each.subject is None or each.predicate is None or each.object is None:
                continue
            forward = each.subject.iri == end
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
    "sources-sources": _sources_sources,
    "strategies-actors": _strategies_actors,
    "risks-stages": _risks_stages,
    "technologies-films": _technologies_films,
}
"""The comparisons that a relation makes, by name; others are made by the facets of the ledger."""
OFFERED = (
    "technologies-stages",
    "risks-actors",
    "risks-stages",
    "strategies-actors",
    "technologies-films",
    "sources-sources",
)
"""The comparisons that are offered first."""
