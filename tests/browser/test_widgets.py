"""The widgets on a page of another origin with a strict Content-Security-Policy."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser.conftest import Visit
from tests.conftest import Server, free_port

WORDS = {
    "en": ("disputed", "Double World was released online on Tencent Video.", "is contradicted by"),
    "zh": ("受质疑", "《征途》在腾讯视频上线。", "遭其反驳"),
}


def script(server: Server) -> str:
    return f'<script src="{server.url}/widgets.js"></script>'


@pytest.mark.parametrize("lang", WORDS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_three_widgets_work_on_a_strict_page_elsewhere(
    server: Server, host: Callable[[str], str], visit: Callable[..., Visit], lang: str, scheme: str
):
    verdict, paraphrase, stance = WORDS[lang]
    body = f"""{script(server)}
      <genfilm-table query="verdict-counts" lang="{lang}" theme="{scheme}"></genfilm-table>
      <genfilm-claim claim="zhang-2026/N16" lang="{lang}" theme="{scheme}"></genfilm-claim>
      <genfilm-graph focus="film:double-world" lang="{lang}" theme="{scheme}"></genfilm-graph>"""
    seen = visit(host(body), color_scheme=scheme)
    page = seen.page
    table = page.locator("genfilm-table table")
    table.wait_for()
    assert table.locator("tbody tr").count() == 7
    assert verdict in table.inner_text()
    assert ("statements" if lang == "en" else "单项论断") in table.locator("caption").inner_text()
    claim = page.locator("genfilm-claim article")
    claim.get_by_text(stance).wait_for()
    assert paraphrase in claim.inner_text()
    page.locator("genfilm-graph canvas").first.wait_for()
    assert page.locator("genfilm-graph .v-disputed").count() == 5
    assert seen.violations() == []
    assert seen.errors == []
    assert seen.outside(server.url, page.url.rpartition("/")[0]) == []
    assert seen.axe() == []


def test_a_script_of_type_module_works_too(
    server: Server, host: Callable[[str], str], visit: Callable[..., Visit]
):
    seen = visit(
        host(
            f'<script type="module" src="{server.url}/widgets.js"></script><genfilm-claim claim="zhang-2026/N16"></genfilm-claim>'
        )
    )
    seen.page.locator("genfilm-claim .v-disputed").wait_for()


def test_an_es_module_asks_the_service_that_it_comes_from_or_the_one_that_is_set(
    server: Server, host: Callable[[str], str], visit: Callable[..., Visit]
):
    module = f"{server.url}/widgets.mjs"
    seen = visit(
        host(
            f'<script type="module" src="{module}"></script><genfilm-claim claim="zhang-2026/N16"></genfilm-claim>'
        )
    )
    seen.page.locator("genfilm-claim .v-disputed").wait_for()
    for address in (
        f"{server.url}/kg/",
        server.url,
    ):  # as a bundle, which has an address of its own, would
        seen.page.evaluate(
            "([module, address]) => import(module).then((made) => made.service(address))", [module, address]
        )
        with seen.page.expect_request(lambda asked: "/api/claims/zhang-2026/N13" in asked.url) as asked:
            seen.page.evaluate(
                "document.querySelector('genfilm-claim').setAttribute('claim', 'zhang-2026/N13')"
            )
        assert asked.value.url.startswith(address.rstrip("/") + "/api/claims/")
        seen.page.evaluate("document.querySelector('genfilm-claim').setAttribute('claim', 'zhang-2026/N16')")


def test_a_table_takes_parameters_and_sorts_by_keyboard(
    server: Server, host: Callable[[str], str], visit: Callable[..., Visit]
):
    body = (
        script(server)
        + """
      <genfilm-table query="strategies-for-actor" params="actor=actor:creators" heading="Advice"></genfilm-table>
      <genfilm-table query="verdict-counts"></genfilm-table>"""
    )
    page = visit(host(body)).page
    page.get_by_text("Advice").wait_for()
    counts = page.locator("genfilm-table").nth(1)
    counts.locator("tbody tr").first.wait_for()
    heading = counts.get_by_role("button", name="statements")
    heading.focus()
    page.keyboard.press("Enter")
    counts.locator("th[aria-sort=ascending]").wait_for()
    values = [int(text) for text in counts.locator("td.number").all_inner_texts()]
    assert values == sorted(values)
    assert counts.locator("th[aria-sort=ascending]").inner_text().startswith("statements")


def test_a_graph_is_walked_by_keyboard(
    server: Server, host: Callable[[str], str], visit: Callable[..., Visit]
):
    page = visit(host(script(server) + '<genfilm-graph focus="film:double-world"></genfilm-graph>')).page
    page.locator("genfilm-graph canvas").first.wait_for()
    page.locator("genfilm-graph .picture").focus()
    said = page.locator("genfilm-graph [role=status]")
    page.keyboard.press("ArrowRight")
    said.filter(has_text=re.compile(r"^Double World \(")).wait_for(state="attached")
    page.keyboard.press("ArrowRight")
    said.filter(has_text=re.compile(r"^(?!Double World \().+")).wait_for(state="attached")


@pytest.mark.parametrize(
    ("widget", "words"),
    [
        ('<genfilm-table query="no-such-question"></genfilm-table>', "no-such-question"),
        ('<genfilm-table query="verdict-counts" params="colour=red"></genfilm-table>', "colour"),
        ('<genfilm-table query="verdict-counts" params="{broken"></genfilm-table>', "params"),
        ('<genfilm-claim claim="zhang-2026/nothing"></genfilm-claim>', "nothing"),
        ("<genfilm-graph></genfilm-graph>", "focus"),
    ],
)
def test_a_mistake_is_explained(
    server: Server, host: Callable[[str], str], visit: Callable[..., Visit], widget: str, words: str
):
    alert = visit(host(script(server) + widget)).page.get_by_role("alert")
    alert.wait_for()
    assert words in alert.inner_text()
    assert alert.get_by_role("button").count() == 0


def test_an_unreachable_service_can_be_asked_again(
    server: Server, host: Callable[[str], str], visit: Callable[..., Visit]
):
    away = f"http://127.0.0.1:{free_port()}/"
    page = visit(
        host(
            script(server) + f'<genfilm-claim claim="zhang-2026/N16" src="{away}" lang="zh"></genfilm-claim>'
        )
    ).page
    page.get_by_role("alert").wait_for()
    page.evaluate("document.querySelector('genfilm-claim').removeAttribute('src')")
    page.locator("genfilm-claim .v-disputed").wait_for()
    page.evaluate(f"document.querySelector('genfilm-claim').setAttribute('src', '{away}')")
    page.get_by_role("button", name="重试").wait_for()


@pytest.mark.parametrize(
    "kind", ["table/verdict-counts", "graph?focus=film:double-world", "claim/zhang-2026/N16"]
)
def test_a_frame_may_stand_on_any_page(
    server: Server, host: Callable[[str], str], visit: Callable[..., Visit], kind: str
):
    seen = visit(
        host(f'<iframe src="{server.url}/embed/en/{kind}" title="GenFilm" width="600" height="500"></iframe>')
    )
    frame = seen.page.frame_locator("iframe")
    frame.locator("footer").first.wait_for()
    if kind.startswith("graph"):
        frame.locator("canvas").first.wait_for()
    else:
        assert "disputed" in frame.locator("main").inner_text()
    assert seen.outside(server.url, seen.page.url.rpartition("/")[0]) == []


def test_the_widget_script_is_small(dist: Path):
    names = json.loads((dist / "manifest.json").read_text("utf-8"))["files"]
    assert len(gzip.compress((dist / names["widgets.js"]).read_bytes())) <= 60_000


def test_the_licences_of_all_bundled_packages_are_served(dist: Path):
    text = (dist / "THIRD-PARTY.txt").read_text("utf-8")
    for package in ("cytoscape", "vega", "vega-lite", "@codemirror/view"):
        assert re.search(rf"^{re.escape(package)} \d", text, re.MULTILINE), package
