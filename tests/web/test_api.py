"""The REST interface over the real service: one envelope, every format, honest parts, nothing pasted."""

from __future__ import annotations

import csv
import html
import io
import re
import zipfile
from typing import Any
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import pytest

from genfilm.catalogue.query import load_catalogue
from tests.conftest import ROOT, Server
from tests.naming import PREFIXES, expand
from tests.records.test_names import HOSTILE
from tests.web.http import Answer, get

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CATALOGUE = load_catalogue(ROOT, prefixes=PREFIXES)
STRATEGIES = "strategies-for-actor"


def api(server: Server, path: str, accept: str | None = None, **parameters: str) -> Answer:
    return get(f"{server.url}/api/{path}", accept, **parameters)


def test_the_list_holds_every_question_with_types_and_headings(server: Server):
    listed = {each["id"]: each for each in api(server, "queries").json["data"]}
    assert set(listed) == set(CATALOGUE)
    found = listed[STRATEGIES]
    assert [(p["name"], p["type"], p["class"]) for p in found["parameters"]] == [
        ("actor", "iri", "gf:IndustryActor"),
        ("lang", "language", None),
    ]
    assert found["columns"][0] == {
        "name": "strategy",
        "label": {"en": "strategy", "zh": "策略"},
        "type": "iri",
        "optional": False,
    }


def test_an_answer_has_data_columns_meta_and_links(server: Server):
    found = api(server, f"queries/{STRATEGIES}", actor="制作公司", lang="zh").json
    assert set(found) == {"data", "columns", "meta", "links"}
    assert {"name": "strategy", "label": {"en": "strategy", "zh": "策略"}, "type": "iri"} in found["columns"]
    assert found["meta"]["parameters"]["actor"] == expand("actor:production-companies")
    assert (found["meta"]["total"], found["meta"]["lang"], found["meta"]["truncated"]) == (5, "zh", False)
    assert any(row["strategy"] == expand("strategy:content-quality-control") for row in found["data"])
    assert re.search("[一-龥]", found["data"][0]["label"])


@pytest.mark.parametrize("name", CATALOGUE)
def test_every_question_answers_with_the_columns_it_names(server: Server, name: str):
    found = api(server, f"queries/{name}", size="1").json
    assert [column["name"] for column in found["columns"]] == list(CATALOGUE[name].columns)
    assert found["data"]
    assert list(found["data"][0]) == list(CATALOGUE[name].columns)


def test_the_sparql_that_is_shown_gives_the_same_rows(server: Server):
    found = api(server, f"queries/{STRATEGIES}", actor="creators").json
    shown = parse_qs(urlsplit(found["links"]["sparql"]).query)["query"][0]
    rows = get(server.sparql, "application/json", query=shown).json["results"]["bindings"]
    assert [row["strategy"]["value"] for row in rows] == [row["strategy"] for row in found["data"]]


def test_pages_are_linked_in_the_body_and_in_headers(server: Server):
    seen: list[str] = []
    url = f"{server.url}/api/queries/claims?size=300&fields=claim"
    while url:
        answer = get(url)
        found = answer.json
        seen += [row["claim"] for row in found["data"]]
        assert found["meta"]["truncated"] == ("next" in found["links"])  # false on the last page
        for rel, target in found["links"].items():
            if rel in ("first", "prev", "next", "last"):
                assert f'<{target}>; rel="{rel}"' in answer.headers["link"]
        url = found["links"].get("next", "")
    assert len(seen) == len(set(seen)) == found["meta"]["total"] > 600


def test_a_question_with_a_page_of_its_own_turns_pages_by_another_name(server: Server):
    found = api(server, "queries/claims-on-a-page", page="119", size="5", result_page="2").json
    assert (found["meta"]["page"], len(found["data"])) == (2, 5)
    assert found["meta"]["parameters"]["page"] == "119"
    assert "page=119" in found["links"]["next"]
    assert "result_page=3" in found["links"]["next"]


@pytest.mark.parametrize(
    ("how", "media"),
    [("csv", "text/csv"), ("tsv", "text/tab-separated-values"), ("xlsx", XLSX), ("json", "application/json")],
)
def test_a_format_is_named_by_extension_parameter_or_accept(server: Server, how: str, media: str):
    by_extension = api(server, f"queries/{STRATEGIES}.{how}")
    by_parameter = api(server, f"queries/{STRATEGIES}", format=how)
    by_accept = api(server, f"queries/{STRATEGIES}", media)
    assert {each.status for each in (by_extension, by_parameter, by_accept)} == {200}
    assert {each.media_type for each in (by_extension, by_parameter, by_accept)} == {media}


def test_csv_holds_the_whole_answer_and_a_part_says_so(server: Server):
    whole = api(server, "queries/claims.csv")
    rows = list(csv.DictReader(io.StringIO(whole.text)))
    assert len(rows) == api(server, "queries/claims", size="1").json["meta"]["total"]
    assert rows[0].keys() == CATALOGUE["claims"].columns.keys()
    part = api(server, "queries/claims.csv", size="10")
    assert len(list(csv.DictReader(io.StringIO(part.text)))) == 10
    assert 'rel="next"' in part.headers["link"]
    assert part.headers["x-total-count"] == str(len(rows))
    exposed = part.headers["access-control-expose-headers"].split(", ")
    assert {"Link", "X-Total-Count", "Content-Disposition", "ETag"} <= set(exposed)


def test_columns_keep_their_types_where_there_is_no_row(server: Server):
    columns = api(server, "queries/claims", verdict="disputed", kind="kind:definition").json
    assert columns["data"] == []
    assert {"name": "claim", "label": {"en": "claim", "zh": "论断"}, "type": "iri"} in columns["columns"]


def test_a_workbook_has_typed_cells_and_no_formula(server: Server):
    answer = api(server, "queries/verdict-counts.xlsx", lang="zh")
    with zipfile.ZipFile(io.BytesIO(answer.body)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        strings = book.read("xl/sharedStrings.xml").decode()
    assert "<f>" not in sheet
    assert re.search(r'<c r="\w+"><v>\d+</v>', sheet), "a count is a number"
    assert "核查结论" in strings


def test_rdf_of_a_table_is_refused_with_the_way_to_it(server: Server):
    answer = api(server, f"queries/{STRATEGIES}.ttl")
    assert answer.status == 406
    assert answer.json["alternatives"]
    assert "CONSTRUCT" in answer.json["detail"]


def test_fields_keep_columns_in_their_order(server: Server):
    found = api(server, f"queries/{STRATEGIES}", fields="page,strategy").json
    assert [column["name"] for column in found["columns"]] == list(found["data"][0]) == ["page", "strategy"]


@pytest.mark.parametrize(
    ("path", "parameters", "status", "kind", "told"),
    [
        (f"queries/{STRATEGIES}", {"actr": "x"}, 400, "unknown-parameter", "actor"),
        (f"queries/{STRATEGIES}", {"fields": "nope"}, 400, "wrong-parameter", "strategy, label, claim, page"),
        (f"queries/{STRATEGIES}", {"size": "0"}, 400, "wrong-parameter", "from 1 to 1000"),
        (f"queries/{STRATEGIES}", {"size": "１２"}, 400, "wrong-parameter", "whole number"),
        (f"queries/{STRATEGIES}", {"page": "-1"}, 400, "wrong-parameter", "whole number"),
        (f"queries/{STRATEGIES}", {"lang": "fr"}, 400, "wrong-parameter", "en, zh"),
        (
            f"queries/{STRATEGIES}",
            {"actor": "production compnies"},
            404,
            "unknown-name",
            "actor:production-companies",
        ),
        (
            "queries/claims-by-modality",
            {"modality": "film:double-world"},
            400,
            "wrong-parameter",
            "gf:Hedged",
        ),
        ("queries/strategies-for-actr", {}, 404, "unknown-query", STRATEGIES),
        ("queries/strategies-for-actor/parameters/x", {}, 404, "not-found", "actor"),
        ("claims", {"verdict": "nope"}, 400, "wrong-parameter", "disputed"),
        ("claims", {"colour": "red"}, 400, "unknown-parameter", "technology"),
        (
            "claims",
            {"about": "中国生成式AI用户数"},
            409,
            "ambiguous-name",
            "obs:cnnic-generative-ai-users-2025-06",
        ),
        ("claims", {"about": "Duble World"}, 404, "unknown-name", "film:double-world"),
        ("claims/zhang-2026/N1600", {}, 404, "unknown-claim", "/api/claims"),
        ("entities", {"kind": "nope"}, 400, "wrong-parameter", "film"),
        ("entities", {"class": "no such class"}, 404, "unknown-name", ""),
        ("entities/film/nope", {}, 404, "unknown-entity", "/api/entities"),
        ("cite/zhang-2026/N16", {"style": "harvard"}, 400, "wrong-parameter", "bibtex"),
        ("cite/film/nope", {}, 404, "unknown-entity", ""),
    ],
)
def test_what_is_wrong_is_told_with_what_would_be_right(
    server: Server, path: str, parameters: dict[str, str], status: int, kind: str, told: str
):
    answer = api(server, path, **parameters)
    assert (answer.status, answer.media_type) == (status, "application/problem+json")
    assert answer.json["type"].endswith(f"/{kind}")
    assert told in answer.text


def test_a_parameter_given_twice_is_refused(server: Server):
    answer = get(f"{server.url}/api/queries/{STRATEGIES}?actor=creators&actor=audiences")
    assert (answer.status, answer.json["parameter"]) == (400, "actor")


def test_the_values_of_a_parameter_are_the_things_of_its_class(server: Server):
    found = api(server, f"queries/{STRATEGIES}/parameters/actor", size="1000").json
    values = {each["value"]: each["label"] for each in found["data"]}
    assert values["actor:creators"]["zh"]
    assert "film:double-world" not in values
    options = api(server, "queries/claims-in-a-section/parameters/section").json["data"]
    assert "二(一)" in {each["value"] for each in options}


def test_entities_are_listed_by_kind_and_class(server: Server):
    films = api(server, "entities", **{"class": "电影", "size": "100"}).json["data"]
    assert {each["kind"] for each in films} == {"film"}
    assert expand("film:double-world") in {each["iri"] for each in films}
    found = api(server, "entities", kind="stage").json
    assert found["meta"]["total"] == found["meta"]["kinds"]["stage"] == 5


def test_an_entity_leads_to_its_documents(server: Server):
    answer = api(server, "entities/film/double-world", lang="en")
    assert answer.json["data"]["label"]["zh"] == "征途"
    assert 'rel="alternate"; type="text/turtle"' in answer.headers["link"]
    turtle = get(answer.json["links"]["ttl"])
    assert turtle.media_type == "text/turtle"
    assert "double-world" in turtle.text
    assert get(answer.json["links"]["html"], "text/html").status == 200


def test_claims_are_filtered_and_counted(server: Server):
    found = api(server, "claims", verdict="disputed", lang="zh", size="3").json
    assert {row["verdict"] for row in found["data"]} == {"disputed"}
    assert found["data"][0]["verdictLabel"] == "受质疑"
    counts = {value["key"]: value["count"] for value in found["meta"]["facets"]["verdict"]}
    assert counts["disputed"] == found["meta"]["total"]
    both = get(f"{server.url}/api/claims?verdict=disputed&verdict=corroborated").json["meta"]["total"]
    assert both == counts["disputed"] + counts["corroborated"]


@pytest.mark.parametrize(
    "query",
    [
        "about=征途",
        "about=Double World&about=tencent-video&verdict=disputed",
        "stage=制作环节&stage=creation&valence=adverse",
        "verdict=none&source=evidence",
        "about=film:double-world&predicate=gf:isDistributedBy",
        "form=compound&about=征途",
        "",
    ],
)
def test_the_page_of_claims_shows_what_the_interface_chose(server: Server, query: str):
    found = get(
        f"{server.url}/api/claims?{quote(query, safe='=&:')}&size=1000&lang=en".replace("?&", "?")
    ).json
    address = found["links"]["html"]
    chosen = claims_of(found)
    assert chosen
    rows = csv.DictReader(io.StringIO(get(address.replace("/claims", "/claims.csv")).text))
    assert {row["claim"] for row in rows} == chosen
    page = get(address, "text/html").text
    assert f"{len(chosen)} claims</h2>" in page.replace(",", "")
    back = re.search(r'href="([^"]*/api/claims\?[^"]*)"', page)
    assert back
    assert claims_of(get(server.url + html.unescape(back[1]) + "&size=1000").json) == chosen


def claims_of(found: dict[str, Any]) -> set[str]:
    """The claims of a list, over all its pages."""
    every = {row["claim"] for row in found["data"]}
    while following := found["links"].get("next"):
        found = get(following).json
        every |= {row["claim"] for row in found["data"]}
    return every


def test_claims_about_a_thing_are_described_and_come_as_a_file(server: Server):
    operation = api(server, "openapi.json").json["paths"]["/api/claims"]["get"]
    (about,) = [each for each in operation["parameters"] if each["name"] == "about"]
    assert about["schema"]["type"] == "array"
    assert "any script" in about["description"]
    for example in about["schema"]["items"]["examples"]:
        rows = list(csv.DictReader(io.StringIO(api(server, "claims.csv", about=example).text)))
        assert "N16" in {row["id"] for row in rows}


def test_claims_come_as_a_file(server: Server):
    rows = list(csv.DictReader(io.StringIO(api(server, "claims.csv", verdict="disputed").text)))
    assert len(rows) == api(server, "claims", verdict="disputed").json["meta"]["total"]
    assert zipfile.is_zipfile(io.BytesIO(api(server, "claims.xlsx", verdict="disputed").body))


def test_a_claim_leads_to_its_citation(server: Server):
    found = api(server, "claims/zhang-2026/N16").json
    assert found["data"]["assessment"]["verdict"] == "disputed"
    styles = get(found["links"]["cite"]).json
    for style, media in (
        ("bibtex", "application/x-bibtex"),
        ("ris", "application/x-research-info-systems"),
        ("csl-json", "application/vnd.citationstyles.csl+json"),
        ("gb-t-7714", "text/plain"),
    ):
        answer = get(styles["links"][style])
        assert answer.media_type == media
        assert answer.text == styles["data"][style]
        assert found["data"]["iri"] in answer.text


def test_answers_are_cached_and_revalidated(server: Server):
    path = f"{server.url}/api/claims?verdict=disputed&size=7"
    tag = get(path).headers["etag"]
    again = get(path)
    assert (again.headers["x-cache"], again.headers["etag"]) == ("hit", tag)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_values_give_a_problem_or_an_honest_answer(server: Server, text: str):
    value = quote(text.encode("utf-8", "surrogatepass"))
    paths = [
        f"queries/{STRATEGIES}?{name}={value}"
        for name in ("actor", "lang", "fields", "page", "size", "format")
    ]
    paths += [f"queries/claims-in-a-section?section={value}", f"queries/claims?verdict={value}"]
    paths += [f"queries/term-claims?{value}={value}", f"claims?stage={value}", f"claims?sort={value}"]
    paths += [f"claims?about={value}", f"claims?predicate={value}"]
    paths += [f"entities?kind={value}", f"entities?class={value}", f"cite/zhang-2026/N16?style={value}"]
    whole = quote(text.encode("utf-8", "surrogatepass"), safe="")
    paths += [f"queries/{whole}", f"queries/{STRATEGIES}/parameters/{whole}", f"claims/zhang-2026/{whole}"]
    paths += [f"entities/film/{whole}", f"entities/{whole}/x", f"cite/{whole}/{whole}"]
    for path in paths:
        answer = get(f"{server.url}/api/{path}")
        assert answer.status in (200, 308, 400, 404, 406, 414), (path, answer.status, answer.text)
        if answer.status == 200 and "links" in answer.json and "sparql" in answer.json["links"]:
            shown = parse_qs(urlsplit(answer.json["links"]["sparql"]).query)["query"][0]
            name = answer.json["meta"]["query"]
            marked = [line for line in shown.splitlines() if "# parameters" in line]
            own = [line for line in CATALOGUE[name].text.splitlines() if "# parameters" in line]
            assert len(marked) == len(own) == 1
            assert shown.replace(marked[0], own[0]) in CATALOGUE[name].text + "\n"


def test_the_interface_reads_in_both_languages(server: Server):
    assert "全部路由" in get(f"{server.url}/api/docs?lang=zh", "text/html").text
    page = get(f"{server.url}/api/docs?lang=en", "text/html")
    assert "unsafe" not in page.headers["content-security-policy"]
    assert f"/api/queries/{STRATEGIES}" in page.text


def test_the_index_leads_everywhere(server: Server):
    for name, url in api(server, "").json["data"].items():
        query = "?" + urlencode({"q": "film"}) if name in ("search", "suggest", "ask") else ""
        if "{" in url:
            continue  # a template; test_envelope.py fills in those that are described
        assert get(url + query, "application/json").status in (200, 400), url
