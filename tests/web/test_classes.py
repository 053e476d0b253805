"""The simplest question of every class, how many members it has, gets one answer at every interface."""

from __future__ import annotations

import re
from collections.abc import Mapping

import owlready2
import pytest

from genfilm import KnowledgeGraph
from genfilm.dataset.builds import Build
from tests.conftest import Server
from tests.mcp.conftest import Call, call, mcp_server  # noqa: F401  fixtures
from tests.web.http import get

PREFIX = "https://w3id.org/genfilm/ns/"
COUNTS = """SELECT ?class (COUNT(?x) AS ?n) {
  ?class a owl:Class ; rdfs:isDefinedBy ?module FILTER STRSTARTS(STR(?class), STR(gf:)) OPTIONAL { ?x a ?class }
} GROUP BY ?class"""


@pytest.fixture(scope="module")
def expected(server: Server) -> Mapping[str, int]:
    """The members of each class by its local name, as `?x a gf:…` finds them in the default graph."""
    rows = get(server.sparql, query=COUNTS).json["results"]["bindings"]
    return {row["class"]["value"].removeprefix(PREFIX): int(row["n"]["value"]) for row in rows}


def test_the_broad_classes_have_their_members(server: Server, expected: Mapping[str, int]):
    direct = "SELECT (COUNT(DISTINCT ?x) AS ?n) { GRAPH ?g { ?x a ?c } ?c rdfs:subClassOf* gf:%s FILTER(?g != graph:generalized) }"
    for name in ("Risk", "Claim", "Film", "IndustryActor"):
        found = get(server.sparql, query=direct % name).json["results"]["bindings"][0]["n"]["value"]
        assert expected[name] == int(found) > 1
    assert len(expected) > 60


def test_rest(server: Server, expected: Mapping[str, int]):
    def count(name: str) -> int:
        return int(
            get(f"{server.url}/api/entities", **{"class": f"gf:{name}", "size": "1"}).json["meta"]["total"]
        )

    assert {name: count(name) for name in expected} == expected


def test_the_claims_listed_by_class_are_linked_to_their_records(server: Server):
    (listed,) = get(f"{server.url}/api/entities", **{"class": "gf:Claim", "size": "1"}).json["data"]
    assert listed["kind"] == "claim"
    assert listed["types"] != ["gf:Claim"]
    assert get(listed["links"]["self"]).json["data"]["iri"] == listed["iri"]


def test_python(real_build: Build, expected: Mapping[str, int]):
    graph = KnowledgeGraph.open(real_build.directory)
    assert {name: len(graph.instances(f"gf:{name}")) for name in expected} == expected
    animated = next(row for row in graph.instances("电影") if "AnimatedFilm" in row.types)
    assert animated.types == "gf:AnimatedFilm"


def test_owlready2(real_build: Build, expected: Mapping[str, int]):
    world = owlready2.World()
    with (real_build.directory / "exports/genfilm.rdf").open("rb") as file:
        world.get_ontology(PREFIX).load(fileobj=file)
    assert {name: len({*world[PREFIX + name].instances()}) for name in expected} == expected


def test_mcp(expected: Mapping[str, int], call: Call):  # noqa: F811  the fixture
    terms = call("describe_schema", topic="classes").structured_content["terms"]
    told = {term["name"].removeprefix("gf:"): term.get("instances", 0) for term in terms}
    assert told == expected


def test_page(server: Server, expected: Mapping[str, int]):
    for name, count in expected.items():
        page = get(f"{server.url}/en/ontology/terms/{name}").text
        found = re.search(r"([\d,]+)(?:</a>)? instances?, those of narrower", re.sub(r"<[^>]+>", "", page))
        assert (int(found[1].replace(",", "")) if found else 0) == count, name
