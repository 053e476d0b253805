"""The explore page: the picture, its keyboard, its filters, its files, its address, and no script at all."""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree import ElementTree

import pytest

from tests.browser.conftest import Visit
from tests.conftest import Server

FOCUS = "https://w3id.org/genfilm/id/film/double-world"


def opened(
    visit: Callable[..., Visit], server: Server, query: str = "", lang: str = "en", **settings
) -> Visit:
    seen = visit(f"{server.url}/{lang}/explore?focus={FOCUS}{query}", **settings)
    seen.page.locator("#explore[data-ready]").wait_for()
    return seen


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("width", [360, 1440])
def test_the_picture_and_its_table_agree(server: Server, visit: Callable[..., Visit], lang: str, width: int):
    seen = opened(visit, server, lang=lang, viewport={"width": width, "height": 900})
    page = seen.page
    drawn = set(page.evaluate("genfilmGraph.cy.edges().map((edge) => edge.id())"))
    listed = set(
        page.locator("#claims-table tbody tr").evaluate_all("rows => rows.map(row => row.dataset.claim)")
    )
    assert drawn == listed
    assert len(drawn) > 10
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert (seen.violations(), seen.errors, seen.outside(server.url)) == ([], [], [])
    assert seen.axe() == []


def test_a_disputed_edge_differs_by_dash_sign_and_colour(server: Server, visit: Callable[..., Visit]):
    page = opened(visit, server).page
    style = "genfilmGraph.cy.edges('[verdict = \"%s\"]').map((e) => [e.style('line-style'), e.style('line-color'), e.style('label')[0]])[0]"
    assert page.evaluate(style % "disputed")[0::2] == ["dashed", "✗"]
    assert page.evaluate(style % "corroborated")[0::2] == ["solid", "✓"]
    assert page.evaluate(style % "disputed")[1] != page.evaluate(style % "corroborated")[1]


def test_a_filter_holds_for_picture_table_and_address(server: Server, visit: Callable[..., Visit]):
    page = opened(visit, server).page
    page.locator("summary", has_text="Verdicts").click()
    page.get_by_label("disputed").check()
    assert page.evaluate("genfilmGraph.cy.edges(':visible').length") == 5
    assert page.locator("#claims-table tbody tr:visible").count() == 5
    assert "verdict=disputed" in page.url
    page.reload()
    page.locator("#explore[data-ready]").wait_for()
    assert page.evaluate("genfilmGraph.cy.edges(':visible').length") == 5


def test_enter_expands_and_the_address_remembers(server: Server, visit: Callable[..., Visit]):
    page = opened(visit, server).page
    before = page.evaluate("genfilmGraph.cy.edges().length")
    page.evaluate("genfilmGraph.choose('https://w3id.org/genfilm/id/org/netflix')")
    page.locator(".explore-canvas").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**open=**")
    after = page.evaluate("genfilmGraph.cy.edges().length")
    assert after > before
    page.reload()
    page.locator("#explore[data-ready]").wait_for()
    assert page.evaluate("genfilmGraph.cy.edges().length") == after


def test_arrow_keys_walk_and_are_announced(server: Server, visit: Callable[..., Visit]):
    page = opened(visit, server).page
    page.locator(".explore-canvas").focus()
    page.keyboard.press("ArrowDown")
    page.locator("#explore-said", has_text=re.compile(r"^Double World \(film\)")).wait_for(state="attached")
    page.keyboard.press("Escape")
    page.get_by_text("Select a point or a line").wait_for()


def test_the_picture_is_saved_as_svg_and_png(server: Server, visit: Callable[..., Visit]):
    page = opened(visit, server).page
    with page.expect_download() as saved:
        page.get_by_role("button", name="SVG").click()
    tree = ElementTree.parse(saved.value.path())
    texts = {element.text for element in tree.iter("{http://www.w3.org/2000/svg}text")}
    assert {"Double World", "iQIYI", "✗ is distributed by"} <= texts
    with page.expect_download() as saved:
        page.get_by_role("button", name="PNG").click()
    assert saved.value.path().read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("name", ["rings", "tree", "circle", "grid"])
def test_a_layout_is_chosen_and_kept(server: Server, visit: Callable[..., Visit], name: str):
    page = opened(visit, server).page
    page.get_by_label("Layout").select_option(name)
    page.wait_for_url(f"**layout={name}**")
    places = page.evaluate(
        "genfilmGraph.cy.nodes().map((node) => Math.round(node.position('x')) + ',' + Math.round(node.position('y')))"
    )
    assert len(set(places)) == len(places)


def test_a_name_is_suggested_while_typing(server: Server, visit: Callable[..., Visit]):
    page = opened(visit, server, lang="zh").page
    page.get_by_role("combobox").first.wait_for()
    field = page.locator("#focus")
    field.fill("")
    field.press_sequentially("流浪地球2")
    page.get_by_role("option").first.wait_for()
    field.press("ArrowDown")
    field.press("Enter")
    page.wait_for_url("**wandering-earth-2**")


def test_of_two_thousand_things_none_moves_when_one_is_opened(server: Server, visit: Callable[..., Visit]):
    page = opened(visit, server).page
    found = page.evaluate(
        """() => {
          const cy = genfilmGraph.cy;
          const thing = (iri) => ({iri, label: iri, group: "work", classLabel: "", degree: 2, html: ""});
          const claim = (id, source, target) => ({id, source, target, label: "e", verdict: null, polarity: "affirmed"});
          const nodes = Array.from({length: 2000}, (_, i) => thing(`urn:n${i}`));
          const edges = nodes.map((node, i) => claim(`urn:e${i}`, node.iri, nodes[(i * 7 + 1) % 2000].iri));
          genfilmGraph.add({nodes, edges}, "rings");
          genfilmGraph.arrange("rings");
          const places = () => JSON.stringify(nodes.map((node) => cy.getElementById(node.iri).position()));
          const before = places();
          const added = genfilmGraph.add({nodes: [thing("urn:m1"), thing("urn:m2")], edges: [claim("urn:f1", "urn:n5", "urn:m1"), claim("urn:f2", "urn:m2", "urn:n5")]}, "rings");
          const away = (id) => { const [a, b] = ["urn:n5", id].map((name) => cy.getElementById(name).position()); return Math.hypot(a.x - b.x, a.y - b.y); };
          return {added, still: before === places(), away: [away("urn:m1"), away("urn:m2")], zoom: cy.zoom(), nodes: cy.nodes().length};
        }"""
    )
    assert found["nodes"] > 2000
    assert found["added"] == 4
    assert found["still"]
    assert all(0 < distance < 150 for distance in found["away"])
    assert found["zoom"] > 0.1  # the whole picture is seen, and its things can be told apart


def test_a_narrower_window_still_shows_the_whole_picture(server: Server, visit: Callable[..., Visit]):
    page = opened(visit, server).page
    page.set_viewport_size({"width": 360, "height": 740})
    page.wait_for_function(
        "(({x1, x2}) => x1 >= 0 && x2 <= genfilmGraph.cy.width())(genfilmGraph.cy.nodes().renderedBoundingBox())"
    )


def test_without_script_the_table_and_the_form_do_it(server: Server, visit: Callable[..., Visit]):
    page = visit(f"{server.url}/en/explore", java_script_enabled=False).page
    page.fill("#focus", "Double World")
    page.get_by_role("button", name="Show", exact=True).click()
    rows = page.locator("#claims-table tbody tr")
    assert rows.count() > 10
    assert "Tencent Video" in page.locator("#claims-table").inner_text()
