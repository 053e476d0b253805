"""The lists that Python gives as results: the claims with some facets, the members of a class."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from genfilm.catalogue.library import Library
from genfilm.catalogue.table import Column, Table, Term
from genfilm.client.result import Result
from genfilm.records.claim_columns import COLUMNS, headings, record
from genfilm.records.entities import entities, instances
from genfilm.records.ledger import ledger
from genfilm.words import both

_IRIS = frozenset({"claim", "subject", "predicate", "partOf"})


def claims(library: Library, chosen: Mapping[str, Collection[str]], sort: str, lang: str) -> Result:
    """The claims with these facets; raises as the ledger does."""
    rows = [record(row, lang) for row in ledger(library).select(chosen, sort, size=None).rows]
    columns = tuple(
        Column(name, heading, "iri" if name in _IRIS else "string")
        for name, heading in headings(entities(library)).items()
    )
    table = Table(columns, tuple(tuple(_cell(name, row[name]) for name in COLUMNS) for row in rows))
    return Result(table, lang=lang, prefixes=library.prefixes)


def members(library: Library, cls: str, lang: str) -> Result:
    """The members of a class (IRI) with their names and most specific classes."""
    found = instances(library, cls)
    columns = (
        Column("iri", both("noun.iri"), "iri"),
        Column("label", both("noun.name"), "string"),
        Column("types", both("noun.classes"), "string"),
    )
    types = {iri: ", ".join(map(found.prefixes.compact, found.types(iri))) for iri in sorted(found)}
    rows = tuple(
        (Term("iri", iri), Term("literal", found.label(iri)[lang]), Term("literal", types[iri]))
        for iri in types
    )
    return Result(Table(columns, rows), lang=lang, prefixes=library.prefixes)


def _cell(name: str, value: object) -> Term | None:
    return None if value is None or value == "" else Term("iri" if name in _IRIS else "literal", _text(value))


def _text(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, (tuple, list)) else str(value)
