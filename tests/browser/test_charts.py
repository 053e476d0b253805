"""The charts: drawn in both languages and themes without evaluating code, each with its table and query."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest

from tests.browser.conftest import Visit
from tests.conftest import Server


@pytest.mark.parametrize(("lang", "scheme", "word"), [("en", "dark", "disputed"), ("zh", "light", "受质疑")])
@pytest.mark.parametrize("width", [360, 1440])
def test_every_chart_is_drawn(
    server: Server, visit: Callable[..., Visit], lang: str, scheme: str, word: str, width: int
):
    seen = visit(f"{server.url}/{lang}/charts", color_scheme=scheme, viewport={"width": width, "height": 900})
    page = seen.page
    figures = page.locator("figure.chart")
    assert figures.count() == 8
    for number in range(8):
        figure = figures.nth(number)
        figure.locator("svg[role=img]").wait_for()
        assert figure.locator("svg [role=graphics-symbol], svg path, svg rect").count() > 3
    assert word in page.locator("figure[data-chart=verdict-counts] svg").text_content()
    assert page.locator("section.chart-section details").count() == 16
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert (seen.violations(), seen.errors, seen.outside(server.url)) == ([], [], [])
    assert seen.axe(include=[["main"]], exclude=[["svg"]]) == []


TITLES = """figure => [".role-axis", ".role-axis-label", ".role-axis-title"].map((role) =>
  [...figure.querySelectorAll(`svg ${role}${role === ".role-axis" ? ":has(.role-axis-label text)" : " text"}`)]
    .map((each) => { const {left, right, top, bottom} = each.getBoundingClientRect(); return {text: each.textContent, left, right, top, bottom}; }))"""


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("width", [360, 1440])
def test_every_axis_says_what_it_counts_or_shows(
    server: Server, visit: Callable[..., Visit], lang: str, width: int
):
    page = visit(f"{server.url}/{lang}/charts", viewport={"width": width, "height": 900}).page
    for figure in page.locator("figure.chart").all():
        figure.locator("svg[role=img]").wait_for()
        axes, labels, titles = figure.evaluate(TITLES)
        told = json.loads(figure.locator("script").text_content() or "")["axes"]
        assert len(titles) == len(axes) == 2
        for title in titles:
            assert title["text"] in told.values()
            assert title["left"] >= 0
            assert title["right"] <= width
            assert not [label for label in labels if _overlap(title, label)], title


def _overlap(one: dict[str, float], other: dict[str, float]) -> bool:
    across = min(one["right"], other["right"]) - max(one["left"], other["left"])
    down = min(one["bottom"], other["bottom"]) - max(one["top"], other["top"])
    return across > 1 and down > 1


def test_sections_stand_in_the_order_of_the_source_by_their_names(
    server: Server, visit: Callable[..., Visit]
):
    page = visit(f"{server.url}/en/charts").page
    figure = page.locator("figure[data-chart=verdicts-by-section]")
    figure.locator("svg[role=img]").wait_for()
    found = figure.locator("svg .role-axis-label text").evaluate_all(
        "all => all.map((each) => each.textContent)"
    )
    names = [text for text in found if not text.isdecimal()]
    assert [name for name in names if name.startswith("section")][:4] == [
        "section 1",
        "section 1.1",
        "section 1.2",
        "section 2",
    ]
    assert names.index("introduction") < names.index("section 1") < names.index("section 4")


def test_a_question_draws_its_chart_when_asked(server: Server, visit: Callable[..., Visit]):
    seen = visit(f"{server.url}/en/questions/verdict-counts")
    page = seen.page
    page.get_by_role("button", name="Draw the chart").click()
    page.locator("figure.chart[data-ready]").wait_for()
    assert page.get_by_role("button", name="Draw the chart").count() == 0
    assert (seen.violations(), seen.errors) == ([], [])
    with page.expect_download() as saved:
        page.locator(".chart-bar").get_by_role("button", name="SVG").click()
    assert "corroborated" in saved.value.path().read_text("utf-8")


@pytest.mark.parametrize("name", ["disputed-claims", "directors", "verdict-counts"])
def test_a_question_loads_no_chart_script_by_itself(server: Server, visit: Callable[..., Visit], name: str):
    seen = visit(f"{server.url}/en/questions/{name}")
    assert [url for url in seen.requests if "charts" in url and url.endswith(".js")] == []


@pytest.mark.parametrize(
    ("chart", "words"),
    [
        ("risks-by-stage", r"number of statements: (\d+)"),
        ("verdict-counts", r"number of statements: (\d+)"),
        ("case-timeline", r"number of claims: (\d+)"),
    ],
)
def test_a_mark_leads_to_exactly_the_claims_that_it_counts(
    server: Server, visit: Callable[..., Visit], chart: str, words: str
):
    page = visit(f"{server.url}/en/charts").page
    figure = page.locator(f"figure[data-chart={chart}][data-ready]")
    figure.wait_for()
    mark = figure.locator("svg .role-mark [role=graphics-symbol]").first
    mark.scroll_into_view_if_needed()
    found = re.search(words, mark.get_attribute("aria-label") or "")
    assert found, mark.get_attribute("aria-label")
    mark.click(force=True)
    page.wait_for_url("**/en/**claim**" if chart != "verdict-counts" else "**behind=claims**")
    if chart == "verdict-counts":
        shown = page.locator("table tbody tr").count()
    else:
        shown = page.locator(".claims-list > li").count()
    assert shown == int(found[1])
