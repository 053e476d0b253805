"""Answers of each tool: rows and records, the claims behind them, and what would be right."""

from __future__ import annotations

import asyncio

import jsonschema
import pytest
from mcp import Client

from genfilm.client.graph import KnowledgeGraph
from tests.injections import INJECTIONS

from .conftest import Call, HttpServer, problem, text

EXAMPLES = {
    "search": {"text": "流浪地球2"},
    "find_claims": {"verdict": "disputed"},
    "get_claim": {"claim": "zhang-2026/N16"},
    "get_entity": {"name": "Double World"},
    "list_queries": {"query": "strategies-for-actor"},
    "run_query": {"query": "strategies-for-actor", "parameters": {"actor": "production companies"}},
    "ask_question": {"question": "Which claims are disputed?"},
    "describe_schema": {},
    "run_sparql": {"query": "SELECT ?claim { ?a gf:assesses ?claim ; gf:verdict gf:Disputed }"},
    "cite_claim": {"claim": "zhang-2026/N16", "style": "bibtex"},
}


def test_every_tool_is_read_only_described_and_answers_as_its_schema_says(mcp_server: HttpServer):
    async def all_of_them() -> None:
        async with Client(mcp_server.url) as client:
            tools = (await client.list_tools()).tools
            assert {tool.name for tool in tools} == set(EXAMPLES)
            for tool in tools:
                assert tool.annotations.read_only_hint
                assert tool.description
                assert tool.input_schema["additionalProperties"] is False
                for lang in ("en", "zh"):
                    result = await client.call_tool(tool.name, EXAMPLES[tool.name] | {"lang": lang})
                    assert not result.is_error, text(result)
                    jsonschema.validate(result.structured_content, tool.output_schema)
                    assert len(text(result)) > 40

    asyncio.run(all_of_them())


def test_the_instructions_say_how_to_read_every_verdict_and_modality_that_needs_care(mcp_server, real_build):
    from genfilm.records.ledger import ledger

    async def instructions() -> str:
        async with Client(mcp_server.url) as client:
            return client.instructions or ""

    told = asyncio.run(instructions())
    verdicts = ledger(KnowledgeGraph.open(real_build.directory).library).values["verdict"]
    assert not [verdict for verdict in verdicts if verdict not in told]
    assert "negated" in told


def test_a_named_query_answers_with_the_claims_behind_its_rows(call: Call):
    found = call("run_query", query="strategies-for-actor", parameters={"actor": "制作公司"})
    answer = found.structured_content
    assert {"strategy": "strategy:content-quality-control", "claim": "zhang-2026/M07.1"}.items() <= next(
        row for row in answer["rows"] if row["claim"] == "zhang-2026/M07.1"
    ).items()
    (claim,) = [each for each in answer["claims"] if each["claim"] == "zhang-2026/M07.1"]
    assert claim["page"] == "120"
    assert claim["speaker"] == "Zhang Lihua"
    assert claim["modality"] == "recommended"
    assert "p. 120; affirmed, recommended" in text(found)


def test_what_is_left_out_is_said_and_can_be_had(call: Call):
    first = call("find_claims", verdict="disputed", limit=3).structured_content
    assert first["truncated"]
    assert len(first["claims"]) == 3
    assert first["next"] == "offset=3"
    rest = call("find_claims", verdict="disputed", offset=3, limit=100).structured_content
    assert not rest["truncated"]
    assert len(rest["claims"]) == first["total"] - 3 == first["counts"]["verdict"]["disputed"] - 3
    assert not {each["claim"] for each in first["claims"]} & {each["claim"] for each in rest["claims"]}
    shown = call("run_sparql", query="SELECT * { ?s ?p ?o }", limit=2)
    assert len(shown.structured_content["rows"]) == 2
    assert shown.structured_content["total"] > 20_000
    assert f"(2 of {shown.structured_content['total']} shown. For more: offset=2)" in text(shown)


def test_a_facet_takes_several_values_and_few_claims_come_with_what_gives_more(call: Call):
    both = call("find_claims", verdict=["disputed", "corroborated"], limit=1).structured_content
    alone = [
        call("find_claims", verdict=each, limit=1).structured_content["total"]
        for each in ("disputed", "corroborated")
    ]
    assert both["total"] == sum(alone)
    found = call("find_claims", about="Netflix", verdict="disputed")
    near = {each["use"]: each["total"] for each in found.structured_content["near"]}
    series = call("find_claims", about="series:love-death-and-robots", verdict="disputed").structured_content
    assert near["about=series:love-death-and-robots"] == series["total"] > 0
    assert "near: about=series:love-death-and-robots" in text(found)


@pytest.mark.parametrize("name", ["征途", "Double World", "film:double-world"])
def test_the_claims_about_a_thing_are_found_by_any_of_its_names(call: Call, name: str):
    answer = call("find_claims", about=name, verdict="disputed").structured_content
    found = [each["claim"].removeprefix("zhang-2026/") for each in answer["claims"]]
    assert " ".join(found) == (
        "N13.2 N13.3 N13.4 N13.5 N13.6 N13.7 N13.8 N13.9 N14.1 N14.2 N14.3 N14.4 N14.5 N16 N17 N18 X12.3 X25"
    )


def test_a_disputed_claim_comes_with_the_evidence_against_it(call: Call):
    found = call("get_claim", claim="N16")
    answer = found.structured_content
    assert answer["claim"] == "zhang-2026/N16"
    assert (answer["verdict"], answer["page"]) == ("disputed", "120")
    against = [each for each in answer["evidence"] if each["stance"] == "contradicts"]
    assert against[0]["pages"][0]["url"].startswith("http")
    assert "⚠ verdict: disputed" in text(found)


def test_a_negated_claim_says_so(call: Call):
    answer = call("find_claims", polarity="negated", source="zhang-2026", lang="zh")
    assert {each["polarity"] for each in answer.structured_content["claims"]} == {"negated"}
    assert "否定" in text(answer)
    assert "第1" in text(answer)


@pytest.mark.parametrize("name", ["征途", "Double World", "film:double-world", "double world"])
def test_a_thing_is_found_by_any_of_its_names(call: Call, name: str):
    answer = call("get_entity", name=name).structured_content
    assert answer["name"] == "film:double-world"
    claims = {each["claim"] for each in answer["claims"]}
    assert claims >= {name for fact in answer["facts"] for name in fact["claims"]}
    assert any(each.get("verdict") == "disputed" for each in answer["claims"])


def test_a_search_understands_pinyin_and_narrows_by_kind(call: Call):
    answer = call("search", text="liulangdiqiu", kinds=["film"]).structured_content
    assert answer["hits"][0]["name"] == "film:wandering-earth-2"
    wrong = call("search", text="x", kinds=["movie"])
    assert wrong.is_error
    assert "film" in text(wrong)


def test_sparql_rows_that_name_a_claim_come_with_it(call: Call):
    answer = call("run_sparql", query="SELECT ?c { ?c gf:hasSubject film:double-world } LIMIT 5")
    assert [row["c"] for row in answer.structured_content["rows"]] == [
        each["claim"] for each in answer.structured_content["claims"]
    ]
    graph = call("run_sparql", query="CONSTRUCT { ?f a gf:Film } { ?f a gf:Film }").structured_content
    assert "film:double-world" in [row["subject"] for row in graph["rows"]]
    assert call("run_sparql", query="ASK { film:double-world a gf:Film }").structured_content["rows"] == [
        {"boolean": True}
    ]


def test_a_plain_question_says_how_it_was_understood(call: Call):
    answer = call("ask_question", question="哪些论断有争议？", lang="zh").structured_content
    assert answer["query"] == "disputed-claims"
    assert answer["claims"]
    lost = call("ask_question", question="What is the weather in Paris?").structured_content
    assert not lost["understood"]
    assert len(lost["nearest"]) == 3
    near = call("ask_question", question="Was Double World released on Tencent Video?")
    assert near.structured_content["statements"][0]["claim"] == "zhang-2026/N16"
    assert near.structured_content["statements"][0]["right"]
    assert "[zhang-2026/N16] Double World" in near.content[0].text


def test_the_schema_of_a_query_is_told_with_values_that_can_be_run(call: Call):
    (entry,) = call("list_queries", query="strategies-for-actor").structured_content["queries"]
    actor = entry["parameters"]["properties"]["actor"]
    value = actor["examples"][0].split(" ")[0]
    assert not call("run_query", query=entry["query"], parameters={"actor": value}).is_error
    assert entry["sparql"].startswith(("SELECT", "#", "PREFIX"))
    listed = call("list_queries", text="disputed").structured_content["queries"]
    assert "disputed-claims" in [each["query"] for each in listed]
    nearest = call("list_queries", text="disputed qwertyuiop").structured_content["queries"]
    assert nearest == listed
    assert not call("list_queries", text="qwertyuiop").structured_content["queries"]


def test_the_schema_tells_of_classes_terms_and_values(call: Call):
    overview = call("describe_schema").structured_content
    assert "gf:hasSubject" in overview["text"]
    assert "gf:Claim" in [term["name"] for term in overview["terms"]]
    (film,) = call("describe_schema", term="电影", lang="zh").structured_content["terms"]
    assert film["name"] == "gf:Film"
    assert film["parents"] == ["gf:AudiovisualWork"]
    values = call("describe_schema", topic="values").structured_content["values"]
    assert "disputed" in values["verdict"]


@pytest.mark.parametrize("style", ["apa", "gb-t-7714", "bibtex", "ris", "csl-json"])
def test_a_claim_is_cited_as_python_cites_it(call: Call, style: str):
    answer = call("cite_claim", claim="zhang-2026/N16", style=style).structured_content
    assert "10.3969/j.issn.2096-711X.2026.05.040" in answer["citation"]
    assert answer["quoted"]["verdict"] == "disputed"


@pytest.mark.parametrize(
    ("tool", "arguments", "kind", "words"),
    [
        ("run_query", {"query": "strategy-for-actor"}, "unknown-query", "strategies-for-actor"),
        ("run_query", {"query": "strategies-for-actor", "parameters": {"aktor": "x"}}, "unknown-parameter", "actor"),
        ("run_query", {"query": "strategies-for-actor", "actor": "x"}, "wrong-arguments", "parameters"),
        ("run_query", {"query": "strategies-for-actor", "parameters": {"actor": "creatorz"}}, "unknown-name", "creators"),
        ("run_query", {"query": "strategies-for-actor", "parameters": [1]}, "wrong-arguments", "parameters"),
        ("run_query", {"query": "claims-on-a-page", "parameters": {"page": {"a": 1}}}, "wrong-arguments", "page"),
        ("run_query", {"query": "disputed-claims", "limit": 100_000}, "wrong-arguments", "100"),
        ("find_claims", {"verdict": "wrong"}, "wrong-parameter", "disputed"),
        ("find_claims", {"verdikt": "disputed"}, "wrong-arguments", "verdict"),
        ("find_claims", {"about": "中国生成式AI用户数"}, "ambiguous-name", "obs:cnnic"),
        ("get_claim", {"claim": "zhang-2026/X99"}, "unknown-claim", "find_claims"),
        ("get_entity", {"name": "流浪土球9"}, "unknown-name", ""),
        ("get_entity", {"name": "x", "lang": "fr"}, "wrong-arguments", "zh"),
        ("cite_claim", {"claim": "N16", "style": "harvard"}, "wrong-arguments", "gb-t-7714"),
        ("run_sparql", {"query": "SELECT * { ?s ?p }"}, "syntax-error", "column"),
        ("run_sparql", {"query": "DROP ALL"}, "", ""),
        ("run_sparql", {"query": "SELECT * { SERVICE <http://127.0.0.1:9/> {} }"}, "", "SERVICE"),
        ("describe_schema", {"term": "Nothing"}, "unknown-term", "classes"),
        ("list_queries", {"tag": "nothing"}, "unknown-tag", "tags"),
        ("no_such_tool", {}, "unknown-tool", "run_query"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_what_would_be_right(call: Call, tool, arguments, kind, words):
    found = call(tool, **arguments)
    assert found.is_error
    assert words in text(found)
    assert not kind or problem(found)["kind"] == kind


def test_values_are_told_as_they_are(call: Call):
    numbers = "(123456789012345678901 AS ?big) (1e400 AS ?inf) ('NaN'^^xsd:double AS ?nan) (1.5 AS ?half)"
    wrong = "('abc'^^xsd:boolean AS ?no) ('x'^^xsd:integer AS ?none) (true AS ?yes)"
    found = call("run_sparql", query=f"SELECT {numbers} {wrong} {{}}").structured_content["rows"]
    assert found == [
        {
            "big": 123456789012345678901,
            "inf": "INF",
            "nan": "NaN",
            "half": 1.5,
            "no": "abc",
            "none": "x",
            "yes": True,
        }
    ]


def test_a_query_with_a_byte_order_mark_and_a_tag_of_a_language_are_read(call: Call):
    found = call("run_sparql", query="\ufeffSELECT (1 AS ?x) {}", lang="zh-CN")
    assert found.structured_content["rows"] == [{"x": 1}]
    entity = call("get_entity", name="film:double-world", lang="zh-Hans")
    assert "征途" in text(entity)


def test_an_ambiguous_name_gets_its_candidates(call: Call, real_build):
    from genfilm.records.names import names

    every = names(KnowledgeGraph.open(real_build.directory).library)
    shared = next(
        form
        for form, bearers in every._bearers.items()
        if len(found := every.resolve(form)) > 1 and found[0].rank == found[1].rank
    )
    found = call("get_entity", name=shared)
    assert found.is_error
    assert problem(found)["kind"] == "ambiguous-name"
    candidates = problem(found)["candidates"]
    assert len(candidates) > 1
    assert all(not call("get_entity", name=each["name"]).is_error for each in candidates)


@pytest.mark.parametrize("value", INJECTIONS)
def test_nothing_that_is_given_as_a_value_is_read_as_sparql(call: Call, value: str):
    for tool, arguments in (
        ("run_query", {"query": "strategies-for-actor", "parameters": {"actor": value}}),
        ("run_query", {"query": "strategies-for-actor", "parameters": {"lang": value}}),
        ("run_query", {"query": value}),
        ("get_entity", {"name": value}),
        ("get_claim", {"claim": value}),
        ("cite_claim", {"claim": value}),
        ("find_claims", {"actor": value}),
        ("find_claims", {"about": value}),
        ("describe_schema", {"term": value}),
    ):
        found = call(tool, **arguments)
        assert found.is_error, (tool, text(found))
        assert problem(found)["status"] in (400, 404)
    for tool, name in (("search", "text"), ("ask_question", "question")):
        assert not call(tool, **{name: value}).is_error
