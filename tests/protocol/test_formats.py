"""The table of formats: one owner for each media type, extension and short name."""

from __future__ import annotations

from itertools import chain

import pytest

from genfilm.protocol.formats import CSV, GRAPHS, HTML, JSON, SOLUTIONS, TURTLE, by_extension, family

FAMILIES = pytest.mark.parametrize("formats", [SOLUTIONS, GRAPHS], ids=["solutions", "graphs"])


@FAMILIES
def test_no_two_formats_of_a_family_share_a_name(formats):
    names = list(chain.from_iterable(fmt.names for fmt in formats))
    assert len(names) == len(set(names))


@FAMILIES
def test_no_two_formats_of_a_family_share_a_media_type(formats):
    types = list(chain.from_iterable({fmt.media_type, *fmt.aliases} for fmt in formats))
    assert len(types) == len(set(types))


@FAMILIES
def test_every_format_is_named_by_its_name_and_extension(formats):
    for fmt in formats:
        assert {fmt.name, fmt.extension} <= fmt.names
        assert fmt.media_type not in fmt.aliases
        assert by_extension(fmt.extension, formats) is fmt


def test_the_families_offer_what_the_design_lists():
    assert [fmt.media_type for fmt in SOLUTIONS] == [
        "application/sparql-results+json",
        "application/sparql-results+xml",
        "text/csv",
        "text/tab-separated-values",
        "text/html",
    ]
    assert [fmt.media_type for fmt in GRAPHS] == [
        "text/turtle",
        "application/n-triples",
        "application/n-quads",
        "application/trig",
        "application/rdf+xml",
        "application/ld+json",
        "text/html",
    ]


@pytest.mark.parametrize(
    ("form", "first"),
    [("SELECT", JSON), ("ASK", JSON), ("CONSTRUCT", TURTLE), ("DESCRIBE", TURTLE), (None, JSON), ("", JSON)],
)
def test_the_query_form_decides_on_the_family(form, first):
    assert family(form)[0] is first


def test_text_formats_say_their_charset_and_json_does_not():
    assert CSV.content_type == "text/csv; charset=utf-8"
    assert HTML.content_type == "text/html; charset=utf-8"
    assert TURTLE.content_type == "text/turtle; charset=utf-8"
    assert JSON.content_type == "application/sparql-results+json"


def test_an_unknown_extension_has_no_format():
    assert by_extension("docx") is None
    assert by_extension("csv") is None
