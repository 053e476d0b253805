"""Inference over the real graph: what each axiom adds, that it goes without the axiom, and no negative from absence."""

from __future__ import annotations

from collections.abc import Sequence

import pyoxigraph as ox
import pytest

from genfilm.dataset.load import ENTITIES, ONTOLOGY
from genfilm.dataset.reason import Inconsistent, infer, unsatisfiable_classes
from genfilm.protocol.queryfile import read_query_file
from genfilm.vocabulary import graph
from tests import ROOT
from tests.naming import compact, expand
from tests.programs import need


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


@pytest.fixture(scope="module")
def grounds(graph_of_the_paper: ox.Store) -> list[ox.Triple]:
    """Triples that are reasoned over for a source: the facts, what it states, and how the editors join it."""
    names = (ONTOLOGY, ENTITIES, "corroborated", "as-stated/zhang-2026", "as-stated/editorial")
    return [
        t for t in triples(graph_of_the_paper, *names) if isinstance(t.subject, ox.NamedNode) or axiomatic(t)
    ]


def axiomatic(triple: ox.Triple) -> bool:
    """Part of a list, restriction or inverse, not an annotation."""
    return "annotated" not in triple.predicate.value and "statedByClaim" not in triple.predicate.value


AXIOMS = [
    ("gf:isKindOf rdf:type owl:TransitiveProperty", "tech:sora gf:isKindOf tech:generative-ai", ""),
    ("owl:someValuesFrom gf:GenerativeAI", "tech:gan rdf:type gf:GenerativeAI", ""),
    ("gf:usesTechnology owl:propertyChainAxiom", "film:a-legend gf:usesTechnology tech:generative-ai", ""),
    ("gf:usesTechnology owl:propertyChainAxiom", "film:double-world gf:usesTechnology tech:user-data-analysis", ""),
    ("gf:hasPart rdf:type owl:TransitiveProperty", "doc:zhang-2026 gf:hasPart doc:zhang-2026-section-2-1", ""),
    ("gf:hasPart owl:inverseOf", "industry:film gf:isPartOf industry:cultural", ""),
    ("gf:isActivityIn owl:propertyChainAxiom", "activity:promotion gf:isActivityIn stage:distribution-and-marketing", ""),
    ("gf:isAppliedInStage owl:propertyChainAxiom", "tech:recommender-system gf:isAppliedInStage stage:distribution", ""),
    ("gf:isExposedTo owl:propertyChainAxiom", "org:netflix gf:isExposedTo risk:high-cost", ""),
    ("gf:isExposedTo owl:propertyChainAxiom", "actor:frozen-2-production-team gf:isExposedTo risk:high-cost", ""),
    ("gf:cooperatesWith rdf:type owl:SymmetricProperty", "actor:production-companies gf:cooperatesWith org:tencent-video", ""),
    ("gf:resembles rdf:type owl:SymmetricProperty", "content:training-data gf:resembles content:novel-sample", ""),
    ("gf:affects owl:propertyChainAxiom", "tech:generative-ai gf:affects actor:screenwriters", ""),
    ("gf:affectsStage rdfs:subPropertyOf gf:affects", "impact:wider-creative-sources gf:affects stage:creation", ""),
    ("gf:raisesRisk rdfs:subPropertyOf gf:causes", "tech:generative-ai gf:causes risk:ethical", ""),
    ("gf:causes owl:propertyChainAxiom", "tech:recommender-system gf:causes impact:higher-user-stickiness", ""),
    ("gf:causes owl:inverseOf", "risk:ethical gf:isCausedBy tech:generative-ai", ""),
    ("gf:isCausedBy rdf:type owl:TransitiveProperty", "risk:copyright-dispute gf:isCausedBy trend:rapid-evolution",
     "risk:copyright-dispute gf:isCausedBy risk:rapid-obsolescence"),
]  # fmt: skip
"""An axiom, what follows by it, and a statement that is needed besides those of the graph."""


@pytest.mark.parametrize(("axiom", "conclusion", "besides"), AXIOMS)
def test_what_an_axiom_adds_goes_without_it(
    grounds: list[ox.Triple], axiom: str, conclusion: str, besides: str
):
    more = [ox.Triple(*(ox.NamedNode(expand(name)) for name in besides.split()))] if besides else []
    without = [t for t in grounds if axiom not in next(iter(written([t])))]
    assert len(without) < len(grounds)
    assert conclusion not in written(grounds)
    assert conclusion in written(infer([*grounds, *more]))
    assert conclusion not in written(infer([*without, *more]))


def test_what_follows_from_a_source_stays_in_its_own_graph(graph_of_the_paper: ox.Store):
    """The source says that Double World was marketed with AI, which is disputed."""
    follows = written(triples(graph_of_the_paper, "follows/zhang-2026"))
    disputed = "film:double-world gf:usesTechnology tech:artificial-intelligence"
    assert disputed in follows
    assert disputed not in default_graph(graph_of_the_paper)


ERRORS = [
    "film:avatar rdf:type gf:Technology",
    "risk:ethical rdf:type gf:Opportunity",
    "film:the-myth gf:isMarketedAsSequelOf film:a-legend",
    "stage:production gf:precedes stage:creation",
]
"""Statements that the axioms of disjointness and order do not let pass."""


@pytest.mark.parametrize("error", ERRORS)
def test_an_error_contradicts_the_axioms(graph_of_the_paper: ox.Store, error: str):
    need("java")
    facts = triples(graph_of_the_paper, ONTOLOGY, ENTITIES, "corroborated")
    wrong = ox.Triple(*(ox.NamedNode(expand(name)) for name in error.split()))
    with pytest.raises(Inconsistent):
        unsatisfiable_classes([*facts, wrong])


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
