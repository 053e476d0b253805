"""The shape of a claim: one table of columns from which lists, files, schemas, tools and types derive."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from genfilm.records.corpus import ClaimRecord
from genfilm.records.entities import Entities
from genfilm.records.node import Label, Node
from genfilm.vocabulary import expand
from genfilm.words import both

Value = Node | Label | str | None
KEYS = "; "
"""Separator of the keys of a facet in one cell."""


@dataclass(frozen=True, slots=True)
class Row:
    """A claim in the ledger with the values of its facets."""

    claim: ClaimRecord
    source: Node
    facets: Mapping[str, tuple[Node, ...]]
    keys: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class ClaimColumn:
    """A column: ``of`` is its value, ``shown`` how a cell holds it.

    A cell is an ``iri``, a ``key``, a ``name`` in the reader's language, a ``text``, a ``value`` (IRI or
    literal) or the ``keys`` of a facet. ``heading`` is a term of the ontology, whose label heads the column,
    or a word where the ontology has no term; ``optional`` columns have empty cells.
    """

    name: str
    of: Callable[[ClaimRecord], Value]
    shown: str
    heading: str
    optional: bool = False

    def cell(self, row: Row, lang: str) -> Any:
        """Cell of a flat row: an IRI, a key, a number or a text in ``en`` or ``zh``; None when empty."""
        if self.shown == "keys":
            return KEYS.join(node.key for node in row.facets[self.name]) or None
        return self.told(row.claim, lang)

    def told(self, said: ClaimRecord, lang: str) -> Any:
        """The cell of a claim outside the ledger; None for a facet."""
        value = self.of(said)
        if not isinstance(value, Node):
            return (value[lang] if isinstance(value, Mapping) else value) or None
        match self.shown:
            case "iri":
                return value.iri
            case "key":
                return value.key
            case "name":
                return value.label[lang]
        return value.iri or value.value

    @property
    def description(self) -> Label:
        """Meaning of a cell, in each language."""
        return both(f"column.{self.name}")


COLUMNS: Mapping[str, ClaimColumn] = {
    column.name: column
    for column in (
        ClaimColumn("claim", lambda said: said.iri, "iri", "gf:Claim"),
        ClaimColumn("id", lambda said: said.id, "text", "noun.identifier"),
        ClaimColumn("source", lambda said: said.source, "text", "noun.source"),
        ClaimColumn("origin", lambda said: said.origin, "key", "field.origin"),
        ClaimColumn("paraphrase", lambda said: said.paraphrase, "name", "field.statement"),
        ClaimColumn("kind", lambda said: said.kind, "key", "gf:claimKind"),
        ClaimColumn("subject", lambda said: said.subject, "iri", "noun.subject", True),
        ClaimColumn("subjectLabel", lambda said: said.subject, "name", "table.subject_name", True),
        ClaimColumn("predicate", lambda said: said.predicate, "iri", "noun.predicate", True),
        ClaimColumn("predicateLabel", lambda said: said.predicate, "name", "table.predicate_name", True),
        ClaimColumn("object", lambda said: said.object, "value", "noun.object", True),
        ClaimColumn("objectLabel", lambda said: said.object, "name", "table.object_name", True),
        ClaimColumn("polarity", lambda said: said.polarity, "key", "gf:polarity"),
        ClaimColumn("modality", lambda said: said.modality, "key", "gf:modality"),
        ClaimColumn("valence", lambda said: said.valence, "key", "gf:valence"),
        ClaimColumn("speaker", lambda said: said.speaker, "name", "claim.speaker"),
        ClaimColumn("page", lambda said: said.pages, "text", "gf:page", True),
        ClaimColumn("verdict", lambda said: said.verdict, "key", "gf:verdict", True),
        ClaimColumn("verdictLabel", lambda said: said.verdict, "name", "table.verdict_name", True),
        ClaimColumn("reading", lambda said: said.reading, "key", "gf:readingStatus", True),
        ClaimColumn("partOf", lambda said: said.part_of, "iri", "table.part_of", True),
        ClaimColumn("stage", lambda said: None, "keys", "gf:ChainStage", True),
        ClaimColumn("actor", lambda said: None, "keys", "gf:IndustryActor", True),
        ClaimColumn("technology", lambda said: None, "keys", "gf:Technology", True),
    )
}
"""The columns by name, in their order."""
MORE = ("source", "kind", "valence", "subjectLabel", "predicateLabel", "objectLabel")
"""The columns that tools tell beyond that of a claim in full."""
REFERENCE = ("id", "paraphrase", "verdict", "verdictLabel", "polarity", "modality", "page", "speaker")
"""The columns by which other records point to a claim; names are given in both languages."""
BRIEF = ("claim", "paraphrase", "speaker", "page", "polarity", "modality", "verdict")
"""The columns that must be known of a claim to quote it."""
THINGS = ("kind", "subject", "predicate", "object", "polarity", "modality", "valence", "speaker")
"""The columns that the record of a claim gives as entities with their names."""


def record(row: Row, lang: str) -> dict[str, Any]:
    """A claim as a flat row in ``en`` or ``zh``."""
    return {name: column.cell(row, lang) for name, column in COLUMNS.items()}


def headings(entities: Entities) -> dict[str, Label]:
    """Heading of each column: the label that the ontology gives, or a word of ours."""
    return {
        name: entities.label(expand(column.heading)) if ":" in column.heading else both(column.heading)
        for name, column in COLUMNS.items()
    }


def reference(said: ClaimRecord) -> dict[str, Any]:
    """A claim as other records point to it."""
    found: dict[str, Any] = {"iri": said.iri}
    for name in REFERENCE:
        value = COLUMNS[name].of(said)
        named = COLUMNS[name].shown == "name"
        if isinstance(value, Node):
            found[name] = dict(value.label) if named else value.key
        else:
            found[name] = dict(value) if isinstance(value, Mapping) else value or None
    return found
