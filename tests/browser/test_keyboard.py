"""The site by keyboard alone: nothing is out of reach, nothing holds the focus, and the focus is seen."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Visit
from tests.conftest import Server

FOCUSED = """() => {
  const node = document.activeElement, style = getComputedStyle(node), box = node.getBoundingClientRect();
  const name = node.getAttribute("aria-label") || node.labels?.[0]?.textContent || node.textContent;
  const seen = (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || node.tagName === "MAIN";
  return {name: name.trim().replace(/\\s+/g, " "), tag: node.tagName, seen: seen && box.width > 0 && box.x >= 0, href: node.getAttribute("href")};
}"""
WORDS = {
    "en": ("Skip to the content", "GenFilm KG", "中文", "Dark colours", "Claims", "About"),
    "zh": ("跳到正文", "影谱 GenFilm KG", "English", "深色", "论断", "关于"),
}


def pressed(page: Page, key: str = "Tab") -> dict[str, str]:
    """Element that has the focus after a key; it must be visible."""
    page.keyboard.press(key)
    found: dict[str, str] = page.evaluate(FOCUSED)
    assert found["tag"] == "BODY" or found["seen"], f"the focus is not seen: {found}"
    return found


@pytest.mark.parametrize("lang", WORDS)
def test_tab_walks_through_the_head_in_the_order_it_is_read(
    server: Server, visit: Callable[..., Visit], lang: str
) -> None:
    page = visit(f"{server.url}/{lang}/about").page
    names = [pressed(page)["name"] for _ in range(13)]
    skip, brand, other, dark, first, last = WORDS[lang]
    assert (names[0], names[1], names[4], names[5], names[6], names[12]) == (
        skip,
        brand,
        other,
        dark,
        first,
        last,
    )


def test_the_first_link_leads_past_the_menu(server: Server, visit: Callable[..., Visit]) -> None:
    page = visit(f"{server.url}/en/claim/zhang-2026/N16").page
    assert pressed(page)["href"] == "#content"
    assert pressed(page, "Enter")["tag"] == "MAIN"
    assert pressed(page)["name"] == "Claims"  # the first link of the content, a crumb
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_every_link_is_reached_and_none_holds_the_focus(server: Server, visit: Callable[..., Visit]) -> None:
    page = visit(f"{server.url}/zh/claim/zhang-2026/N16").page
    wanted = page.evaluate(
        """() => new Set([...document.querySelectorAll("a[href], button, input, select, summary, [tabindex='0']")]
             .filter((node) => node.checkVisibility({visibilityProperty: true}) && !node.disabled)).size"""
    )
    page.evaluate(
        "window.reached = new Set(); document.addEventListener('focusin', (e) => reached.add(e.target))"
    )
    for _ in range(wanted + 1):
        pressed(page)
    assert page.evaluate("reached.size") >= wanted


def test_the_menu_of_a_narrow_window_opens_and_closes(server: Server, visit: Callable[..., Visit]) -> None:
    page = visit(f"{server.url}/en/", viewport={"width": 360, "height": 740}).page
    page.get_by_role("button", name="Menu").focus()
    page.keyboard.press("Enter")
    assert pressed(page)["name"] == "Claims"
    page.keyboard.press("Escape")
    assert not page.locator("#menu").is_visible()
    assert page.evaluate(FOCUSED)["name"] == "Menu"


def test_dark_colours_are_switched_and_kept(server: Server, visit: Callable[..., Visit]) -> None:
    page = visit(f"{server.url}/en/about", color_scheme="light").page
    switch = page.get_by_role("button", name="Dark colours")
    assert switch.get_attribute("aria-pressed") == "false"
    before = page.evaluate("getComputedStyle(document.body).backgroundColor")
    switch.focus()
    page.keyboard.press("Space")
    assert switch.get_attribute("aria-pressed") == "true"
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert dark != before
    page.reload()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == dark


@pytest.mark.parametrize(
    ("lang", "typed", "name"), [("en", "double wor", "Double World"), ("zh", "liulang", "流浪地球2")]
)
@pytest.mark.parametrize("box", ["#find", "#home-find"])
def test_a_suggestion_is_chosen_with_arrows(
    server: Server, visit: Callable[..., Visit], lang: str, typed: str, name: str, box: str
) -> None:
    seen = visit(f"{server.url}/{lang}/")
    page, field = seen.page, seen.page.locator(box)
    field.focus()
    page.keyboard.type(typed)
    options = page.locator(f"{box}-hits [role=option]")
    options.first.wait_for()
    assert field.get_attribute("aria-expanded") == "true"
    assert seen.axe() == []
    for _ in range(options.count()):
        page.keyboard.press("ArrowDown")
        chosen = page.locator(f"[id='{field.get_attribute('aria-activedescendant')}']")
        assert chosen.get_attribute("aria-selected") == "true"
        if name in chosen.inner_text():
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/entity/film/**")
    assert page.locator("h1").inner_text() == name


def test_escape_leaves_what_was_typed_and_enter_searches(server: Server, visit: Callable[..., Visit]) -> None:
    page = visit(f"{server.url}/en/about").page
    field = page.locator("#find")
    field.focus()
    page.keyboard.type("copyright")
    page.locator("#find-hits [role=option]").first.wait_for()
    page.keyboard.press("Escape")
    assert field.get_attribute("aria-expanded") == "false"
    assert field.input_value() == "copyright"
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/search?q=copyright")
    assert "found" in page.get_by_role("status").inner_text()


def test_the_ledger_is_filtered_and_sorted(server: Server, visit: Callable[..., Visit]) -> None:
    page = visit(f"{server.url}/en/claims").page
    page.locator("#q").focus()
    page.keyboard.type("copyright")
    pressed(page)
    page.keyboard.press("End")
    assert pressed(page)["name"] == "Apply"
    page.keyboard.press("Enter")
    page.wait_for_url("**q=copyright**")
    assert parse_qs(urlsplit(page.url).query)["sort"] == ["verdict"]
    all_found = int(page.locator("#count").inner_text().split()[0])
    page.get_by_role("button", name="Apply").focus()
    while "corroborated" not in pressed(page)["name"]:
        pass
    page.keyboard.press("Enter")
    page.wait_for_url("**verdict=corroborated**")
    assert 0 < int(page.locator("#count").inner_text().split()[0]) < all_found
    assert page.locator(".claims-list .v-corroborated").count() == page.locator(".claims-list > li").count()


def test_the_picture_is_walked_and_left(server: Server, visit: Callable[..., Visit]) -> None:
    page = visit(f"{server.url}/en/explore?focus=film:double-world").page
    page.locator("#explore[data-ready]").wait_for()
    page.locator("#explore-form summary").last.focus()
    assert pressed(page)["name"] == "Picture of claims"
    for key in ("ArrowRight", "ArrowRight", "+", "-", "0"):
        pressed(page, key)
    page.keyboard.press("Enter")
    page.locator("#explore-said", has_text=re.compile(r": (\d+ claims|Nothing further)")).wait_for()
    assert pressed(page)["tag"] == "SELECT"
    assert pressed(page, "Shift+Tab")["name"] == "Picture of claims"


def test_the_editor_lets_go(server: Server, visit: Callable[..., Visit]) -> None:
    page = visit(f"{server.url}/en/editor").page
    page.locator(".editor-box[data-ready]").wait_for()
    page.locator(".cm-content").focus()
    page.keyboard.press("Control+End")
    page.keyboard.type("\ngf:usesTech")
    page.locator(".cm-tooltip-autocomplete").wait_for()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    assert pressed(page)["name"] == "Run"
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.closest('.editor-box') !== null")
