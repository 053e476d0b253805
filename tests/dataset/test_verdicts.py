"""The rule of verdicts: each check finds what goes against it, on a claim with findings made up for it."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from genfilm.vocabulary import PREFIXES, compact
from tests import ROOT

PROLOGUE = (
    PREFIXES.prologue()
    + """PREFIX z26c: <https://w3id.org/genfilm/id/claim/zhang-2026/>
PREFIX z26a: <https://w3id.org/genfilm/id/assessment/zhang-2026/>
PREFIX evc: <https://w3id.org/genfilm/id/claim/evidence/>
"""
)
WORLD = """
film:a a gf:Film . tech:b a gf:Technology .
page:one a gf:WebPage ; dcterms:publisher org:one .
page:two a gf:WebPage ; dcterms:publisher org:two .
page:copy a gf:WebPage ; dcterms:publisher org:three ; gf:hasOrigin org:one .
page:mirror a gf:WebPage ; dcterms:publisher org:four ; gf:hasOrigin org:five .
page:maker a gf:WebPage ; dcterms:publisher org:maker .
org:maker gf:hasInterestIn film:a .
evid:two a gf:Evidence ; gf:isFoundIn page:one , page:two ; gf:isAbout film:a , tech:b .
evid:same a gf:Evidence ; gf:isFoundIn page:one , page:copy ; gf:isAbout film:a , tech:b .
evid:copies a gf:Evidence ; gf:isFoundIn page:copy , page:mirror ; gf:isAbout film:a , tech:b .
evid:maker a gf:Evidence ; gf:isFoundIn page:maker ; gf:isAbout film:a , tech:b .
evid:film a gf:Evidence ; gf:isFoundIn page:one , page:two ; gf:isAbout film:a .
evid:else a gf:Evidence ; gf:isFoundIn page:one ; gf:isAbout film:z .
z26c:C99 a gf:SourceClaim ; gf:hasSubject film:a ; gf:hasPredicate gf:usesTechnology ; gf:hasObject tech:b ;
  gf:polarity gf:Affirmed ; prov:wasAttributedTo person:author .
z26a:C99 gf:assesses z26c:C99 ; prov:generatedAtTime "2026-11-23T00:00:00Z"^^xsd:dateTime .
"""
RULES = (
    "10-inherit-assessment",
    "11-interested-party",
    "12-independent-sources",
    "13-judged-by",
    "15-ground-of-verdict",
)
PLAIN = "z26c:C99 gf:modality gf:Asserted ; gf:claimKind kind:case ."


def faults(told: str) -> set[str]:
    """The names of the checks that find a fault when this is said as well, after the rules have run."""
    store = ox.Store()
    store.load(input=(PROLOGUE + WORLD + told).encode(), format=ox.RdfFormat.TURTLE)
    for rule in RULES:
        text = (ROOT / f"queries/rules/{rule}.rq").read_text("utf-8")
        for triple in list(store.query(text)):
            store.add(ox.Quad(*triple))
    checks = [
        *(ROOT / "queries/checks").glob("verdict-*.rq"),
        ROOT / "queries/checks/finding-not-about-claim.rq",
    ]
    return {path.stem for path in checks if list(store.query(path.read_text("utf-8")))}


def verdict(name: str, rest: str = "", claim: str = PLAIN) -> set[str]:
    return faults(f"{claim} z26a:C99 gf:verdict gf:{name} {'; ' + rest if rest else ''} .")


@pytest.mark.parametrize(
    ("name", "rest"),
    [
        ("Corroborated", "gf:isSupportedBy evid:two"),
        ("Corroborated", "gf:isSupportedBy evid:same , evid:two ; gf:considers evid:else"),
        ("Corroborated", "gf:isSupportedBy evid:maker , evid:same"),
        ("PartlyCorroborated", "gf:isSupportedBy evid:same"),
        ("PartlyCorroborated", "gf:isSupportedBy evid:copies"),
        ("PartlyCorroborated", "gf:isSupportedBy evid:maker"),
        ("PartlyCorroborated", "gf:isSupportedBy evid:two ; gf:isQualifiedBy evid:film"),
        ("PartlyCorroborated", "gf:isSupportedBy evid:two ; gf:isContradictedBy evid:film"),
        ("Disputed", "gf:isContradictedBy evid:film ; gf:isCorrectedBy evc:x"),
        ("Disputed", "gf:isContradictedBy evid:film ; gf:isQualifiedBy evid:two ; gf:correction 'so'@en"),
        ("Unverified", "gf:isQualifiedBy evid:film"),
        ("Unverified", "rdfs:comment 'Looked for.'@en"),
        ("NotChecked", ""),
        ("NotCheckable", "gf:hasGround ground:appraisal"),
    ],
)
def test_a_verdict_by_the_rule_is_no_fault(name: str, rest: str):
    assert verdict(name, rest) == set()


@pytest.mark.parametrize(
    ("name", "rest", "check"),
    [
        ("Corroborated", "gf:isSupportedBy evid:same", "verdict-corroborated"),
        ("Corroborated", "gf:isSupportedBy evid:copies", "verdict-corroborated"),
        ("Corroborated", "gf:isSupportedBy evid:maker", "verdict-corroborated"),
        ("Corroborated", "", "verdict-corroborated"),
        ("Corroborated", "gf:isSupportedBy evid:two ; gf:isQualifiedBy evid:two", "verdict-corroborated"),
        ("Corroborated", "gf:isSupportedBy evid:two ; gf:isContradictedBy evid:two", "verdict-corroborated"),
        ("PartlyCorroborated", "gf:isSupportedBy evid:two", "verdict-partly-corroborated"),
        ("PartlyCorroborated", "gf:isContradictedBy evid:two", "verdict-partly-corroborated"),
        ("Disputed", "gf:isQualifiedBy evid:two ; gf:isCorrectedBy evc:x", "verdict-disputed"),
        ("Disputed", "gf:isContradictedBy evid:two", "verdict-disputed"),
        (
            "Disputed",
            "gf:isContradictedBy evid:two ; gf:isSupportedBy evid:two ; gf:isCorrectedBy evc:x",
            "verdict-disputed",
        ),
        ("Unverified", "", "verdict-unverified"),
        ("Unverified", "gf:isContradictedBy evid:two", "verdict-unverified"),
        ("Unverified", "gf:isSupportedBy evid:two ; rdfs:comment 'Looked for.'@en", "verdict-unverified"),
        ("NotChecked", "gf:isQualifiedBy evid:two", "verdict-not-checked"),
        ("NotCheckable", "", "verdict-not-checkable"),
        (
            "NotCheckable",
            "gf:isQualifiedBy evid:two ; gf:hasGround ground:appraisal",
            "verdict-not-checkable",
        ),
        ("SourceOnly", "", "verdict-source-only"),
        ("Corroborated", "gf:isSupportedBy evid:film , evid:two", "finding-not-about-claim"),
        (
            "Disputed",
            "gf:isContradictedBy evid:else ; gf:correction 'so'@en",
            "finding-not-about-claim",
        ),
    ],
)
def test_a_verdict_against_the_rule_is_a_fault(name: str, rest: str, check: str):
    assert verdict(name, rest) == {check}


@pytest.mark.parametrize(
    ("modality", "kind", "due", "other", "check"),
    [
        ("Recommended", "strategy", "NotCheckable", "NotChecked", "verdict-not-checkable"),
        ("Predicted", "outlook", "NotCheckable", "NotChecked", "verdict-not-checkable"),
        ("Asserted", "scope", "SourceOnly", "NotChecked", "verdict-source-only"),
        ("Asserted", "method", "SourceOnly", "NotChecked", "verdict-source-only"),
    ],
)
def test_what_the_claim_is_decides_before_evidence(
    modality: str, kind: str, due: str, other: str, check: str
):
    claim = f"z26c:C99 gf:modality gf:{modality} ; gf:claimKind kind:{kind} ."
    assert verdict(due, claim=claim) == set()
    assert verdict(other, claim=claim) == {check}


ROW = """
z26c:C98 a gf:CompoundClaim , gf:SourceClaim ; gf:modality gf:Asserted ; gf:hasPart z26c:C99 , z26c:C97 .
z26c:C97 a gf:SourceClaim ; gf:hasSubject film:a ; gf:hasPredicate gf:hasOutcome ; gf:hasObject tech:b .
z26a:C97 gf:assesses z26c:C97 ; prov:generatedAtTime "2026-11-23T00:00:00Z"^^xsd:dateTime ;
  gf:verdict gf:NotChecked .
z26a:C98 gf:assesses z26c:C98 ; prov:generatedAtTime "2026-11-23T00:00:00Z"^^xsd:dateTime ;
  gf:verdict gf:%s .
z26a:C99 gf:verdict gf:Corroborated ; gf:isSupportedBy evid:two .
"""


@pytest.mark.parametrize(
    ("name", "found"), [("PartlyCorroborated", set()), ("Corroborated", {"verdict-of-row"})]
)
def test_the_verdict_on_a_row_is_that_of_its_parts(name: str, found: set[str]):
    assert faults(PLAIN + ROW % name) == found


TWIN = """
z26c:C96 a gf:SourceClaim ; gf:hasSubject film:a ; gf:hasPredicate gf:usesTechnology ; gf:hasObject tech:b ;
  gf:polarity gf:%s ; prov:wasAttributedTo person:author .
z26a:C96 gf:assesses z26c:C96 ; prov:generatedAtTime "2026-11-23T00:00:00Z"^^xsd:dateTime ;
  gf:verdict gf:NotChecked .
z26a:C99 gf:verdict gf:Corroborated ; gf:isSupportedBy evid:two .
"""


@pytest.mark.parametrize(
    ("polarity", "found"), [("Affirmed", {"verdict-differs-for-one-triple"}), ("Negated", set())]
)
def test_one_triple_of_one_speaker_has_one_verdict(polarity: str, found: set[str]):
    assert faults(PLAIN + TWIN % polarity) == found


def test_the_same_finding_disputes_what_tells_of_the_same_case(graph_of_the_paper: ox.Store):
    rows = graph_of_the_paper.query(
        PROLOGUE
        + """SELECT ?claim ?verdict { VALUES ?case { use:double-world-marketing use:ldr-concept-design }
        ?claim a gf:SourceClaim ; gf:hasSubject ?case . ?a gf:assesses ?claim ; gf:verdict ?verdict }"""
    )
    judged = {compact(row["claim"].value): compact(row["verdict"].value) for row in rows}
    assert len(judged) > 25
    assert set(judged.values()) == {"gf:Disputed"}, judged
