"""The page of examples/ with widgets, opened as a page of another site."""

from __future__ import annotations

from collections.abc import Callable

from tests.browser.conftest import Visit
from tests.conftest import ROOT, Server

PAGE = ROOT / "examples/embed.html"


def test_the_page_with_widgets_shows_claim_table_and_picture(
    server: Server, host: Callable[[str], str], visit: Callable[..., Visit]
):
    seen = visit(host(PAGE.read_text("utf-8").replace("http://127.0.0.1:8000", server.url)))
    page = seen.page
    page.locator("genfilm-claim article").get_by_text("is contradicted by").first.wait_for()
    table = page.locator("genfilm-table table")
    table.wait_for()
    assert "策略" in table.inner_text()
    page.locator("genfilm-graph canvas").first.wait_for()
    assert seen.outside(server.url, page.url.rpartition("/")[0]) == []
