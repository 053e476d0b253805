"""The records of claims and entities hold what the graph holds, in both languages."""

from __future__ import annotations

import json

import pytest

from genfilm.catalogue.library import Library
from genfilm.errors import Problem
from genfilm.records.address import address, iri_at, key
from genfilm.records.claim import claim
from genfilm.records.corpus import corpus
from genfilm.records.entities import entities
from genfilm.records.entity import entity
from genfilm.vocabulary import GF
from tests.naming import expand


def test_a_disputed_claim_has_its_page_verdict_reason_and_evidence(library: Library):
    found = claim(library, "z26c:N16").record()
    assert (found["id"], found["source"]["key"], found["kind"]["key"]) == ("N16", "zhang-2026", "case")
    assert found["subject"]["iri"] == expand("film:double-world")
    assert found["object"]["label"] == {"en": "Tencent Video", "zh": "腾讯视频"}
    assert found["polarity"]["key"] == "affirmed"
    assert [passage["page"] for passage in found["passages"]] == ["120"]
    assessment = found["assessment"]
    assert assessment["verdict"] == "disputed"
    assert "iQIYI" in assessment["reason"]["en"]
    assert "爱奇艺" in assessment["reason"]["zh"]
    assert "iQIYI" in assessment["correctedBy"][0]["label"]["en"]
    stances = {each["stance"]: each for each in assessment["evidence"]}
    assert set(stances) == {"contradicts", "considers"}
    pages = stances["contradicts"]["pages"]
    assert {"https://en.wikipedia.org/wiki/Double_World"} <= {page["url"] for page in pages}
    assert any(
        page["date"] == "2020-07-24" and page["publisher"]["en"] == "jiangsulong.com" for page in pages
    )


def test_a_row_names_its_parts_and_a_part_its_row(library: Library):
    row = claim(library, "z26c:A06").record()
    assert [part["id"] for part in row["parts"]] == ["A06.1", "A06.2", "A06.3"]
    assert row["subject"] is None
    part = claim(library, "z26c:A06.2").record()
    assert part["partOf"]["id"] == "A06"
    assert not {"A06", "A06.2"} & {each["id"] for each in part["related"]}


def test_related_claims_share_subject_and_predicate_or_passage(library: Library):
    related = {each["iri"] for each in claim(library, "z26c:N16").record()["related"]}
    assert expand("evc:double-world-distributed-by-iqiyi") in related


def test_an_evidence_claim_names_the_pages_it_was_found_on(library: Library):
    found = claim(library, "evc:a-legend-directed-by-stanley-tong").record()
    assert found["source"]["key"] == "evidence"
    assert found["passages"] == []
    assert {page["publisher"]["en"] for page in found["foundIn"]} >= {"Wikipedia", "The Straits Times"}


def test_an_editorial_claim_says_what_it_rests_on_and_bears_no_verdict(library: Library):
    found = claim(library, "z26c:B26.2").record()
    assert found["assessment"] is None
    assert [node["iri"] for node in found["restsOn"]] == [expand("z26c:N06")]


@pytest.mark.parametrize("name", ["z26c:N1600", "film:double-world", "nonsense", "z26c:N16> . ?s ?p ?o", ""])
def test_what_is_no_claim_is_a_problem(library: Library, name: str):
    with pytest.raises(Problem) as caught:
        claim(library, name)
    assert (caught.value.status, caught.value.kind) == (404, "unknown-claim")


def test_every_claim_of_the_graph_has_a_record_that_is_json(library: Library):
    claims = corpus(library).claims
    counted = library.select("SELECT (COUNT(DISTINCT ?c) AS ?n) { ?c gf:claimKind ?k ; gf:polarity ?p }")
    assert len(claims) == counted.records()[0]["n"]
    for iri in list(claims)[::25]:
        found = json.loads(json.dumps(claim(library, iri).record()))
        assert found["paraphrase"]["en"]
        assert found["paraphrase"]["zh"]


def test_a_fact_stands_beside_the_claims_and_verdicts_that_say_it(library: Library):
    found = entity(library, "film:double-world").record()
    assert (found["kind"], found["slug"]) == ("film", "double-world")
    assert found["label"] == {"en": "Double World", "zh": "征途"}
    assert [cls["iri"] for cls in found["types"]] == [GF + "Film"]
    shown = {
        (fact["property"]["key"], fact["value"]["label"]["en"]): {each["verdict"] for each in fact["claims"]}
        for fact in found["facts"]
    }
    assert shown[("isDistributedBy", "Tencent Video")] == {"disputed"}
    assert shown[("isDistributedBy", "iQIYI")] == {"corroborated"}


def test_a_negated_claim_is_no_fact(library: Library):
    found = entity(library, "actor:ai-specialists").record()
    negated = [fact for fact in found["facts"] if fact["polarity"] == "negated"]
    assert negated
    assert all(each["polarity"] == "negated" for fact in negated for each in fact["claims"])


def test_what_points_to_a_thing_is_told_with_its_claims(library: Library):
    incoming = entity(library, "org:tencent-video").record()["incoming"]
    assert expand("film:double-world") in {fact["subject"]["iri"] for fact in incoming}


@pytest.mark.parametrize("name", ["gf:Film", "kind:case", "topic:contemporary-media", "doc:zhang-2026"])
def test_concepts_and_terms_of_the_ontology_are_entities_too(library: Library, name: str):
    found = entity(library, name).record()
    assert found["label"]["en"]
    assert iri_at(found["kind"], found["slug"]) == expand(name)


@pytest.mark.parametrize("name", ["film:no-such", "z26c:N16", "https://example.org/x", "film:x> ?p", "x"])
def test_what_is_no_entity_is_a_problem(library: Library, name: str):
    with pytest.raises(Problem) as caught:
        entity(library, name)
    assert caught.value.status == 404


def test_every_address_leads_back_to_its_iri(library: Library):
    for iris in entities(library).by_kind.values():
        for iri in iris:
            assert iri_at(*address(iri)) == iri


def test_keys_are_short_and_of_one_case():
    assert key(GF + "PartlyCorroborated") == "partly-corroborated"
    assert key(expand("stage:production")) == "production"
    assert key(GF + "isUsedBy") == "isUsedBy"


def test_a_claim_of_one_source_says_so_and_a_correction_in_words_is_told(library: Library):
    said = claim(library, "z26c:N03.5").record()["assessment"]
    assert (said["verdict"], said["independentSources"]) == ("partly-corroborated", 1)
    assert [ground["key"] for ground in said["grounds"]] == ["one-source"]
    disputed = claim(library, "z26c:T05.3").record()["assessment"]
    assert "Lumiere" in disputed["correction"]["en"]
    assert disputed["correctedBy"] == []
