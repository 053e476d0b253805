"""The OpenAPI description: valid, complete, and kept by the service whatever is asked."""

from __future__ import annotations

import json

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from openapi_spec_validator import validate
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from genfilm.catalogue.query import load_catalogue
from tests.conftest import ROOT, Server
from tests.naming import PREFIXES
from tests.web.http import get

CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    negative_data_rejection,
)
OPERATIONS = (
    "listQueries", "listParameterValues", "listEntities", "getEntity", "listClaims", "getClaim", "citeGraph", "cite",
    "strategies-for-actor", "claims-on-a-page", "claims", "statistics", "aims-methods-and-grants",
    "search", "suggest", "ask", "graph",
)  # fmt: skip
"""All standing routes, and a few of the questions: they share one road."""


@pytest.fixture(scope="module")
def description(server: Server) -> dict:
    return get(f"{server.url}/api/openapi.json").json


def test_it_is_valid_openapi_3_1(description: dict):
    assert description["openapi"].startswith("3.1")
    validate(description)


def test_every_question_and_parameter_is_described_in_both_languages(description: dict):
    catalogue = load_catalogue(ROOT, prefixes=PREFIXES)
    for name, query in catalogue.items():
        operation = description["paths"][f"/api/queries/{name}"]["get"]
        assert query.summary["en"] in operation["description"]
        assert query.summary["zh"] in operation["description"]
        described = {each["name"]: each for each in operation["parameters"]}
        for parameter in query.parameters:
            if parameter.name != "lang":
                assert parameter.description["zh"] in described[parameter.name]["description"]
        row = operation["responses"]["200"]["content"]["application/json"]["schema"]["properties"]["data"][
            "items"
        ]
        assert list(row["properties"]) == list(query.columns)
        for column, labels in query.columns.items():
            assert row["properties"][column]["description"] == f"{labels['en']} / {labels['zh']}"


def test_the_columns_of_a_question_have_their_own_types(description: dict):
    answer = description["paths"]["/api/queries/statistics"]["get"]["responses"]["200"]
    row = answer["content"]["application/json"]["schema"]["properties"]["data"]["items"]["properties"]
    assert (row["approximate"]["type"], row["approximate"]["x-type"]) == (["boolean", "null"], "boolean")
    assert (row["value"]["type"], row["value"]["x-type"]) == ("number", "decimal")
    assert (row["claim"]["type"], row["claim"]["x-type"]) == ("string", "iri")


def test_every_route_of_data_is_described(description: dict, server: Server):
    listed = {path.removesuffix("/") for path in description["paths"]}
    for name, address in get(f"{server.url}/api/").json["data"].items():
        if name not in ("openapi", "docs", "question"):  # each question is described by itself
            assert address.removeprefix(server.url) in listed, name


def test_it_says_what_generators_ask_for(description: dict):
    assert description["info"]["license"] == {"name": "CC-BY-4.0", "identifier": "CC-BY-4.0"}
    assert description["security"] == []


LISTS = [
    ("/api/claims", "verdict", {"disputed", "none"}),
    ("/api/claims", "source", {"zhang-2026"}),
    ("/api/claims", "origin", {"source-claim", "evidence-claim"}),
    ("/api/claims", "polarity", {"affirmed", "negated"}),
    ("/api/entities", "kind", {"film", "tech"}),
    ("/api/queries", "tag", set()),
    ("/api/search", "kind", {"film", "claim", "term"}),
]


@pytest.mark.parametrize(("path", "name", "some"), LISTS)
def test_what_is_a_short_list_is_an_enumeration_of_what_is_taken(
    server: Server, description: dict, path: str, name: str, some: set[str]
):
    (field,) = [each for each in description["paths"][path]["get"]["parameters"] if each["name"] == name]
    schema = field["schema"].get("items", field["schema"])
    assert some <= set(schema["enum"])
    more = {"q": "film"} if path == "/api/search" else {}
    for value in schema["enum"]:
        assert get(server.url + path, **more, **{name: value}).status == 200, value
    wrong = get(server.url + path, **more, **{name: "no-such-value"})
    assert (wrong.status, wrong.json["known"]) == (400, schema["enum"])


def test_pages_have_one_limit(description: dict):
    sizes = {
        path: next((p["schema"] for p in item["get"]["parameters"] if p["name"] == "size"), None)
        for path, item in description["paths"].items()
        if "Link" in item["get"]["responses"]["200"].get("headers", {})
    }
    assert len(sizes) > 50
    assert {size["maximum"] for size in sizes.values() if size} == {1000}


def test_only_what_can_be_null_is_nullable(description: dict):
    """The value of a node, and the day on which a page was read, are there where the graph has them."""
    schemas = description["components"]["schemas"]
    assert "null" not in schemas["Node"]["properties"]["value"]["type"]
    assert schemas["WebPage"]["properties"]["accessed"]["type"] == "string"
    columns = schemas["ClaimRow"]["properties"]
    assert columns["verdict"]["type"] == ["string", "null"]
    assert "null" in columns["object"]["type"]
    assert columns["paraphrase"]["type"] == "string"


def test_operation_ids_differ(description: dict):
    ids = [path["get"]["operationId"] for path in description["paths"].values()]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["right", "wrong"])
@pytest.mark.parametrize("name", OPERATIONS)
def test_the_service_keeps_it(server: Server, description: dict, name: str, mode: GenerationMode):
    schema = schemathesis.openapi.from_dict(json.loads(json.dumps(description)))
    operation = schema.find_operation_by_id(name)

    @settings(
        max_examples=10,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def holds(case):
        response = case.call(base_url=server.url)
        case.validate_response(response, checks=list(CHECKS))

    holds()
