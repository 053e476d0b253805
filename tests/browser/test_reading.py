"""Words of a screen reader, in order: Chromium's accessibility tree of the pages that a scholar reads most."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from tests.browser.conftest import Visit
from tests.conftest import Server

QUIET = {
    "none",
    "generic",
    "InlineTextBox",
    "LineBreak",
    "StaticText",
    "ListMarker",
    "paragraph",
    "LabelText",
}


def spoken(seen: Visit) -> list[tuple[str, str]]:
    """(role, name) of all that is announced, in reading order."""
    session = seen.page.context.new_cdp_session(seen.page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    by_id: dict[str, dict[str, Any]] = {node["nodeId"]: node for node in nodes}
    said: list[tuple[str, str]] = []

    def read(node: dict[str, Any]) -> None:
        role, name = (str(node.get(key, {}).get("value", "")) for key in ("role", "name"))
        if not node.get("ignored") and role not in QUIET:
            said.append((role, " ".join(name.split())))
        for child in node.get("childIds", []):
            if child in by_id:
                read(by_id[child])

    read(nodes[0])
    return said


def in_order(said: Iterable[tuple[str, str]], wanted: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Entries of ``wanted`` that are missing, or do not come after the one before them."""
    rest = iter(said)
    return [each for each in wanted if not any(each == other for other in rest)]


def test_a_claim_is_read_from_its_statement_to_its_citation(
    server: Server, visit: Callable[..., Visit]
) -> None:
    seen = visit(f"{server.url}/en/claim/zhang-2026/N16")
    wanted = [
        ("link", "Skip to the content"),
        ("banner", ""),
        ("search", "Search the site"),
        ("combobox", "Search claims, films, people, risks …"),
        ("navigation", "Main menu"),
        ("main", ""),
        ("navigation", "Where you are"),
        ("heading", "Claim N16 : Double World was released online on Tencent Video."),
        ("region", "Verdict"),
        ("link", "disputed"),
        ("heading", "Evidence"),
        ("link", "SCMP review of Double World"),
        ("heading", "Where it is said"),
        ("term", "Who says it"),
        ("link", "Zhang Lihua"),
        ("heading", "Related claims"),
        ("region", "Citation"),
        ("button", "Copy"),
        ("contentinfo", ""),
    ]
    assert in_order(spoken(seen), wanted) == []
    other = seen.page.locator(".other-tongue")
    assert other.get_attribute("lang") == "zh-Hans"
    assert seen.page.locator(".evidence-list span[lang=zh-Hans]").count() > 2


def test_a_fact_of_a_film_is_read_with_its_heads(server: Server, visit: Callable[..., Visit]) -> None:
    seen = visit(f"{server.url}/zh/entity/film/double-world")
    wanted = [
        ("heading", "征途"),
        ("region", "关于它的论述"),
        ("table", "关于它的论述"),
        ("columnheader", "谓语"),
        ("columnheader", "宾语"),
        ("columnheader", "核查结论"),
        ("columnheader", "论断"),
        ("columnheader", "页码"),
        ("rowheader", "发行方为"),
        ("cell", "腾讯视频"),
        ("cell", "受质疑"),
        ("cell", "120"),
        ("table", "提及它的论述"),
    ]
    assert in_order(spoken(seen), wanted) == []


def test_the_filters_of_the_ledger_say_their_counts_and_which_is_on(
    server: Server, visit: Callable[..., Visit]
) -> None:
    seen = visit(f"{server.url}/en/claims?verdict=disputed")
    said = spoken(seen)
    said_on, number = seen.page.locator(".facets [aria-current=true]").inner_text().split()
    assert said_on == "disputed"
    assert seen.page.locator(".claims-list > li").count() == min(int(number), 50), "a page of them"
    wanted = [
        ("heading", "Claims"),
        ("region", "Filter"),
        ("searchbox", "Search the claims"),
        ("combobox", "Sort by"),
        ("button", "Apply"),
        ("list", "Verdict"),
        ("link", f"disputed {number}"),
        ("heading", f"{number} claims"),
        ("link", "Remove the filter: Verdict: disputed"),
    ]
    assert in_order(said, wanted) == []


def test_the_chain_is_a_picture_of_links_that_can_be_heard(
    server: Server, visit: Callable[..., Visit]
) -> None:
    seen = visit(f"{server.url}/zh/")
    wanted = [
        ("search", "搜索"),
        ("region", "受质疑的论断"),
        ("region", "电影产业链"),
        ("group", "创作环节"),
        ("link", "创作环节"),
        ("link", "技术 6"),
        ("group", "制作环节"),
        ("group", "发行与营销环节"),
        ("region", "核查结果"),
        ("link", "受质疑 51"),
    ]
    assert in_order(spoken(seen), wanted) == []


def test_no_picture_link_or_button_is_without_a_name(server: Server, visit: Callable[..., Visit]) -> None:
    for path in (
        "zh/",
        "en/claims",
        "en/compare/risks-stages",
        "zh/charts",
        "en/explore?focus=film:double-world",
        "zh/editor",
    ):
        seen = visit(f"{server.url}/{path}")
        seen.page.wait_for_load_state("networkidle")
        said = spoken(seen)
        mute = [
            role
            for role, name in said
            if not name
            and role
            in ("link", "button", "image", "img", "combobox", "textbox", "searchbox", "table", "region")
        ]
        assert mute == [], path


def test_a_table_is_sorted_by_the_buttons_in_its_headings(
    server: Server, visit: Callable[..., Visit]
) -> None:
    """Up, down and back; numbers as numbers; the heading tells which way."""
    seen = visit(f"{server.url}/en/questions/verdict-counts")
    page = seen.page
    head = page.get_by_role("columnheader", name="statements")
    button = head.get_by_role("button")
    cells = "rows => rows.map(row => Number(row.cells[row.cells.length - 1].textContent.replace(',', '')))"
    rows = page.locator("table[aria-labelledby=answer] tbody tr")
    first = rows.evaluate_all(cells)
    button.click()
    assert head.get_attribute("aria-sort") == "ascending"
    assert rows.evaluate_all(cells) == sorted(first)
    button.press("Enter")
    assert head.get_attribute("aria-sort") == "descending"
    assert rows.evaluate_all(cells) == sorted(first, reverse=True)
    button.click()
    assert head.get_attribute("aria-sort") is None
    assert rows.evaluate_all(cells) == first
    assert seen.axe(include=[["main"]]) == []
