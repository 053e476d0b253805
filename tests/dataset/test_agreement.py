"""Claims of different sources meet by rule: the same triple, both affirmed or denied, or one of each."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from genfilm.vocabulary import PREFIXES, graph
from tests import ROOT

RULE = (ROOT / "queries/rules/19-agreement.rq").read_text("utf-8")

Claim = dict[str, str]


def claim(name: str, **said: str) -> Claim:
    """A claim that tech:x is a kind of tech:y, stated as a fact by a party of its own, unless said otherwise."""
    usual = {"place": f"source/{name}-2026", "kind": "SourceClaim", "thing": "tech:y", "party": f"org:{name}"}
    return {"name": name, "polarity": "Affirmed", "modality": "Asserted"} | usual | said


def related(*claims: Claim, derived: str = "") -> set[tuple[str, str, str]]:
    """(claim, relation, other) that the rule writes for claims; ``derived`` says which text presents which."""
    store = ox.Store()
    for one in claims:
        text = (
            "example:{name} a gf:{kind} ; gf:hasSubject tech:x ; gf:hasPredicate gf:isKindOf ;"
            " gf:hasObject {thing} ; gf:polarity gf:{polarity} ; gf:modality gf:{modality} ;"
            " prov:wasAttributedTo {party} ; gf:isStatedIn [ gf:isPassageOf doc:{name} ] ."
        ).format(**one)
        place = ox.NamedNode(graph(one["place"]))
        store.load((PREFIXES.prologue() + text).encode(), ox.RdfFormat.TURTLE, to_graph=place)
    store.load((PREFIXES.prologue() + derived).encode(), ox.RdfFormat.TURTLE)
    triples = store.query(RULE, prefixes=PREFIXES, use_default_graph_as_union=True)
    return {tuple(term.value.rsplit("/", 1)[-1] for term in triple) for triple in triples}  # type: ignore[misc]


AGREE = {("a", "agreesWith", "b"), ("b", "agreesWith", "a")}


@pytest.mark.parametrize(("polarity", "relation"), [("Affirmed", "agreesWith"), ("Negated", "disagreesWith")])
@pytest.mark.parametrize(
    ("place", "kind"), [("source/two-2026", "SourceClaim"), ("evidence", "EvidenceClaim")]
)
def test_claims_of_two_sources_with_one_triple_meet_both_ways(
    place: str, kind: str, polarity: str, relation: str
) -> None:
    other = claim("b", place=place, kind=kind, polarity=polarity)
    assert related(claim("a"), other) == {("a", relation, "b"), ("b", relation, "a")}


@pytest.mark.parametrize(
    "other",
    [
        claim("b", place="source/a-2026", polarity="Negated"),
        claim("b", thing="tech:z"),
        claim("b", place="source/editorial", kind="EditorialClaim"),
        claim("b", party="org:a"),
    ],
    ids=["of one source", "another object", "ours", "of one speaker"],
)
def test_others_do_not_meet(other: Claim) -> None:
    assert related(claim("a"), other) == set()


@pytest.mark.parametrize(
    ("one", "other", "met"),
    [
        ("Asserted", "Defined", AGREE),
        ("Predicted", "Predicted", AGREE),
        ("Hedged", "Hedged", AGREE),
        ("Asserted", "Predicted", set()),
        ("Recommended", "Asserted", set()),
        ("Defined", "Hedged", set()),
    ],
)
def test_a_fact_meets_facts_and_a_forecast_forecasts(
    one: str, other: str, met: set[tuple[str, str, str]]
) -> None:
    assert related(claim("a", modality=one), claim("b", modality=other)) == met


@pytest.mark.parametrize(
    "derived", ["doc:a prov:wasDerivedFrom doc:b .", "doc:b prov:wasDerivedFrom doc:a ."]
)
def test_a_text_does_not_agree_with_the_one_that_it_presents(derived: str) -> None:
    assert related(claim("a"), claim("b"), derived=derived) == set()


def test_a_third_source_still_meets_both() -> None:
    met = related(claim("a"), claim("b"), claim("c"), derived="doc:a prov:wasDerivedFrom doc:b .")
    assert {pair for one, _, other in met for pair in [(one, other)]} == {
        ("a", "c"),
        ("c", "a"),
        ("b", "c"),
        ("c", "b"),
    }
