"""The ledger: what a filter leaves, and what the facets count."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from genfilm.catalogue.library import Library
from genfilm.errors import Problem
from genfilm.records.ledger import FACETS, LARGEST_PAGE, SORTS, ledger


def test_without_filters_there_are_all_single_statements(library: Library):
    counted = library.select("SELECT (COUNT(DISTINCT ?c) AS ?n) { ?c gf:hasPredicate ?p ; gf:polarity ?q }")
    assert ledger(library).select().total == counted.records()[0]["n"]


def test_the_counts_of_verdicts_are_those_of_the_graph(library: Library):
    counted = library.select(
        "SELECT ?v (COUNT(DISTINCT ?c) AS ?n) { ?c gf:hasPredicate ?p . ?a gf:assesses ?c ; gf:verdict ?v } GROUP BY ?v"
    )
    told = {value.node.iri: value.count for value in ledger(library).select().facets["verdict"]}
    assert told == {str(row["v"]): row["n"].plain for row in counted}


def test_each_facet_is_counted_under_the_other_filters(library: Library):
    page = ledger(library).select({"verdict": ["disputed"], "source": ["zhang-2026"]}, size=LARGEST_PAGE)
    verdicts = {value.node.key: value for value in page.facets["verdict"]}
    assert verdicts["disputed"].count == page.total
    assert verdicts["disputed"].chosen
    assert verdicts["corroborated"].count > 0
    for facet in ("kind", "modality", "polarity"):
        assert sum(value.count for value in page.facets[facet]) == page.total
    assert {row.claim.verdict.key for row in page.rows} == {"disputed"}


@pytest.mark.parametrize(
    "value", ["production", "stage:production", "制作环节", "製作環節", "Production Stage", "电影制作环节"]
)
def test_a_stage_goes_by_any_of_its_names(library: Library, value: str):
    every = ledger(library)
    assert every.select({"stage": [value]}).total == every.select({"stage": ["production"]}).total > 10


def test_a_claim_about_a_case_belongs_to_the_technology_of_the_case(library: Library):
    rows = ledger(library).select({"technology": ["face-replacement"]}, size=LARGEST_PAGE).rows
    assert "a-legend-face-replacement-purpose" in {row.claim.id for row in rows}


def test_pages_follow_one_another_without_gap_or_repetition(library: Library):
    every = ledger(library)
    size = 97
    first = every.select(size=size)
    rows = [row.claim.iri for n in range(1, first.pages + 1) for row in every.select(page=n, size=size).rows]
    assert len(rows) == len(set(rows)) == first.total
    assert every.select(page=first.pages + 1, size=size).rows == ()


def test_parts_are_in_the_order_of_their_numbers(library: Library):
    ids = [row.claim.id for row in ledger(library).select({"source": ["zhang-2026"]}, size=LARGEST_PAGE).rows]
    assert (
        ids.index("N13.9") < ids.index("N13.10")
        if "N13.10" in ids
        else ids.index("N13.2") < ids.index("N13.9")
    )


def test_a_sort_can_be_turned_round(library: Library):
    every = ledger(library)
    for sort in SORTS:
        up = [row.claim.iri for row in every.select(sort=sort, size=LARGEST_PAGE).rows]
        down = [row.claim.iri for row in every.select(sort=f"-{sort}", size=LARGEST_PAGE).rows]
        assert sorted(up) == sorted(down)
        assert up != down


@pytest.mark.parametrize(
    ("filters", "more"),
    [
        ({"verdict": ["nope"]}, {}),
        ({"colour": ["red"]}, {}),
        ({}, {"sort": "x"}),
        ({}, {"page": 0}),
        ({}, {"size": 0}),
    ],
)
def test_what_cannot_be_filtered_is_a_problem_that_names_what_can(
    library: Library, filters: dict, more: dict
):
    with pytest.raises(Problem) as caught:
        ledger(library).select(filters, **more)
    assert caught.value.status == 400
    assert caught.value.detail


@given(st.sampled_from(FACETS), st.text(max_size=300))
@settings(max_examples=60, deadline=None)
def test_any_text_is_a_value_or_a_problem(library: Library, facet: str, text: str):
    try:
        page = ledger(library).select({facet: [text]})
    except Problem as problem:
        if problem.status != 400:
            raise
    else:
        assert page.total > 0
