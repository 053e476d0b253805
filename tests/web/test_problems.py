"""Kinds of problems: each that the code can raise is explained, in both languages, where its type leads."""

from __future__ import annotations

import ast
import re

import pytest

from genfilm.web.wording_problems import PROBLEMS
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
