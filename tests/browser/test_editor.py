"""The SPARQL editor: running, four views, completion, faults at their place, links to share, nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote, urljoin

import pytest

from tests.browser.conftest import Visit
from tests.conftest import Server


def opened(visit: Callable[..., Visit], url: str) -> Visit:
    seen = visit(url)
    seen.page.locator(".editor-box[data-ready]").wait_for()
    return seen


def typed(page, text: str) -> None:
    page.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.insert_text(text)


@pytest.mark.parametrize(
    ("lang", "run", "views"),
    [("en", "Run", ("Table", "Chart", "Graph", "Text")), ("zh", "运行", ("表格", "图表", "关系图", "文本"))],
)
def test_an_example_runs_and_shows_four_views(
    server: Server, visit: Callable[..., Visit], lang: str, run: str, views: tuple[str, ...]
):
    seen = opened(visit, f"{server.url}/{lang}/editor?example=technologies-by-stage")
    page = seen.page
    page.get_by_role("button", name=run, exact=True).click()
    page.locator("#result-panel table tbody tr").first.wait_for()
    assert page.locator("#result-panel table tbody tr").count() >= 36
    assert seen.axe(include=[["main"]]) == []
    page.get_by_role("tab", name=views[1]).click()
    page.locator("#result-panel svg[role=img]").wait_for()
    page.get_by_role("tab", name=views[1]).press("ArrowRight")
    page.locator("#result-panel canvas").first.wait_for()
    page.get_by_role("tab", name=views[3]).click()
    assert '"bindings"' in page.locator("#result-panel pre").inner_text()
    assert (seen.violations(), seen.errors, seen.outside(server.url)) == ([], [], [])


def test_terms_and_names_in_either_script_complete(server: Server, visit: Callable[..., Visit]):
    page = opened(visit, f"{server.url}/zh/editor").page
    offered = page.locator(".cm-tooltip-autocomplete")
    typed(page, "SELECT * { ?s ")
    page.keyboard.type("gf:usesTech")
    offered.get_by_text("gf:usesTechnology").wait_for()
    page.keyboard.press("Escape")
    page.keyboard.insert_text("gy ?t . ?u gf:isUsedIn ")
    page.keyboard.type("流浪地球")
    offered.get_by_text("film:wandering-earth-2").wait_for()


def test_a_fault_is_said_and_marked_where_it_is(server: Server, visit: Callable[..., Visit]):
    page = opened(visit, f"{server.url}/en/editor").page
    typed(page, "SELECT * WHERE {\n  ?s ?p }")
    page.keyboard.press("Control+Enter")
    alert = page.get_by_role("alert")
    alert.wait_for()
    assert "ine 2" in alert.inner_text()
    assert page.locator(".cm-line").nth(1).locator(".cm-lintRange-error, .cm-lintPoint-error").count() == 1


def test_a_shared_link_opens_with_its_answer(server: Server, visit: Callable[..., Visit]):
    query = "CONSTRUCT { ?claim gf:hasSubject ?s } WHERE { ?claim gf:hasSubject ?s } LIMIT 5"
    seen = opened(visit, f"{server.url}/en/editor?query={quote(query)}")
    seen.page.locator("#result-panel canvas").first.wait_for()
    assert "query=CONSTRUCT" in seen.page.url
    seen.page.get_by_role("tab", name="Table").click()
    assert seen.page.locator("#result-panel tbody tr").count() == 5


def test_tab_leads_out_of_the_box(server: Server, visit: Callable[..., Visit]):
    page = opened(visit, f"{server.url}/en/editor").page
    page.locator(".cm-content").click()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Run"


@pytest.mark.parametrize("address", ["/en/editor", "/sparql"])
def test_without_script_the_form_answers(server: Server, visit: Callable[..., Visit], address: str):
    page = visit(server.url + address, java_script_enabled=False).page
    page.get_by_role("button", name="Run", exact=True).click()
    assert page.locator("table tbody tr").count() > 5


@pytest.mark.parametrize(
    ("lang", "other", "here"), [("en", "中文", "/zh/editor"), ("zh", "English", "/en/editor")]
)
def test_the_query_stays_when_the_language_changes(
    server: Server, visit: Callable[..., Visit], lang: str, other: str, here: str
):
    seen = opened(visit, f"{server.url}/{lang}/editor?example=technologies-by-stage")
    typed(seen.page, "SELECT ?mine { ?mine a gf:Risk }")
    seen.page.get_by_role("link", name=other, exact=True).click()
    seen.page.locator(".editor-box[data-ready]").wait_for()
    assert here in seen.page.url
    assert seen.page.locator(".cm-content").inner_text() == "SELECT ?mine { ?mine a gf:Risk }"
    assert seen.page.locator(".editor-queries [role=tab]").count() == 1


def test_queries_have_tabs_and_a_history_that_outlast_the_page(server: Server, visit: Callable[..., Visit]):
    page = opened(visit, f"{server.url}/en/editor").page
    typed(page, "ASK { gf:Risk a ?one }")
    page.keyboard.press("Control+Enter")
    page.locator("#editor-results .lead", has_text="yes").wait_for()
    page.get_by_role("button", name="New query").click()
    assert page.locator("#editor-results").is_hidden()
    typed(page, "ASK { gf:Risk a ?two }")
    page.get_by_role("tab", name="Query 2").press("ArrowLeft")
    assert "?one" in page.locator(".cm-content").inner_text()
    assert page.locator("#editor-results .lead").inner_text() == "yes"
    page.goto(f"{server.url}/en/editor")
    page.locator(".editor-box[data-ready]").wait_for()
    page.get_by_role("tab", name="Query 2").click()
    assert "?two" in page.locator(".cm-content").inner_text()
    page.get_by_role("button", name="Close query 2").click()
    assert page.get_by_role("tab").count() == 1
    typed(page, "")
    page.get_by_text("History: 1 query").click()
    page.locator(".editor-history button").click()
    assert page.locator(".cm-content").inner_text() == "ASK { gf:Risk a ?one }"


@pytest.mark.parametrize(
    ("query", "formats"),
    [
        ("SELECT * { ?s a gf:Risk } LIMIT 1", ["CSV", "TSV", "JSON", "XML"]),
        ("ASK { ?s a gf:Risk }", ["CSV", "TSV", "JSON", "XML"]),
        ("CONSTRUCT WHERE { ?s a gf:Risk }", ["TTL", "NT", "NQ", "TRIG", "JSONLD", "RDF"]),
        ("DESCRIBE gf:Risk", ["TTL", "NT", "NQ", "TRIG", "JSONLD", "RDF"]),
    ],
)
def test_the_answer_of_every_form_is_downloaded(
    server: Server, visit: Callable[..., Visit], query: str, formats: list[str]
):
    page = opened(visit, f"{server.url}/en/editor?query={quote(query)}").page
    page.locator("#editor-results").wait_for()
    if page.get_by_role("tab", name="Table").count():
        page.get_by_role("tab", name="Table").click()
    links = page.locator("#editor-results a[download]")
    assert links.all_inner_texts() == formats
    for link in links.all():
        answer = page.request.get(urljoin(page.url, link.get_attribute("href") or ""))
        assert answer.ok
        assert answer.body()


def test_typing_offends_no_policy(server: Server, visit: Callable[..., Visit]):
    seen = opened(visit, f"{server.url}/en/editor")
    typed(seen.page, "")
    seen.page.keyboard.type("SELECT * {\n?film a gf:Fil", delay=10)
    seen.page.locator(".cm-tooltip-autocomplete").wait_for()
    seen.page.keyboard.press("Enter")
    seen.page.keyboard.type(" ; rdfs:label 'x', \"y\" . FILTER (?z > 5) }} # 中文", delay=10)
    seen.page.keyboard.press("Control+Enter")
    seen.page.get_by_role("alert").wait_for()
    assert (seen.violations(), [each for each in seen.errors if "400" not in each]) == ([], [])
