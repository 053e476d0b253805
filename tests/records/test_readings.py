"""Agreement of two readers: kappa beside other ways to count it, and pairs, differences and stale readings."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genfilm.records.kappa import kappa
from genfilm.records.node import Node, thing
from genfilm.records.readings import CODED, Coding, claim_of, label_hash, pairs, same

READ = st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("abcd")), min_size=1, max_size=60)


def by_all_pairs(read: list[tuple[str, str]]) -> Fraction | None:
    """Kappa by disagreement: one less the share of differing pairs as read to that of all pairs by chance."""
    expected = Fraction(sum(one != other for (one, _), (_, other) in product(read, read)), len(read) ** 2)
    observed = Fraction(sum(one != other for one, other in read), len(read))
    return 1 - observed / expected if expected else None


@given(READ)
def test_kappa_is_that_of_all_pairs_of_values(read: list[tuple[str, str]]):
    assert kappa(read) == by_all_pairs(read)


@given(READ)
def test_kappa_is_the_same_with_the_readers_changed_about_and_is_one_at_most(read: list[tuple[str, str]]):
    found = kappa(read)
    assert found == kappa([(other, one) for one, other in read])
    assert found is None or -1 <= found <= 1
    if all(one == other for one, other in read):
        assert found in (None, 1)


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ({"yy": 20, "yn": 5, "ny": 10, "nn": 15}, Fraction(2, 5)),
        ({"yy": 45, "yn": 15, "ny": 25, "nn": 15}, Fraction(3, 23)),
        ({"yn": 1, "ny": 1}, Fraction(-1)),
        ({"yy": 9, "ny": 1}, Fraction(0)),
        ({"yy": 7}, None),
        ({}, None),
    ],
    ids=["forty", "by the marginals", "opposed", "one category of one", "one category", "nothing"],
)
def test_kappa_of_tables_worked_by_hand(table: dict[str, int], expected: Fraction | None):
    read = [(one, other) for (one, other), count in table.items() for _ in range(count)]
    assert kappa(read) == expected


def person(name: str) -> Node:
    return Node(f"https://w3id.org/genfilm/id/reader/{name}", {"en": name, "zh": name}, name)


def coding(claim: str, by: str, *, counts: bool = True, accepts: bool = False, **values: str) -> Coding:
    nodes = {name: thing(f"https://w3id.org/genfilm/ns/{value}", {}) for name, value in values.items()}
    iri = f"https://w3id.org/genfilm/id/claim/example-2026/{claim}"
    return Coding(f"{iri}.{by}", iri, person(by), "2026-12-01", accepts, counts, nodes)


def test_readers_are_compared_two_by_two_with_their_differences():
    (found,) = pairs([
        coding("C2", "bo", polarity="Affirmed", modality="Hedged"),
        coding("C10", "bo", polarity="Negated"),
        coding("C2", "ann", polarity="Affirmed", modality="Asserted"),
        coding("C10", "ann", polarity="Negated", modality="Asserted"),
        coding("C3", "ann", polarity="Negated"),
        coding("C2", "cy", accepts=True, polarity="Affirmed"),
    ])  # fmt: skip
    assert (found.first.key, found.second.key) == ("ann", "bo")
    assert [claim.rpartition("/")[2] for claim in found.claims] == ["C2", "C10"]
    assert found.agreed == ()
    by_name = {each.name: each for each in found.agreements}
    assert list(by_name) == list(CODED)
    polarity, modality = by_name["polarity"], by_name["modality"]
    assert (polarity.items, polarity.alike, polarity.share, polarity.kappa) == (2, 2, 1.0, 1.0)
    assert (modality.items, modality.alike, modality.kappa) == (1, 0, 0.0)
    assert (by_name["object"].items, by_name["object"].share, by_name["object"].kappa) == (0, None, None)
    told = [(each.claim.rpartition("/")[2], each.name, each.first, each.second) for each in found.differences]
    assert [each[:2] for each in told] == [("C2", "modality"), ("C10", "modality")]
    assert told[0][2] is not None
    assert told[0][2].key == "asserted"
    assert told[1][3] is None, "bo did not read the modality of C10"


def test_stale_readings_do_not_count():
    read = [coding("C1", "ann", polarity="Affirmed"), coding("C1", "bo", counts=False, polarity="Affirmed")]
    assert pairs(read) == ()


def test_values_are_the_same_as_terms_not_as_texts():
    plain = Node(None, {"en": "5", "zh": "5"}, "", "string", "5")
    number = Node(None, {"en": "5", "zh": "5"}, "", "integer", 5)
    assert same(plain, plain)
    assert not same(plain, number)
    assert not same(plain, None)
    assert same(None, None)


def test_a_reading_and_an_acceptance_name_their_claim():
    assert claim_of("https://w3id.org/genfilm/id/reading/example-2026/C01.2.li-wei") == "example-2026/C01.2"
    assert claim_of("https://w3id.org/genfilm/id/acceptance/example-2026/C01.2") == "example-2026/C01.2"
    assert claim_of("https://w3id.org/genfilm/id/claim/example-2026/C01.2") == ""
    assert label_hash("a", "b") != label_hash("ab", "")
