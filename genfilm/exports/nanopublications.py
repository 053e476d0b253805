"""The export as nanopublications: one for each claim, in TriG, by the schema of nanopub.net."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from genfilm.exports.snapshot import Snapshot, Subject, Term, local, node
from genfilm.exports.trusty import named
from genfilm.vocabulary import BASE, ONTOLOGY, VOID
from genfilm.words import LANGUAGES, say

NP = "http://www.nanopub.org/nschema#"
NPX = "http://purl.org/nanopub/x/"
SPACE = f"{BASE}/np/"
_OWN = f"{SPACE}~"
"""The IRI of a nanopublication before its code is known."""
_LICENCE = ox.NamedNode("https://creativecommons.org/licenses/by/4.0/")
_STANCES = ("gf:isSupportedBy", "gf:isContradictedBy", "gf:isQualifiedBy")
_JUDGEMENT = ("rdf:type", "gf:verdict", *_STANCES, "rdfs:comment", "prov:wasAttributedTo",
              "prov:generatedAtTime")  # fmt: skip
_PLACE = ("gf:isPassageOf", "gf:section", "gf:paragraph", "gf:page", "gf:textHash",
          "gf:sourceAddress", "dcterms:publisher", "dcterms:title")  # fmt: skip


def nanopublications(snapshot: Snapshot) -> bytes:
    """Every claim as a nanopublication with a trusty IRI; they are not signed.

    What a nanopublication asserts is that the claim was made, in what manner and with what verdict. The
    claim's own triple is no part of it, so merging the graphs makes no disputed statement a fact.
    """
    quads = [
        quad for claim in snapshot.claims() for quad in named([*_nanopublication(snapshot, claim)], _OWN)
    ]
    prefixes = {**snapshot.prefixes, "np": NP, "npx": NPX}
    return ox.serialize(quads, format=ox.RdfFormat.TRIG, prefixes=prefixes) or b""


def _nanopublication(snapshot: Snapshot, claim: ox.NamedNode) -> Iterator[ox.Quad]:
    whole = ox.NamedNode(_OWN)
    head, assertion, provenance, publication = (
        ox.NamedNode(f"{whole.value}#{part}") for part in ("Head", "assertion", "provenance", "pubinfo")
    )
    yield ox.Quad(whole, node("rdf:type"), ox.NamedNode(f"{NP}Nanopublication"), head)
    yield ox.Quad(whole, ox.NamedNode(f"{NP}hasAssertion"), assertion, head)
    yield ox.Quad(whole, ox.NamedNode(f"{NP}hasProvenance"), provenance, head)
    yield ox.Quad(whole, ox.NamedNode(f"{NP}hasPublicationInfo"), publication, head)
    for subject, predicate, value in _assertion(snapshot, claim):
        yield ox.Quad(subject, predicate, value, assertion)
    for subject, predicate, value in _provenance(snapshot, claim, assertion):
        yield ox.Quad(subject, predicate, value, provenance)
    for predicate, value in _publication(snapshot, claim):
        yield ox.Quad(whole, predicate, value, publication)


Statement = tuple[Subject, ox.NamedNode, Term]


def _assertion(snapshot: Snapshot, claim: ox.NamedNode) -> Iterator[Statement]:
    """The claim form and the newest assessment of it."""
    for predicate, values in snapshot.properties(claim).items():
        for value in values:
            yield claim, predicate, value
    assessment = snapshot.assessment(claim)
    if assessment is not None:
        yield assessment, node("gf:assesses"), claim
        yield from _described(snapshot, assessment, _JUDGEMENT)


def _provenance(snapshot: Snapshot, claim: ox.NamedNode, assertion: ox.NamedNode) -> Iterator[Statement]:
    """Provenance of an assertion, its author and grounds: passages, pages, claims; places are described
    along with it."""
    yield assertion, node("prov:wasAttributedTo"), node("org:genfilm-kg")
    for activity in snapshot.objects(claim, "prov:wasGeneratedBy"):
        yield assertion, node("prov:wasGeneratedBy"), activity
    grounds = [
        *snapshot.objects(claim, "gf:isStatedIn"),
        *snapshot.objects(claim, "gf:isFoundIn"),
        *snapshot.objects(claim, "gf:restsOn"),
    ]
    assessment = snapshot.assessment(claim)
    evidence = [] if assessment is None else [e for s in _STANCES for e in snapshot.objects(assessment, s)]
    for ground in dict.fromkeys([*grounds, *evidence]):
        yield assertion, node("prov:wasDerivedFrom"), ground
        if isinstance(ground, ox.NamedNode):
            yield from _described(snapshot, ground, _PLACE)
    for each in dict.fromkeys(evidence):
        for page in snapshot.objects(each, "gf:isFoundIn"):
            yield each, node("gf:isFoundIn"), page  # type: ignore[misc]  # evidence is never a literal


def _publication(snapshot: Snapshot, claim: ox.NamedNode) -> Iterator[tuple[ox.NamedNode, Term]]:
    yield node("dcterms:creator"), node("org:genfilm-kg")
    yield node("dcterms:license"), _LICENCE
    yield node("dcterms:isPartOf"), ox.NamedNode(VOID)
    yield ox.NamedNode(f"{NPX}introduces"), claim
    for value in snapshot.objects(ox.NamedNode(ONTOLOGY), "dcterms:modified"):
        yield node("dcterms:created"), value
    assessment = snapshot.assessment(claim)
    verdict = None if assessment is None else snapshot.first(assessment, "gf:verdict")
    for language in LANGUAGES:  # tools show the label as what the nanopublication says: the verdict is in it
        judged = say("verdict.none", language) if verdict is None else snapshot.label(verdict, language)
        said = snapshot.label(claim, language)
        words = say("claim.nanopublication", language, id=local(claim), verdict=judged, says=said)
        yield node("rdfs:label"), ox.Literal(words, language=language)


def _described(snapshot: Snapshot, subject: Subject, names: tuple[str, ...]) -> Iterator[Statement]:
    for name in names:
        for value in snapshot.objects(subject, name):
            yield subject, node(name), value
