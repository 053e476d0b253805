"""The explore page: the picture, its keyboard, its filters, its files, its address, and no script at all."""

from __future__ import annotations

import json
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


def test_two_thousand_things_are_laid_out_by_forces_beside_the_page(
    server: Server, visit: Callable[..., Visit]
):
    seen = opened(visit, server)
    page = seen.page
    found = page.evaluate(
        """async () => {
          const cy = genfilmGraph.cy;
          const thing = (iri) => ({iri, label: iri, group: "work", classLabel: "", degree: 2, html: ""});
          const claim = (id, source, target) => ({id, source, target, label: "e", verdict: null, polarity: "affirmed"});
          const nodes = Array.from({length: 2000}, (_, i) => thing(`urn:n${i}`));
          const edges = nodes.map((node, i) => claim(`urn:e${i}`, node.iri, nodes[Math.floor(i / 3)].iri));
          genfilmGraph.add({nodes, edges}, "rings");
          const places = () => JSON.stringify(cy.nodes().map((node) => [node.id(), Math.round(node.position("x")), Math.round(node.position("y"))]));
          const laid = async () => {
            const start = performance.now();
            genfilmGraph.arrange("force");
            const blocked = performance.now() - start;
            const disc = places();
            await new Promise((done) => new MutationObserver((_, me) => { me.disconnect(); done(); }).observe(genfilmGraph.box, {attributeFilter: ["aria-busy"]}));
            return {disc, blocked, end: places()};
          };
          return [await laid(), await laid()];
        }"""
    )
    assert found[0]["end"] == found[1]["end"], "the same data, the same places"
    assert found[0]["end"] != found[0]["disc"]
    assert (seen.violations(), seen.errors) == ([], [])


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


PLACES = "JSON.stringify(genfilmGraph.cy.nodes().map((node) => [node.id(), Math.round(node.position('x')), Math.round(node.position('y'))]).sort())"


@pytest.mark.parametrize("layout", ["force", "rings", "tree", "circle", "grid"])
def test_one_address_is_one_picture(server: Server, visit: Callable[..., Visit], layout: str):
    """Also in windows of different size."""
    first = opened(visit, server, f"&layout={layout}").page
    again = opened(visit, server, f"&layout={layout}", viewport={"width": 500, "height": 700}).page
    assert first.evaluate(PLACES) == again.evaluate(PLACES)


def test_a_dragged_thing_stands_there_for_whoever_gets_the_address(
    server: Server, visit: Callable[..., Visit]
):
    page = opened(visit, server).page
    netflix = "genfilmGraph.cy.getElementById('https://w3id.org/genfilm/id/org/netflix')"
    page.locator(".explore-canvas").scroll_into_view_if_needed()
    box = page.locator(".explore-canvas").bounding_box()
    at = page.evaluate(f"{netflix}.renderedPosition()")
    page.mouse.move(box["x"] + at["x"], box["y"] + at["y"])
    page.mouse.down()
    page.mouse.move(box["x"] + at["x"] + 40, box["y"] + at["y"] + 25, steps=5)
    page.mouse.up()
    page.wait_for_url("**#at=id/org/netflix:**")
    assert page.url.count(":", page.url.index("#")) == 1
    there = page.evaluate(PLACES)
    other = visit(page.url).page
    other.locator("#explore[data-ready]").wait_for()
    assert other.evaluate(PLACES) == there
    page.go_back()
    page.wait_for_function(f"{PLACES} !== {there!r}")
    assert "#at" not in page.url


def test_what_was_opened_is_collapsed_undone_and_done_again(server: Server, visit: Callable[..., Visit]):
    page = opened(visit, server).page
    nodes = "genfilmGraph.cy.nodes(':visible').map((node) => node.id()).sort().join(' ')"
    before, places = page.evaluate(nodes), page.evaluate(PLACES)
    undo, redo = page.get_by_role("button", name="Undo"), page.get_by_role("button", name="Redo")
    assert undo.is_disabled()
    page.evaluate("genfilmGraph.choose('https://w3id.org/genfilm/id/org/netflix')")
    page.get_by_role("button", name="Expand").click()
    page.wait_for_url("**open=**")
    more = page.evaluate(nodes)
    assert set(before.split()) < set(more.split())
    page.get_by_role("button", name="Collapse").click()
    page.wait_for_function(f"{nodes} === {before!r}")
    undo.click()
    page.wait_for_function(f"{nodes} === {more!r}")
    page.go_back()
    page.wait_for_function(f"{nodes} === {before!r}")
    for (iri, x, y), (same, left, top) in zip(
        json.loads(page.evaluate(PLACES)), json.loads(places), strict=True
    ):
        assert iri == same
        assert (x, y) == pytest.approx((left, top), abs=1)  # halves are rounded up or down
    assert undo.is_disabled()
    redo.click()
    page.wait_for_function(f"{nodes} === {more!r}")
    drawn = set(page.evaluate("genfilmGraph.cy.edges(':visible').map((edge) => edge.id())"))
    listed = page.locator("#claims-table tbody tr:visible").evaluate_all(
        "rows => rows.map(row => row.dataset.claim)"
    )
    assert drawn == set(listed)


def test_what_hangs_on_a_thing_alone_folds_behind_it(server: Server, visit: Callable[..., Visit]):
    page = opened(visit, server, "&depth=2").page
    visible = "genfilmGraph.cy.nodes(':visible').length"
    before = page.evaluate(visible)
    iri = page.evaluate(
        "genfilmGraph.cy.nodes().map((node) => node.id()).find((id) => id !== document.querySelector('#explore').dataset.focus && genfilmGraph.foldable(id))"
    )
    page.evaluate("(iri) => genfilmGraph.choose(iri)", iri)
    page.get_by_role("button", name="Collapse").click()
    page.wait_for_url("**folded=**")
    folded = page.evaluate(visible)
    assert folded < before
    page.reload()
    page.locator("#explore[data-ready]").wait_for()
    assert page.evaluate(visible) == folded
    page.evaluate("(iri) => genfilmGraph.choose(iri)", iri)
    page.get_by_role("button", name="Expand").click()
    page.wait_for_function(f"{visible} === {before}")


CROSSED = """
  genfilmGraph.cy.edges(':visible').toArray().flatMap((edge) => {
    const [from, to, middle] = [edge.source().position(), edge.target().position(), edge.midpoint()];
    const control = {x: 2 * middle.x - (edge.sourceEndpoint().x + edge.targetEndpoint().x) / 2, y: 2 * middle.y - (edge.sourceEndpoint().y + edge.targetEndpoint().y) / 2};
    const along = (t, k) => (1 - t) ** 2 * edge.sourceEndpoint()[k] + 2 * t * (1 - t) * control[k] + t * t * edge.targetEndpoint()[k];
    return genfilmGraph.cy.nodes(':visible').toArray()
      .filter((node) => !node.same(edge.source()) && !node.same(edge.target()))
      .filter((node) => Array.from({length: 60}, (_, i) => i / 59).some((t) => Math.hypot(along(t, 'x') - node.position('x'), along(t, 'y') - node.position('y')) < node.width() / 2))
      .map((node) => [edge.id(), node.id()]);
  })
"""


@pytest.mark.parametrize("layout", ["force", "rings", "tree"])
def test_no_line_runs_through_a_thing(server: Server, visit: Callable[..., Visit], layout: str):
    page = visit(f"{server.url}/en/explore?layout={layout}").page
    page.locator("#explore[data-ready]").wait_for()
    assert page.evaluate("genfilmGraph.cy.nodes(':visible').length") > 45
    assert page.evaluate(CROSSED) == []


def test_lines_are_named_near_by_and_where_the_pointer_is(server: Server, visit: Callable[..., Visit]):
    page = visit(f"{server.url}/en/explore").page
    page.locator("#explore[data-ready]").wait_for()
    named = """genfilmGraph.cy.edges(':visible').filter((edge) =>
      edge.numericStyle('font-size') * genfilmGraph.cy.zoom() >= edge.numericStyle('min-zoomed-font-size')).length"""
    assert page.evaluate(named) == 0
    page.evaluate("genfilmGraph.cy.edges(':visible')[0].emit('mouseover')")
    assert page.evaluate(named) == 1
    page.evaluate("genfilmGraph.cy.zoom(2)")
    assert page.evaluate(named) == page.evaluate("genfilmGraph.cy.edges(':visible').length")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_legend_explains_every_kind_and_verdict_of_the_picture(
    server: Server, visit: Callable[..., Visit], lang: str
):
    page = visit(f"{server.url}/{lang}/explore").page
    page.locator("#explore[data-ready]").wait_for()
    legend = page.locator(".explore-legend li").all_inner_texts()
    for facet in ("kind", "verdict"):
        used = page.evaluate(
            f"[...new Set(genfilmGraph.cy.elements().map((item) => item.data('{'group' if facet == 'kind' else 'verdict'}')).filter(Boolean))]"
        )
        assert len(used) > 2
        for value in used:
            name = page.locator(f'input[name="{facet}"][value="{value}"] + span').text_content().strip()
            assert [row for row in legend if row.strip().endswith(name)], (value, legend)
    assert len(legend) == len(set(legend))
