"""Every kind of page in both languages, narrow and wide, light and dark: readable, sound, and quiet."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import VIOLATIONS, Visit, watched
from tests.browser.kinds import KINDS, Kind
from tests.conftest import Server

WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 360, "height": 740}
LANGUAGES = {"en": "en-GB", "zh": "zh-CN"}
# Colours depend on neither the language nor the width: each language sees one theme wide, the other narrow.
VIEWS = {
    "en": ((WIDE, "light"), (NARROW, "dark")),
    "zh": ((WIDE, "dark"), (NARROW, "light")),
}
FRAME_ROLES = ["main"]
PAGE_ROLES = ["banner", "contentinfo", "main", "navigation", "search"]

# What a script draws, and how it looks when it is there.
DRAWN = {
    "#explore": "#explore[data-ready]",
    "figure.chart:not(:has([data-load]))": "figure.chart[data-ready]",
    "#editor-form": ".editor-box[data-ready]",
    "#api": ".swagger-ui .info",
    "genfilm-graph": "genfilm-graph canvas",
}
# Rows and entries after the first twenty are made as those are; axe compares each with each.
REPEATED = [
    [".columns > li:nth-child(n + 20)"],
    ["tbody > tr:nth-child(n + 20)"],
    [".tree > li:nth-child(n + 20)"],
    [".opblock-tag-section:nth-child(n + 3) .opblock"],
]
# What a second look at the same page, in another width and theme, can find.
LOOKS = ["color-contrast", "target-size", "scrollable-region-focusable", "link-in-text-block"]
STRUCTURE = r"""() => {
  const shown = (node) => node.checkVisibility({visibilityProperty: true});
  const all = (selector) => [...document.querySelectorAll(selector)];
  const ids = all("[id]").map((node) => node.id);
  const named = (node) => node.getAttribute("aria-label") || node.getAttribute("aria-labelledby") || node.closest("table")?.caption;
  const skip = document.querySelector("a[href]");
  const landmarks = {
    banner: "body > header", contentinfo: "body > footer", main: "main:not([role])", navigation: "body > header nav", search: "body > header [role=search]",
  };
  const strangers = [];
  for (const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT); walker.nextNode(); ) {
    const text = walker.currentNode.data.trim(), around = walker.currentNode.parentElement;
    if (around.closest("script, style, code, pre, textarea, option, svg, .cm-editor, #api")) continue;
    const lang = around.closest("[lang]").lang, chinese = /\p{Script=Han}{2}/u.test(text), identifier = /^\S*[/:]\S*$/.test(text);
    const foreign = lang.startsWith("en") ? chinese : !chinese && !identifier && (text.match(/[A-Za-z]{2,}/g) ?? []).length > 3;
    if (foreign) strangers.push(text.slice(0, 60));
  }
  return {
    strangers,
    lang: document.documentElement.lang,
    title: document.title,
    headings: all("h1, h2, h3, h4, h5, h6").filter(shown).map((node) => [Number(node.tagName[1]), node.textContent.trim().slice(0, 60)]),
    landmarks: Object.keys(landmarks).filter((name) => all(landmarks[name]).length === 1),
    skip: skip?.getAttribute("href") ?? "",
    twice: ids.filter((id, at) => ids.indexOf(id) !== at),
    tables: all("main table").filter((table) => !table.querySelector("th[scope]")).length,
    regions: all("main [tabindex='0'][role=region]").filter((node) => !named(node)).length,
    overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  };
}"""


@pytest.fixture(scope="module")
def shots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of this run's screenshots: GENFILM_SCREENSHOTS, else a folder of the run."""
    place = os.environ.get("GENFILM_SCREENSHOTS")
    folder = Path(place) if place else tmp_path_factory.mktemp("screenshots")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(scope="module", params=LANGUAGES)
def reader(request: pytest.FixtureRequest, browser: Browser) -> Iterator[tuple[str, Visit]]:
    """A reader of one language with one tab, who goes from page to page."""
    context = browser.new_context(locale=LANGUAGES[request.param], reduced_motion="reduce")
    context.set_default_timeout(60_000)
    context.add_init_script(VIOLATIONS)
    yield request.param, watched(context.new_page())
    context.close()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_page_is_sound_and_quiet(
    server: Server, reader: tuple[str, Visit], shots: Path, kind: Kind
) -> None:
    lang, seen = reader
    page = seen.page
    seen.forget()
    for number, (size, scheme) in enumerate(VIEWS[lang]):
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)
        if number == 0:
            answer = page.goto(server.url + kind.address(lang))
            assert answer is not None
            assert answer.status == kind.status
            settle(page)
        picture = shots / f"{kind.name}-{lang}-{size['width']}-{scheme}.png"
        page.screenshot(path=picture, full_page="GENFILM_SCREENSHOTS" in os.environ)
        found = page.evaluate(STRUCTURE)
        assert found["overflow"] <= 0, f"wider than {size['width']} px"
        assert seen.axe(rules=None if number == 0 else LOOKS, include=[["body"]], exclude=REPEATED) == []
    check_structure(found, kind, lang)
    said = [text for text in seen.errors if kind.status == 200 or f"status of {kind.status}" not in text]
    assert (said, seen.violations(), seen.outside(server.url)) == ([], [], [])


def settle(page: Page) -> None:
    """Wait for what the scripts of a page draw."""
    for owner, ready in DRAWN.items():
        if page.locator(owner).count():
            page.locator(ready).first.wait_for()


def check_structure(found: dict[str, Any], kind: Kind, lang: str) -> None:
    """One h1, no level left out, landmarks, a way past the menu, no id twice, tables with heads."""
    assert found["lang"] == {"en": "en", "zh": "zh-Hans"}[lang]
    assert found["title"].endswith({"en": "GenFilm KG", "zh": "影谱 GenFilm KG"}[lang]) or kind.name == "home"
    assert found["strangers"] == [], "words of the other language that are not marked as such"
    levels = [level for level, _ in found["headings"]]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False)), found[
        "headings"
    ]
    assert sorted(found["landmarks"]) == (["contentinfo", "main"] if kind.framed else PAGE_ROLES)
    assert kind.framed or found["skip"] == "#content"
    assert (found["twice"], found["tables"], found["regions"]) == ([], 0, 0)


def test_references_are_read_whole_in_a_narrow_window(server: Server, visit: Callable[..., Visit]):
    page = visit(f"{server.url}/en/bibliography", viewport={"width": 360, "height": 740}).page
    assert page.locator("#references").evaluate("each => each.scrollWidth <= each.clientWidth")
