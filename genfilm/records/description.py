"""Answers of a page query on several entities at once: their values by property, read from three columns."""

from __future__ import annotations

from collections.abc import Iterator

from genfilm.catalogue.table import Table, Term
from genfilm.records.node import Label, label
from genfilm.vocabulary import expand


class Description:
    """The values of each node by property; built from a table of node, property and value.

    Properties are asked for by prefixed name or IRI.
    """

    def __init__(self, table: Table) -> None:
        self._nodes: dict[str, dict[str, dict[Term, None]]] = {}
        for node, prop, value in table.rows:
            if node is not None and prop is not None and value is not None:
                self._nodes.setdefault(node.value, {}).setdefault(prop.value, {})[value] = None

    def __contains__(self, node: str) -> bool:
        return node in self._nodes

    def __iter__(self) -> Iterator[str]:
        return iter(self._nodes)

    def properties(self, node: str) -> dict[str, tuple[Term, ...]]:
        """Every property of a node with its values, in order of property and value."""
        found = self._nodes.get(node, {})
        return {prop: tuple(sorted(found[prop], key=_order)) for prop in sorted(found)}

    def all(self, node: str, prop: str) -> tuple[Term, ...]:
        """The values of a property, sorted; empty when there are none."""
        return tuple(sorted(self._nodes.get(node, {}).get(expand(prop), ()), key=_order))

    def one(self, node: str, prop: str) -> Term | None:
        """The first value of a property, or None."""
        return next(iter(self.all(node, prop)), None)

    def text(self, node: str, prop: str) -> str:
        """The first value of a property as text, or an empty one."""
        value = self.one(node, prop)
        return value.value if value else ""

    def iris(self, node: str, prop: str) -> tuple[str, ...]:
        """The values of a property that are IRIs."""
        return tuple(value.value for value in self.all(node, prop) if value.kind == "iri")

    def texts(self, node: str, prop: str) -> dict[str, str]:
        """One text for each language of a property's literals."""
        found: dict[str, str] = {}
        for value in self.all(node, prop):
            if value.kind == "literal":
                found.setdefault(value.language, value.value)
        return found

    def label(self, node: str, prop: str = "rdfs:label", otherwise: str = "") -> Label:
        """The texts of a property in both languages."""
        return label(self.texts(node, prop), otherwise)


def _order(term: Term) -> tuple[str, str, str]:
    return (term.kind, term.value, term.language)
