"""One dialect: every route of the description answers in the same envelope, and refuses in the same way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from jsonschema import Draft202012Validator

from tests.conftest import ROOT, Server
from tests.web.http import get

NAMED = sorted(
    path for folder in ("competency", "reports") for path in (ROOT / "queries" / folder).glob("*.rq")
)
CAMEL = re.compile(r"[a-z][A-Za-z0-9]*")
PAGED = ("first", "last")
STANDING = (
    "/api/", "/api/queries", "/api/queries/{query}/parameters/{parameter}", "/api/entities",
    "/api/entities/{kind}/{slug}", "/api/claims", "/api/claims/{source}/{id}", "/api/cite", "/api/cite/{source}/{id}",
    "/api/readings/{source}", "/api/search", "/api/suggest", "/api/ask", "/api/graph", "/api/releases",
)  # fmt: skip
ROUTES = (*STANDING, *(f"/api/queries/{path.stem}" for path in NAMED))


@cache
def _description(url: str) -> dict[str, Any]:
    found: dict[str, Any] = get(f"{url}/api/openapi.json").json
    return found


@pytest.fixture
def description(server: Server) -> dict[str, Any]:
    return _description(server.url)


def asked(description: dict[str, Any], path: str, **more: str) -> str:
    """The address of a route with the examples of its description, what it needs only."""
    operation = description["paths"][path]["get"]
    values = {}
    for each in operation["parameters"]:
        schema = each["schema"]["items"] if each["schema"].get("type") == "array" else each["schema"]
        if each["in"] == "path":
            path = path.replace(f"{{{each['name']}}}", schema["examples"][0])
        elif each["required"]:
            values[each["name"]] = schema["examples"][0]
    query = urlencode(values | more)
    return path + (f"?{query}" if query else "")


def members(value: Any, inside: str = "") -> Iterator[str]:
    """Every name of a member, but those of maps whose names are data: rows, counts, parameters, links."""
    if isinstance(value, dict):
        for name, held in value.items():
            yield name
            if name not in ("rows", "kinds", "parameters", "links"):
                yield from members(held)
    elif isinstance(value, list):
        for each in value:
            yield from members(each)


def texts(value: Any) -> Iterator[tuple[str, Any]]:
    """Every name, heading and summary of an answer with its member."""
    if isinstance(value, dict):
        for name, held in value.items():
            reader = name == "label" and "labels" in value  # what a query found, as it was spelled
            if not reader and (name in ("label", "labels", "summary") or name.endswith("Label")):
                yield name, held
            yield from texts(held)
    elif isinstance(value, list):
        for each in value:
            yield from texts(each)


@pytest.mark.parametrize("path", ROUTES)
def test_names_are_given_in_both_languages(server: Server, description: dict[str, Any], path: str) -> None:
    body = get(server.url + asked(description, path), "application/json").json
    if path == "/api/claims" or (path.startswith("/api/queries/") and "{" not in path):
        del body["data"]  # the rows of a table are in the language of the reader
    body["data"] = body.get("data") or []
    if path == "/api/ask":
        del body["data"]["rows"]
    found = list(texts(body))
    assert found or path in ("/api/", "/api/cite", "/api/cite/{source}/{id}", "/api/releases")
    assert [each for each in found if each[1] is not None and set(each[1]) != {"en", "zh"}] == []


@pytest.mark.parametrize("path", ["/api/claims", "/api/search", "/api/graph"])
def test_facets_have_one_shape(server: Server, description: dict[str, Any], path: str) -> None:
    facets = get(server.url + asked(description, path), "application/json").json["meta"]["facets"]
    assert facets
    for values in facets.values():
        for value in values:
            assert list(value) == ["key", "label", "count", "iri", "chosen"]


def test_the_routes_are_those_of_the_description(description: dict[str, Any]) -> None:
    assert set(description["paths"]) == set(ROUTES)


@pytest.mark.parametrize("path", ROUTES)
def test_the_envelope(server: Server, description: dict[str, Any], path: str) -> None:
    address = asked(description, path)
    answer = get(server.url + address, "application/json")
    assert (answer.status, answer.headers["content-type"]) == (200, "application/json; charset=utf-8")
    body = answer.json
    schema = description["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    assert list(body) == [
        "data",
        *(["columns"] if "columns" in schema["properties"] else []),
        "meta",
        "links",
    ]
    meta = body["meta"]
    assert re.fullmatch("[0-9a-f]{12}", meta["build"])
    assert (meta["version"], meta["lang"]) == (description["info"]["version"], "en")
    assert isinstance(meta["truncated"], bool)
    rows = path.startswith("/api/queries/") and "{" not in path
    names = [*members({**body, "data": []}), *(() if rows else members(body["data"]))]
    if path == "/api/":
        names = [name for name in names if name not in body["data"]]
    assert [
        name
        for name in names
        if not CAMEL.fullmatch(name.replace("csl-json", "csl").replace("gb-t-7714", "gb"))
    ] == []
    assert body["links"]["self"].partition("?")[0] == server.url + urlsplit(address).path
    assert parse_qsl(urlsplit(body["links"]["self"]).query) == parse_qsl(urlsplit(address).query)
    full = {**schema, "components": description["components"]}
    assert not [error.message for error in Draft202012Validator(full).iter_errors(body)]


@pytest.mark.parametrize("path", ROUTES)
def test_pages_are_linked_in_the_body_and_in_the_header(
    server: Server, description: dict[str, Any], path: str
) -> None:
    operation = description["paths"][path]["get"]
    turning = [each["name"] for each in operation["parameters"] if each["name"] in ("page", "result_page")]
    if path == "/api/queries/claims-on-a-page":
        turning = ["result_page"]
    paged = "headers" in operation["responses"]["200"]
    assert paged == bool(turning)
    answer = get(
        server.url + asked(description, path, **({"size": "1"} if paged else {})), "application/json"
    )
    linked = {
        rel: target for target, rel in re.findall(r'<([^>]*)>; rel="(\w+)"', answer.headers.get("link", ""))
    }
    body = answer.json
    assert {"total", "page", "size"} <= set(body["meta"]) or not paged
    for rel in ("first", "prev", "next", "last"):
        assert linked.get(rel) == body["links"].get(rel)
        assert (rel in linked) == (paged and (rel in PAGED or (rel == "next" and body["meta"]["total"] > 1)))
    assert not paged or body["meta"]["truncated"] == ("next" in linked)
    if paged:
        assert not get(linked["last"], "application/json").json["meta"]["truncated"]
    if "next" in linked:
        following = get(linked["next"], "application/json").json
        assert (following["meta"]["page"], len(following["data"])) == (2, 1)
        assert following["data"] != body["data"]


@pytest.mark.parametrize("path", ROUTES)
def test_what_is_wrong_is_a_problem(server: Server, description: dict[str, Any], path: str) -> None:
    operation = description["paths"][path]["get"]
    own = [each for each in operation["parameters"] if each["in"] == "query"]
    good = asked(description, path)
    start = good + ("&" if "?" in good else "?")
    wrong = {
        "no_such_parameter=1": "unknown-parameter",
        "lang=en&lang=zh": "wrong-parameter",
        "lang=fr": "wrong-parameter",
    }
    for each in own:
        schema = each["schema"]
        if schema.get("type") == "integer":
            wrong[f"{each['name']}=many"] = "wrong-parameter"
        if schema.get("type") != "array" and each["name"] not in dict(parse_qsl(urlsplit(good).query)):
            wrong[f"{each['name']}=1&{each['name']}=1"] = "wrong-parameter"
    for query, kind in wrong.items():
        answer = get(server.url + start + query, "application/json")
        assert (answer.status, answer.media_type) == (400, "application/problem+json"), query
        problem = answer.json
        assert problem["type"].endswith(f"/{kind}"), query
        assert problem["detail"]
        assert problem["parameter"]
    for each in own:
        if each["required"]:
            assert (
                get(server.url + good.partition("?")[0], "application/json").json["parameter"] == each["name"]
            )


@pytest.mark.parametrize(
    "path", [path for path in ROUTES if path in ("/api/claims", "/api/graph") or path.count("/") == 3]
)
def test_tables_are_files_too(server: Server, description: dict[str, Any], path: str) -> None:
    if "text/csv" not in description["paths"][path]["get"]["responses"]["200"]["content"]:
        assert path in STANDING
        return
    answer = get(server.url + path + ".csv")
    assert (answer.status, answer.headers["content-type"]) == (200, "text/csv; charset=utf-8")
    assert answer.headers["content-disposition"].endswith('.csv"')
    linked = get(server.url + path, "application/json").json["links"]
    assert {"csv", "tsv", "xlsx"} <= set(linked)
    assert get(linked["csv"]).body == answer.body


def test_the_map_lists_every_route(server: Server, description: dict[str, Any]) -> None:
    listed = {address.removeprefix(server.url) for address in get(f"{server.url}/api/").json["data"].values()}
    assert {*STANDING[1:], "/api/queries/{query}", "/api/openapi.json", "/api/docs"} == listed
