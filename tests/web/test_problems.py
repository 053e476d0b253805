"""Kinds of problems: each that the code can raise is explained, in both languages, where its type leads."""

from __future__ import annotations

import ast
import re

import pytest

from genfilm.errors import Problem
from genfilm.web.site.wording_details import detail_words
from genfilm.web.site.wording_problems import PROBLEMS
from tests.conftest import ROOT, Server
from tests.web.http import get


def raised() -> set[str]:
    """The kinds that the package names where it makes a problem."""
    found = set()
    for path in (ROOT / "genfilm").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (
                isinstance(node, ast.Call)
                and getattr(node.func, "id", "") == "Problem"
                and len(node.args) > 1
            ):
                found |= {n.value for n in ast.walk(node.args[1]) if isinstance(n, ast.Constant)}
    return {kind for kind in found if isinstance(kind, str)}


def test_every_kind_that_is_raised_has_words() -> None:
    assert len(raised()) > 20
    assert raised() <= set(PROBLEMS)


def test_every_kind_is_in_the_documentation() -> None:
    documented = set(re.findall(r"`([a-z0-9-]+)`", (ROOT / "docs/endpoint.md").read_text("utf-8")))
    assert set(PROBLEMS) <= documented


@pytest.mark.parametrize("kind", PROBLEMS)
def test_the_words_are_in_their_languages(kind: str) -> None:
    english, chinese = PROBLEMS[kind]
    assert all(re.search(r"[一-鿿]", text) for text in chinese)
    assert not any(re.search(r"[一-鿿]", text) for text in english)


def test_the_type_of_a_problem_leads_to_its_meaning(server: Server) -> None:
    kind = get(server.sparql, query="ASK {").json["type"].rpartition("/")[2]
    explained = get(f"{server.url}/problem/{kind}", "application/json").json
    assert explained["type"].endswith("/problem/syntax-error")
    assert "line" in explained["en"]["advice"]
    assert explained["zh"]["title"] == "查询有语法错误"
    assert "查询有语法错误" in get(f"{server.url}/problem/{kind}?lang=zh", "text/html").text
    assert get(f"{server.url}/problem/none").status == 404


_ADDRESSES = (
    ("/zh/entity/film/none-such", 404, "“/zh/entity/film/none-such”对应的内容"),
    ("/id/film/none-such?lang=zh", 404, "“/id/film/none-such”对应的内容"),
    ("/zh/explore?focus=zzz", 404, "“zzz”对应的内容"),
    ("/zh/claim/zhang-2026/N999", 404, "所指的论断"),
    ("/zh/questions/none-such", 404, "“/zh/questions/none-such”所指的问题不在目录中"),
    ("/zh/none-such", 404, "本服务没有“/zh/none-such”"),
    ("/zh/compare?e=zzz", 404, "请改用列出的名称，或给出IRI"),
    ("/zh/explore?focus=AI", 409, "个事物，请从中选择"),
    ("/zh/questions/statistics?nothing=1", 400, "可用的参数有1个，列在下面"),
    ("/zh/claims?verdict=maybe", 400, "参数verdict可用的值有8个，列在下面"),
    ("/zh/questions/claims?verdict=maybe", 400, "参数verdict可用的值有7个，列在下面"),
    ("/zh/explore?depth=9", 400, '参数depth的值不合要求：<span lang="en">depth is a whole number'),
    ("/zh/search?q=a&page=x", 400, '具体说明：<span lang="en">page is a whole number'),
    ("/sparql?lang=zh&query=ASK+%7B", 400, '第1行第6列无法解析。解析器的说明：<span lang="en">Line 1'),
    ("/sparql?lang=zh&query=ASK+%7B+SERVICE+%3Chttp://x.org/%3E+%7B%7D+%7D", 403, "第1行第7列要调用其他服务"),
    ("/sparql?lang=zh&timeout=0.1&query=SELECT+(COUNT(*)+AS+%3Fn)+%7B%3Fa+%3Fb+%3Fc+.+%3Fd+%3Fe+%3Ff+.+%3Fg+%3Fh+%3Fi%7D", 504, "查询运行0.1秒后被停止"),
)  # fmt: skip


@pytest.mark.parametrize(("path", "status", "said"), _ADDRESSES)
def test_a_chinese_page_tells_what_went_wrong_in_chinese(
    server: Server, path: str, status: int, said: str
) -> None:
    answer = get(server.url + path, "text/html")
    main = answer.text.partition("<main")[2].partition("</main>")[0]
    assert (answer.status, said in main) == (status, True), main
    assert '<p lang="en">' not in main


def test_what_an_address_names_is_shown_as_text(server: Server) -> None:
    page = get(f"{server.url}/zh/explore?focus=%3Cb%3E%7Bbuild%7D%E2%80%AE", "text/html").text
    assert "“&lt;b&gt;{build}”对应的内容" in page


def test_english_pages_and_data_keep_the_detail_as_it_was_raised(server: Server) -> None:
    found = get(f"{server.url}/zh/claims?verdict=maybe", "application/json").json
    assert found["detail"].startswith("Expected one of corroborated, disputed")
    assert (found["parameter"], len(found["known"])) == ("verdict", 8)
    assert (
        "Expected one of corroborated, disputed"
        in get(f"{server.url}/en/claims?verdict=maybe", "text/html").text
    )


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        (Problem(504, "deadline", "", "", {"limitSeconds": 30.0}), "查询运行30秒后被停止"),
        (Problem(504, "deadline", "", "", {"limitSeconds": 2.5, "endpoint": "http://x.org/"}), "http://x.org/未在2.5秒内应答"),
        (Problem(507, "memory-limit", "", "", {"limitMiB": 1024}), "达到1,024 MiB的上限"),
        (Problem(507, "result-too-large", "", "", {"limitBytes": 5000}), "结果超过5,000字节"),
        (Problem(503, "overloaded", "", headers={"Retry-After": "2"}), "请在2秒后再试"),
        (Problem(403, "federation-refused", "", "<why>", {"endpoint": "http://x.org/"}), "http://x.org/不在本服务获准调用的名单中"),
    ],
)  # fmt: skip
def test_limits_are_told_with_their_numbers(problem: Problem, said: str) -> None:
    words = detail_words(problem, "", "0123456789ab")
    assert words is not None
    assert said in words
    assert "<why>" not in words


def test_a_detail_that_only_english_tells_is_left_to_it() -> None:
    assert detail_words(Problem(400, "ambiguous-name", ""), "", "") is None
    assert detail_words(Problem(404, "unknown-term", ""), "x", "") is None  # no build to speak of
