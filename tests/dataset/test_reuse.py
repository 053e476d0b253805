"""Reuse: how many properties are aligned, what FOOPS reads in the file of the ontology, and no term without use."""

from __future__ import annotations

import re

import pyoxigraph as ox
import pytest

from genfilm.dataset.load import load
from genfilm.vocabulary import BASE, PREFIXES, graph
from tests import ROOT
from tests.naming import expand

GF = PREFIXES["gf"]
MATCHES = {expand(f"skos:{kind}Match") for kind in ("exact", "close", "broad", "narrow", "related")}


@pytest.fixture(scope="module")
def sources() -> ox.Store:
    """The graphs of the sources as they are written, without what is derived."""
    return load(ROOT)


def properties(store: ox.Store) -> set[str]:
    kinds = ("owl:ObjectProperty", "owl:DatatypeProperty")
    found = (
        q.subject.value for kind in kinds for q in of(store, None, "rdf:type", ox.NamedNode(expand(kind)))
    )
    return {iri for iri in found if iri.startswith(GF)}


def of(
    store: ox.Store, subject: ox.NamedNode | None, predicate: str, target: ox.NamedNode | None
) -> list[ox.Quad]:
    return list(store.quads_for_pattern(subject, ox.NamedNode(expand(predicate)), target))


def test_six_in_ten_properties_are_aligned_with_a_public_vocabulary(sources: ox.Store):
    mapped = {
        quad.subject.value
        for quad in sources.quads_for_pattern(None, None, None, ox.NamedNode(graph("alignments")))
        if quad.predicate.value in MATCHES
    }
    extended = {
        quad.subject.value
        for quad in of(sources, None, "rdfs:subPropertyOf", None)
        if not str(getattr(quad.object, "value", "")).startswith(BASE)
    }
    own = properties(sources)
    share = len(own & (mapped | extended)) / len(own)
    assert share >= 0.6, f"{share:.0%} of {len(own)} properties"


def test_a_mapping_starts_from_a_term_that_exists_and_ends_outside(sources: ox.Store):
    for quad in sources.quads_for_pattern(None, None, None, ox.NamedNode(graph("alignments"))):
        assert of(sources, quad.subject, "rdfs:label", None), quad.subject
        assert not quad.object.value.startswith(BASE), quad.object


FOOPS = {
    "OM1": "dcterms:title dcterms:description dcterms:license owl:versionIRI dcterms:creator vann:preferredNamespaceUri",
    "OM2": "vann:preferredNamespacePrefix owl:versionInfo dcterms:created dcterms:bibliographicCitation dcterms:contributor",
    "OM3": "dcterms:publisher bibo:status dcterms:source dcterms:issued owl:priorVersion dcterms:modified",
    "OM4.1": "dcterms:license",
    "OM5.1": "dcterms:created dcterms:creator",
    "OM5.2": "dcterms:issued dcterms:publisher",
    "VER1": "owl:versionIRI",
}
"""Properties that the tests of FOOPS! look for in the header; a DOI and a logo are left out until there are some."""


@pytest.mark.parametrize("test", FOOPS)
def test_foops_finds_the_metadata_that_a_file_can_have(sources: ox.Store, test: str):
    ontology = ox.NamedNode(f"{BASE}/ontology")
    missing = [name for name in FOOPS[test].split() if not of(sources, ontology, name, None)]
    assert not missing


def test_foops_finds_label_and_description_of_every_term(sources: ox.Store):
    """VOC3 and VOC4; PURL1: the IRI is a permanent one; FIND1: the prefix is said."""
    kinds = ("owl:Class", "owl:ObjectProperty", "owl:DatatypeProperty", "owl:AnnotationProperty")
    terms = {q.subject for kind in kinds for q in of(sources, None, "rdf:type", ox.NamedNode(expand(kind)))}
    named = {term for term in terms if isinstance(term, ox.NamedNode)}
    assert len(named) > 200
    assert not [term for term in named if not of(sources, term, "rdfs:label", None)]
    assert not [t for t in named if t.value.startswith(GF) and not of(sources, t, "skos:definition", None)]
    assert GF.startswith("https://w3id.org/")


def test_every_property_is_used_by_a_claim_a_statement_a_question_or_an_axiom(sources: ox.Store):
    text = " ".join(path.read_text("utf-8") for path in (ROOT / "queries").rglob("*.rq"))
    asked = {GF + name for name in re.findall(r"\bgf:(\w+)", text)}
    claimed = {q.object.value for q in of(sources, None, "gf:hasPredicate", None)}
    stated = {q.predicate.value for q in sources}
    inverse = {term.value for q in of(sources, None, "owl:inverseOf", None) for term in (q.subject, q.object)}
    replaced = {q.subject.value for q in of(sources, None, "owl:deprecated", None)}
    assert not properties(sources) - asked - claimed - stated - inverse - replaced
