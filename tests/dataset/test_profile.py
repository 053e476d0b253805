"""Departures from OWL 2 DL are faults of the sources, told in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from genfilm.vocabulary import PREFIXES

from .conftest import Edit
from .test_bad_input import THINGS, faults_of, line_of, the_fault

PROFILE = [
    (
        "gf:p a owl:ObjectProperty , owl:TransitiveProperty , owl:FunctionalProperty .",
        "not-simple",
        "gf:p",
        "owl:FunctionalProperty",
    ),
    (
        "gf:q a owl:ObjectProperty , owl:TransitiveProperty ; rdfs:subPropertyOf gf:p . gf:p a owl:AsymmetricProperty .",
        "not-simple",
        "gf:p",
        "gf:q",
    ),
    (
        "gf:A rdfs:subClassOf [ a owl:Restriction ; owl:someValuesFrom gf:Film ] .",
        "restriction-without-property",
        "gf:A",
        "property",
    ),
    (
        "gf:A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty gf:page ] .",
        "restriction-without-filler",
        "gf:A",
        "gf:page",
    ),
    ("gf:A owl:disjontWith gf:B .", "unknown-owl-term", "gf:A", "owl:disjontWith"),
    ("gf:A owl:unionOf gf:B .", "operands-not-a-list", "gf:A", "owl:unionOf"),
    (
        "gf:d a owl:DatatypeProperty , owl:SymmetricProperty .",
        "characteristic-of-no-property",
        "gf:d",
        "owl:SymmetricProperty",
    ),
    (
        "gf:p owl:propertyChainAxiom ( gf:q gf:r ) . gf:q owl:propertyChainAxiom ( gf:p gf:r ) .",
        "chain-in-a-circle",
        "gf:p",
        "gf:q",
    ),
    ("gf:p a owl:ObjectProperty . gf:x gf:p 'text' .", "object-property-with-text", "gf:x", "gf:p"),
    ("gf:d a owl:DatatypeProperty . gf:x gf:d gf:y .", "datatype-property-with-term", "gf:x", "gf:d"),
    ("gf:x gf:d 'one'^^xsd:integer .", "value-outside-datatype", "gf:x", "xsd:integer"),
]


@pytest.mark.parametrize(("text", "rule", "term", "other"), PROFILE, ids=[each[1] for each in PROFILE])
def test_a_break_of_owl_2_dl_is_a_fault_with_term_line_and_remedy_before_any_reasoner_sees_it(
    project: Path, home: Path, text: str, rule: str, term: str, other: str
):
    names = ("gf", "owl", "rdfs", "xsd")
    head = "".join(f"@prefix {name}: <{PREFIXES[name]}> .\n" for name in names)
    body = "\n".join(part.strip() + " ." for part in text.split(" . ")).replace(". .", ".")
    (project / "ontology/broken.ttl").write_text(f"{head}\n{body}\n", "utf-8")
    faults = faults_of(project, home)
    assert {fault.rule for fault in faults} == {rule}
    fault = faults[0]
    assert (fault.file, fault.term) == ("ontology/broken.ttl", term)
    assert fault.line == line_of(project, "ontology/broken.ttl", term)
    assert other in fault.message
    assert fault.remedy
    message, remedy = fault.words("zh")
    assert re.search(r"[\u4e00-\u9fff]", message)
    assert re.search(r"[\u4e00-\u9fff]", remedy)


def test_a_misspelt_term_of_owl_is_told_with_the_nearest_one(project: Path, home: Path):
    (project / "ontology/broken.ttl").write_text(
        f"<{PREFIXES['gf']}A> <{PREFIXES['owl']}onProprety> <{PREFIXES['gf']}p> .", "utf-8"
    )
    fault = the_fault(faults_of(project, home), "unknown-owl-term")
    assert fault.words("en") == ("OWL has no term owl:onProprety", "Did you mean owl:onProperty?")
    assert fault.told("zh").endswith(
        "OWL中没有术语owl:onProprety [unknown-owl-term]\n    → 是否应为owl:onProperty？"
    )


def test_faults_of_shapes_and_checks_are_told_in_chinese(project: Path, home: Path, edit: Edit):
    edit(THINGS, '"Alpha"@en , ', "")
    fault = the_fault(faults_of(project, home), "data:rdfs:label")
    assert "英文" in fault.told("zh")
    assert fault.told("zh").endswith("→ 请补全或改正这条陈述。")
