"""A spreadsheet of film names, reconciled as OpenRefine does it: match, suggest, preview, extend."""

from __future__ import annotations

import json
from urllib.parse import urlencode

import jsonschema
import pytest

from tests.conftest import Server
from tests.web.http import get, send

ENTITY = {
    "type": "object",
    "required": ["id", "name"],
    "properties": {"id": {"type": "string"}, "name": {"type": "string"}},
}
RESULTS = {
    "type": "object",
    "additionalProperties": {
        "type": "object",
        "required": ["result"],
        "properties": {
            "result": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["id", "name", "score"],
                    "properties": {
                        "id": {"type": "string"}, "name": {"type": "string"}, "score": {"type": "number"},
                        "match": {"type": "boolean"}, "description": {"type": "string"},
                        "type": {"type": "array", "items": ENTITY},
                    },
                    "additionalProperties": False,
                },
            }
        },
    },
}  # fmt: skip
"""The schema of reconciliation results (API 0.2, section 4.3), as its test bench checks it."""
FILMS = {
    "Double World": "film/double-world", "征途": "film/double-world", "zhengtu": "film/double-world",
    "流浪地球２": "film/wandering-earth-2", "流浪地球2": "film/wandering-earth-2", "liulangdiqiu2": "film/wandering-earth-2",
    "film:avatar": "film/avatar",
}  # fmt: skip


def ask(server: Server, queries: object, **more: str) -> dict:
    form = urlencode({"queries": json.dumps(queries), **more}).encode()
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Origin": "http://127.0.0.1:3333"}
    answer = send(f"{server.url}/reconcile", "POST", form, headers)
    assert (answer.status, answer.headers["access-control-allow-origin"]) == (200, "*")
    jsonschema.validate(answer.json, RESULTS)
    return answer.json


def test_the_manifest_says_what_the_service_can(server: Server):
    told = get(f"{server.url}/reconcile").json
    assert told["versions"] == ["0.2"]
    assert set(told["suggest"]) == {"entity", "type", "property"}
    assert get(told["view"]["url"].replace("{{id}}", "film/double-world")).status == 200
    assert get(told["documentation"]).status == 200
    preview = get(told["preview"]["url"].replace("{{id}}", "film/double-world"))
    assert "Double World" in preview.text
    assert "frame-ancestors *" in preview.headers["content-security-policy"]
    here = told["extend"]["propose_properties"]
    proposed = get(here["service_url"] + here["service_path"], type="gf:Film", limit="50").json
    assert {"gf:isDirectedBy", "rdfs:label"} <= {each["id"] for each in proposed["properties"]}


def test_a_column_of_names_in_any_script_is_matched(server: Server):
    queries = {f"q{n}": {"query": name, "type": "gf:Film", "limit": 3} for n, name in enumerate(FILMS)}
    answers = ask(server, queries)
    best = {name: answers[f"q{n}"]["result"][0] for n, name in enumerate(FILMS)}
    assert {name: each["id"] for name, each in best.items()} == FILMS
    assert all(each["match"] and each["score"] == 100 for each in best.values())
    assert get(f"{server.url}/reconcile", queries=json.dumps(queries)).json == answers


def test_a_misspelt_name_gets_candidates_but_no_match(server: Server):
    (answer,) = ask(server, {"q0": {"query": "Duoble World", "type": ["gf:Film"]}}).values()
    first = answer["result"][0]
    assert (first["id"], first["match"]) == ("film/double-world", False)
    assert first["score"] < 95
    assert ask(server, {"q0": {"query": "qqqqzzzz"}}) == {"q0": {"result": []}}
    chinese = ask(server, {"q0": {"query": "Double World"}}, lang="zh")
    assert chinese["q0"]["result"][0]["name"]


@pytest.mark.parametrize(("kind", "prefix", "expected"), [
    ("entity", "doubl", "film/double-world"), ("type", "film", "gf:Film"), ("property", "directed", "gf:isDirectedBy"),
])  # fmt: skip
def test_what_is_typed_is_continued(server: Server, kind: str, prefix: str, expected: str):
    found = get(f"{server.url}/reconcile/suggest/{kind}", prefix=prefix).json["result"]
    assert expected in [each["id"] for each in found]


def test_a_table_is_extended_with_what_the_default_graph_says(server: Server):
    asked = {
        "ids": ["film/double-world", "nothing/there"],
        "properties": [{"id": "rdfs:label"}, {"id": "gf:isDistributedBy"}],
    }
    found = get(f"{server.url}/reconcile", extend=json.dumps(asked)).json
    assert [each["id"] for each in found["meta"]] == ["rdfs:label", "gf:isDistributedBy"]
    row = found["rows"]["film/double-world"]
    assert row["rdfs:label"] == [{"str": "Double World"}]
    disputed = "org/tencent-video"  # the source says so, and evidence contradicts it
    assert disputed not in [each.get("id") for each in row["gf:isDistributedBy"]]
    assert found["rows"]["nothing/there"] == {"rdfs:label": [], "gf:isDistributedBy": []}


@pytest.mark.parametrize("queries", [
    "", "[1]", '{"q0": 1}', '{"q0": {"query": 1}}', "{", '{"q0": {"query": "x", "limit": -1}}',
    '{"q0": {"query": "x", "limit": true}}', '{"q0": {"query": "x", "type": {"id": "gf:Film"}}}',
    '{"q0": {"query": "x", "type": [1]}}', '{"q0": {"query": "x", "type": 3}}',
])  # fmt: skip
def test_what_is_no_query_is_told(server: Server, queries: str):
    answer = get(f"{server.url}/reconcile", queries=queries)
    assert answer.status == 400
    assert answer.json["type"].endswith("/problem/wrong-parameter")
    assert "Reconciliation" in answer.json["detail"]


@pytest.mark.parametrize("extend", [
    "[]", '{"ids": "film/avatar", "properties": []}', '{"ids": [{}], "properties": []}',
    '{"ids": ["film/avatar"], "properties": [1]}', '{"ids": ["film/avatar"], "properties": [{}]}',
    '{"ids": ["film/avatar"], "properties": [{"id": "nothing:there"}]}',
    '{"ids": ["film/avatar"], "properties": [{"id": "a b"}]}',
])  # fmt: skip
def test_what_is_no_extension_is_told(server: Server, extend: str):
    answer = get(f"{server.url}/reconcile", extend=extend)
    assert answer.status == 400
    assert "Reconciliation" in answer.json["detail"]
