"""Negotiating format and language with the headers that real clients send."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib.plugins.stores.sparqlconnector import SPARQLConnector
from SPARQLWrapper import SPARQLWrapper

from genfilm.errors import Problem
from genfilm.protocol.formats import GRAPHS, SOLUTIONS
from genfilm.protocol.negotiation import (
    Range,
    accepts,
    accepts_gzip,
    choose,
    choose_language,
    parse_ranges,
    prefers_html,
)
from genfilm.protocol.request import parse

FIREFOX = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"
CHROME = (
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,"
    "application/signed-exchange;v=b3;q=0.7"
)
SAFARI = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
JENA_SELECT = (
    "application/sparql-results+json, application/sparql-results+xml;q=0.9, "
    "text/tab-separated-values;q=0.7, text/csv;q=0.5, application/json;q=0.2, application/xml;q=0.2, */*;q=0.1"
)
JENA_GRAPH = (
    "text/turtle,application/n-triples;q=0.9,application/ld+json;q=0.8,application/rdf+xml;q=0.7,*/*;q=0.3"
)
COMUNICA_SELECT = "application/sparql-results+json;q=1.0,application/sparql-results+xml;q=0.7"
COMUNICA_GRAPH = (
    "application/n-quads,application/trig;q=0.95,application/ld+json;q=0.9,application/n-triples;q=0.8,"
    "text/turtle;q=0.6,application/rdf+xml;q=0.5,text/n3;q=0.35,application/xml;q=0.3,image/svg+xml;q=0.3,"
    "text/html;q=0.2,application/xhtml+xml;q=0.18"
)
GRAPHDB = "application/x-sparqlstar-results+json, application/sparql-results+json;q=0.9, */*;q=0.8"
RDF4J_GRAPH = (
    "application/x-binary-rdf, application/trig;q=0.9, text/x-nquads;q=0.9, application/n-quads;q=0.9, "
    "application/rdf+xml;q=0.5, text/turtle;q=0.4"
)


@pytest.mark.parametrize(
    ("client", "accept", "solutions", "graphs"),
    [
        ("nothing (pandas, urllib)", None, "json", "turtle"),
        ("an empty header", "", "json", "turtle"),
        ("curl", "*/*", "json", "turtle"),
        ("Firefox", FIREFOX, "html", "html"),
        ("Chrome", CHROME, "html", "html"),
        ("Safari", SAFARI, "html", "html"),
        ("Jena, SELECT", JENA_SELECT, "json", None),
        ("Jena, CONSTRUCT", JENA_GRAPH, None, "turtle"),
        ("Comunica, SELECT", COMUNICA_SELECT, "json", None),
        ("Comunica, CONSTRUCT", COMUNICA_GRAPH, None, "nquads"),
        ("RDF4J, CONSTRUCT", RDF4J_GRAPH, None, "nquads"),
        ("GraphDB", GRAPHDB, "json", None),
        ("YASGUI, SELECT", "application/sparql-results+json,*/*;q=0.9", "json", None),
        ("YASGUI, CONSTRUCT", "text/turtle,*/*;q=0.9", None, "turtle"),
        ("YASGUI, N-Triples", "application/n-triples,*/*;q=0.9", "json", "ntriples"),
        ("axios", "application/json, text/plain, */*", "json", "turtle"),
        ("fetch for JSON", "application/json", "json", "jsonld"),
        ("R, SPARQL package", "application/sparql-results+xml", "xml", None),
        ("an XML client", "application/xml", "xml", "rdfxml"),
        ("a text client", "text/*", "csv", "turtle"),
        ("an application client", "application/*", "json", "ntriples"),
    ],
)
def test_a_real_client_gets_what_it_can_read(client, accept, solutions, graphs):
    for expected, offered in ((solutions, SOLUTIONS), (graphs, GRAPHS)):
        if expected:
            assert choose(accept, (), offered).name == expected, client


@pytest.mark.parametrize(
    ("wanted", "form", "name"),
    [
        ("json", "SELECT ?s { ?s ?p ?o }", "json"),
        ("xml", "SELECT ?s { ?s ?p ?o }", "xml"),
        ("csv", "SELECT ?s { ?s ?p ?o }", "csv"),
        ("tsv", "SELECT ?s { ?s ?p ?o }", "tsv"),
        ("json", "ASK { ?s ?p ?o }", "json"),
        ("turtle", "CONSTRUCT WHERE { ?s ?p ?o }", "turtle"),
        ("n3", "CONSTRUCT WHERE { ?s ?p ?o }", "turtle"),
        ("xml", "CONSTRUCT WHERE { ?s ?p ?o }", "rdfxml"),
        ("rdf+xml", "DESCRIBE <urn:x>", "rdfxml"),
        ("json-ld", "CONSTRUCT WHERE { ?s ?p ?o }", "jsonld"),
    ],
)
def test_the_request_that_sparqlwrapper_builds_gets_the_format_it_wants(wanted, form, name):
    client = SPARQLWrapper("http://127.0.0.1/sparql")
    client.setQuery(form)
    client.setReturnFormat(wanted)
    request = client._createRequest()
    operation = parse("GET", request.full_url.partition("?")[2], None, b"")
    offered = SOLUTIONS if form.startswith(("SELECT", "ASK")) else GRAPHS
    assert choose(request.get_header("Accept"), operation.formats, offered).name == name
    assert choose(request.get_header("Accept"), (), offered).name == name


@pytest.mark.parametrize("wanted", ["xml", "json", "csv", "tsv"])
def test_the_header_that_rdflib_sends_gets_a_table_it_can_read(wanted):
    accept = SPARQLConnector("http://127.0.0.1/sparql", returnFormat=wanted).response_mime_types()
    assert choose(accept, (), SOLUTIONS).name == wanted


def test_the_one_header_that_rdflib_sends_for_xml_suits_both_families():
    accept = SPARQLConnector("http://127.0.0.1/sparql").response_mime_types()
    assert {"application/sparql-results+xml", "application/rdf+xml"} <= set(accept.split(", "))
    assert choose(accept, (), GRAPHS).name == "rdfxml"


@pytest.mark.parametrize(
    ("asked", "accept", "offered", "name"),
    [
        (("csv",), "application/sparql-results+xml", SOLUTIONS, "csv"),
        (("CSV",), None, SOLUTIONS, "csv"),
        (("text/csv",), None, SOLUTIONS, "csv"),
        (("text/csv; charset=utf-8",), None, SOLUTIONS, "csv"),
        (("application/json",), None, SOLUTIONS, "json"),
        (("application/json",), None, GRAPHS, "jsonld"),
        (("json",), None, GRAPHS, "jsonld"),
        (("xml",), None, GRAPHS, "rdfxml"),
        (("nt",), None, GRAPHS, "ntriples"),
        (("ttl",), None, GRAPHS, "turtle"),
        (("html",), "text/csv", SOLUTIONS, "html"),
        (("turtle", "csv"), None, SOLUTIONS, "csv"),
        (("nonsense", "tsv", "json"), None, SOLUTIONS, "tsv"),
        (("nonsense",), "text/csv", SOLUTIONS, "csv"),
        (("turtle",), "text/csv", SOLUTIONS, "csv"),
        (("",), "text/csv", SOLUTIONS, "csv"),
    ],
)
def test_the_first_format_parameter_that_the_family_knows_wins(asked, accept, offered, name):
    assert choose(accept, asked, offered).name == name


@pytest.mark.parametrize(
    ("accept", "offered", "name"),
    [
        ("text/csv;q=0.5, application/sparql-results+xml;q=0.6", SOLUTIONS, "xml"),
        ("text/csv;Q=0.5, application/sparql-results+xml;q=0.4", SOLUTIONS, "csv"),
        ("text/csv; header=present; q=0.9, application/json;q=0.8", SOLUTIONS, "csv"),
        ('text/csv;x="a,b;q=0.1";q=1, application/json;q=0.8', SOLUTIONS, "csv"),
        ("*/*;q=0.1, text/tab-separated-values", SOLUTIONS, "tsv"),
        ("*/*, application/sparql-results+json;q=0", SOLUTIONS, "xml"),
        ("text/turtle;q=0, */*", GRAPHS, "ntriples"),
        ("text/*;q=0.3, text/turtle;q=0.1, text/html;q=0, application/n-triples;q=0.2", GRAPHS, "ntriples"),
        ("text/html, application/sparql-results+json", SOLUTIONS, "json"),
        ("text/html, text/turtle", GRAPHS, "turtle"),
        ("text/html, application/sparql-results+json;q=0.9", SOLUTIONS, "html"),
        ("text/html;q=0.9, */*;q=0.9", SOLUTIONS, "json"),
        ("application/xhtml+xml", SOLUTIONS, "html"),
        (", ,;q=1, text/csv", SOLUTIONS, "csv"),
        ("TEXT/CSV", SOLUTIONS, "csv"),
        ("*", SOLUTIONS, "json"),
        ("application/x-sparqlstar-results+json, text/csv", SOLUTIONS, "csv"),
        ("text/turtle, application/rdf+xml, text/csv", SOLUTIONS, "csv"),
        ("application/sparql-results+json, application/rdf+xml", GRAPHS, "rdfxml"),
    ],
)
def test_weights_and_specificity_decide_and_data_wins_over_html(accept, offered, name):
    assert choose(accept, (), offered).name == name


@pytest.mark.parametrize("accept", ["text/csv, */*", "*/*, text/csv", "text/csv;q=0.5, */*;q=0.5"])
def test_a_type_that_is_named_wins_over_a_wildcard_of_equal_weight(accept):
    assert choose(accept, (), SOLUTIONS).name == "csv"


@pytest.mark.parametrize(
    ("accept", "offered"),
    [
        ("image/png", SOLUTIONS),
        ("text/turtle", SOLUTIONS),
        ("application/sparql-results+json", GRAPHS),
        ("*/*;q=0", SOLUTIONS),
        ("text/csv;q=0", SOLUTIONS),
        ("text/csv;q=2", SOLUTIONS),
        ("text/csv;q=nan", SOLUTIONS),
        ("application/x-sparqlstar-results+json", SOLUTIONS),
    ],
)
def test_when_nothing_fits_406_lists_the_alternatives(accept, offered):
    with pytest.raises(Problem) as caught:
        choose(accept, (), offered)
    assert caught.value.status == 406
    assert caught.value.extra["alternatives"] == [fmt.media_type for fmt in offered]
    assert accept in caught.value.detail


@given(st.text(max_size=200))
def test_any_header_is_answered_or_refused_with_406(header):
    with suppress(Problem):
        assert choose(header, (header,), SOLUTIONS) in SOLUTIONS
    assert all(0 <= item.weight <= 1 for item in parse_ranges(header))
    assert choose_language(header, header) in ("en", "zh")


@pytest.mark.parametrize("accept", [FIREFOX, CHROME, SAFARI, "text/html", "text/html, */*"])
def test_a_browser_is_known_by_its_header(accept):
    assert prefers_html(accept)


@pytest.mark.parametrize(
    "accept", [None, "", "*/*", "text/turtle", "text/html;q=0", "text/html, text/turtle", "text/*"]
)
def test_a_program_is_not_taken_for_a_browser(accept):
    assert not prefers_html(accept)


@pytest.mark.parametrize(
    ("accept", "answer"),
    [
        ("application/problem+json", True),
        ("application/*", True),
        ("*/*;q=0.1", True),
        ("text/csv", False),
        ("*/*;q=0", False),
    ],
)
def test_a_media_type_is_accepted_exactly_or_by_a_wildcard(accept, answer):
    assert accepts(accept, "application/problem+json") is answer


def test_without_a_header_the_default_decides_on_acceptance():
    assert accepts(None, "a/b", default=True)
    assert not accepts(None, "a/b", default=False)


@pytest.mark.parametrize(
    ("asked", "header", "language"),
    [
        (None, None, "en"),
        (None, "zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        (None, "en-GB,en;q=0.9,zh;q=0.8", "en"),
        (None, "fr, zh-Hant;q=0.5, en;q=0.1", "zh"),
        (None, "en;q=0.1, zh;q=0.9", "zh"),
        (None, "zh;q=0, en;q=0.1", "en"),
        (None, "fr", "en"),
        (None, "*", "en"),
        ("zh", "en", "zh"),
        ("zh-Hans", "en", "zh"),
        ("en", "zh", "en"),
        ("fr", "zh", "zh"),
        ("", "zh", "zh"),
    ],
)
def test_the_lang_parameter_wins_over_the_header_and_english_is_the_default(asked, header, language):
    assert choose_language(asked, header) == language


@pytest.mark.parametrize(
    ("header", "accepted"),
    [
        ("gzip", True),
        ("GZIP", True),
        ("x-gzip", True),
        ("br;q=1.0, gzip;q=0.2", True),
        ("gzip, deflate, br, zstd", True),
        ("deflate, gzip;q=1.0, *;q=0.5", True),
        ("", False),
        ("identity", False),
        ("gzip;q=0", False),
        ("gzip ; Q=0.000", False),
        ("br, *", False),
        ("nogzip", False),
        ("gzip;q=0" + ", br" * 100, False),
    ],
)
def test_gzip_is_accepted_where_it_is_named_with_a_weight(header: str, accepted: bool):
    assert accepts_gzip(header) is accepted


def test_a_quotation_mark_that_is_not_closed_quotes_the_rest_of_the_header():
    assert [item.value for item in parse_ranges('text/csv;x="a, text/html')] == ["text/csv"]
    assert parse_ranges('text/csv;x="a;q=0.1') == [Range("text/csv", 1.0)]
    assert parse_ranges('text/csv;x="a\\') == [Range("text/csv", 1.0)]


@pytest.mark.parametrize("begin", ['"', 'a;b="', 'a;b="";c="'])
def test_a_header_is_read_in_time_that_grows_with_its_length(begin: str):
    """Only the ratio of processor times counts, the least of several runs: ten times as long takes ten times as
    long, where reading again from every mark would take a hundred times."""

    def spent(escapes: int) -> float:
        header, times = begin + r"\"" * escapes, []
        for _ in range(5):
            start = time.process_time()
            parse_ranges(header)
            times.append(time.process_time() - start)
        return min(times)

    assert spent(5000) < 40 * spent(500)
