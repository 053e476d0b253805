"""Inference over the real graph: what each axiom adds, that it goes without the axiom, and no negative from absence."""

from __future__ import annotations

from collections.abc import Sequence

import pyoxigraph as ox
import pytest

from genfilm.dataset.load import ENTITIES, ONTOLOGY
from genfilm.dataset.reason import infer
from genfilm.protocol.queryfile import read_query_file
from genfilm.vocabulary import graph
from tests import ROOT
from tests.naming import compact, expand


def triples(store: ox.Store, *names: str) -> list[ox.Triple]:
    quads = (q for n in names for q in store.quads_for_pattern(None, None, None, ox.NamedNode(graph(n))))
    return [quad.triple for quad in quads]


def written(found: Sequence[ox.Triple]) -> set[str]:
    return {" ".join(compact(str(getattr(term, "value", term))) for term in triple) for triple in found}


def default_graph(store: ox.Store) -> set[str]:
    return written([q.triple for q in store.quads_for_pattern(None, None, None, ox.DefaultGraph())])


def test_generative_ai_is_a_list_that_claims_fill(graph_of_the_paper: ox.Store):
    """Each member but the class's own namesake follows from corroborated claims, and stands in the default graph."""
    facts = default_graph(graph_of_the_paper)
    kinds = {"gan", "vae", "diffusion-model", "diffusion-transformer", "sora", "face-replacement"}
    assert {f"tech:{kind} rdf:type gf:GenerativeAI" for kind in kinds} <= facts
    assert {f"tech:{kind} gf:isKindOf tech:generative-ai" for kind in kinds} <= facts
    by_hand = written(triples(graph_of_the_paper, ENTITIES))
    assert [line for line in by_hand if line.endswith("gf:GenerativeAI")] == [
        "tech:generative-ai rdf:type gf:GenerativeAI"
    ]
    assert not [line for line in facts if "massive-agent-simulation rdf:type gf:GenerativeAI" in line]


AXIOMS = [
    ("gf:isKindOf rdf:type owl:TransitiveProperty", "tech:sora gf:isKindOf tech:generative-ai"),
    ("gf:GenerativeAI owl:equivalentClass", "tech:gan rdf:type gf:GenerativeAI"),
]
"""An axiom, and what follows by it alone."""


@pytest.mark.parametrize(("axiom", "conclusion"), AXIOMS)
def test_what_an_axiom_adds_goes_without_it(graph_of_the_paper: ox.Store, axiom: str, conclusion: str):
    grounds = triples(graph_of_the_paper, ONTOLOGY, ENTITIES, "corroborated")
    without = [t for t in grounds if not next(iter(written([t]))).startswith(axiom)]
    assert len(without) < len(grounds)
    assert conclusion in written(infer(grounds))
    assert conclusion not in written(infer(without))


def rows(store: ox.Store, question: str) -> list[str]:
    """The answer to a named question with its defaults."""
    _, _, text = read_query_file(ROOT / "queries" / "competency" / f"{question}.rq", ROOT)
    return [str(row) for row in store.query(text)]


def without_claims(store: ox.Store, polarity: str) -> ox.Store:
    """The graph without the claims of a polarity."""
    kept = ox.Store()
    gone = {q.subject for q in store.quads_for_pattern(None, ox.NamedNode(expand("gf:polarity")), None)
            if q.object == ox.NamedNode(expand(polarity))}  # fmt: skip
    kept.extend(quad for quad in store if quad.subject not in gone)
    return kept


def test_a_negative_comes_from_a_claim_never_from_an_absence(graph_of_the_paper: ox.Store):
    """Fewer statements that a technology is used never make more films that did not use it."""
    question = "works-without-a-technology"
    told = rows(graph_of_the_paper, question)
    assert told
    assert rows(without_claims(graph_of_the_paper, "gf:Affirmed"), question) == told
    assert rows(without_claims(graph_of_the_paper, "gf:Negated"), question) == []
