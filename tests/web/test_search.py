"""The search and ask pages and their data, over the real service."""

from __future__ import annotations

import json
import urllib.error
import urllib.parse
import urllib.request

import pytest

from genfilm.vocabulary import BASE, expand
from tests.conftest import Server


def get(server: Server, path: str, **values: str) -> tuple[int, str, str]:
    """(status, content type, body) of a GET request."""
    url = f"{server.url}{path}?{urllib.parse.urlencode(values)}"
    accept = "application/json" if path.startswith("/api/") else "text/html"
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers={"Accept": accept})) as answer:
            return answer.status, answer.headers["Content-Type"], answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers["Content-Type"], error.read().decode()


def data(server: Server, path: str, **values: str) -> dict:
    status, content_type, body = get(server, path, **values)
    assert (status, content_type) == (200, "application/json; charset=utf-8")
    return json.loads(body)


def test_the_page_of_hits_is_whole_without_scripts(server: Server):
    status, _, page = get(server, "/zh/search", q="機器學習")
    assert status == 200
    assert "<mark>機器學習</mark>" in page
    assert 'value="機器學習"' in page
    assert "/id/tech/machine-learning?lang=zh" in page
    assert 'lang="zh-Hant"' in page
    status, _, page = get(server, "/en/search", q="N16")
    assert "Zhang Lihua" in page
    assert "p. 120" in page
    assert "disputed" in page


def test_a_page_without_words_or_without_hits_says_what_to_do(server: Server):
    assert "<mark>" not in get(server, "/en/search")[2]
    status, _, page = get(server, "/en/search", q="qqqqzzzz")
    assert status == 200
    assert "Nothing was found" in page
    assert "/en/ask?q=qqqqzzzz" in page


def test_hostile_words_stay_text(server: Server):
    for path in ("/en/search", "/zh/ask"):
        status, _, page = get(server, path, q='"><script>alert(1)</script>')
        assert status == 200
        assert "<script>alert" not in page
    status, _, page = get(server, "/en/search", q="film " * 100)
    assert "Only the first 200 characters" in page


def test_hits_as_data(server: Server):
    found = data(server, "/api/search", q="copyright", lang="en", size="5", kind="risk")
    assert [hit["kind"] for hit in found["data"]] == ["risk"] * len(found["data"])
    assert found["data"][0]["iri"].startswith(f"{BASE}/id/risk/")
    assert any(part["hit"] for part in found["data"][0]["parts"])
    assert found["meta"]["size"] == 5
    facets = {value["key"]: value for value in found["meta"]["facets"]["kind"]}
    assert found["meta"]["total"] == facets["risk"]["count"]
    assert facets["risk"] == {
        "key": "risk",
        "label": {"en": "risk", "zh": "风险"},
        "count": facets["risk"]["count"],
        "iri": None,
        "chosen": True,
    }
    assert [key for key, value in facets.items() if value["chosen"]] == ["risk"]
    for wrong in ("", "riski"):
        assert get(server, "/api/search", q="copyright", kind=wrong)[0] == 400
    (said,) = [hit for hit in data(server, "/api/search", q="N16", size="1")["data"] if hit["claim"]]
    assert (said["claim"]["verdict"], said["claim"]["page"]) == ("disputed", "120")
    assert said["claim"]["speaker"]["zh"] == "张丽花"
    traditional = data(server, "/api/search", q="機器學習", lang="zh")["data"][0]
    assert traditional["label"] == "機器學習"
    assert traditional["labels"] == {"en": "machine learning", "zh": "機器學習"}
    first = data(server, "/api/search", q="film", size="10")
    following = json.loads(urllib.request.urlopen(first["links"]["next"]).read())
    assert following["meta"]["page"] == 2
    assert not {hit["iri"] for hit in first["data"]} & {hit["iri"] for hit in following["data"]}


def test_suggestions_as_data(server: Server):
    found = data(server, "/api/suggest", q="lldq", lang="zh")["data"]
    assert (found[0]["iri"], found[0]["label"], found[0]["via"]) == (
        expand("film:wandering-earth-2"),
        "流浪地球2",
        "initials",
    )


@pytest.mark.parametrize(
    ("path", "values"),
    [
        *(
            (path, values)
            for path in ("/api/search", "/api/suggest", "/api/ask")
            for values in ({}, {"q": "  "})
        ),
        ("/api/search", {"q": "film", "size": "many"}),
        ("/api/search", {"q": "film", "page": "0"}),
        ("/api/suggest", {"q": "film", "size": "-1"}),
    ],
)
def test_what_cannot_be_answered_is_a_problem(server: Server, path: str, values: dict[str, str]):
    status, content_type, body = get(server, path, **values)
    assert status == 400
    assert content_type.startswith("application/problem+json")
    assert json.loads(body)["detail"]


def test_an_answer_shows_why_and_from_what(server: Server):
    status, _, page = get(server, "/en/ask", q="Which risks do production companies face?")
    assert status == 200
    assert "Which risks does an industry actor face" in page
    assert "high cost of technology" in page
    assert "production companies" in page
    assert "SELECT DISTINCT" in page
    assert "/claim/zhang-2026/L08.2" in page


def test_an_answer_as_data(server: Server):
    found = data(server, "/api/ask", q="制作公司面临哪些风险？", lang="zh")
    assert found["data"]["understood"]["id"] == "risks-for-actor"
    assert found["data"]["understood"]["parameters"]["actor"] == "actor:production-companies"
    assert {row["risk"] for row in found["data"]["rows"]} == {
        expand("risk:high-cost"),
        expand("risk:rapid-obsolescence"),
    }
    assert [column["label"]["zh"] for column in found["columns"]][:2] == ["风险", "风险名称"]
    assert found["meta"]["total"] == 2
    status, *_ = get(server, urllib.parse.urlsplit(found["links"]["question"]).path)
    assert status == 200


def test_when_unsure_the_nearest_statements_and_questions_are_shown(server: Server):
    status, _, page = get(server, "/zh/ask", q="《征途》在哪儿播的？")
    assert status == 200
    assert page.count("/zh/questions/") == 3
    assert page.index("以下论断最为接近") < page.index("/claim/zhang-2026/N16")
    assert "正确的说法是：" in page
    assert "爱奇艺" in page
    found = data(server, "/api/ask", q="how is the weather", lang="en")
    assert found["data"]["understood"] is None
    assert len(found["data"]["nearest"]) == 3
    assert found["data"]["rows"] == []
    found = data(server, "/api/ask", q="Was Double World released on Tencent Video?", lang="en")["data"]
    first = found["statements"][0]
    assert first["claim"] == f"{BASE}/id/claim/zhang-2026/N16"
    assert (first["speaker"], first["page"], first["verdict"]) == ("Zhang Lihua", "120", "disputed")
    assert found["claims"] == [each["claim"] for each in found["statements"]]
    assert {near["id"]: near["parameters"] for near in found["nearest"]}["case-dossier"] == {
        "work": "film:double-world"
    }
    assert found["applied"] == ["Tencent Video", "Double World"]
    assert "VALUES (?place ?claim ?lang)" in found["sparql"]
