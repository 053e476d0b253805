"""Claims stand as sentences wherever their names stood, and pages carry what reference managers read."""

from __future__ import annotations

import html
import json
import re
from urllib.parse import parse_qs

import pytest
import rispy

from tests.conftest import Server
from tests.web.http import get

BROWSER = "text/html"
COINS = re.compile(r'class="Z3988" title="([^"]+)"')
CODE = re.compile(r"(?:[a-z]+-\d{4}|evidence|editorial)/[A-Za-z]+[\w.-]*")
PAGES = (
    "compare/risks-stages",
    "compare/technologies-films",
    "compare/paper-evidence",
    "compare?e=film/avatar&e=film/frozen-2",
    "entity/stage/production",
    "entity/film/avatar",
    "questions/strategies-for-actor",
    "questions/disputed-claims",
    "explore?focus=film:avatar",
    "ask?q=Who+directed+Double+World",
    "claims?verdict=disputed",
    "claim/zhang-2026/K09.2",
)


def page(server: Server, path: str, lang: str = "en") -> str:
    answer = get(f"{server.url}/{lang}/{path}", BROWSER)
    assert answer.status == 200, path
    return answer.text


def links(text: str) -> list[tuple[str, str]]:
    """Addresses of the links of a page with their text."""
    found = re.findall(r'<a\b[^>]*href="([^"]*)"[^>]*>(.*?)</a>', text, re.S)
    return [(html.unescape(href), " ".join(re.sub(r"<[^>]+>", "", inner).split())) for href, inner in found]


@pytest.mark.parametrize("path", PAGES)
def test_a_link_to_a_claim_is_its_sentence(server: Server, path: str) -> None:
    told = [text for href, text in links(page(server, path)) if "/en/claim/" in href]
    assert told
    assert [text for text in told if CODE.fullmatch(text)] == []
    assert all(len(text.split()) > 2 for text in told), told


def test_verdicts_of_uses_and_releases_stand_on_the_page_of_the_film_the_disputed_first(
    server: Server,
) -> None:
    text = page(server, "entity/film/avatar")
    disputed = text.index('id="disputed"')
    assert disputed < text.index('id="facts"')
    assert '/en/claim/zhang-2026/M05.2"' in text[disputed : text.index('id="facts"')]
    about = get(f"{server.url}/api/claims", about="film:avatar", verdict="disputed").json
    assert about["meta"]["total"] == len(about["data"])
    assert f'data-count="{about["meta"]["total"]}"' in text
    record = get(f"{server.url}/api/entities/film/avatar").json["data"]
    through = {said["id"] for each in record["through"] for said in each["claims"]}
    assert "M05.2" in through
    assert through.isdisjoint(said["id"] for fact in record["facts"] for said in fact["claims"])


@pytest.mark.parametrize(
    ("path", "claim"),
    [
        ("entity/evidence/a-legend-2024-jackie-chan", None),
        ("entity/page/scol-double-world", "zhang-2026/N14"),
        ("entity/person/zhang-lihua", None),
    ],
)
def test_what_claims_rest_on_lists_them(server: Server, path: str, claim: str | None) -> None:
    text = page(server, path)
    assert "No claim is about" not in text
    main = text[text.index("<h1") :]
    assert (f"/en/claim/{claim}" if claim else "/en/claim") in main


def test_no_evidence_and_no_page_that_claims_rest_on_says_that_no_claim_is_about_it(server: Server) -> None:
    query = (
        "SELECT DISTINCT ?t { { ?a gf:isSupportedBy|gf:isContradictedBy ?t } "
        "UNION { ?t a gf:WebPage MINUS { ?source gf:isReadOn ?t } } }"
    )
    found = get(server.sparql, query=query).json["results"]["bindings"]
    things = sorted(row["t"]["value"] for row in found)
    assert len(things) > 150
    for iri in things[::12]:
        text = page(server, "entity/" + iri.partition("/id/")[2])
        assert 'id="resting"' in text, iri


def tags(text: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<meta name="citation_(\w+)" content="([^"]*)">', text):
        found.setdefault(name, []).append(html.unescape(value))
    return found


def test_a_source_a_page_and_a_claim_carry_the_tags_that_reference_managers_read(server: Server) -> None:
    source = tags(page(server, "entity/doc/zhang-2026"))
    assert source["title"] == ["生成式人工智能驱动电影产业链变革与战略转型研究"]
    assert source["author"] == ["张, 丽花"]
    assert (source["firstpage"], source["lastpage"]) == (["119"], ["124"])
    assert source["doi"] == ["10.3969/j.issn.2096-711X.2026.05.040"]
    web = tags(page(server, "entity/page/scol-double-world"))
    assert web["publication_date"] == ["2020/07/13"]
    assert web["public_url"] == ["https://ent.scol.com.cn/ysdt/202007/57851048.html"]
    claim = page(server, "claim/zhang-2026/N14")
    assert "claim N14" in tags(claim)["title"][0]
    assert tags(claim)["author"] == ["GenFilm KG,"]  # whole; without the comma Zotero reads a Mr KG
    own, first, *evidence = (parse_qs(html.unescape(each)) for each in COINS.findall(claim))
    assert (own["rft.type"], own["rft.aucorp"]) == (["dataset"], ["GenFilm KG"])
    assert own["rft_id"] == ["https://w3id.org/genfilm/id/claim/zhang-2026/N14"]
    assert evidence
    assert all("rft.creator" not in each for each in evidence)  # these are sites, not persons
    context = first
    assert context["rft.genre"] == ["article"]
    assert context["rft.au"] == ["张, 丽花"]
    assert context["rft_id"] == ["info:doi/10.3969/j.issn.2096-711X.2026.05.040"]


def test_a_claim_is_cited_in_the_language_of_its_page(server: Server) -> None:
    claim = page(server, "claim/zhang-2026/N14", "zh")
    assert tags(claim)["title"][0].startswith("影谱 GenFilm KG：论断N14")
    assert tags(claim)["language"] == ["zh-CN"]
    own = parse_qs(html.unescape(COINS.findall(claim)[0]))
    assert own["rft.title"] == tags(claim)["title"]


def test_the_title_that_others_show_of_a_page_leaves_out_the_site(server: Server) -> None:
    text = page(server, "entity/tech/gan")
    assert '<meta property="og:title" content="generative adversarial network">' in text
    assert "generative adversarial network · GenFilm KG" in text


def test_chosen_claims_and_all_that_a_filter_shows_give_one_bibliography(server: Server) -> None:
    chosen = "claim=zhang-2026/N14&claim=zhang-2026/K11.2"
    text = page(server, f"bibliography?{chosen}")
    assert "Zhang, L. (2026)." in text
    assert "cited for 2 claims" in text
    ris = get(f"{server.url}/zh/bibliography.ris?{chosen}")
    assert ris.headers["content-disposition"] == 'inline; filename="genfilm.ris"'
    (record,) = rispy.loads(ris.text)
    assert record["title"] == "生成式人工智能驱动电影产业链变革与战略转型研究"
    assert sum("id/claim/zhang-2026/" in note for note in record["notes"]) == 2
    everything = json.loads(get(f"{server.url}/en/bibliography.json?verdict=disputed").text)
    listed = get(f"{server.url}/api/claims", verdict="disputed").json["meta"]["total"]
    assert sum(item["note"].count("/id/claim/") for item in everything) == listed
    judged = json.loads(get(f"{server.url}/en/bibliography.json?verdict=disputed&evidence=yes").text)
    assert {item["id"] for item in judged} > {item["id"] for item in everything}
    assert any("speaks against it: " in item["note"] for item in judged)
    assert get(f"{server.url}/en/bibliography?evidence=perhaps").status == 400
    assert get(f"{server.url}/en/bibliography?claim=zhang-2026/nothing").status == 404
    assert get(f"{server.url}/en/bibliography?style=harvard").status == 400
    assert "No claim is chosen" in page(server, "bibliography?claim=")
    partly = page(server, f"bibliography?{chosen}&claim=zhang-2026/nothing")
    assert 'data-gone="zhang-2026/nothing"' in partly
    assert "cited for 2 claims" in partly
    assert "bibliography.ris?claim=zhang-2026%2FN14&amp;claim=zhang-2026%2FK11.2&amp;style=ris" in partly
    assert get(f"{server.url}/en/bibliography.ris?claim=zhang-2026/nothing").status == 404
