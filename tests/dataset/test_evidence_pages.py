"""Web pages of evidence: named by a rule, read on a day, published by agents that are there once."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from genfilm.vocabulary import PREFIXES
from tests import ROOT


def derived(rule: str, turtle: str) -> set[tuple[str, str]]:
    """Triples that a rule makes of a few, as subject and object."""
    store = ox.Store()
    store.load(input=(PREFIXES.prologue() + turtle).encode(), format=ox.RdfFormat.TURTLE)
    triples = store.query((ROOT / f"queries/rules/{rule}.rq").read_text("utf-8"))
    return {(str(t.subject), str(t.object)) for t in triples}


PAGE = '<urn:page> a gf:WebPage ; dcterms:publisher <urn:p> . <urn:p> rdfs:label "The News"@en , "《新闻》"@zh . '


@pytest.mark.parametrize(
    ("titles", "en", "zh"),
    [
        (
            '"Item on a film"@en , "关于影片的报道"@zh',
            "Item on a film — The News",
            "关于影片的报道——《新闻》",
        ),
        ('"原题"@zh', "原题 — The News", "原题——《新闻》"),
    ],
)
def test_a_page_is_named_by_its_title_and_its_publisher(titles: str, en: str, zh: str):
    found = derived("05-label-of-page", PAGE + f"<urn:page> dcterms:title {titles} .")
    assert found == {("<urn:page>", f'"{en}"@en'), ("<urn:page>", f'"{zh}"@zh')}


@pytest.mark.parametrize(
    ("about", "told", "party"),
    [
        ("<urn:p>", "", "<urn:p>"),
        ("<urn:film>", "<urn:p> gf:hasInterestIn <urn:film> .", "<urn:p>"),
        ("<urn:q>", "<urn:page> gf:hasOrigin <urn:q> .", "<urn:q>"),
        ("<urn:film>", "<urn:p> gf:hasInterestIn <urn:other> .", ""),
        ("<urn:film>", "", ""),
    ],
)
def test_a_finding_is_from_an_interested_party_that_speaks_of_itself_or_its_own(
    about: str, told: str, party: str
):
    finding = f"<urn:f> a gf:Evidence ; gf:isFoundIn <urn:page> ; gf:isAbout {about} . {told}"
    assert derived("11-interested-party", PAGE + finding) == ({("<urn:f>", party)} if party else set())


def test_an_agent_is_there_once(graph_of_the_paper: ox.Store):
    rows = graph_of_the_paper.query(
        PREFIXES.prologue()
        + """SELECT ?name ?a ?b { ?a rdfs:label ?name . ?b rdfs:label ?name . ?page dcterms:publisher ?a .
        ?b a/rdfs:subClassOf* gf:IndustryActor . FILTER (?a != ?b) }"""
    )
    assert not [str(row["name"]) for row in rows]


def test_every_page_says_when_it_was_read(graph_of_the_paper: ox.Store):
    count = "SELECT (COUNT(DISTINCT ?p) AS ?n) { ?p a gf:WebPage %s }"
    asked = [
        next(iter(graph_of_the_paper.query(PREFIXES.prologue() + count % rest)))["n"].value
        for rest in ("", '; gf:accessDate ?day . FILTER (STRSTARTS(STR(?day), "2026-11-"))')
    ]
    assert asked[0] == asked[1] != "0"
