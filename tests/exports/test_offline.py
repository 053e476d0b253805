"""Downloads are opened without a network: they import nothing that they hold."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path

import owlready2
import pytest
import rdflib
from rdflib import OWL, RDF

from tests.conftest import Server
from tests.web.http import get

ONTOLOGY = "https://w3id.org/genfilm/ontology"
NAMESPACE = "https://w3id.org/genfilm/ns/"
WHOLE = {"genfilm.rdf": "xml", "genfilm.ttl": "turtle", "genfilm.jsonld": "json-ld"}
DOCUMENTS = {"rdf": "xml", "nt": "nt", "ttl": "turtle", "jsonld": "json-ld"}
Opened = Callable[[bytes, str], owlready2.Ontology]


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Opened:
    """Opens a file with owlready2 while nothing can be reached."""

    def unreachable(*_: object, **__: object) -> None:
        raise AssertionError("a file was looked for on the network")

    def open_(content: bytes, name: str) -> owlready2.Ontology:
        (tmp_path / name).write_bytes(content)
        for each in ("connect", "connect_ex"):
            monkeypatch.setattr(socket.socket, each, unreachable)
        monkeypatch.setattr(socket, "getaddrinfo", unreachable)
        return owlready2.World().get_ontology((tmp_path / name).as_uri()).load()

    return open_


def same_as_ours(found: owlready2.Ontology, server_classes: int) -> None:
    assert found.base_iri.rstrip("/#") == ONTOLOGY
    classes = [each for each in found.world.classes() if each.iri.startswith(NAMESPACE)]
    assert len(classes) == server_classes
    film = found.world[f"{NAMESPACE}Film"]
    assert film.label.zh == ["电影"]
    assert f"{NAMESPACE}AudiovisualWork" in {each.iri for each in film.ancestors()}


def classes(server: Server) -> int:
    query = f"SELECT (COUNT(?c) AS ?n) {{ ?c a owl:Class FILTER(STRSTARTS(STR(?c), '{NAMESPACE}')) }}"
    return int(get(server.sparql, query=query).json["results"]["bindings"][0]["n"]["value"])


def test_owlready2_opens_the_whole_graph(files: dict[str, bytes], server: Server, opened: Opened) -> None:
    expected = classes(server)
    found = opened(files["genfilm.rdf"], "genfilm.rdf")
    same_as_ours(found, expected)
    assert found.world["https://w3id.org/genfilm/id/film/double-world"].label.zh == ["征途"]


@pytest.mark.parametrize("extension", ["rdf", "nt"])
def test_owlready2_opens_the_ontology(server: Server, opened: Opened, extension: str) -> None:
    expected, content = classes(server), get(f"{server.url}/ontology.{extension}").body
    same_as_ours(opened(content, f"ontology.{extension}"), expected)


@pytest.mark.parametrize("extension", DOCUMENTS)
def test_the_ontology_is_one_document_with_one_header(server: Server, extension: str) -> None:
    content = get(f"{server.url}/ontology.{extension}").body
    graph = rdflib.Graph().parse(data=content, format=DOCUMENTS[extension])
    assert [*graph.subjects(RDF.type, OWL.Ontology)] == [rdflib.URIRef(ONTOLOGY)]
    assert not [*graph.objects(None, OWL.imports)]
    held = {*graph.subjects(rdflib.RDFS.isDefinedBy, None)}
    assert len(held) > 250
    film = rdflib.URIRef(f"{NAMESPACE}Film")
    assert (film, rdflib.SKOS.closeMatch, None) in graph, "mappings of our terms are part of it"
    for subject in ("ontology/external", "concept/goal"):
        assert (rdflib.URIRef(f"https://w3id.org/genfilm/{subject}"), None, None) in graph


@pytest.mark.parametrize("name", WHOLE)
def test_no_download_imports_what_it_holds(files: dict[str, bytes], name: str) -> None:
    graph = rdflib.Graph().parse(data=files[name], format=WHOLE[name])
    held = {*graph.subjects()}
    assert not [each for each in graph.objects(None, OWL.imports) if each in held]


def test_the_header_of_the_ontology_comes_first(files: dict[str, bytes]) -> None:
    for name in ("genfilm.rdf", "genfilm.ttl"):
        text = files[name].decode()
        assert text.index("owl#Ontology" if name.endswith("rdf") else "owl:Ontology") > text.index(ONTOLOGY)
        first = next(
            line for line in text.splitlines() if "rdf:about=" in line or line.startswith(f"<{ONTOLOGY}")
        )
        assert f'{ONTOLOGY}"' in first or f"{ONTOLOGY}>" in first
