"""Comparisons and what rolls up to a thing: only claims that speak of both, with what they deny."""

from __future__ import annotations

from genfilm.catalogue.library import Library
from genfilm.records import comparison
from genfilm.records.corpus import corpus
from genfilm.records.ledger import ledger
from genfilm.records.matrix import compared, matrix
from tests.naming import expand


def test_an_effect_that_several_things_have_gives_none_the_claims_of_another(library: Library):
    every = corpus(library)
    told = {said.iri: said for _, claims in every.through(expand("film:avatar")) for said in claims}
    assert expand("z26c:M06.1") in told  # the effect of its own use
    for said in told.values():
        assert "El Eternauta" not in said.paraphrase["en"]
        assert said.id not in ("K05.1", "K05.2", "K05.3", "K05.4")
    about = ledger(library).select({"about": ["film:avatar"]}, size=None).rows
    assert not {"K05.1", "K05.3"} & {row.claim.id for row in about}


def test_a_kind_against_itself_links_to_no_filter_which_would_take_the_two_as_alternatives(library: Library):
    found = matrix(library, "technologies-technologies")
    assert found is not None
    assert found.facets is None
    for (row, column), entries in found.cells.items():
        for entry in entries:
            assert {row, column} <= {node.iri for node in entry.claim.bearings}
    between = matrix(library, "technologies-stages")
    assert between is not None
    assert between.facets == ("technology", "stage")


def test_a_denial_is_told_in_every_form_of_a_comparison(library: Library):
    denied = [
        said for said in corpus(library).claims.values() if said.polarity.key == "negated" and said.object
    ]
    (one, other) = list(dict.fromkeys(said.subject.iri for said in denied if said.subject))[:2]
    found = compared(library, [one, other])
    for lang, mark in (("en", "not: "), ("zh", "并非：")):
        lines = comparison.table(library, found, lang, ("value", "claimIri"))
        told = {iri: value for value, iri in lines}
        assert any(iri in told for iri in (said.iri for said in denied))
        for said in denied:
            assert told.get(said.iri, mark).startswith(mark)
