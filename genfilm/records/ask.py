"""Asking a named question with values as people give them: a thing by its name as well as by its IRI."""

from __future__ import annotations

from genfilm.catalogue.library import Library
from genfilm.catalogue.query import NamedQuery, Parameter
from genfilm.catalogue.table import Table
from genfilm.errors import Problem
from genfilm.records.names import Names, as_iri
from genfilm.records.things import things


def run(library: Library, names: Names, name: str, **values: str) -> Table:
    """The answer to a question; see ``resolved`` for the values."""
    return library.run(name, **resolved(library.named(name), names, **values))


def resolved(query: NamedQuery, names: Names, **values: str) -> dict[str, str]:
    """The values with every name of a thing replaced by its IRI; the class of its parameter narrows it.

    Raises Problem 409 for an ambiguous name, 404 for an unknown one; other faults are left to the query.
    """
    by_name = {parameter.name: parameter for parameter in query.parameters}
    return {
        name: _value(by_name[name], names, str(value)) if name in by_name else str(value)
        for name, value in values.items()
    }


def _value(parameter: Parameter, names: Names, text: str) -> str:
    if parameter.kind != "iri" or as_iri(text, parameter.prefixes) is not None or parameter.means_any(text):
        return text
    cls = parameter.prefixes.expand(parameter.cls) if parameter.cls else None
    try:
        found = names.one(text, cls)
    except Problem as problem:
        problem.extra["parameter"] = parameter.name
        raise
    return found.iri


def choices(library: Library, parameter: Parameter) -> tuple[str, ...]:
    """The IRIs that make sense for a parameter: its options, or the things of its class; empty for others."""
    if parameter.kind != "iri":
        return ()
    if parameter.options:
        return tuple(parameter.prefixes.expand(option) for option in parameter.options)
    return things(library).members(parameter.prefixes.expand(parameter.cls)) if parameter.cls else ()
