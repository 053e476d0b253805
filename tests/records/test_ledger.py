"""The ledger: what a filter leaves, and what the facets count."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from genfilm.catalogue.library import Library
from genfilm.errors import Problem
from genfilm.records.chain import chain
from genfilm.records.corpus import corpus
from genfilm.records.entities import entities
from genfilm.records.ledger import FILTERS, LARGEST_PAGE, SORTS, ledger
from genfilm.search.index import index
from genfilm.vocabulary import GF
from tests.naming import expand


def test_without_filters_there_are_all_single_statements(library: Library):
    counted = library.select("SELECT (COUNT(DISTINCT ?c) AS ?n) { ?c gf:hasPredicate ?p ; gf:polarity ?q }")
    assert ledger(library).select().total == counted.records()[0]["n"]


def test_the_counts_of_verdicts_are_those_of_the_graph(library: Library):
    counted = library.select(
        "SELECT ?v (COUNT(DISTINCT ?c) AS ?n) { ?c gf:hasPredicate ?p . ?a gf:assesses ?c ; gf:verdict ?v } GROUP BY ?v"
    )
    page = ledger(library).select()
    told = {value.node.iri: value.count for value in page.facets["verdict"]}
    without = told.pop(None)
    assert told == {str(row["v"]): row["n"].plain for row in counted}
    assert without == ledger(library).select({"verdict": ["none"]}).total == page.total - sum(told.values())


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


def test_a_claim_about_a_case_belongs_to_the_stage_of_its_activity(library: Library):
    every = ledger(library)
    rows = every.select({"stage": ["distribution"], "about": ["use:double-world-marketing"]}, size=None).rows
    assert {"N13.2", "N13.4", "N13.5", "N13.6"} <= {row.claim.id for row in rows}
    placing = {
        "stage": ["distribution"],
        "predicate": ["gf:isActivityIn"],
        "about": ["activity:distribution-work"],
    }
    assert every.select(placing).total == 1


def test_a_relation_alone_places_a_claim_in_no_stage(library: Library):
    rows = ledger(library).select({"predicate": ["gf:isDistributedBy"]}, size=None).rows
    assert "N16" in {row.claim.id for row in rows}
    assert not [row.claim.id for row in rows if row.facets["stage"]]


def test_what_the_home_page_places_in_a_stage_by_a_case_is_in_its_facet(library: Library):
    cases = entities(library).members(f"{GF}TechnologyUse")
    every = {row.claim.iri: row for row in ledger(library).rows}
    seen = 0
    for stage in chain(library, "en"):
        for part in (stage,) if not stage.parts else stage.parts:
            for claim in {claim for group in part.groups.values() for each in group for claim in each.claims}:
                row = every[claim]
                if row.claim.subject is not None and row.claim.subject.iri in cases:
                    assert part.iri in {node.iri for node in row.facets["stage"]}, claim
                    seen += 1
    assert seen > 10


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
        up = [row.claim.iri for row in every.select(sort=sort, size=None).rows]
        down = [row.claim.iri for row in every.select(sort=f"-{sort}", size=None).rows]
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


@pytest.mark.parametrize(
    "name",
    [
        "film:double-world",
        "double-world",
        "Double World",
        "征途",
        "https://w3id.org/genfilm/id/film/double-world",
    ],
)
def test_a_thing_has_the_claims_at_whose_ends_it_stands_and_those_of_its_uses_and_releases(
    library: Library, name: str
):
    counted = library.select(
        "SELECT DISTINCT ?c { ?c gf:hasPredicate ?p ; gf:polarity ?q ; gf:hasSubject|gf:hasObject film:double-world }"
    )
    page = ledger(library).select({"about": [name]}, size=None)
    through = corpus(library).through(expand("film:double-world"))
    assert {situation.rpartition("/id/")[2].partition("/")[0] for situation, _ in through} >= {"event", "use"}
    beyond = {said.iri for _, claims in through for said in claims}
    assert {row.claim.iri for row in page.rows} == {str(row["c"]) for row in counted} | beyond
    assert beyond.isdisjoint(str(row["c"]) for row in counted)
    assert {row.claim.id for row in page.rows} >= {"N13.5", "N16", "N17"}
    assert [node.key for node in page.chosen["about"]] == ["film:double-world"]


def test_a_claim_can_be_what_a_claim_is_about(library: Library):
    rows = ledger(library).select({"about": ["z26c:N06"]}, size=None).rows
    assert rows
    assert {row.claim.subject.iri.rpartition("/")[2] for row in rows} == {"N06"}


def test_a_row_is_about_what_its_parts_are_about(library: Library):
    rows = ledger(library).select({"about": ["征途"], "form": ["compound"]}, size=None).rows
    assert "N13" in {row.claim.id for row in rows}
    assert all(row.claim.parts for row in rows)
    staged = ledger(library).select({"stage": ["distribution"], "form": ["compound"]}, size=None).rows
    assert "N13" in {row.claim.id for row in staged}


def test_a_relation_chooses_the_claims_that_state_it(library: Library):
    every = ledger(library)
    chosen = {"about": ["征途"], "predicate": ["发行方为"], "source": ["zhang-2026"]}
    assert {row.claim.id for row in every.select(chosen).rows} == {"N16"}
    assert every.select({"predicate": ["gf:isDistributedBy"]}).total > 1


def test_an_ambiguous_name_comes_back_with_its_candidates(library: Library):
    with pytest.raises(Problem) as caught:
        ledger(library).select({"about": ["中国生成式AI用户数"]})
    assert (caught.value.status, caught.value.kind) == (409, "ambiguous-name")
    assert len(caught.value.extra["candidates"]) == 2
    with pytest.raises(Problem) as caught:
        ledger(library).select({"about": ["Duble World"]})
    assert (caught.value.status, caught.value.kind) == (404, "unknown-name")
    assert "film:double-world" in {each["name"] for each in caught.value.extra["candidates"]}


def test_words_narrow_what_the_filters_leave(library: Library):
    every = ledger(library)
    found = every.select({"about": ["征途"]}, words="online ON tencent", size=None)
    assert {row.claim.id for row in found.rows} == {"N16"}
    assert every.select(words="腾讯视频").total > 1
    assert every.select(words="unemployment").total == 0


@pytest.mark.parametrize(
    ("typed", "meant"), [("版權", "版权"), ("copyrigth", "copyright"), ("著作权", "版权")]
)
def test_words_are_understood_as_in_search(library: Library, typed: str, meant: str):
    every = ledger(library)
    found = {row.claim.iri for row in every.select(words=typed, size=None).rows}
    assert found == {row.claim.iri for row in every.select(words=meant, size=None).rows}
    assert len(found) > 20
    statements = {row.claim.iri for row in every.select(size=None).rows}
    assert found == index(library).claims(typed) & statements


def test_a_claim_about_a_use_is_found_by_the_film_and_every_claim_by_its_page(library: Library):
    every = ledger(library)
    film = every.select({"film": ["film:avatar"]}, size=None).rows
    assert "M05.2" in {row.claim.id for row in film}
    assert {"disputed"} <= {row.claim.verdict.key for row in film if row.claim.verdict}
    both_pages = every.select({"printed": ["119", "120"]}, size=None).total
    one, other = (every.select({"printed": [page]}, size=None).total for page in ("119", "120"))
    assert max(one, other) < both_pages <= one + other
    assert every.select({"risk": ["版权纠纷风险"]}).total > 0
    topic = every.select({"topic": ["ai-in-film"]}, size=None).rows
    assert {"givesPolicySupportTo", "hasTrend"} <= {row.claim.predicate.key for row in topic}


@given(st.sampled_from(FILTERS), st.text(max_size=300))
@settings(max_examples=60, deadline=None)
def test_any_text_is_a_value_or_a_problem(library: Library, facet: str, text: str):
    try:
        page = ledger(library).select({facet: [text]})
    except Problem as problem:
        if problem.status not in (400, 404, 409):
            raise
    else:
        assert page.total > 0 or facet == "about"
