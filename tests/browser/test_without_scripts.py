"""Every page is whole without scripts: what it is about stands in the HTML, and its forms answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.kinds import KINDS, Kind
from tests.conftest import Server

# What a script adds or takes away: buttons that need it, drawings whose table stands beside them.
PARTS = "main :is(h1, h2, h3, th, td, dd, li, p)"
LOST = """(selector) => [...document.querySelectorAll(selector)].filter((node) =>
  node.textContent.trim() && !node.checkVisibility() && !node.closest("details:not([open]), .chain-picture, .chain-list, [popover]")).map((node) => node.textContent.trim().slice(0, 60))"""


@pytest.fixture(scope="module")
def plain(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=False, locale="en-GB")
    context.set_default_timeout(60_000)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_page_is_whole_without_scripts(server: Server, plain: Page, kind: Kind) -> None:
    answer = plain.goto(server.url + kind.address("en"))
    assert answer is not None
    assert answer.status == kind.status
    assert plain.evaluate(LOST, PARTS) == []
    assert len(plain.locator("main").inner_text()) > 60
    assert plain.locator("h1").count() == 1


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("claim", "All sources found put the release exclusively on iQIYI"),
        ("thing-film", "is distributed by"),
        ("explore", "Tencent Video"),
        ("question-chart", "not checkable"),
        ("compare-strategies-actors", "content quality control"),
        ("search", "copyright infringement risk"),
        ("charts", "copyright and legal risk"),
        ("frame-graph", "is distributed by"),
        ("api", "/api/queries/"),
    ],
)
def test_what_a_page_is_about_stands_in_its_html(server: Server, plain: Page, name: str, words: str) -> None:
    kind = next(each for each in KINDS if each.name == name)
    plain.goto(server.url + kind.address("en"))
    assert words in " ".join(plain.locator("main").text_content().split())


def test_every_kind_of_thing_has_a_page_like_the_others(server: Server, plain: Page) -> None:
    listing = urlopen(f"{server.url}/zh/entity/").read().decode()
    first: dict[str, str] = {}
    for kind, name in re.findall(r'href="/zh/entity/([^/"]+)/([^"#]+)"', listing):
        first.setdefault(kind, name)
    assert len(first) > 30
    for kind, name in first.items():
        answer = plain.goto(f"{server.url}/zh/entity/{kind}/{name}")
        assert answer is not None
        assert answer.status == 200, kind
        assert plain.locator("h1").count() == 1
        assert plain.locator("main :is(table, dl.facts, p)").count() > 2, kind
        assert plain.locator(".tools .data-links a").count() >= 4, kind
