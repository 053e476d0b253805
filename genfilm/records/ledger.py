"""The ledger of claims: filtered, counted by facet, sorted and cut into pages, all in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from genfilm.catalogue.library import Library
from genfilm.problems import UnknownParameter, WrongParameter
from genfilm.records.claim_columns import Row
from genfilm.records.corpus import ClaimRecord, Corpus, corpus, natural, source_node
from genfilm.records.entities import Entities, entities
from genfilm.records.names import LONGEST, Names, names
from genfilm.records.node import NOT_RECORDED, Label, Node
from genfilm.search.fold import key as folded
from genfilm.search.index import LARGEST_PAGE, index
from genfilm.vocabulary import BASE, GF, Prefixes, expand
from genfilm.words import both

FACETS = (
    "stage", "actor", "technology", "risk", "strategy", "film", "topic", "kind", "verdict", "source",
    "printed", "polarity", "modality", "valence", "reading", "form",
)  # fmt: skip
"""Facets by which claims are counted."""
ORIGIN, SPEAKER, PREDICATE, ABOUT = "origin", "speaker", "predicate", "about"
FILTERS = (*FACETS, ORIGIN, SPEAKER, PREDICATE, ABOUT)
"""Filters by which claims are chosen: ``origin`` is the class of a claim, ``about`` an entity at an end."""
LISTED = ("kind", "verdict", "source", "polarity", "modality", "valence", "reading", "form", "origin")
"""Filters whose values are a short list of keys."""
BEARINGS: Mapping[str, str] = {
    "stage": f"{GF}ChainStage",
    "actor": f"{GF}IndustryActor",
    "technology": f"{GF}Technology",
}
"""The facets that a claim has by what it bears on, with the class of their values."""
ENDS: Mapping[str, frozenset[str]] = {
    "risk": frozenset({f"{GF}Risk"}),
    "strategy": frozenset({f"{GF}Strategy", f"{GF}Measure"}),
    "film": frozenset({f"{GF}AudiovisualWork"}),
}
"""The facets that a claim has by what stands at its ends, with the classes of their values."""
TOPICS = f"{BASE}/concept/topic/"
FORM = "form"
STATEMENT = Node(None, both("form.statement"), "statement", "string", "statement")
COMPOUND = Node(None, both("form.compound"), "compound", "string", "compound")
NO_VERDICT = Node(None, both("verdict.none"), "none", "string", "none")
SORTS = ("id", "verdict", "kind", "page", "modality")
Searched = Callable[[str], frozenset[str]]
"""The IRIs of the claims that a search of some words finds."""


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value of a facet, how many rows have it under the other filters, and whether it is chosen."""

    node: Node
    count: int
    chosen: bool

    def record(self) -> dict[str, Any]:
        """As JSON has it."""
        return facet_value(self.node.key, self.node.label, self.count, self.node.iri, chosen=self.chosen)


def facet_value(
    key: str, label: Label, count: int, iri: str | None = None, *, chosen: bool
) -> dict[str, Any]:
    """A value of any facet as JSON has it; ``iri`` is None where the value is no entity."""
    return {"key": key, "label": dict(label), "count": count, "iri": iri, "chosen": chosen}


@dataclass(frozen=True, slots=True)
class LedgerPage:
    """One page of the rows that were chosen; ``total`` counts them all, ``page`` begins with 1.

    ``chosen`` holds the filters as they were understood; the ``key`` of a node is the value to ask for again.
    """

    rows: tuple[Row, ...]
    total: int
    page: int
    size: int
    facets: Mapping[str, tuple[FacetValue, ...]]
    chosen: Mapping[str, tuple[Node, ...]]

    @property
    def pages(self) -> int:
        """Number of pages; one when there is no row."""
        return max(1, -(-self.total // self.size))


class Ledger:
    """All claims; use ``ledger(library)``, which works it out once."""

    def __init__(self, claims: Corpus, entities: Entities, names: Names, searched: Searched) -> None:
        self._entities, self._names, self._searched = entities, names, searched
        works = _works(claims)
        sources: dict[str, Node] = {}
        rows = []
        self.values: dict[str, dict[str, Node]] = {name: {} for name in FILTERS}
        for claim in claims.claims.values():
            source = sources.setdefault(claim.source, source_node(entities, claim.source))
            parts = tuple(claims.claims[part] for part in claim.parts)
            facets = _facets(claim, parts or (claim,), source, claims, entities, works)
            keys = {name: frozenset(node.key for node in nodes) for name, nodes in facets.items()}
            rows.append(Row(claim, source, facets, keys))
            for name, nodes in facets.items():
                for node in nodes:
                    self.values[name].setdefault(node.key, node)
        self.rows = tuple(rows)
        self._by_iri = {row.claim.iri: row for row in rows}
        self._spelled = {name: _spellings(self.values[name], entities) for name in FILTERS if name != ABOUT}

    def select(
        self,
        filters: Mapping[str, Collection[str]] | None = None,
        sort: str = "id",
        page: int = 1,
        size: int | None = 50,
        words: str = "",
        among: Collection[str] | None = None,
    ) -> LedgerPage:
        """The rows that have one of the values of each of ``filters``, and that a search for ``words`` finds.

        A value is a key (``disputed``), an IRI, a prefixed name or a name in either language; of ``about``
        any name of a thing in any script. ``among`` are the IRIs of the claims that are meant, of any form;
        None: all. Without ``form`` only single statements are meant. ``sort`` is one
        of SORTS, descending with ``-`` before it. Without ``size`` all rows stand on one page.

        Raises Problem 400 for an unknown filter, value, sort, page or size; of ``about`` 409 for an ambiguous
        name (with the candidates), 404 for a name that nothing bears (with the nearest).
        """
        _check(sort, page, size)
        chosen = {name: self.understood(name, values) for name, values in (filters or {}).items() if values}
        wanted = {name: frozenset(node.key for node in nodes) for name, nodes in chosen.items()}
        if among is None:
            wanted.setdefault(FORM, frozenset({STATEMENT.key}))
        said = self._searched(words) if words.strip() else None
        if among is not None:
            said = frozenset(among) if said is None else said.intersection(among)
        found: list[Row] = []
        counts: dict[str, Counter[str]] = {facet: Counter() for facet in FACETS}
        for row in self.rows:
            if said is not None and row.claim.iri not in said:
                continue
            failed = [name for name, keys in wanted.items() if row.keys[name].isdisjoint(keys)]
            if not failed:
                found.append(row)
            if len(failed) < 2:  # a facet is counted under the other filters
                for facet in counts.keys() & (failed or FACETS):
                    counts[facet].update(row.keys[facet])
        size = size or max(1, len(found))
        start = (page - 1) * size
        rows = tuple(_sorted(found, sort)[start : start + size])
        facets = {
            facet: self._counted(facet, counts[facet], wanted.get(facet, frozenset())) for facet in FACETS
        }
        return LedgerPage(rows, len(found), page, size, facets, chosen)

    def _counted(self, facet: str, counts: Counter[str], chosen: frozenset[str]) -> tuple[FacetValue, ...]:
        found = [
            FacetValue(node, counts[key], key in chosen)
            for key, node in self.values[facet].items()
            if counts[key] or key in chosen
        ]
        return tuple(sorted(found, key=lambda value: (-value.count, value.node.key)))

    def rows_of(self, claims: Iterable[ClaimRecord]) -> tuple[Row, ...]:
        """The rows of some claims, in their order."""
        return tuple(self._by_iri[said.iri] for said in claims)

    def understood(self, name: str, values: Collection[str]) -> tuple[Node, ...]:
        """The values of a filter, each once, as ``select`` understands them; raises as it does."""
        if name not in FILTERS:
            raise UnknownParameter("facet", parameter=name, known=[*FILTERS])
        found = (self._thing(value) if name == ABOUT else self._value(name, value) for value in values)
        return tuple({node.key: node for node in found}.values())

    def _thing(self, value: str) -> Node:
        iri = self._names.one(value, parameter=ABOUT).iri
        end = _end(self._entities.entity(iri), self._entities.prefixes)
        return self.values[ABOUT].get(end.key, end)  # a claim is known by its own words

    def _value(self, facet: str, value: str) -> Node:
        known = self.values[facet]
        text = value.strip()
        spelled = self._spelled[facet]
        found = text if text in known else spelled.get(text) or spelled.get(folded(text[:LONGEST]))
        if found:
            return known[found]
        raise WrongParameter("facet", parameter=facet, value=value, known=sorted(known))


def ledger(library: Library) -> Ledger:
    """The ledger of a library's build."""

    def searched(words: str) -> frozenset[str]:
        return index(library).claims(words)  # opened when it is asked: a build that is being made has none

    return library.once(
        "ledger", lambda: Ledger(corpus(library), entities(library), names(library), searched)
    )


def _facets(
    said: ClaimRecord,
    triples: Sequence[ClaimRecord],
    source: Node,
    claims: Corpus,
    entities: Entities,
    works: Mapping[str, Sequence[Node]],
) -> dict[str, tuple[Node, ...]]:
    """The values of a claim; a compound claim is about what its parts are about, whose ``triples`` say it.

    A claim about a use, a release or an effect is about the things that take part in it, too.
    """
    bearings = {node.iri or "": node for each in triples for node in each.bearings}
    ends = [node for each in triples for node in (each.subject, each.object) if node is not None and node.iri]
    things = {node.iri or "": node for end in ends for node in (end, *works.get(end.iri or "", ()))}
    ends += [entities.entity(iri) for node in ends for iri in claims.participants(node.iri or "")]
    pages = sorted({passage.page for passage in said.passages if passage.page}, key=natural)
    return {
        **{
            facet: tuple(node for iri, node in sorted(things.items()) if classes & entities.classes(iri))
            for facet, classes in ENDS.items()
        },
        "topic": tuple(node for iri, node in sorted(things.items()) if iri.startswith(TOPICS)),
        "printed": tuple(Node(None, {"en": page, "zh": page}, page, "string", page) for page in pages),
        **{
            facet: tuple(
                bearings[iri] for iri in sorted(filter(None, bearings)) if cls in entities.classes(iri)
            )
            for facet, cls in BEARINGS.items()
        },
        "kind": (said.kind,),
        "verdict": (said.verdict or NO_VERDICT,),
        "source": (source,),
        "polarity": (said.polarity,),
        "modality": (said.modality,),
        "valence": (said.valence,),
        "reading": (said.reading or NOT_RECORDED,),
        FORM: (COMPOUND,) if said.parts else (STATEMENT,),
        ORIGIN: (said.origin,),
        SPEAKER: (said.speaker,),
        PREDICATE: tuple(each.predicate for each in triples if each.predicate is not None),
        ABOUT: tuple({node.iri: _end(node, entities.prefixes) for node in ends}.values()),
    }


def _works(claims: Corpus) -> dict[str, list[Node]]:
    """The films and series in which uses of a technology are said to have taken place, by the use."""
    found: dict[str, list[Node]] = {}
    for said in claims.claims.values():
        used = said.predicate is not None and said.predicate.iri == expand("gf:isUsedIn")
        if used and said.subject and said.object and said.polarity.key == "affirmed":
            found.setdefault(said.subject.iri or "", []).append(said.object)
    return found


def _end(node: Node, prefixes: Prefixes) -> Node:
    """A thing under its prefixed name: of all things several may share a short one."""
    return replace(node, key=prefixes.compact(node.iri or ""))


def _spellings(nodes: Mapping[str, Node], entities: Entities) -> dict[str, str]:
    """The key of each value by all that it may be called: IRI, prefixed name, folded names."""
    found: dict[str, str] = {}
    for key, node in nodes.items():
        texts = [*node.label.values(), *(name for name, _, _ in entities.names(node.iri or ""))]
        for text in (node.iri, entities.prefixes.compact(node.iri or ""), folded(key), *map(folded, texts)):
            if text:
                found.setdefault(text, key)
    return found


def _sorted(rows: list[Row], sort: str) -> list[Row]:
    def place(row: Row) -> str:
        said = row.claim
        if sort.lstrip("-") == "page":
            return said.pages
        node = getattr(said, sort.lstrip("-"), None)
        return node.key if isinstance(node, Node) else ""

    rows = sorted(rows, key=lambda row: natural(row.claim.iri), reverse=sort == "-id")
    return rows if sort.endswith("id") else sorted(rows, key=place, reverse=sort.startswith("-"))


def _check(sort: str, page: int, size: int | None) -> None:
    if sort.removeprefix("-") not in SORTS:
        raise WrongParameter("sort", parameter="sort", value=sort, known=[*SORTS])
    if page < 1 or (size is not None and not 1 <= size <= LARGEST_PAGE):
        raise WrongParameter("page", page=page, size=size, most=LARGEST_PAGE)
