"""Files for machines at the root of the site, and the index of entities."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree

import pytest

from tests.conftest import Server
from tests.web.http import get

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
ATOM = "{http://www.w3.org/2005/Atom}"


def test_the_sitemap_names_every_claim_in_both_languages(server: Server) -> None:
    robots = get(f"{server.url}/robots.txt")
    assert robots.media_type == "text/plain"
    assert f"Sitemap: {server.url}/sitemap.xml" in robots.text.splitlines()
    parts = ElementTree.fromstring(get(f"{server.url}/sitemap.xml").body).iter(f"{SITEMAP}loc")
    found = [
        loc.text or ""
        for part in parts
        for loc in ElementTree.fromstring(get(part.text or "").body).iter(f"{SITEMAP}loc")
    ]
    assert len(found) == len(set(found))
    every = f"{server.url}/api/claims?form=statement&form=compound&size=1"
    claims = get(every).json["meta"]["total"]
    for lang in ("en", "zh"):
        assert sum(f"/{lang}/claim/" in address for address in found) == claims
        for path in ("", "claims", "entity/film/avatar", "ontology/terms/Film"):
            assert f"{server.url}/{lang}/{path}" in found
    assert get(f"{server.url}/sitemap-99.xml").status == 404


def test_the_icon_is_at_the_root(server: Server) -> None:
    icon = get(f"{server.url}/favicon.ico")
    assert icon.status == 200
    assert icon.body.startswith(b"\x00\x00\x01\x00\x03\x00")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_feed_tells_each_release(server: Server, lang: str) -> None:
    answer = get(f"{server.url}/{lang}/new.atom")
    assert answer.media_type == "application/atom+xml"
    feed = ElementTree.fromstring(answer.body)
    titles = [entry.findtext(f"{ATOM}title") or "" for entry in feed.iter(f"{ATOM}entry")]
    assert any(title.startswith("1.0.0") for title in titles)
    page = get(f"{server.url}/{lang}/new", "text/html").text
    assert all(title in page for title in titles)
    assert "`" not in page.split("<main")[1].split("tools-title")[0]
    assert "<code>/reconcile</code>" in page
    assert "`" not in "".join(entry.findtext(f"{ATOM}content") or "" for entry in feed.iter(f"{ATOM}entry"))
    dates = [each.text or "" for each in feed.iter(f"{ATOM}updated")]
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)", date) for date in dates)


def test_search_engines_of_data_read_the_home_page(server: Server) -> None:
    page = get(f"{server.url}/zh/", "text/html").text
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    assert found
    data = json.loads(found[1])
    assert data["@type"] == "Dataset"
    assert {each["@id"] for each in data["isBasedOn"]} >= {"https://w3id.org/genfilm/id/doc/zhang-2026"}
    assert get(data["distribution"][0]["contentUrl"]).media_type == "text/csv"
    assert "影谱" in re.search(r"<title>\s*(.*?)\s*</title>", page, re.S)[1]  # type: ignore[index]
    assert page.index('id="disputed"') < page.index('id="chain"')


def test_the_menu_has_four_groups_and_seven_entries(server: Server) -> None:
    page = get(f"{server.url}/en/claims", "text/html").text
    menu = page[page.index('id="menu"') : page.index("</nav>")]
    assert menu.count('class="group"') == 4
    assert len(re.findall(r"<a ", menu)) == 7
    assert re.search(r'href="/en/claims" aria-current="page"', menu)


def test_entities_are_listed_by_pinyin_and_by_letter(server: Server) -> None:
    page = get(f"{server.url}/zh/entity/?kind=tech", "text/html").text
    letters = re.findall(r"<h3>(.)</h3>", page)
    assert letters == sorted(letters)
    start = page.index("<h3>S</h3>")
    assert start < page.index("深度学习") < page.index("<h3>", start + 1)
    whole = get(f"{server.url}/zh/entity/", "text/html").text
    count = re.search(r'data-count="(\d+)" href="/zh/entity/\?kind=tech"', whole)
    assert count
    assert page.count("data-row") == int(count[1])
    assert get(f"{server.url}/zh/entity/?kind=nothing", "text/html").status == 400
