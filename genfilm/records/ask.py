"""Asking a named question with values as people give them: a thing by its name as well as by its IRI."""

from __future__ import annotations

from genfilm.catalogue.library import Library
from genfilm.catalogue.query import NamedQuery, Parameter
from genfilm.catalogue.table import Table
from genfilm.protocol.negotiation import language_of
from genfilm.records.entities import entities
from genfilm.records.names import Names


def run(library: Library, names: Names, name: str, **values: str) -> Table:
    """The answer to a question; see ``resolved`` for the values."""
    return library.run(name, **resolved(library.named(name), names, **values))


def resolved(query: NamedQuery, names: Names, **values: str) -> dict[str, str]:
    """The values with each name of a thing, of the class of its parameter, replaced by its IRI.

    Raises Problem 409 for an ambiguous name, 404 for an unknown one; other faults are left to the query.
    """
    by_name = {parameter.name: parameter for parameter in query.parameters}
    return {
        name: _value(by_name[name], names, str(value)) if name in by_name else str(value)
        for name, value in values.items()
    }


def _value(parameter: Parameter, names: Names, text: str) -> str:
    if parameter.name == "lang":
        return language_of(text) or text
    if parameter.kind != "iri" or parameter.means_any(text):
        return text
    cls = parameter.prefixes.expand(parameter.cls) if parameter.cls else None
    found = names.iri(text)
    if found is None and parameter.options:
        return next((one.iri for one in names.resolve(text, cls)), text)
    return found or names.one(text, cls, parameter=parameter.name).iri


def choices(library: Library, parameter: Parameter) -> tuple[str, ...]:
    """The IRIs that make sense for a parameter: its options, or the things of its class; empty for others."""
    if parameter.kind != "iri":
        return ()
    if parameter.options:
        return tuple(parameter.prefixes.expand(option) for option in parameter.options)
    return entities(library).members(parameter.prefixes.expand(parameter.cls)) if parameter.cls else ()
