"""Kinds of problems: classes, messages, documentation and raise sites agree; pages tell them in both languages."""

from __future__ import annotations

import ast
import copy
import json
import pickle
import re
from collections.abc import Iterator
from string import Formatter

import pytest
from flask import Flask
from werkzeug.exceptions import BadRequest as HTTPBadRequest
from werkzeug.exceptions import RequestedRangeNotSatisfiable

from genfilm.errors import BuildNotFound, Problem
from genfilm.problems import (
    KINDS,
    DeadlineExceeded,
    FederationRefused,
    MemoryExceeded,
    MethodNotAllowed,
    Overloaded,
    RateLimited,
    ResultTooLarge,
    UnknownParameter,
    UnsupportedMediaType,
    from_message,
)
from genfilm.web import problems
from genfilm.words import LANGUAGES, catalogue
from tests.conftest import ROOT, Server
from tests.web.http import get

CLASSES = {each.__name__: each for each in KINDS.values()}


def raised() -> Iterator[tuple[str, type[Problem], list[str], set[str]]]:
    """Places where the package makes a problem: its class, the shapes it may have, the names of its values."""
    for path in (ROOT / "genfilm").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in CLASSES:
                given = node.args[0] if node.args else ast.Constant("detail")
                choices = (given.body, given.orelse) if isinstance(given, ast.IfExp) else (given,)
                shapes = [choice.value for choice in choices if isinstance(choice, ast.Constant)]
                values = {keyword.arg for keyword in node.keywords if keyword.arg}
                place = f"{path.relative_to(ROOT)}:{node.lineno}"
                if None not in {keyword.arg for keyword in node.keywords}:
                    yield place, CLASSES[node.func.id], [str(shape) for shape in shapes], values


def messages(kind: str, lang: str) -> dict[str, str]:
    """The details of a kind by shape, its advice among them; a plural form counts for its shape."""
    start = f"problem.{kind}."
    found = {key.removeprefix(start): text for key, text in catalogue(lang).items() if key.startswith(start)}
    return {re.sub("_(one|other)$", "", shape): text for shape, text in found.items() if shape != "title"}


def test_every_problem_that_is_raised_has_a_message_and_its_values() -> None:
    sites = list(raised())
    assert len(sites) > 60
    for place, cls, shapes, values in sites:
        known = values | ({"retry"} if cls.retry is not None else set())
        for shape in shapes:
            text = messages(cls.kind, "en").get(shape)
            assert text is not None, f"{place}: no message problem.{cls.kind}.{shape}"
            needed = {name for _, name, _, _ in Formatter().parse(text) if name}
            assert needed <= known, f"{place}: {needed - known} of problem.{cls.kind}.{shape} is not given"


def test_every_message_belongs_to_a_problem_that_is_raised() -> None:
    code = "".join(path.read_text("utf-8") for path in (ROOT / "genfilm").rglob("*.py"))
    made = {cls.kind for _, cls, _, _ in raised()} | {"method-not-allowed", "wrong-parameter"}
    assert KINDS.keys() <= made
    shapes = {shape for kind in KINDS for shape in messages(kind, "en")} - {"detail"}
    assert [each for each in sorted(shapes) if f'"{each.removesuffix("_default")}"' not in code] == []
    assert not re.search(r"\bProblem\(", code.replace("class Problem(", "")), (
        "a problem has a class of its kind"
    )


def test_a_kind_has_one_class_one_status_and_words_in_both_languages() -> None:
    assert len(KINDS) == len(Problem.__subclasses__())
    for kind, cls in KINDS.items():
        assert 400 <= cls.status < 600
        for lang in LANGUAGES:
            words = [catalogue(lang)[f"problem.{kind}.{what}"] for what in ("title", "advice")]
            assert all(bool(re.search("[一-鿿]", text)) == (lang == "zh") for text in words), words
        assert messages(kind, "en").keys() == messages(kind, "zh").keys()


def test_the_table_of_the_documentation_has_every_kind_with_its_status_and_members() -> None:
    text = (ROOT / "docs/endpoint.md").read_text("utf-8")
    rows = re.findall(r"^\| `([a-z0-9-]+)` \| (\d{3}) \|(.*?)\|", text, re.MULTILINE)
    table = {kind: (int(status), tuple(re.findall(r"`(\w+)`", cell))) for kind, status, cell in rows}
    assert len(rows) == len(table)
    assert table == {kind: (cls.status, cls.members) for kind, cls in KINDS.items()}


@pytest.mark.parametrize(
    "problem",
    [
        UnknownParameter(parameter="a", known=["b", "c"]),
        MethodNotAllowed(method="PUT", allowed=("GET", "HEAD")),
        Overloaded("long", count=1),
        UnsupportedMediaType(type="a/b", accepted=["c/d"], queries=["c/d"]),
    ],
    ids=lambda problem: problem.kind,
)
def test_a_problem_crosses_processes_whole(problem: Problem) -> None:
    sent = from_message(json.loads(json.dumps(problem.message())))
    for other in (copy.copy(problem), pickle.loads(pickle.dumps(problem)), sent):
        assert type(other) is type(problem)
        assert (str(other), other.told("zh")) == (str(problem), problem.told("zh"))
        assert (other.extra, other.headers) == (problem.extra, problem.headers)


def test_a_problem_sets_the_headers_that_its_status_asks_for() -> None:
    assert MethodNotAllowed(method="PUT", allowed=("GET", "HEAD")).headers == {"Allow": "GET, HEAD"}
    assert Overloaded("lost").headers == {"Retry-After": "2"}
    assert RateLimited(limitPerSecond=2.5, burst=3, retry=7).headers == {"Retry-After": "7"}


def test_what_was_typed_is_shown_whole_but_not_endless() -> None:
    problem = UnknownParameter(parameter="\u202e\x07{x}" + "a" * 500, known=[])
    assert problem.detail == (
        r"There is no parameter '\u202e\x07{x}" + "a" * 195 + "…' here. The parameters are: none."
    )


def test_the_type_of_a_problem_leads_to_its_meaning(server: Server) -> None:
    kind = get(server.sparql, query="ASK {").json["type"].rpartition("/")[2]
    explained = get(f"{server.url}/problem/{kind}", "application/json").json
    assert explained["type"].endswith("/problem/syntax-error")
    assert "line" in explained["en"]["advice"]
    assert explained["zh"]["title"] == "查询有语法错误"
    assert "查询有语法错误" in get(f"{server.url}/problem/{kind}?lang=zh", "text/html").text
    assert get(f"{server.url}/problem/none").status == 404


_ADDRESSES = (
    ("/zh/entity/film/none-such", 404, "“https://w3id.org/genfilm/id/film/none-such”对应的内容"),
    ("/id/film/none-such?lang=zh", 404, "“https://w3id.org/genfilm/id/film/none-such”对应的内容"),
    ("/zh/explore?focus=zzz", 404, "没有任何实体的名称是“zzz”"),
    ("/zh/claim/zhang-2026/N999", 404, "所指的论断"),
    ("/zh/questions/none-such", 404, "“none-such”所指的问题不在目录中"),
    ("/zh/none-such", 404, "本服务没有“/zh/none-such”"),
    ("/zh/compare?e=zzz", 404, "没有任何实体的名称是“zzz”"),
    ("/zh/explore?focus=%E4%B8%AD%E5%9B%BD%E7%94%9F%E6%88%90%E5%BC%8FAI%E7%94%A8%E6%88%B7%E6%95%B0", 409, "可指2个实体，请从中选择"),
    ("/zh/questions/statistics?nothing=1", 400, "查询statistics没有参数“nothing”。它的参数：lang。"),
    ("/zh/claims?verdict=maybe", 400, "参数verdict的值“maybe”不可用，可用的值：corroborated、disputed、"),
    ("/zh/questions/claims?verdict=maybe", 400, "参数verdict的值“maybe”不可用，可用的值："),
    ("/zh/explore?depth=9", 400, "参数depth须为1至3的整数，而不是“9”"),
    ("/zh/search?q=a&page=x", 400, "参数page须为1至1000000的整数，而不是“x”"),
    ("/sparql?lang=zh&query=ASK+%7B", 400, '第1行第6列：查询结束，但第1行第5列的“{”没有闭合。'),
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
    assert "名称是“&lt;b&gt;{build}\\u202e”" in page
    assert "\u202e" not in page


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
        (DeadlineExceeded(limitSeconds=30.0), "查询运行30秒后被停止"),
        (DeadlineExceeded("service", limitSeconds=2.5, endpoint="http://x.org/"), "http://x.org/未在2.5秒内应答"),
        (MemoryExceeded(limitMiB=1024), "达到1,024 MiB的上限"),
        (ResultTooLarge(limitBytes=5000), "结果超过5,000字节"),
        (Overloaded("long", count=3), "已有3个长查询在运行，请在2秒后再试"),
        (FederationRefused("list", endpoint="http://x.org/", allowed=[]), "http://x.org/不在本服务获准调用的名单中"),
    ],
)  # fmt: skip
def test_limits_are_told_with_their_numbers(problem: Problem, said: str) -> None:
    assert said in problem.detailed("zh")


@pytest.mark.parametrize(
    ("error", "status", "kind", "member"),
    [
        (RequestedRangeNotSatisfiable(), 416, "range-not-satisfiable", "type"),
        (HTTPBadRequest("why not"), 400, "bad-request", "type"),
        (KeyError("x"), 500, "internal-error", "id"),
        (BuildNotFound("gone"), 503, "no-build", "type"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else None,
)
def test_what_else_is_raised_becomes_a_problem(error: Exception, status: int, kind: str, member: str) -> None:
    app = Flask("errors")
    problems.install(app)

    @app.get("/")
    def _fail() -> str:
        raise error

    answer = app.test_client().get("/", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json["type"].rpartition("/")[2]) == (status, kind)
    assert answer.json[member]
    assert "x" not in answer.json["detail"].split()
