"""Printed pages: the statement, its verdict in words, whole addresses of what is cited, no menu."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser.conftest import Visit
from tests.conftest import Server
from tests.programs import need

HIDDEN = ".skip, .find, .switches, #menu, .foot-links, .copy, .facets, form:not(:has(.claims-list)), .claims-list input, .pager"


@pytest.mark.parametrize(
    ("path", "verdict"),
    [
        ("en/claim/zhang-2026/N16", "disputed"),
        ("zh/claim/zhang-2026/N16", "受质疑"),
        ("en/claims?verdict=disputed", "disputed"),
    ],
)
def test_a_printed_page_has_no_menu_and_says_the_verdict(
    server: Server, visit: Callable[..., Visit], path: str, verdict: str
) -> None:
    page = visit(f"{server.url}/{path}", color_scheme="dark").page
    page.emulate_media(media="print", color_scheme="dark")
    shown = page.locator(HIDDEN).evaluate_all(
        "nodes => nodes.filter(n => n.checkVisibility()).map(n => n.className || n.tagName)"
    )
    assert shown == []
    assert verdict in page.locator("main").inner_text()
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "light"
    assert page.locator(
        "main :is(.claims-list, .verdict-box) .mark"
    ).first.is_visible()  # told by shape and word, so by a grey printer too


def test_a_printed_page_keeps_the_tally_of_verdicts_and_the_chain_whatever_the_paper(
    server: Server, visit: Callable[..., Visit]
) -> None:
    page = visit(f"{server.url}/en/entity/film/avatar", viewport={"width": 1050, "height": 740}).page
    page.emulate_media(media="print")
    assert page.locator("ul.tags").first.is_visible()
    page.goto(f"{server.url}/en/")
    assert page.locator(".chain-list").is_visible()
    assert not page.locator(".chain-picture").is_visible()


def test_a_printed_claim_holds_the_addresses_of_its_evidence(
    server: Server, visit: Callable[..., Visit], tmp_path: Path
) -> None:
    pdftotext = need("pdftotext")
    page = visit(f"{server.url}/zh/claim/zhang-2026/N16").page
    pages = set(page.locator(".evidence-list a").evaluate_all("links => links.map(link => link.href)"))
    assert len(pages) == 6
    page.pdf(path=tmp_path / "claim.pdf", format="A4")
    text = subprocess.run(
        [pdftotext, "-layout", tmp_path / "claim.pdf", "-"], capture_output=True, check=True
    ).stdout.decode()
    printed = re.sub(r"\s+", "", text)
    for address in pages:
        assert f"<{address}>" in printed
    assert "https://w3id.org/genfilm/id/claim/zhang-2026/N16" in printed
    assert "Zhang,L.(2026)" in printed  # unfolded, also where the reader had not opened it
    assert "构建" in printed.rpartition("引用、数据与查询")[2]
    assert "SELECT" not in printed
    assert "doi.org/10.3969/j.issn.2096-711X.2026.05.040" in printed


def test_no_column_of_a_printed_comparison_is_cut_off(
    server: Server, visit: Callable[..., Visit], tmp_path: Path
) -> None:
    pdftotext = need("pdftotext")
    page = visit(f"{server.url}/en/compare/technologies-films").page
    heads = page.locator(".matrix thead th").all_inner_texts()
    page.pdf(path=tmp_path / "compare.pdf", format="A4", prefer_css_page_size=True)
    text = subprocess.run(
        [pdftotext, tmp_path / "compare.pdf", "-"], capture_output=True, check=True
    ).stdout.decode()
    assert len(heads) > 5
    assert [head for head in heads if " ".join(head.split()) not in " ".join(text.split())] == []
