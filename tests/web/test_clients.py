"""Real clients against the real server: SPARQLWrapper, rdflib's SPARQLStore, curl and pandas."""

from __future__ import annotations

import io
import subprocess
from urllib.parse import quote

import pandas as pd
import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, GET, JSON, JSONLD, N3, POST, POSTDIRECTLY, RDFXML, TSV, TURTLE, URLENCODED, XML
from SPARQLWrapper import SPARQLWrapper as Wrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

from tests.conftest import Server
from tests.programs import need

VERDICTS = """
SELECT ?claim ?verdict WHERE {
  VALUES ?claim { z26c:C03 z26c:N16 z26c:G07.2 }
  ?assessment gf:assesses ?claim ; gf:verdict ?verdict .
} ORDER BY ?claim
"""
EXPECTED = {"C03": "Unverified", "G07.2": "Corroborated", "N16": "Disputed"}


def local(iri: str) -> str:
    return iri.rpartition("/")[2]


@pytest.mark.parametrize("method", [GET, POST])
@pytest.mark.parametrize("way", [URLENCODED, POSTDIRECTLY])
def test_sparqlwrapper_reads_json(server: Server, method: str, way: str) -> None:
    client = Wrapper(server.sparql)
    client.setQuery("PREFIX gf: <https://w3id.org/genfilm/ns/>\n" + VERDICTS)
    client.setMethod(POST if way == POSTDIRECTLY else method)
    client.setRequestMethod(way)
    client.setReturnFormat(JSON)
    rows = client.queryAndConvert()["results"]["bindings"]
    assert {local(r["claim"]["value"]): local(r["verdict"]["value"]) for r in rows} == EXPECTED


@pytest.mark.parametrize(
    ("form", "mark"), [(XML, b"<sparql"), (CSV, b"claim,verdict"), (TSV, b"?claim\t?verdict")]
)
def test_sparqlwrapper_gets_the_format_that_it_asks_for(server: Server, form: str, mark: bytes) -> None:
    client = Wrapper(server.sparql)
    client.setQuery("PREFIX gf: <https://w3id.org/genfilm/ns/>\n" + VERDICTS)
    client.setReturnFormat(form)
    assert mark in client.query().response.read()


@pytest.mark.parametrize("form", [TURTLE, N3, RDFXML, JSONLD, XML])
def test_sparqlwrapper_builds_a_graph(server: Server, form: str) -> None:
    client = Wrapper(server.sparql)
    client.setQuery(
        "PREFIX gf: <https://w3id.org/genfilm/ns/>\n"
        "CONSTRUCT { ?s gf:usesTechnology ?o } WHERE { ?c gf:hasSubject ?s ; gf:hasPredicate gf:usesTechnology ; "
        "gf:hasObject ?o }"
    )
    client.setReturnFormat(form)
    found = client.queryAndConvert()
    graph = found if isinstance(found, rdflib.Graph) else rdflib.Graph().parse(data=found, format="turtle")
    film = rdflib.URIRef("https://w3id.org/genfilm/id/film/cliff-walkers")
    assert len(list(graph.objects(film))) >= 1


def test_sparqlwrapper_raises_its_own_exception_for_a_syntax_error(server: Server) -> None:
    client = Wrapper(server.sparql)
    client.setQuery("SELECT * {")
    client.setReturnFormat(JSON)
    with pytest.raises(QueryBadFormed) as caught:
        client.query()
    assert "syntax-error" in str(caught.value)


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("returns", ["xml", "json", "csv"])
def test_rdflib_sparqlstore_queries_and_iterates(server: Server, method: str, returns: str) -> None:
    graph = rdflib.Graph(SPARQLStore(server.sparql, method=method, returnFormat=returns))
    rows = list(graph.query("PREFIX gf: <https://w3id.org/genfilm/ns/>\n" + VERDICTS))
    assert {local(str(row.claim)): local(str(row.verdict)) for row in rows} == EXPECTED
    claim = rdflib.URIRef("https://w3id.org/genfilm/id/claim/zhang-2026/C03")
    gf = rdflib.Namespace("https://w3id.org/genfilm/ns/")
    if returns != "csv":
        labels = {label.language: str(label) for label in graph.objects(claim, rdflib.RDFS.label)}
        assert set(labels) == {"en", "zh"}
        assert "悬崖之上" in labels["zh"]
        assert (claim, gf.polarity, gf.Affirmed) in graph


def test_rdflib_constructs_through_its_store(server: Server) -> None:
    graph = rdflib.Graph(SPARQLStore(server.sparql))
    result = graph.query("CONSTRUCT WHERE { <https://w3id.org/genfilm/id/claim/zhang-2026/C03> ?p ?o }")
    assert len(result.graph) > 8


def test_curl_reads_csv(server: Server) -> None:
    done = subprocess.run(
        [need("curl"), "-sS", "-f", "-H", "Accept: text/csv", "--data-urlencode", f"query={VERDICTS}", server.sparql],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    lines = done.stdout.splitlines()
    assert lines[0] == "claim,verdict"
    assert dict(tuple(map(local, line.split(","))) for line in lines[1:]) == EXPECTED


def test_curl_follows_an_iri_to_turtle(server: Server) -> None:
    done = subprocess.run(
        [need("curl"), "-sSfL", "-H", "Accept: text/turtle", f"{server.url}/id/film/cliff-walkers"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert 'rdfs:label "悬崖之上"@zh' in done.stdout or '"悬崖之上"@zh' in done.stdout


def test_pandas_reads_csv_over_http(server: Server) -> None:
    frame = pd.read_csv(f"{server.sparql}?format=csv&query={quote(VERDICTS)}")
    assert list(frame.columns) == ["claim", "verdict"]
    assert dict(zip(frame["claim"].map(local), frame["verdict"].map(local), strict=True)) == EXPECTED


def test_pandas_reads_json_through_sparqlwrapper(server: Server) -> None:
    client = Wrapper(server.sparql)
    client.setQuery("PREFIX gf: <https://w3id.org/genfilm/ns/>\n" + VERDICTS)
    client.setReturnFormat(CSV)
    frame = pd.read_csv(io.BytesIO(client.queryAndConvert()))
    assert len(frame) == 3
