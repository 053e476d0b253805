"""The film trade: what a work is said to use, its releases, its takings and its credits."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from genfilm.vocabulary import PREFIXES, compact
from tests import ROOT

CASE = """<urn:a> gf:hasPredicate gf:isUseOf ; gf:hasSubject use:x ; gf:hasObject tech:t ; gf:polarity gf:Affirmed .
<urn:b> gf:hasPredicate gf:isUsedIn ; gf:hasSubject use:x ; gf:hasObject film:f ; gf:polarity gf:Affirmed ."""
SHORT = """<urn:c> gf:hasPredicate gf:usesTechnology ; gf:hasSubject film:f ; gf:hasObject tech:t ;
  gf:polarity gf:Affirmed ."""


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (CASE, True),
        (SHORT, True),
        (CASE.replace("Affirmed", "Negated", 1), False),
        (SHORT.replace("Affirmed", "Negated"), False),
        (CASE.partition("\n")[0], False),
    ],
)
def test_one_relation_leads_from_a_work_to_what_it_is_said_to_use(told: str, said: bool):
    store = ox.Store()
    store.load(input=(PREFIXES.prologue() + told).encode(), format=ox.RdfFormat.TURTLE)
    found = list(store.query((ROOT / "queries/rules/18-said-to-use.rq").read_text("utf-8")))
    assert [str(triple.object).rpartition("/")[2] for triple in found] == (["t>"] if said else [])


def column(store: ox.Store, query: str) -> set[str]:
    rows = store.query(PREFIXES.prologue() + query)
    return {compact(row[0].value) if isinstance(row[0], ox.NamedNode) else row[0].value for row in rows}


def test_every_work_with_a_case_is_reached_by_it(graph_of_the_paper: ox.Store):
    work = "?work a/rdfs:subClassOf* gf:AudiovisualWork ."
    said = column(graph_of_the_paper, f"SELECT ?work {{ ?work gf:isSaidToUse ?any . {work} }}")
    cases = column(
        graph_of_the_paper,
        f"SELECT ?work {{ ?c gf:hasPredicate ?p ; gf:hasSubject|gf:hasObject ?work . {work} "
        "FILTER (?p IN (gf:usesTechnology, gf:isUsedIn)) }",
    )
    assert said == cases
    assert {"film:avatar", "film:double-world", "series:love-death-and-robots"} <= said


def test_a_release_says_of_which_work_it_is(graph_of_the_paper: ox.Store):
    releases = column(graph_of_the_paper, "SELECT ?r { ?r a gf:Release }")
    tied = column(graph_of_the_paper, "SELECT ?r { ?c gf:hasPredicate gf:isReleaseOf ; gf:hasSubject ?r }")
    assert releases == tied
    assert len(releases) >= 9


def test_every_role_of_a_credit_is_below_one_relation(graph_of_the_paper: ox.Store):
    roles = column(graph_of_the_paper, "SELECT ?role { ?role rdfs:subPropertyOf gf:isCreditedTo }")
    assert roles == {
        f"gf:{name}"
        for name in (
            "hasCastMember", "hasCreator", "hasProducer", "hasVisualEffectsBy", "isDirectedBy", "isProducedBy",
            "isWrittenBy",
        )
    }  # fmt: skip
