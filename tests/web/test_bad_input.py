"""Mistakes of readers and inputs of attackers: each page says what to do, and shows nothing odd."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import Server
from tests.web.http import get

BROWSER = "text/html"
ODD = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
FIELDS = ("en/search", "zh/search", "zh/ask", "en/claims")


@pytest.mark.parametrize("path", FIELDS)
@pytest.mark.parametrize(
    "typed",
    [
        "%00%01",
        "%E2%80%AE%E2%81%A6evil",
        "%ED%A0%80",
        "%FF%FE",
        "%3Cscript%3Ealert(1)%3C/script%3E",
        "*%22(NEAR%20OR",
        "%F0%9F%8E%AC",
    ],
)
def test_a_hostile_search_is_shown_as_harmless_text(server: Server, path: str, typed: str) -> None:
    answer = get(f"{server.url}/{path}?q={typed}", BROWSER)
    assert answer.status == 200
    assert not ODD.search(answer.text)
    assert "<script>alert" not in answer.text
    assert 'name="q"' in answer.text  # the reader can try again


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=60))
def test_no_bytes_break_a_page_with_a_field(server: Server, typed: bytes) -> None:
    for path in FIELDS:
        answer = get(f"{server.url}/{path}?q={quote(typed)}", BROWSER)
        assert answer.status == 200
        assert not ODD.search(answer.text)


@pytest.mark.parametrize("path", FIELDS)
def test_a_huge_search_is_cut_and_the_page_stays_small(server: Server, path: str) -> None:
    answer = get(f"{server.url}/{path}?q={quote('版权风险' * 700)}", BROWSER)
    assert answer.status == 200
    assert 'value="' in answer.text
    assert max(map(len, re.findall(r'name="q"[^>]* value="([^"]*)"', answer.text))) <= 200


def test_nothing_found_offers_a_question(server: Server) -> None:
    page = get(f"{server.url}/zh/search?q=zzzzqqqqxx", BROWSER).text
    assert "/zh/ask?q=zzzzqqqqxx" in page


@pytest.mark.parametrize(
    ("path", "status", "offered"),
    [
        ("en/compare?e=Avatr&e=film/frozen-2", 404, "/en/compare?e=film%3Aavatar&amp;e=film%2Ffrozen-2"),
        (f"zh/explore?focus={quote('中国生成式AI用户数')}", 409, "/zh/explore?focus=obs%3Acnnic"),
        ("en/claim/zhang-2026/N61", 404, "/en/claim/zhang-2026/N16"),
        ("zh/entity/film/avatr", 404, "/zh/entity/film/avatar"),
        ("en/questions/disputed-claim", 404, "disputed-claims"),
        ("ontology/0.1.0?lang=en", 410, "/en/ontology/"),
    ],
)
def test_a_wrong_or_old_address_leads_on(server: Server, path: str, status: int, offered: str) -> None:
    answer = get(f"{server.url}/{path}", BROWSER)
    assert answer.status == status
    main = answer.text[answer.text.index("<main") : answer.text.index("</main>")]
    assert offered in main


def test_a_document_of_an_older_release_redirects_to_its_page(server: Server) -> None:
    answer = get(f"{server.url}/id/claim/zhang-2026/N16.html", BROWSER)
    assert answer.status == 303
    assert answer.headers["location"].endswith("/claim/zhang-2026/N16")
