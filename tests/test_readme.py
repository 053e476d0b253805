"""Examples of the READMEs, run as a reader would."""

from __future__ import annotations

import re

import pytest

from genfilm.catalogue.table import parse_table
from genfilm.cli.table import table
from genfilm.dataset.builds import Build
from genfilm.engine.pool import EvaluatorPool
from genfilm.engine.query import Query
from tests import ROOT

_SHOWN = re.compile(r"genfilm query - <<'EOF'\n(.*?)\nEOF\n```\n\n```\n(.*?)```", re.DOTALL)


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_the_query_of_the_readme_gives_the_answer_that_it_shows(name: str, real_build: Build) -> None:
    shown = _SHOWN.search((ROOT / name).read_text("utf-8"))
    assert shown is not None
    pool = EvaluatorPool(real_build.directory)
    try:
        assert table(parse_table(pool.answer(Query(shown[1])))) == shown[2]
    finally:
        pool.close()


@pytest.mark.parametrize("name", ["README.md", "README.zh.md", "CONTRIBUTING.md"])
def test_every_file_that_is_linked_is_there(name: str) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", (ROOT / name).read_text("utf-8"))
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_conformance_score_is_that_of_the_report() -> None:
    report = (ROOT / "docs/conformance.md").read_text("utf-8")
    passed, total = re.search(r"\| \*\*all\*\* \| (\d+) \| (\d+) ", report).groups()  # type: ignore[union-attr]
    assert f"{passed} of {total}" in (ROOT / "README.md").read_text("utf-8")
    assert f"共{total}项，经HTTP通过{passed}项" in (ROOT / "README.zh.md").read_text("utf-8")
