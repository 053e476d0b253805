"""The ledger of claims: filtered, counted by facet, sorted and cut into pages, all in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from genfilm.catalogue.library import Library
from genfilm.errors import Problem
from genfilm.records.corpus import Corpus, Statement, corpus, natural, source_node
from genfilm.records.node import Node
from genfilm.records.place import Places
from genfilm.records.things import Things, things
from genfilm.search.fold import key as folded
from genfilm.vocabulary import compact

FACETS = (
    "stage", "actor", "technology", "kind", "verdict", "source", "polarity", "modality", "valence", "form",
)  # fmt: skip
FORM = "form"
STATEMENT = Node(None, {"en": "single statement", "zh": "单项论断"}, "statement", "string", "statement")
ROW = Node(None, {"en": "row made up of parts", "zh": "由分论断组成的行"}, "row", "string", "row")
SORTS = ("id", "verdict", "kind", "page", "modality")
LARGEST_PAGE = 1000
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Row:
    """A claim in the ledger with the values of its facets."""

    claim: Statement
    source: Node
    facets: Mapping[str, tuple[Node, ...]]
    keys: Mapping[str, frozenset[str]]

    def record(self, lang: str) -> dict[str, Any]:
        """A flat row: IRIs, numbers and texts of one language; several values are joined by ``; ``."""
        said = self.claim

        def name(node: Node | None) -> str | None:
            return node.label[lang] if node else None

        value = said.object
        found: dict[str, Any] = {
            "claim": said.iri,
            "id": said.id,
            "source": self.source.key,
            "paraphrase": said.paraphrase[lang],
            "kind": said.kind.key,
            "subject": said.subject.iri if said.subject else None,
            "subjectLabel": name(said.subject),
            "predicate": said.predicate.iri if said.predicate else None,
            "predicateLabel": name(said.predicate),
            "object": (value.iri or value.value) if value else None,
            "objectLabel": name(value),
            "polarity": said.polarity.key,
            "modality": said.modality.key,
            "valence": said.valence.key,
            "speaker": name(said.speaker),
            "page": said.pages or None,
            "verdict": said.verdict.key if said.verdict else None,
            "verdictLabel": name(said.verdict),
            "row": said.row,
        }
        for facet in ("stage", "actor", "technology"):
            found[facet] = "; ".join(node.key for node in self.facets[facet]) or None
        return found


COLUMNS: Mapping[str, tuple[str, str]] = {
    "claim": ("claim", "论断"), "id": ("identifier", "编号"), "source": ("source", "来源"),
    "paraphrase": ("what it says", "内容"), "kind": ("kind", "类别"), "subject": ("subject", "主语"),
    "subjectLabel": ("name of the subject", "主语名称"), "predicate": ("predicate", "谓语"),
    "predicateLabel": ("name of the predicate", "谓语名称"), "object": ("object", "宾语"),
    "objectLabel": ("name of the object", "宾语名称"), "polarity": ("polarity", "极性"),
    "modality": ("modality", "情态"), "valence": ("valence", "效价"), "speaker": ("who says it", "陈述者"),
    "page": ("page", "页"), "verdict": ("verdict", "核查结论"),
    "verdictLabel": ("name of the verdict", "核查结论名称"), "row": ("row", "所在行"),
    "stage": ("stages", "环节"), "actor": ("actors", "主体"), "technology": ("technologies", "技术"),
}  # fmt: skip
"""The columns of a flat row with their headings."""


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value of a facet, how many rows have it under the other filters, and whether it is chosen."""

    node: Node
    count: int
    chosen: bool

    def record(self) -> dict[str, Any]:
        """As JSON has it."""
        found = {"key": self.node.key, "label": dict(self.node.label), "count": self.count}
        return {**found, "iri": self.node.iri, "chosen": self.chosen}


@dataclass(frozen=True, slots=True)
class LedgerPage:
    """One page of the rows that were chosen; ``total`` counts them all, ``page`` begins with 1."""

    rows: tuple[Row, ...]
    total: int
    page: int
    size: int
    facets: Mapping[str, tuple[FacetValue, ...]]

    @property
    def pages(self) -> int:
        """How many pages there are; one when there is no row."""
        return max(1, -(-self.total // self.size))


class Ledger:
    """All claims; use ``ledger(library)``, which works it out once."""

    def __init__(self, claims: Corpus, names: Things) -> None:
        places = Places(claims, names)
        sources: dict[str, Node] = {}
        rows = []
        self.values: dict[str, dict[str, Node]] = {facet: {} for facet in FACETS}
        for claim in claims.claims.values():
            source = sources.setdefault(claim.source, source_node(names, claim.source))
            facets = _facets(claim, source, places.of(claim))
            keys = {facet: frozenset(node.key for node in nodes) for facet, nodes in facets.items()}
            rows.append(Row(claim, source, facets, keys))
            for facet, nodes in facets.items():
                for node in nodes:
                    self.values[facet].setdefault(node.key, node)
        self.rows = tuple(rows)
        self._spelled = {facet: _spellings(nodes, names) for facet, nodes in self.values.items()}

    def select(
        self,
        filters: Mapping[str, Collection[str]] | None = None,
        sort: str = "id",
        page: int = 1,
        size: int = 50,
    ) -> LedgerPage:
        """The rows that have, for each facet in ``filters``, one of the values given.

        A value is a key (``disputed``), an IRI, a prefixed name or a name in either language. Without
        ``form`` only single statements are meant. ``sort`` is one of SORTS, descending with ``-`` before it.
        Raises Problem 400 for an unknown facet, value, sort, page or size.
        """
        wanted = {facet: self._keys(facet, values) for facet, values in (filters or {}).items() if values}
        wanted.setdefault(FORM, frozenset({STATEMENT.key}))
        _check(sort, page, size)
        chosen: list[Row] = []
        counts: dict[str, Counter[str]] = {facet: Counter() for facet in FACETS}
        for row in self.rows:
            failed = [facet for facet, keys in wanted.items() if row.keys[facet].isdisjoint(keys)]
            if not failed:
                chosen.append(row)
            if len(failed) < 2:  # a facet is counted under the other filters
                for facet in failed or FACETS:
                    counts[facet].update(row.keys[facet])
        start = (page - 1) * size
        rows = tuple(_sorted(chosen, sort)[start : start + size])
        facets = {
            facet: self._counted(facet, counts[facet], wanted.get(facet, frozenset())) for facet in FACETS
        }
        return LedgerPage(rows, len(chosen), page, size, facets)

    def _counted(self, facet: str, counts: Counter[str], chosen: frozenset[str]) -> tuple[FacetValue, ...]:
        found = [
            FacetValue(node, counts[key], key in chosen)
            for key, node in self.values[facet].items()
            if counts[key] or key in chosen
        ]
        return tuple(sorted(found, key=lambda value: (-value.count, value.node.key)))

    def _keys(self, facet: str, values: Collection[str]) -> frozenset[str]:
        if facet not in FACETS:
            raise Problem(
                400,
                "unknown-parameter",
                f"Claims have no facet {facet!r}",
                f"The facets are: {', '.join(FACETS)}.",
                {"known": list(FACETS)},
            )
        return frozenset(self._key(facet, value) for value in values)

    def _key(self, facet: str, value: str) -> str:
        known = self.values[facet]
        text = value.strip()
        spelled = self._spelled[facet]
        found = text if text in known else spelled.get(text) or spelled.get(folded(text[:LONGEST]))
        if found:
            return found
        raise Problem(
            400,
            "wrong-parameter",
            f"{facet}={value!r} is not usable",
            f"Expected one of {', '.join(sorted(known))}; an IRI or a name is taken too.",
            {"known": sorted(known)},
        )


def ledger(library: Library) -> Ledger:
    """The ledger of a library's build."""
    return library.once("ledger", lambda: Ledger(corpus(library), things(library)))


def _facets(
    said: Statement, source: Node, places: Mapping[str, tuple[Node, ...]]
) -> dict[str, tuple[Node, ...]]:
    return {
        **places,
        "kind": (said.kind,),
        "verdict": (said.verdict,) if said.verdict else (),
        "source": (source,),
        "polarity": (said.polarity,),
        "modality": (said.modality,),
        "valence": (said.valence,),
        FORM: (ROW,) if said.parts else (STATEMENT,),
    }


def _spellings(nodes: Mapping[str, Node], names: Things) -> dict[str, str]:
    """The key of each value by all that it may be called: IRI, prefixed name, folded names."""
    found: dict[str, str] = {}
    for key, node in nodes.items():
        texts = [*node.label.values(), *(name for name, _, _ in names.names(node.iri or ""))]
        for text in (node.iri, compact(node.iri or ""), folded(key), *map(folded, texts)):
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


def _check(sort: str, page: int, size: int) -> None:
    if sort.removeprefix("-") not in SORTS:
        known = ", ".join(SORTS)
        raise Problem(
            400,
            "wrong-parameter",
            f"sort={sort!r} is not usable",
            f"Expected one of {known}, or - before it.",
        )
    if page < 1 or not 1 <= size <= LARGEST_PAGE:
        raise Problem(
            400,
            "wrong-parameter",
            f"page={page}, size={size} is not usable",
            f"page begins with 1, size is between 1 and {LARGEST_PAGE}.",
        )
