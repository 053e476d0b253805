"""Budget of a content page: 100 kB of script, gzipped; drawing libraries load on their own pages only."""

from __future__ import annotations

import gzip
from collections.abc import Callable

import pytest

from tests.browser.conftest import Visit
from tests.conftest import Server

PAGES = (
    "",
    "claims",
    "claim/zhang-2026/N16",
    "entity/film/double-world",
    "questions/disputed-claims",
    "questions/verdict-counts",
    "ontology/",
    "compare/risks-stages",
    "ask?q=directors",
    "search?q=film",
    "about",
)


@pytest.mark.parametrize("path", PAGES)
def test_the_scripts_of_a_content_page_are_small(server: Server, visit: Callable[..., Visit], path: str):
    seen = visit(f"{server.url}/en/{path}")
    seen.page.wait_for_load_state("networkidle")
    scripts = {url for url in seen.requests if url.endswith(".js")}
    total = sum(len(gzip.compress(seen.page.request.get(url).body())) for url in scripts)
    assert total <= 100_000
    assert seen.outside(server.url) == []
