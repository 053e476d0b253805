"""The pages of claims, things, comparisons and the ontology: what they say, in both languages."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import zipfile
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from genfilm.records.corpus import natural
from genfilm.web.api.sheet import LATEX, Sheet
from tests.conftest import Server
from tests.web.http import get

BROWSER = "text/html,*/*;q=0.8"
GF = "https://w3id.org/genfilm/ns/"


def rows(server: Server, query: str) -> list[dict[str, str]]:
    """The rows of a query, values only."""
    found = get(server.sparql, query=query).json["results"]["bindings"]
    return [{name: term["value"] for name, term in row.items()} for row in found]


def table(server: Server, path: str, **parameters: str) -> list[dict[str, str]]:
    """The rows of a CSV document."""
    return list(csv.DictReader(io.StringIO(get(server.url + path, **parameters).text)))


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        (
            "en",
            [
                "disputed",
                "speaks against it",
                "adds to it",
                "What is right",
                "page 120",
                "Zhang Lihua",
                "GB/T 7714",
            ],
        ),
        ("zh", ["受质疑", "反驳", "补充", "正确的说法", "第120页", "张丽花", "GB/T 7714"]),
    ],
)
def test_a_claim_shows_its_verdict_evidence_place_speaker_and_citation(
    server: Server, lang: str, words: list[str]
) -> None:
    page = get(f"{server.url}/{lang}/claim/zhang-2026/N16", BROWSER).text
    assert [word for word in words if word not in page] == []
    assert "DOI:10.3969/j.issn.2096-711X.2026.05.040" in page
    addresses = rows(
        server,
        "SELECT DISTINCT ?u { ?a gf:assesses z26c:N16 ; gf:isContradictedBy/gf:isFoundIn/gf:sourceAddress ?u }",
    )
    assert addresses
    assert [row["u"] for row in addresses if row["u"].replace("&", "&amp;") not in page] == []


@pytest.mark.parametrize(
    ("lang", "claim", "place"),
    [
        ("zh", "R08", "第二部分（一）第2段，第120页"),
        ("en", "R08", "section 2.1, paragraph 2, page 120"),
        ("zh", "I02", "引言第1段，第119页"),
        ("en", "I02", "introduction, paragraph 1, page 119"),
        ("en", "K01", "section 4, paragraph 1, page 120"),
        ("en", "B07", "title block, article number, page 119"),
        ("zh", "A09", "英文摘要第1段，第124页"),
        ("en", "B19", "references, reference [1], page 120"),
    ],
)
def test_a_place_is_told_once_in_words_of_the_language(
    server: Server, lang: str, claim: str, place: str
) -> None:
    page = get(f"{server.url}/{lang}/claim/zhang-2026/{claim}", BROWSER).text
    assert page.count(f"<dd>{place}</dd>") == 1


@pytest.mark.parametrize(
    ("claim", "en", "zh"),
    [
        ("N16", "does not prove the claim false", "不等于证明论断为假"),
        ("C03", "does not say that the claim is false", "不表示论断有误"),
        ("C01", "says nothing for or against", "既不支持也不否定"),
        ("C02", "not that more follows from it", "不表示可由此引申"),
        ("R08", "does not say that the rest is false", "不表示其余部分有误"),
        ("A06", "evidence cannot settle an opinion", "无法以证据判定"),
        ("B01", "nothing outside it was consulted", "未查考外部材料"),
    ],
)
def test_a_verdict_says_what_it_does_not_say(server: Server, claim: str, en: str, zh: str) -> None:
    for lang, words in (("en", en), ("zh", zh)):
        assert words in get(f"{server.url}/{lang}/claim/zhang-2026/{claim}", BROWSER).text


def test_evidence_can_be_cited_from_the_page_of_a_claim(server: Server) -> None:
    page = get(f"{server.url}/zh/claim/zhang-2026/N16", BROWSER).text
    assert "[EB/OL]. (2020-07-13)[2026-11-23]. https://ent.scol.com.cn" in page
    assert "文中标注：(Zhang, 2026, p. 120)" in page
    files = re.findall(r'href="([^"]*/api/cite/[^"]*style=ris)"', page)
    assert "SN  - 2096-711X" in get(server.url + files[0]).text


def test_a_part_stands_with_its_siblings_and_names_its_row(server: Server) -> None:
    page = get(f"{server.url}/en/claim/zhang-2026/G07.1", BROWSER).text
    parts = page[page.index('<ol class="parts">') : page.index("</ol>", page.index('<ol class="parts">'))]
    assert "v-disputed" in parts
    assert 'href="/en/claim/zhang-2026/G07.2"' in parts
    assert "v-corroborated" in parts
    assert 'href="/en/claim/zhang-2026/G07"' in page


@pytest.mark.parametrize(("lang", "asks"), [("en", "What is wrong:"), ("zh", "错误之处：")])
def test_an_error_is_reported_with_the_iri_of_the_claim(server: Server, lang: str, asks: str) -> None:
    """The prepared text names claim, page and build; mail and repository of the settings get it whole."""
    address = f"{server.url}/{lang}/claim/zhang-2026/N16"
    page = html.unescape(get(address, accept=BROWSER).text)
    mail = re.search(r'href="(mailto:errors@example\.org\?[^"]+)"', page)
    issue = re.search(r'href="(https://example\.org/owner/name/issues/new\?[^"]+)"', page)
    assert mail
    assert issue
    for link, name in ((mail[1], "body"), (issue[1], "body")):
        text = parse_qs(urlsplit(link).query)[name][0]
        assert "https://w3id.org/genfilm/id/claim/zhang-2026/N16" in text
        assert address in text
        assert asks in text
        assert text.split("\n")[0] in page


def test_the_claims_of_a_source_are_read_one_after_the_other(server: Server) -> None:
    """Next leads from the first claim of a source to its last, and previous back; none leads elsewhere."""

    def beside(name: str) -> dict[str, str]:
        text = get(f"{server.url}/en/claim/{name}", accept=BROWSER).text
        return dict(re.findall(r'<a rel="(prev|next)" href="/en/claim/([^"]+)"', text))

    base = "https://w3id.org/genfilm/id/claim/"
    query = f'SELECT ?c {{ ?c dcterms:identifier ?id FILTER(STRSTARTS(STR(?c), "{base}li-zuyue-2025/")) }}'
    names = sorted((row["c"].removeprefix(base) for row in rows(server, query)), key=natural)
    assert len(names) > 5
    assert "prev" not in beside(names[0])
    assert "next" not in beside(names[-1])
    for before, here, after in zip(names, names[1:4], names[2:], strict=False):
        assert beside(here) == {"prev": before, "next": after}


def test_a_claim_review_is_given_only_where_evidence_spoke(server: Server) -> None:
    pattern = r'<script type="application/ld\+json">(.*?)</script>'
    page = get(f"{server.url}/en/claim/zhang-2026/N16", BROWSER).text
    review = json.loads(re.findall(pattern, page)[0])
    assert review["@type"] == "ClaimReview"
    assert review["reviewRating"]["alternateName"] == "disputed"
    assert review["itemReviewed"]["@id"] == "https://w3id.org/genfilm/id/claim/zhang-2026/N16"
    assert not re.findall(pattern, get(f"{server.url}/en/claim/zhang-2026/A06.1", BROWSER).text)


def test_the_ledger_counts_as_the_graph_does(server: Server) -> None:
    query = f"SELECT (COUNT(DISTINCT ?c) AS ?n) {{ ?c gf:hasPredicate ?p . ?a gf:assesses ?c ; gf:verdict <{GF}Disputed> }}"
    expected = int(rows(server, query)[0]["n"])
    found = table(server, "/en/claims.csv", verdict="disputed")
    assert len(found) == expected
    assert {row["verdict"] for row in found} == {"disputed"}
    assert f"{expected} claims" in get(f"{server.url}/en/claims?verdict=disputed", BROWSER).text


def test_the_filters_of_the_ledger_narrow_each_other(server: Server) -> None:
    both = table(server, "/en/claims.csv", verdict="disputed", actor="tencent-video")
    disputed = {row["claim"] for row in table(server, "/en/claims.csv", verdict="disputed")}
    of_actor = {row["claim"] for row in table(server, "/en/claims.csv", actor="tencent-video")}
    assert {row["claim"] for row in both} == disputed & of_actor < disputed
    assert {row["id"] for row in both} >= {"N16"}
    page = get(f"{server.url}/en/claims?verdict=disputed&actor=tencent-video", BROWSER).text
    assert f"{len(both)} claims" in page
    assert 'href="/en/claims?verdict=disputed"' in page


def test_chosen_claims_are_listed_alone_and_can_be_narrowed(server: Server) -> None:
    """``?claim=`` lists these and no other, compound ones too; a filter and the way out stand beside them."""
    chosen = ("claim", ["zhang-2026/N16", "zhang-2026/N13", "zhang-2026/N13.1"])
    page = get(f"{server.url}/en/claims?{urlencode([chosen], doseq=True)}", accept=BROWSER).text
    shown = re.findall(r'class="what">.*?href="/en/claim/([^"]+)"', page, re.S)
    assert sorted(shown) == sorted(chosen[1])
    assert "3 chosen claims" in page
    narrowed = get(
        f"{server.url}/en/claims?{urlencode([chosen, ('verdict', 'disputed')], doseq=True)}", accept=BROWSER
    ).text
    assert "zhang-2026/N16" in re.findall(r'class="what">.*?href="/en/claim/([^"]+)"', narrowed, re.S)


def test_pages_of_the_ledger_hold_each_claim_once(server: Server) -> None:
    seen: list[str] = []
    address = "/zh/claims?source=zhang-2026"
    while address:
        page = get(server.url + address, BROWSER).text
        seen += re.findall(r'class="what">\s*<a href="([^"]+)"', page)
        following = re.search(r'rel="next"\s+href="([^"]+)"', page)
        address = following[1].replace("&amp;", "&") if following else ""
    assert len(seen) == len(set(seen)) == len(table(server, "/zh/claims.csv", source="zhang-2026"))


@pytest.mark.parametrize("value", ["%3Cqwxzy%3E", "a" * 5000, "zzzz%00", "'%20OR%20qwxzy"])
def test_a_filter_that_fits_nothing_says_so(server: Server, value: str) -> None:
    answer = get(f"{server.url}/en/claims?q={value}", BROWSER)
    assert answer.status == 200
    assert "<script>" not in answer.text.split("</head>")[1]
    assert "No claim fits" in answer.text


def test_a_filter_of_controls_alone_is_none(server: Server) -> None:
    answer = get(f"{server.url}/en/claims?q=%00", BROWSER)
    assert answer.status == 200
    assert "No claim fits" not in answer.text


def test_a_thing_shows_each_fact_with_its_verdict_page_and_claim(server: Server) -> None:
    page = get(f"{server.url}/en/entity/film/double-world", BROWSER).text
    row = next(row for row in re.findall(r"<tr>.*?</tr>", page, re.DOTALL) if "claim/zhang-2026/N16" in row)
    assert "is distributed by" in row
    assert "v-disputed" in row
    assert "<td>120</td>" in row
    assert '<span lang="zh-Hans">征途</span>' in page


def test_the_description_for_search_engines_states_no_disputed_fact(server: Server) -> None:
    page = get(f"{server.url}/en/entity/film/double-world", BROWSER).text
    data = json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)[0])
    assert data["@type"] == "Movie"
    assert data["director"]["name"] == "Teddy Chan"
    assert "Tencent" not in json.dumps(data)


def test_a_stage_lists_what_the_claims_place_in_it(server: Server) -> None:
    page = get(f"{server.url}/en/entity/stage/production", BROWSER).text
    risks = page[page.index('id="risks"') : page.index('id="strategies"')]
    assert "/en/entity/risk/technical-limitation" in risks
    assert "/en/claim/zhang-2026/K06.2" in risks
    home = get(f"{server.url}/en/", BROWSER).text
    count = re.search(r'stage/production#risks">risks\s+<strong class="number">(\d+)<', home)
    assert count
    assert len(re.findall(r'class="what"', risks)) == int(count[1])


def test_a_comparison_holds_every_recommendation(server: Server) -> None:
    query = "SELECT ?c { ?c gf:hasPredicate gf:isRecommendedTo }"
    expected = {row["c"] for row in rows(server, query)}
    assert {row["claimIri"] for row in table(server, "/en/compare/strategies-actors.csv")} == expected
    page = get(f"{server.url}/zh/compare/strategies-actors", BROWSER).text
    assert [iri for iri in expected if iri.removeprefix("https://w3id.org/genfilm/id/") not in page] == []
    picture = get(f"{server.url}/zh/compare/strategies-actors.svg")
    assert picture.media_type == "image/svg+xml"
    assert "制作公司" in picture.text


def test_things_stand_side_by_side_by_name_in_either_language(server: Server) -> None:
    page = get(f"{server.url}/en/compare", BROWSER, e="征途").text
    assert "at least two" in page
    answer = get(f"{server.url}/en/compare?e=%E5%BE%81%E9%80%94&e=film/avatar", BROWSER).text
    assert "Double World" in answer
    assert "James Cameron" in answer
    assert get(f"{server.url}/en/compare?e=nobody&e=film/avatar", BROWSER).status == 404


def test_evidence_is_set_against_the_source_disputed_claims_first(server: Server) -> None:
    found = table(server, "/en/compare/paper-evidence.csv")
    order = list(dict.fromkeys(row["verdict"] for row in found))
    assert order[:3] == ["disputed", "partly corroborated", "corroborated"]
    assert {row["stance"] for row in found} == {
        "speaks for it",
        "speaks against it",
        "qualifies it",
        "adds to it",
    }


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_term_of_ours_has_a_page_that_the_ontology_leads_to(server: Server, lang: str) -> None:
    start = get(f"{server.url}/{lang}/ontology/", BROWSER).text
    modules = re.findall(rf'href="(/{lang}/ontology/modules/[^"]+)"', start)
    linked = {
        link
        for module in modules
        for link in re.findall(r'href="([^"]+)"', get(server.url + module, BROWSER).text)
    }
    terms = rows(
        server, "SELECT DISTINCT ?t { ?t rdfs:isDefinedBy ?m . FILTER (STRSTARTS(STR(?t), STR(gf:))) }"
    )
    assert len(terms) > 150
    missing = [t["t"] for t in terms if f"/{lang}/ontology/terms/{t['t'].removeprefix(GF)}" not in linked]
    assert missing == []


def test_a_term_says_what_it_means_how_it_is_used_and_what_the_checks_require(server: Server) -> None:
    page = get(f"{server.url}/zh/ontology/terms/Claim", BROWSER).text
    assert "gf:SourceClaim" in page
    assert "论断的谓语" in page or "谓语" in page
    used = get(f"{server.url}/en/ontology/terms/isRecommendedTo", BROWSER).text
    count = rows(server, "SELECT (COUNT(*) AS ?n) { ?c gf:hasPredicate gf:isRecommendedTo }")[0]["n"]
    assert f"{count} claims have it" in used
    assert "/en/questions/strategies-for-actor" in used


@pytest.mark.parametrize(
    "path",
    ["", "claims", "about", "questions", "compare", "entity/", "ontology/", "claim/zhang-2026/N16",
     "entity/film/avatar", "questions/strategies-for-actor?actor=actor:creators"],
)  # fmt: skip
def test_a_page_names_its_other_language_and_changes_to_it_in_place(server: Server, path: str) -> None:
    page = get(f"{server.url}/en/{path}", BROWSER).text
    other = f"/zh/{path}".replace("&", "&amp;")
    assert re.search(rf'<a\s+class="language"\s+href="{re.escape(other)}"\s+lang="zh-Hans"', page)
    assert f'hreflang="zh-Hans" href="{server.url}{other}"' in page
    assert f'rel="canonical" href="{server.url}/en/{path}"' in page
    assert get(f"{server.url}/zh/{path}", BROWSER).status == 200


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_no_page_of_the_site_links_to_nothing(server: Server, lang: str) -> None:
    paths = ["", "claims", "about", "questions", "compare", "compare/paper-evidence", "claim/zhang-2026/G07",
             "entity/stage/production", "entity/doc/zhang-2026", "ontology/terms/Claim"]  # fmt: skip
    found = {
        link.replace("&amp;", "&").partition("#")[0]
        for path in paths
        for link in re.findall(r'href="(/[^"]+)"', get(f"{server.url}/{lang}/{path}", BROWSER).text)
    }
    sample = sorted(found)[::7]
    assert len(sample) > 40
    assert [link for link in sample if get(server.url + link, BROWSER).status not in (200, 302, 303)] == []


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_social_preview_is_a_picture_of_the_size_that_it_says(server: Server, lang: str) -> None:
    page = get(f"{server.url}/{lang}/", BROWSER).text
    address = re.search(r'property="og:image" content="([^"]+)"', page)
    assert address
    picture = get(address[1]).body
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    assert (int.from_bytes(picture[16:20]), int.from_bytes(picture[20:24])) == (1200, 630)


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", ["What it published", "says it, speaks for it", "speaks against it"]),
        ("zh", ["它发布的内容", "所说，支持", "反驳"]),
    ],
)
def test_a_publisher_shows_its_works_and_every_claim_that_rests_on_them(
    server: Server, lang: str, words: list[str]
) -> None:
    page = get(f"{server.url}/{lang}/entity/publisher/wikipedia", BROWSER).text
    assert [word for word in words if word not in page] == []
    assert ("No claim is about it." in page, "没有关于它的论断" in page) == (False, False)
    works = rows(
        server,
        "SELECT ?w ?url { ?w dcterms:publisher <https://w3id.org/genfilm/id/publisher/wikipedia> ;"
        " gf:sourceAddress ?url }",
    )
    claims = rows(
        server,
        "SELECT DISTINCT ?claim { { ?claim gf:isFoundIn ?w ; a gf:EvidenceClaim } UNION"
        " { ?a gf:isSupportedBy|gf:isContradictedBy|gf:isQualifiedBy ?f ; gf:assesses ?claim ."
        " ?f gf:isFoundIn ?w FILTER NOT EXISTS { ?a gf:assesses/gf:hasPart ?claim } }"
        " ?w dcterms:publisher <https://w3id.org/genfilm/id/publisher/wikipedia> }",
    )
    assert len(works) > 3
    assert len(claims) > 30
    section = page.partition('id="published"')[2].partition("<h2")[0]
    assert [row["url"] for row in works if f'href="{row["url"]}"' not in section] == []
    names = [row["claim"].removeprefix("https://w3id.org/genfilm/id/") for row in claims]
    assert [name for name in names if f'href="/{lang}/{name}"' not in section] == []


def test_a_thing_that_published_nothing_has_no_such_section(server: Server) -> None:
    page = get(f"{server.url}/en/entity/film/avatar", BROWSER).text
    assert 'id="facts"' in page
    assert 'id="published"' not in page


def test_a_comparison_of_any_two_kinds_holds_what_the_ledger_has_under_both(server: Server) -> None:
    found = table(server, "/en/compare/technologies-stages.csv")
    one = [line for line in found if line["rowIri"].endswith("/tech/generative-ai")]
    stage = one[0]["columnIri"]
    same = {line["claimIri"] for line in one if line["columnIri"] == stage}
    both = {"technology": "tech:generative-ai", "stage": stage, "size": "1000"}
    chosen = get(f"{server.url}/api/claims", **both).json["data"]
    assert same == {row["claim"] for row in chosen}
    assert next(iter(found[0])) == "row"
    assert list(found[0])[-1] == "claimIri"
    turned = table(server, "/en/compare/stages-technologies.csv")
    assert {(line["columnIri"], line["rowIri"], line["claimIri"]) for line in turned} == {
        (line["rowIri"], line["columnIri"], line["claimIri"]) for line in found
    }
    kept = table(server, "/en/compare/technologies-stages.csv?row=tech:gan&row=tech:generative-ai")
    assert {line["rowIri"].rpartition("/")[2] for line in kept} <= {"gan", "generative-ai"}
    page = get(f"{server.url}/en/compare/technologies-stages?row=tech:generative-ai", BROWSER).text
    assert "/en/compare/stages-technologies?column=https" in page
    led = get(f"{server.url}/en/compare?rows=risks&columns=films", BROWSER)
    assert (led.status, led.headers["location"]) == (302, "/en/compare/risks-films")
    assert get(f"{server.url}/en/compare/risks-nothing", BROWSER).status == 404


@pytest.mark.parametrize("form", ["csv", "md", "tex", "xlsx"])
def test_every_file_of_a_comparison_holds_statement_verdict_page_and_evidence(
    server: Server, form: str
) -> None:
    answer = get(f"{server.url}/zh/compare/technologies-films.{form}")
    assert answer.status == 200
    if form == "xlsx":
        book = zipfile.ZipFile(io.BytesIO(answer.body))
        text = book.read("xl/sharedStrings.xml").decode()
    else:
        text = answer.text
    for part in (
        "《爱，死亡和机器人》使用了AI概念设计。",
        "受质疑",
        "反驳：《爱，死亡和机器人》导演之一帕特里克·奥斯本",
    ):
        assert part in text
    assert re.search(r"\b12\d\b", text)


def test_csv_for_excel_begins_with_the_mark_of_utf_8(server: Server) -> None:
    plain, marked = (get(f"{server.url}/zh/compare/risks-actors.csv{more}").body for more in ("", "?bom=1"))
    assert marked == b"\xef\xbb\xbf" + plain


def test_latex_reads_nothing_of_a_text_as_a_command() -> None:
    sheet = Sheet("50% & more", ["a"], ["a_b"], [[r"\input{x} ~ #1 $x^2$"]], {})
    written = sheet.write(LATEX).decode()
    assert r"\textbackslash{}input\{x\} \textasciitilde{} \#1 \$x\textasciicircum{}2\$" in written
    assert r"\caption{50\% \& more}" in written
