"""The pages and documents: home, questions, terms, health."""

from __future__ import annotations

import json
import re

import pytest
import rdflib

from genfilm.dataset.builds import Build
from tests.conftest import Server
from tests.web.http import get, send

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


def test_the_start_page_follows_the_readers_language(server: Server) -> None:
    for header, place in (("zh-CN,zh;q=0.9,en;q=0.5", "/zh/"), ("de, en;q=0.4", "/en/"), ("", "/en/")):
        answer = send(server.url + "/", headers={"Accept-Language": header})
        assert answer.status == 302
        assert answer.headers["location"].endswith(place)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_home_page_shows_the_chain_the_disputed_claims_and_every_verdict(
    server: Server, lang: str
) -> None:
    page = get(f"{server.url}/{lang}/", BROWSER).text
    for group in ("technologies", "actors", "risks", "strategies"):
        assert f'href="/{lang}/entity/stage/production#{group}"' in page
    assert f'href="/{lang}/claim/zhang-2026/G07.1"' in page
    statements = "SELECT (COUNT(DISTINCT ?c) AS ?n) { ?c a gf:SourceClaim ; gf:hasPredicate ?p }"
    number = int(get(server.sparql, query=statements).json["results"]["bindings"][0]["n"]["value"])
    legend = page[page.index('class="legend"') : page.index("</ul>", page.index('class="legend"'))]
    assert sum(int(count) for count in re.findall(r'class="number">(\d+)<', legend)) == number


def test_pages_carry_a_strict_policy_and_ask_for_nothing_elsewhere(server: Server) -> None:
    answer = get(server.url + "/en/", BROWSER)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert not re.findall(
        r'(?:src="|<link rel="(?:stylesheet|icon|preload)"[^>]+href=")https?://', answer.text
    )


def test_a_question_page_binds_its_parameters_and_names_what_it_finds(server: Server) -> None:
    page = get(f"{server.url}/en/questions/strategies-for-actor", BROWSER, actor="actor:creators").text
    answer = page[page.index("<tbody>") : page.index("</tbody>")]
    assert "originality and humanistic value" in answer
    assert "content quality control" not in answer
    assert '<option value="actor:creators" selected>' in page
    assert "/en/claim/zhang-2026/K09.2" in answer


def test_a_question_page_refuses_what_is_neither_an_iri_nor_a_name(server: Server) -> None:
    answer = get(f"{server.url}/en/questions/strategies-for-actor", actor='x> } DROP ALL #"')
    assert answer.status == 404
    assert "is called 'x> }" in answer.json["detail"]


def test_an_unknown_question_lists_those_there_are(server: Server) -> None:
    answer = get(f"{server.url}/en/questions/nothing")
    assert answer.status == 404
    assert "strategies-for-actor" in answer.json["detail"]


@pytest.mark.parametrize(
    ("accept", "extension"),
    [
        ("text/turtle", "ttl"),
        ("application/rdf+xml", "rdf"),
        ("application/ld+json", "jsonld"),
        ("application/n-triples", "nt"),
        ("*/*", "ttl"),
    ],
)
def test_a_thing_redirects_to_a_document_about_it(server: Server, accept: str, extension: str) -> None:
    answer = get(f"{server.url}/id/claim/zhang-2026/C03", accept)
    assert answer.status == 303
    assert answer.headers["location"] == f"{server.url}/id/claim/zhang-2026/C03.{extension}"
    assert get(answer.headers["location"]).status == 200


@pytest.mark.parametrize(
    ("extension", "parser"), [("ttl", "turtle"), ("rdf", "xml"), ("jsonld", "json-ld"), ("nt", "nt")]
)
def test_every_rdf_format_says_the_same_of_a_part_with_a_dot_in_its_name(
    server: Server, extension: str, parser: str
) -> None:
    text = get(f"{server.url}/id/claim/zhang-2026/G07.1.{extension}").text
    graph = rdflib.Graph().parse(data=text, format=parser)
    claim = rdflib.URIRef("https://w3id.org/genfilm/id/claim/zhang-2026/G07.1")
    gf = rdflib.Namespace("https://w3id.org/genfilm/ns/")
    assert graph.value(claim, gf.hasObject) == gf.Film
    assert (claim, gf.polarity, gf.Affirmed) in graph


def test_json_ld_of_a_thing_is_compact_and_names_the_context_of_this_service(server: Server) -> None:
    found = get(f"{server.url}/id/film/double-world.jsonld").json
    assert found["@context"] == f"{server.url}/context.jsonld"
    (film,) = [node for node in found["@graph"] if node["id"] == "film:double-world"]
    assert {"Film", "AudiovisualWork"} <= set(film["type"])
    assert film["label"]["en"] == "Double World"
    assert "isDistributedBy" not in film or "org:tencent-video" not in film["isDistributedBy"]


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/id/film/double-world", "entity/film/double-world"),
        ("/id/claim/zhang-2026/G07.1", "claim/zhang-2026/G07.1"),
        ("/id/assessment/zhang-2026/N16", "claim/zhang-2026/N16#verdict"),
        ("/ns/ChainStage", "ontology/terms/ChainStage"),
        ("/concept/claim-kind/case", "entity/claim-kind/case"),
        ("/concept/claim-kind", "ontology/concepts/claim-kind"),
        ("/ontology", "ontology/"),
        ("/ontology/claims", "ontology/modules/claims"),
        ("/id/film/double-world.html", "entity/film/double-world"),
    ],
)
@pytest.mark.parametrize(("header", "lang"), [("zh-CN,zh;q=0.9", "zh"), ("de,en;q=0.4", "en")])
def test_an_iri_leads_a_browser_to_the_page_in_its_language(
    server: Server, path: str, place: str, header: str, lang: str
) -> None:
    answer = send(server.url + path, headers={"Accept": BROWSER, "Accept-Language": header})
    assert answer.status == 303
    assert answer.headers["location"] == f"{server.url}/{lang}/{place}"
    page = get(answer.headers["location"].partition("#")[0], BROWSER)
    assert page.status == 200
    assert f'<html lang="{"zh-Hans" if lang == "zh" else "en"}">' in page.text


def test_an_unknown_iri_names_the_nearest_in_html_and_in_json(server: Server) -> None:
    iri = "https://w3id.org/genfilm/id/film/double-world"
    assert iri in get(f"{server.url}/id/film/dubble-world").json["candidates"]
    page = get(f"{server.url}/id/film/dubble-world", BROWSER, lang="zh")
    assert page.status == 404
    assert 'href="/zh/entity/film/double-world">征途</a>' in page.text


def test_another_version_of_the_ontology_is_gone(server: Server, real_build: Build) -> None:
    answer = get(f"{server.url}/ontology/0.9.0")
    assert answer.status == 410
    assert f"/ontology/{real_build.manifest['version']}" in answer.json["detail"]


def test_the_ontology_is_served_at_its_iri_and_at_its_version(server: Server, real_build: Build) -> None:
    version = real_build.manifest["version"]
    ontology = rdflib.URIRef("https://w3id.org/genfilm/ontology")
    for path in ("/ontology", f"/ontology/{version}"):
        answer = get(server.url + path, "text/turtle")
        assert answer.status == 200
        graph = rdflib.Graph().parse(data=answer.text, format="turtle")
        assert graph.value(ontology, rdflib.OWL.versionIRI) == rdflib.URIRef(f"{ontology}/{version}")
        assert len(set(graph.subjects(rdflib.RDF.type, rdflib.OWL.Class))) > 40


def test_a_module_holds_its_own_terms_only(server: Server) -> None:
    text = get(f"{server.url}/ontology/statistics", "text/turtle").text
    assert "gf:StatisticalObservation" in text
    assert "gf:Passage" not in text


def test_a_named_graph_is_a_document(server: Server) -> None:
    answer = get(f"{server.url}/graph/corroborated", "application/n-triples")
    assert answer.status == 200
    assert "<https://w3id.org/genfilm/id/film/cliff-walkers>" in answer.text


def test_an_unknown_term_is_not_found(server: Server) -> None:
    answer = get(f"{server.url}/id/film/no-such-film")
    assert answer.status == 404
    assert answer.json["type"].endswith("/unknown-term")


def test_an_iri_with_hostile_characters_is_refused_or_unknown(server: Server) -> None:
    for tail in ("%3E%20%7D%20%23", "a%22b", "%00", "%C3%28", "%ff"):
        assert get(f"{server.url}/id/film/{tail}").status == 404


def test_health_says_what_is_served(server: Server) -> None:
    answer = get(f"{server.url}/health")
    facts = json.loads(answer.text)
    assert answer.status == 200
    assert facts["status"] == "ok"
    assert facts["quads"] > 10_000
    assert answer.headers["cache-control"] == "no-store"


def test_a_page_that_is_not_there_says_so_in_html_and_in_json(server: Server) -> None:
    page, data = get(f"{server.url}/nowhere", BROWSER), get(f"{server.url}/nowhere")
    assert (page.status, data.status) == (404, 404)
    assert "<h1>404" in page.text
    assert data.json["title"] == "Nothing is here"


def test_a_static_file_has_one_tag_and_can_be_revalidated(server: Server) -> None:
    url = f"{server.url}/static/genfilm.css"
    first = send(url)
    assert first.status == 200
    assert "last-modified" not in first.headers
    again = send(url, headers={"If-None-Match": first.headers["etag"], "Range": "bytes=0-9"})
    assert again.status == 304
    assert send(url, headers={"Range": "bytes=0-9"}).body == first.body[:10]


@pytest.mark.parametrize("extension", ["ttl", "nt", "rdf", "jsonld"])
def test_the_ontology_is_served_in_every_format_that_its_page_names(server: Server, extension: str) -> None:
    answer = get(f"{server.url}/ontology.{extension}")
    assert answer.status == 200
    assert "GenFilm" in answer.text
    assert get(f"{server.url}/ontology.pdf").status == 404


def test_the_data_of_a_film_holds_its_claims_and_their_verdicts(server: Server) -> None:
    graph = rdflib.Graph().parse(data=get(f"{server.url}/id/film/double-world.ttl").text, format="turtle")
    gf = rdflib.Namespace("https://w3id.org/genfilm/ns/")
    claim = rdflib.URIRef("https://w3id.org/genfilm/id/claim/zhang-2026/N16")
    assert (claim, gf.hasObject, rdflib.URIRef("https://w3id.org/genfilm/id/org/tencent-video")) in graph
    assessment = graph.value(predicate=gf.assesses, object=claim)
    assert graph.value(assessment, gf.verdict) == gf.Disputed


def test_every_version_iri_resolves(server: Server) -> None:
    query = "SELECT ?v { ?o owl:versionIRI ?v }"
    rows = get(server.sparql, query=query).json["results"]["bindings"]
    assert len(rows) > 20
    for row in rows:
        path = row["v"]["value"].removeprefix("https://w3id.org/genfilm")
        assert get(server.url + path, "text/turtle").status == 200, path


@pytest.mark.parametrize("path", ["/ontology", "/id/film/avatar.ttl", "/graph/corroborated"])
def test_every_link_of_a_document_leads_somewhere(server: Server, path: str) -> None:
    answer = send(server.url + path, headers={"Accept": "text/turtle"})
    targets = re.findall(rf"<({server.url}[^>]*)>", answer.headers["link"])
    assert targets
    assert [target for target in targets if get(target).status != 200] == []


def test_a_problem_page_speaks_chinese(server: Server) -> None:
    page = get(f"{server.url}/nowhere", BROWSER, lang="zh").text
    assert "<h1>404 此处没有内容</h1>" in page
