"""The kinds of thing that search tells apart: its facets, told from the IRI of a thing."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from genfilm.vocabulary import BASE, GF, PREFIXES

CLAIM, CONCEPT, EVIDENCE, QUESTION, TERM = "claim", "concept", "evidence", "question", "term"
PUBLISHER = "publisher"
WORDS = {
    CLAIM: "noun.claim",
    CONCEPT: "noun.concept",
    EVIDENCE: "noun.evidence",
    QUESTION: "noun.question",
    PUBLISHER: "noun.publisher",
    TERM: "noun.ontology_term",
}
"""The kinds that no class names, with the keys of their words."""
SENTENCES = frozenset([CLAIM, EVIDENCE, QUESTION])
"""Kinds whose label is a sentence: it counts as text, not as a name."""
ORDER = (CONCEPT, TERM, QUESTION, CLAIM, EVIDENCE, PUBLISHER)
"""Between equal hits entities come first, then these."""

_LEFT_OUT = frozenset(["acceptance", "assessment", "division", "extraction", "passage", "reader", "reading"])
_RENAMED = {"page": EVIDENCE, "example": QUESTION}


def kind_of(iri: str) -> str:
    """``claim``, ``concept``, ``evidence``, ``question``, ``term`` or the kind of an entity such as
    ``film``, as its IRI has it; empty for what search leaves out."""
    if iri.startswith(GF):
        return TERM
    space, _, rest = iri.removeprefix(f"{BASE}/").partition("/")
    if space == "concept":
        return CONCEPT
    kind = rest.partition("/")[0]
    if space != "id" or kind in _LEFT_OUT:
        return ""
    return _RENAMED.get(kind, kind)


def rank(kind: str) -> int:
    """The place of a kind between equal hits."""
    return ORDER.index(kind) + 1 if kind in ORDER else 0


def common_class(members: Collection[frozenset[str]], sizes: Mapping[str, int]) -> str:
    """The narrowest class that holds all members, each given by its classes; empty when there is none.

    ``sizes`` counts the instances of each class: the fewer, the narrower.
    """
    shared = frozenset.intersection(*members)
    own = [iri for iri in shared if iri.startswith(GF)] or sorted(shared - {PREFIXES["owl"] + "Thing"})
    return min(own, key=lambda iri: (sizes[iri], iri), default="")
