"""The message of each chart is what its rows say."""

from __future__ import annotations

import re
from collections import defaultdict

import pytest

from tests.conftest import Server
from tests.web.http import get


def rows(server: Server, name: str) -> list[dict[str, str]]:
    return get(f"{server.url}/api/queries/{name}", size="1000").json["data"]


@pytest.fixture(scope="module")
def said(server: Server) -> dict[str, list[int]]:
    """The numbers in the headline of each chart."""
    page = get(f"{server.url}/en/charts", "text/html").text
    found = re.findall(r'data-chart="([\w-]+)".*?class="headline">(.*?)</strong>', page, re.S)
    return {name: [int(number) for number in re.findall(r"\d+", text)] for name, text in found}


def test_every_chart_has_a_headline_in_both_languages(server: Server, said: dict[str, list[int]]) -> None:
    for lang in ("en", "zh"):
        page = get(f"{server.url}/{lang}/charts", "text/html").text
        assert page.count('class="headline"') == page.count('<figure class="chart"') == len(said)


def test_the_verdicts(server: Server, said: dict[str, list[int]]) -> None:
    counts = {row["verdict"].rpartition("/")[2]: int(row["claims"]) for row in rows(server, "verdict-counts")}
    assert said["verdict-counts"] == [sum(counts.values()), counts["Corroborated"], counts["Disputed"]]


def test_the_section_with_most_disputes(server: Server, said: dict[str, list[int]]) -> None:
    every = rows(server, "verdicts-by-section")
    worst = max(int(row["claims"]) for row in every if row["verdict"].endswith("/Disputed"))
    assert said["verdicts-by-section"][-2] == worst
    sums: dict[str, int] = defaultdict(int)
    for row in every:
        sums[row["section"]] += int(row["claims"])
    assert said["verdicts-by-section"][-1] in sums.values()


def test_the_works_in_time(server: Server, said: dict[str, list[int]]) -> None:
    every = rows(server, "case-timeline")
    years = [int(row["year"]) for row in every]
    disputed = {row["claim"] for row in every if row["verdict"].endswith("/Disputed")}
    works, claims = {row["work"] for row in every}, {row["claim"] for row in every}
    assert said["case-timeline"] == [len(works), min(years), max(years), len(disputed), len(claims)]


@pytest.mark.parametrize(
    ("name", "column"), [("technologies-by-stage", "technology"), ("risks-by-stage", "risk")]
)
def test_the_stage_that_has_most(server: Server, said: dict[str, list[int]], name: str, column: str) -> None:
    held: dict[str, set[str]] = defaultdict(set)
    for row in rows(server, name):
        held[row["stage"]].add(row[column])
    assert said[name] == [max(map(len, held.values())), len(set().union(*held.values()))]


def test_the_sources_that_were_checked(server: Server, said: dict[str, list[int]]) -> None:
    every = rows(server, "sources-side-by-side")
    unchecked = ("/NotChecked", "/NotCheckable", "/SourceOnly")
    checked = {row["source"] for row in every if not row["verdict"].endswith(unchecked)}
    assert said["sources-side-by-side"] == [len(checked), len({row["source"] for row in every})]


def test_the_year_whose_works_are_disputed_most(server: Server, said: dict[str, list[int]]) -> None:
    every = rows(server, "claims-by-year-of-work")
    disputed = {row["year"]: int(row["claims"]) for row in every if row["verdict"].endswith("/Disputed")}
    year, number, total = said["claims-by-year-of-work"]
    assert number == max(disputed.values()) == disputed[year]
    assert total == sum(int(row["claims"]) for row in every if row["year"] == year)
