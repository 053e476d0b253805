"""Types of the columns of a question: the type that its header promises, and whether a cell may be empty."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from genfilm.catalogue.table import XSD, Term

TYPES = ("iri", "string", "integer", "decimal", "boolean", "date", "year", "mixed")
"""``mixed`` holds numbers and texts in one column; ``date`` is xsd:date alone."""


@dataclass(frozen=True, slots=True)
class ColumnType:
    """``name`` is one of TYPES, ``optional`` says that a cell may be empty."""

    name: str = "string"
    optional: bool = False

    def __str__(self) -> str:
        return f"{self.name}, optional" if self.optional else self.name

    def holds(self, term: Term | None) -> bool:
        """True if a cell is as promised; every term that JSON writes as a string fits ``string``."""
        if term is None:
            return self.optional
        match self.name:
            case "mixed":
                return True
            case "string":
                return isinstance(term.plain, str)
            case "decimal":
                return term.type in ("integer", "decimal")
            case "date":
                return term.datatype == XSD + "date"
        return term.type == self.name


def read_column_types(table: Mapping[Any, Any], faults: list[str]) -> dict[str, ColumnType]:
    """The types by column from the header key ``columns``; without one, a string that is always there."""
    found = {}
    for name, spec in table.items():
        if not isinstance(spec, dict):
            continue
        extra = set(spec) - {"en", "zh", "type", "optional"}
        faults += [f"column {name} has the unknown key {key!r}" for key in sorted(extra, key=str)]
        kind, optional = spec.get("type", "string"), spec.get("optional", False)
        if kind not in TYPES:
            faults.append(f"column {name} needs a type: {', '.join(TYPES)}")
        if optional is not (optional is True):
            faults.append(f"optional of column {name} must be true or false")
        found[str(name)] = ColumnType(str(kind), optional is True)
    return found
