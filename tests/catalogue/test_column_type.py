"""Types of columns: read from headers, held against answers, kept by every question for every choice."""

from __future__ import annotations

from dataclasses import replace

import pytest

from genfilm.catalogue.column_type import ColumnType, read_column_types
from genfilm.catalogue.library import Library
from genfilm.catalogue.promise import unanswered, wrongly_typed
from genfilm.catalogue.query import load_catalogue
from genfilm.catalogue.table import XSD, Term
from genfilm.client.graph import KnowledgeGraph
from genfilm.records.ask import choices
from tests import ROOT
from tests.naming import PREFIXES

IRI = Term("iri", "https://example.org/x")
TEXT = Term("literal", "x", language="en")
NUMBER = Term("literal", "12", XSD + "integer")
DECIMAL = Term("literal", "1.5", XSD + "decimal")
DAY = Term("literal", "2026-11-27", XSD + "date")
MOMENT = Term("literal", "2026-11-27T00:00:00", XSD + "dateTime")


@pytest.fixture(scope="module")
def library(real_build) -> Library:
    return KnowledgeGraph.open(real_build.directory).library


@pytest.mark.parametrize(
    ("name", "fitting"),
    [
        ("iri", {IRI}),
        ("string", {IRI, TEXT, DAY, MOMENT}),
        ("integer", {NUMBER}),
        ("decimal", {NUMBER, DECIMAL}),
        ("date", {DAY}),
        ("boolean", set()),
        ("mixed", {IRI, TEXT, NUMBER, DECIMAL, DAY, MOMENT}),
    ],
)
def test_a_type_takes_its_terms_and_no_other(name: str, fitting: set[Term]):
    every = {IRI, TEXT, NUMBER, DECIMAL, DAY, MOMENT}
    assert {term for term in every if ColumnType(name).holds(term)} == fitting
    assert not ColumnType(name).holds(None)
    assert ColumnType(name, optional=True).holds(None)


def test_faults_of_a_header_are_named():
    faults: list[str] = []
    table = {"a": {"type": "iri", "optional": True}, "b": {"type": "url"}, "c": {"optional": 1, "kind": "x"}}
    assert read_column_types(table, faults)["a"] == ColumnType("iri", True)
    assert len(faults) == 3
    assert "column b needs a type: iri, string" in faults[0]
    assert "unknown key 'kind'" in faults[1]
    assert "optional of column c" in faults[2]


def test_a_build_stops_at_a_column_of_another_type(library: Library):
    query = library.queries["verdict-counts"]
    changed = {**query.types, "claims": ColumnType("iri"), "name": ColumnType("boolean")}
    told = [str(fault) for fault in unanswered([replace(query, types=changed)], library.engine)]
    assert any("the column claims is iri, and holds integer '" in each for each in told)
    assert any("the column name is boolean, and holds string" in each for each in told)


@pytest.mark.parametrize("name", load_catalogue(ROOT, prefixes=PREFIXES))
def test_every_question_keeps_its_types_for_every_choice(library: Library, name: str):
    query = library.queries[name]
    assert set(query.types) == set(query.columns)
    asked: list[dict[str, str]] = [{}]
    for parameter in query.parameters:
        values = ("zh",) if parameter.name == "lang" else choices(library, parameter) or parameter.options
        asked += [{parameter.name: value} for value in values]
    for values in asked:
        assert wrongly_typed(query, library.run(name, **values)) == [], values
