"""Researchers' questions that no named question answers: one query each, over claims and the relations of things.

The queries know the shape of a claim, but no case, observation, release or other helper node.
"""

from __future__ import annotations

import csv

import pyoxigraph as ox
import pytest

from genfilm.dataset.builds import GRAPH, Build
from tests import ROOT

with (ROOT / "tests/catalogue/researcher.tsv").open("r", encoding="utf-8") as lines:
    QUESTIONS = list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.fixture(scope="module")
def store(real_build: Build) -> ox.Store:
    store = ox.Store()
    store.bulk_load(path=str(real_build.directory / GRAPH), format=ox.RdfFormat.N_QUADS)
    return store


@pytest.mark.parametrize(("question", "query", "expected"), QUESTIONS, ids=[row[0] for row in QUESTIONS])
def test_one_query_answers(
    store: ox.Store, real_build: Build, question: str, query: str, expected: str
) -> None:
    prefixes = real_build.prefixes
    wanted = {prefixes.full(word) for word in expected.split()}
    answer = store.query(query, prefixes=dict(prefixes))
    rows = [{term.value for term in row if term is not None} for row in answer]  # type: ignore[union-attr]
    assert any(wanted <= row for row in rows), f"{question}: {rows[:5]}"
