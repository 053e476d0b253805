"""Promises: what a question says of its answer, held against the answer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import cast

import pytest

from genfilm.catalogue.promise import broken_promises
from genfilm.catalogue.query import load_query
from genfilm.engine.pool import EvaluatorPool
from genfilm.errors import BuildFailed

TEXT = "#+ summary: {en: a, zh: 甲}\n#+ columns: {x: {en: x, zh: 某}}\n#+ expect: EXPECT\nSELECT ?x {}\n"


class Fixed:
    """A pool whose answer is always the same three rows."""

    def answer(self, _: object) -> str:
        rows = [{"x": {"type": "literal", "value": value}} for value in "abc"]
        return json.dumps({"head": {"vars": ["x"]}, "results": {"bindings": rows}})


@pytest.mark.parametrize(
    ("expect", "broken"),
    [
        ("{rows: 3}", []),
        ("{rows: 2}", ["3 rows, promised 2"]),
        ("{at_least: 3}", []),
        ("{at_least: 2, includes: [{x: b}]}", []),
        ("{at_least: 4}", ["3 rows, promised at least 4"]),
        ("{sources: [a-2026], rows: 3}", []),
        ("{includes: [{x: d}]}", ["no row with {'x': 'd'}"]),
    ],
)
def test_a_promise_is_held_against_the_answer(tmp_path: Path, expect: str, broken: list[str]) -> None:
    path = tmp_path / "queries" / "competency" / "a.rq"
    path.parent.mkdir(parents=True)
    path.write_text(TEXT.replace("EXPECT", expect), "utf-8")
    assert broken_promises(load_query(path, tmp_path), cast(EvaluatorPool, Fixed())) == broken


def test_the_sources_of_a_promise_are_a_list(tmp_path: Path) -> None:
    path = tmp_path / "queries" / "competency" / "a.rq"
    path.parent.mkdir(parents=True)
    path.write_text(TEXT.replace("EXPECT", "{sources: a-2026, rows: 3}"), "utf-8")
    with pytest.raises(BuildFailed, match="a list of sources"):
        load_query(path, tmp_path)
