"""Forty names at every interface: REST, pages, Python, the command line, MCP and Ask answer alike."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

import pytest

from genfilm import KnowledgeGraph
from genfilm.cli.main import main
from genfilm.errors import Problem
from genfilm.vocabulary import compact, expand
from tests.conftest import Server
from tests.mcp.conftest import Call, call, mcp_server  # noqa: F401  fixtures
from tests.web.http import Answer, get

Told = tuple[int, str]
"""Status as HTTP has it, and the prefixed name of what was meant, or of the first candidate, or nothing."""
AMBIGUOUS = (409, "obs:cnnic-generative-ai-users-2024-12")
MEANT: dict[str, Told] = {
    **dict.fromkeys(
        ("征途", "《征途》", "Double World", "DOUBLE WORLD", "double world", "film:double-world", "film/double-world",
         expand("film:double-world"), f"<{expand('film:double-world')}>"),
        (200, "film:double-world"),
    ),
    **dict.fromkeys(
        ("制片公司", "製片公司", "制作公司", "zhipiangongsi", "production companies", "PRODUCTION COMPANIES",
         "Ｐroduction　companies"),
        (200, "actor:production-companies"),
    ),
    **dict.fromkeys(("AI", "ai", "人工智能", "人工智慧"), (200, "tech:artificial-intelligence")),
    **dict.fromkeys(("影谱", "影譜"), (200, "org:genfilm-kg")),
    **dict.fromkeys(
        ("流浪地球2", "流浪地球２", "liulangdiqiu2", "Wandering Earth II"), (200, "film:wandering-earth-2")
    ),
    **dict.fromkeys(("Netflix", "奈飞", "奈飛"), (200, "org:netflix")),
    "deepfake": (200, "tech:face-replacement"),
    "screenwriter": (200, "actor:screenwriters"),
    "Production": (200, "stage:production"),
    "film": (200, "industry:film"),
    "gf:Film": (200, "gf:Film"),
    "GAN": (200, "tech:gan"),
    **dict.fromkeys(("中国生成式AI用户数", "中國生成式AI用戶數"), AMBIGUOUS),
    "Duble World": (404, "film:double-world"),
    "Wandering Erth 2": (404, "film:wandering-earth-2"),
    "nothing at all": (404, ""),
    "film:nope-nope-nope": (404, ""),
    "https://example.org/nobody": (404, ""),
    "没有这个东西": (404, ""),
}  # fmt: skip
QUESTION = "what-a-source-states"
Interface = Callable[[Any, str], Told]


def test_there_are_forty() -> None:
    assert len(MEANT) >= 40


@pytest.fixture(scope="module")
def graph(real_build) -> KnowledgeGraph:
    return KnowledgeGraph.open(real_build.directory)


def judged(answer: Answer, meant: Callable[[], str]) -> Told:
    if answer.status == 200:
        return 200, meant()
    if answer.media_type == "text/html":
        near = re.search(r"<ul>\s*<li>\s*<a[^>]*>[^<]*</a>\s*<code>([^<]*)</code>", answer.text)
        return answer.status, near[1] if near else ""
    problem = answer.json
    assert problem["type"].endswith({404: "unknown-name", 409: "ambiguous-name"}[answer.status])
    assert problem["value"]
    for each in problem["candidates"]:
        assert set(each) == {"iri", "name", "label", "kind"}
        assert set(each["label"]) == {"en", "zh"}
        assert each["name"] == compact(each["iri"])
    return answer.status, problem["candidates"][0]["name"] if problem["candidates"] else ""


def rest(path: str, parameter: str, meant: Callable[[Any], str]) -> Interface:
    def ask(server: Server, name: str) -> Told:
        answer = get(f"{server.url}/api/{path}", **{parameter: name})
        return judged(answer, lambda: meant(answer.json))

    return ask


def page(path: str, parameter: str, meant: str) -> Interface:
    def ask(server: Server, name: str) -> Told:
        answer = get(f"{server.url}{path}", "text/html", **{parameter: name})
        found = re.search(meant, answer.text)
        return judged(answer, lambda: compact(unquote(found[1])) if found else "nothing")

    return ask


INTERFACES: dict[str, Interface] = {
    "/api/claims": rest("claims", "about", lambda body: unquote(body["links"]["html"].partition("about=")[2])),
    "/api/graph": rest("graph", "focus", lambda body: compact(body["meta"]["focus"])),
    "/api/queries": rest(f"queries/{QUESTION}", "thing", lambda body: compact(body["meta"]["parameters"]["thing"])),
    "/api/entities": rest("entities", "name", lambda body: body["data"][0]["name"]),
    "claims page": page("/en/claims", "about", r"/api/claims\?about=([^&\"]*)"),
    "explore page": page("/en/explore", "focus", r'data-focus="([^"]*)"'),
    "question page": page(f"/en/questions/{QUESTION}", "thing", r'name="thing"[^>]*value="([^"]*)"'),
    "compare page": page("/en/compare", "e", r'name="e"\s+list="things"\s+value="([^"]*)"'),
    "embedded graph": page("/embed/en/graph", "focus", r'<genfilm-graph focus="([^"]*)"'),
    "embedded table": page(f"/embed/en/table/{QUESTION}", "thing", r"\?thing=([^&\"]*)"),
}  # fmt: skip


@pytest.mark.parametrize("interface", INTERFACES)
@pytest.mark.parametrize("name", MEANT)
def test_over_http(server: Server, graph: KnowledgeGraph, interface: str, name: str) -> None:
    status, meant = MEANT[name]
    if interface == "compare page" and status == 200:
        meant = graph.entity(meant).node.label["en"]
    assert INTERFACES[interface](server, name) == (status, meant)


def caught(ask: Callable[[], str]) -> Told:
    try:
        return 200, ask()
    except Problem as problem:
        near = problem.extra["candidates"]
        return problem.status, near[0]["name"] if near else ""


@pytest.mark.parametrize("name", MEANT)
def test_in_python(graph: KnowledgeGraph, name: str) -> None:
    assert caught(lambda: compact(graph.iri(name))) == MEANT[name]
    if MEANT[name][0] == 200:
        assert compact(graph.entity(name).iri) == MEANT[name][1]
        assert expand(MEANT[name][1]) in graph.bind(QUESTION, thing=name)
    else:
        assert caught(lambda: graph.bind(QUESTION, thing=name)) == MEANT[name]
        assert caught(lambda: str(graph.claims(about=name))) == MEANT[name]


@pytest.mark.parametrize("name", MEANT)
def test_on_the_command_line(home, capsys: pytest.CaptureFixture[str], monkeypatch, name: str) -> None:
    monkeypatch.setenv("GENFILM_HOME", str(home))
    code = main(["entity", name, "--format", "json", "--lang", "zh"])
    out, err = capsys.readouterr()
    status, meant = MEANT[name]
    if status == 200:
        assert (code, f'"iri": "{expand(meant)}"' in out) == (0, True)
    else:
        assert code != 0
        assert {404: "没有", 409: "多个"}[status] in err
        assert f"({meant})" in err if meant else "(" not in err


@pytest.mark.parametrize("name", MEANT)
def test_over_mcp(call: Call, name: str) -> None:  # noqa: F811  the fixture
    status, meant = MEANT[name]
    for tool, arguments in (
        ("get_entity", {"name": name}),
        ("find_claims", {"about": name}),
        ("run_query", {"query": QUESTION, "parameters": {"thing": name}}),
    ):
        answer = call(tool, **arguments)
        found = answer.structured_content
        if status == 200:
            assert not answer.is_error
            assert found.get("name", meant) == found.get("parameters", {}).get("thing", meant) == meant
        else:
            problem = json.loads(answer.content[-1].text)
            near = [each["name"] for each in problem["candidates"]][:1]
            assert (problem["status"], near) == (status, [meant] if meant else [])


ASKED = {
    "film": "Which technologies are used in {}?",
    "actor": "Which risks do {} face?",
    "tech": "Who uses {}?",
    **dict.fromkeys(("org", "stage", "industry"), "What does the paper say about {}?"),
}
SPOKEN = [
    name
    for name, (status, _) in MEANT.items()
    if status == 200 and not re.search("[:/]", name) and name not in ("zhipiangongsi", "liulangdiqiu2")
]
"""In running text there are no IRIs, and pinyin is not told from words."""


@pytest.mark.parametrize("name", SPOKEN)
def test_in_a_plain_question(graph: KnowledgeGraph, name: str) -> None:
    meant = MEANT[name][1]
    reply = graph.ask(ASKED[meant.partition(":")[0]].format(name))
    assert meant in reply.nearest[0].parameters.values()
    assert reply.understood is None or meant in reply.understood.parameters.values()
