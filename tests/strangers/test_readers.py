"""Readers of RDF that fetch by themselves: owlready2 and rdflib, given nothing but an address."""

from __future__ import annotations

import re

import owlready2
import pytest
import rdflib

from tests.conftest import Server
from tests.web.http import get

FILM = "https://w3id.org/genfilm/ns/Film"


@pytest.mark.parametrize("address", ["/dumps/genfilm-full.owl", "/ontology.owl", "/dumps/genfilm.rdf"])
def test_owlready2_loads_an_address(server: Server, address: str):
    world = owlready2.World()
    world.get_ontology(f"{server.url}{address}").load()
    film = world[FILM]
    assert [cls.name for cls in film.is_a] == ["AudiovisualWork"]


def test_json_ld_is_read_with_the_context_that_it_names(server: Server):
    graph = rdflib.Graph().parse(f"{server.url}/id/film/double-world.jsonld", format="json-ld")
    film = rdflib.URIRef("https://w3id.org/genfilm/id/film/double-world")
    assert (film, rdflib.RDF.type, rdflib.URIRef(FILM)) in graph
    assert rdflib.Literal("征途", lang="zh") in [*graph.objects(film, rdflib.RDFS.label)]


def test_language_models_are_led_to_every_interface(server: Server):
    answer = get(f"{server.url}/llms.txt")
    assert answer.text.startswith("# ")
    places = re.findall(r"^- \[\w+\]\((\S+)\): ", answer.text, re.M)
    assert f"{server.url}/mcp" in places
    assert {place: get(place).status for place in places if not place.endswith("/mcp")} == dict.fromkeys(
        (place for place in places if not place.endswith("/mcp")), 200
    )
