"""The pages and documents: home, questions, terms, health."""

from __future__ import annotations

import json
import re

import pytest
import rdflib

from tests.conftest import Server
from tests.web.http import get, send

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


def test_the_start_page_follows_the_readers_language(server: Server) -> None:
    for header, place in (("zh-CN,zh;q=0.9,en;q=0.5", "/zh/"), ("de, en;q=0.4", "/en/"), ("", "/en/")):
        answer = send(server.url + "/", headers={"Accept-Language": header})
        assert answer.status == 302
        assert answer.headers["location"].endswith(place)


@pytest.mark.parametrize(
    ("lang", "words"),
    [("en", ["What it holds", "single statements, in"]), ("zh", ["收录内容", "条单项论断"])],
)
def test_the_home_page_shows_counts_and_three_answers(server: Server, lang: str, words: list[str]) -> None:
    page = get(f"{server.url}/{lang}/", BROWSER).text
    for word in words:
        assert word in page
    statements = "SELECT (COUNT(DISTINCT ?c) AS ?n) { ?c a gf:SourceClaim ; gf:hasPredicate ?p }"
    number = int(get(server.sparql, query=statements).json["results"]["bindings"][0]["n"]["value"])
    assert f"<b>{number:,}</b>" in page
    verdicts = page[page.index('class="verdicts"') : page.index("</ul>", page.index('class="verdicts"'))]
    assert sum(int(count) for count in re.findall(r"<b>(\d+)</b>", verdicts)) == number
    assert page.count("<article>") == 3
    assert len(re.findall(r"<tbody>\s*<tr><td>(?!No rows|没有结果)", page)) == 3


def test_pages_carry_a_strict_policy_and_ask_for_nothing_elsewhere(server: Server) -> None:
    answer = get(server.url + "/en/", BROWSER)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert not re.findall(r'(?:src|<link[^>]+href)="https?://', answer.text)


def test_a_question_page_binds_its_parameters(server: Server) -> None:
    page = get(f"{server.url}/en/questions/strategies-for-actor", BROWSER, actor="actor:creators").text
    assert "strategy:originality-and-humanistic-value" in page
    assert "strategy:content-quality-control" not in page


def test_a_question_page_refuses_what_is_no_iri(server: Server) -> None:
    answer = get(f"{server.url}/en/questions/strategies-for-actor", actor='x> } DROP ALL #"')
    assert answer.status == 400
    assert "iri" in answer.json["detail"]


def test_an_unknown_question_lists_those_there_are(server: Server) -> None:
    answer = get(f"{server.url}/en/questions/nothing")
    assert answer.status == 404
    assert "strategies-for-actor" in answer.json["detail"]


@pytest.mark.parametrize(
    ("accept", "extension"),
    [
        (BROWSER, "html"),
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


@pytest.mark.parametrize("path", ["/ns/ChainStage", "/concept/claim-kind/case", "/id/stage/creation"])
def test_terms_concepts_and_things_have_pages_in_both_languages(server: Server, path: str) -> None:
    english, chinese = (get(f"{server.url}{path}.html", BROWSER, lang=lang).text for lang in ("en", "zh"))
    assert '<html lang="en">' in english
    assert '<html lang="zh-Hans">' in chinese
    assert re.search(r"<h1>[^<]*[\u4e00-\u9fff]", chinese)


def test_the_ontology_is_served_at_its_iri_and_at_its_version(server: Server) -> None:
    ontology = rdflib.URIRef("https://w3id.org/genfilm/ontology")
    for path in ("/ontology", "/ontology/1.0.0"):
        answer = get(server.url + path, "text/turtle")
        assert answer.status == 200
        graph = rdflib.Graph().parse(data=answer.text, format="turtle")
        assert graph.value(ontology, rdflib.OWL.versionIRI) == rdflib.URIRef(f"{ontology}/1.0.0")
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
    assert send(url, headers={"Range": "bytes=0-9"}).body == first.body


@pytest.mark.parametrize("extension", ["ttl", "nt", "rdf", "jsonld", "html"])
def test_the_ontology_is_served_in_every_format_that_its_page_names(server: Server, extension: str) -> None:
    answer = get(f"{server.url}/ontology.{extension}")
    assert answer.status == 200
    assert "GenFilm" in answer.text
    assert get(f"{server.url}/ontology.pdf").status == 404


@pytest.mark.parametrize(
    ("lang", "verdict", "speaker"), [("en", "disputed", "Zhang Lihua"), ("zh", "受质疑", "张丽花")]
)
def test_the_page_of_a_film_shows_each_claim_with_speaker_page_and_verdict(
    server: Server, lang: str, verdict: str, speaker: str
) -> None:
    page = get(f"{server.url}/id/film/double-world.html", BROWSER, lang=lang).text
    row = re.search(r"<tr><td><a href=\"[^\"]*claim/zhang-2026/N16\?.*?</tr>", page)
    assert row is not None
    assert speaker in row[0]
    assert "<td>120</td>" in row[0]
    assert f"<b>{verdict}</b>" in row[0]


def test_the_page_of_a_claim_shows_verdict_reason_and_evidence(server: Server) -> None:
    page = get(f"{server.url}/id/claim/zhang-2026/N16.html", BROWSER, lang="en").text
    assert re.search(r'class="lead v-Disputed"><b>disputed</b>', page)
    assert "double-world-iqiyi-exclusive" in page


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


@pytest.mark.parametrize(
    "path", ["/ontology", "/id/film/avatar.ttl", "/graph/corroborated", "/ns/Claim.html"]
)
def test_every_link_of_a_document_leads_somewhere(server: Server, path: str) -> None:
    answer = send(server.url + path, headers={"Accept": "text/turtle"})
    targets = re.findall(rf"<({server.url}[^>]*)>", answer.headers["link"])
    assert targets
    assert [target for target in targets if get(target).status != 200] == []


def test_a_problem_page_speaks_chinese(server: Server) -> None:
    page = get(f"{server.url}/nowhere", BROWSER, lang="zh").text
    assert "<h1>404 此处没有内容</h1>" in page
