"""The self-description over HTTP, and what SIB's editor and checker ask of an endpoint."""

from __future__ import annotations

import re
import urllib.request

import pytest
import rdflib

from genfilm.vocabulary import VOID
from tests.conftest import Server
from tests.naming import PREFIXES
from tests.web.http import get, send

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
ADDRESS = rdflib.URIRef(VOID)
NS = {name: rdflib.Namespace(PREFIXES[name]) for name in ("void", "sh", "schema", "dcat", "sd")}

SIB_PREFIXES = """PREFIX sh: <http://www.w3.org/ns/shacl#>
SELECT DISTINCT ?prefix ?namespace
WHERE { [] sh:namespace ?namespace ; sh:prefix ?prefix }
ORDER BY ?prefix"""
SIB_EXAMPLES = """PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?sq ?comment ?query
WHERE {
  ?sq a sh:SPARQLExecutable ;
    rdfs:comment ?comment ;
    sh:select|sh:ask|sh:construct|sh:describe ?query .
} ORDER BY ?sq"""
SIB_VOID = """PREFIX up: <http://purl.uniprot.org/core/>
PREFIX void: <http://rdfs.org/ns/void#>
PREFIX void-ext: <http://ldf.fi/void-ext#>
SELECT DISTINCT ?subjectClass ?prop ?objectClass ?objectDatatype
WHERE {
  {
    ?cp void:class ?subjectClass ;
        void:propertyPartition ?pp .
    ?pp void:property ?prop .
    OPTIONAL {
        {
            ?pp  void:classPartition [ void:class ?objectClass ] .
        } UNION {
            ?pp void-ext:datatypePartition [ void-ext:datatype ?objectDatatype ] .
        }
    }
  } UNION {
    ?ls void:subjectsTarget [ void:class ?subjectClass ] ;
        void:linkPredicate ?prop ;
        void:objectsTarget [ void:class ?objectClass ] .
  }
}"""


def bindings(server: Server, query: str) -> list[dict[str, str]]:
    found = get(server.sparql, query=query, ac="1").json["results"]["bindings"]
    return [{name: term["value"] for name, term in row.items()} for row in found]


@pytest.mark.parametrize(
    ("accept", "media_type", "parser"),
    [
        (None, "text/turtle", "turtle"),
        ("*/*", "text/turtle", "turtle"),
        ("text/turtle", "text/turtle", "turtle"),
        ("application/rdf+xml", "application/rdf+xml", "xml"),
        ("application/ld+json", "application/ld+json", "json-ld"),
        ("application/n-triples", "application/n-triples", "nt"),
        ("text/turtle;q=0.2, application/n-triples;q=0.9", "application/n-triples", "nt"),
    ],
)
def test_the_well_known_address_answers_in_every_format(
    server: Server, accept: str | None, media_type: str, parser: str
) -> None:
    answer = get(f"{server.url}/.well-known/void", accept)
    assert (answer.status, answer.media_type) == (200, media_type)
    assert answer.headers["access-control-allow-origin"] == "*"
    found = rdflib.Graph().parse(data=answer.text, format=parser)
    assert found.value(ADDRESS, NS["void"].sparqlEndpoint) == rdflib.URIRef(server.sparql)
    assert (ADDRESS, rdflib.RDF.type, NS["dcat"].Dataset) in found
    assert int(found.value(ADDRESS, NS["void"].triples)) > 10_000
    examples = set(found.subjects(rdflib.RDF.type, NS["sh"].SPARQLExecutable))
    assert examples == set(found.subjects(NS["schema"].target, rdflib.URIRef(server.sparql)))
    assert len(examples) > 20


def test_the_description_is_a_document_at_its_own_iri(server: Server) -> None:
    turtle = get(f"{server.url}/.well-known/void", "text/turtle")
    assert get(f"{server.url}/void", "text/turtle").body == turtle.body
    assert get(f"{server.url}/void.ttl").body == turtle.body
    assert get(f"{server.url}/void.nt").media_type == "application/n-triples"
    assert get(f"{server.url}/void", format="jsonld").media_type == "application/ld+json"
    with urllib.request.urlopen(f"{server.url}/.well-known/void", timeout=60) as response:
        links = " ".join(response.headers.get_all("Link"))
    assert f'<{server.url}/void.ttl>; rel="alternate"' in links
    assert f'<{server.url}/sparql>; rel="service-desc"' in links


@pytest.mark.parametrize(("lang", "word"), [("en", "knowledge graph"), ("zh", "知识图谱")])
def test_a_browser_gets_a_page_with_links_to_the_data(server: Server, lang: str, word: str) -> None:
    for path in ("/.well-known/void", "/void", "/void.html"):
        answer = get(server.url + path, BROWSER, lang=lang)
        assert (answer.status, answer.media_type) == (200, "text/html")
        assert word in answer.text
        assert 'href="/void.ttl"' in answer.text


def test_what_cannot_be_served_is_refused(server: Server) -> None:
    answer = get(f"{server.url}/.well-known/void", "image/png")
    assert answer.status == 406
    assert "text/turtle" in answer.text
    assert get(f"{server.url}/void.csv").status == 404
    assert send(f"{server.url}/.well-known/void", "POST", b"").status == 405
    assert send(f"{server.url}/.well-known/void", "HEAD").body == b""


def test_the_service_description_leads_to_it(server: Server) -> None:
    found = rdflib.Graph().parse(data=get(server.sparql, "text/turtle").text, format="turtle")
    default = next(found.objects(None, NS["sd"].defaultGraph))
    assert found.value(default, NS["void"].subset) == ADDRESS
    assert found.value(ADDRESS, NS["void"].sparqlEndpoint) == rdflib.URIRef(server.sparql)
    assert int(found.value(ADDRESS, NS["void"].triples)) < int(found.value(default, NS["void"].triples))


def test_sibs_query_for_prefixes_is_answered(server: Server) -> None:
    assert {row["prefix"]: row["namespace"] for row in bindings(server, SIB_PREFIXES)} == PREFIXES


def test_sibs_query_for_examples_lists_each_once_and_each_runs(server: Server) -> None:
    found = bindings(server, SIB_EXAMPLES)
    assert len(found) == len({row["sq"] for row in found}) > 20
    for row in found:
        assert bindings(server, row["query"]), row["sq"]
        assert not any("\u4e00" <= c <= "\u9fff" for c in row["comment"])


def test_sibs_query_for_classes_and_properties_is_answered(server: Server) -> None:
    found = bindings(server, SIB_VOID)
    gf, xsd = PREFIXES["gf"], PREFIXES["xsd"]
    claim = {"subjectClass": f"{gf}SourceClaim"}
    assert claim | {"prop": f"{gf}isStatedIn", "objectClass": f"{gf}Passage"} in found
    assert claim | {"prop": PREFIXES["dcterms"] + "identifier", "objectDatatype": f"{xsd}string"} in found


def test_an_example_has_a_page_of_its_own(server: Server) -> None:
    answer = get(f"{server.url}/id/example/directors", "text/turtle")
    assert answer.headers["location"] == f"{server.url}/id/example/directors.ttl"
    assert "sh:select" in get(answer.headers["location"]).text


def test_the_pages_of_terms_do_not_list_partitions(server: Server) -> None:
    assert "/void#" not in get(f"{server.url}/ns/SourceClaim.html", BROWSER).text


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_part_that_the_page_links_has_its_place_in_it(server: Server, lang: str) -> None:
    page = get(f"{server.url}/void?lang={lang}", BROWSER).text
    ids = re.findall(r'\bid="([^"]+)"', page)
    linked = set(re.findall(r'href="/void#([^"]+)"', page))
    assert len(ids) == len(set(ids))
    assert len(linked) > 100
    assert linked <= set(ids)
