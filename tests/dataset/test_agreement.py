"""Claims of different sources meet by rule: the same triple, both affirmed or denied, or one of each."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from genfilm.vocabulary import PREFIXES, graph
from tests import ROOT

RULE = (ROOT / "queries/rules/19-agreement.rq").read_text("utf-8")
CLAIM = "{name} a gf:{kind} ; gf:hasSubject tech:x ; gf:hasPredicate gf:isKindOf ; {tail} ."


def related(*claims: tuple[str, str, str, str, str]) -> set[tuple[str, str, str]]:
    """(claim, relation, other) that the rule writes for claims, each a graph, a class, a name, an object and
    a polarity."""
    store = ox.Store()
    for place, kind, name, thing, polarity in claims:
        text = CLAIM.format(name=f"example:{name}", kind=kind, tail=f"{thing} ; gf:polarity gf:{polarity}")
        store.load(
            (PREFIXES.prologue() + text).encode(), ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(graph(place))
        )
    triples = store.query(RULE, prefixes=PREFIXES, use_default_graph_as_union=True)
    return {tuple(term.value.rsplit("/", 1)[-1] for term in triple) for triple in triples}  # type: ignore[misc]


ONE = ("source/one-2026", "SourceClaim", "a", "gf:hasObject tech:y", "Affirmed")


@pytest.mark.parametrize(("polarity", "relation"), [("Affirmed", "agreesWith"), ("Negated", "disagreesWith")])
@pytest.mark.parametrize(
    ("place", "kind"), [("source/two-2026", "SourceClaim"), ("evidence", "EvidenceClaim")]
)
def test_claims_of_two_sources_with_one_triple_meet_both_ways(
    place: str, kind: str, polarity: str, relation: str
) -> None:
    other = (place, kind, "b", "gf:hasObject tech:y", polarity)
    assert related(ONE, other) == {("a", relation, "b"), ("b", relation, "a")}


@pytest.mark.parametrize(
    "other",
    [
        ("source/one-2026", "SourceClaim", "b", "gf:hasObject tech:y", "Negated"),
        ("source/two-2026", "SourceClaim", "b", "gf:hasObject tech:z", "Affirmed"),
        ("source/editorial", "EditorialClaim", "b", "gf:hasObject tech:y", "Affirmed"),
    ],
    ids=["of one source", "another object", "ours"],
)
def test_others_do_not_meet(other: tuple[str, str, str, str, str]) -> None:
    assert related(ONE, other) == set()
