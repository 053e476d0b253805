"""Justifications of contradictions made by hand: few axioms, in words of either language, with file and line."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from genfilm.dataset.justify import justified, justify
from genfilm.dataset.locator import Locator
from genfilm.dataset.wording import Wording
from genfilm.vocabulary import PREFIXES
from tests.programs import need

HEAD = "".join(f"@prefix {name}: <{PREFIXES[name]}> .\n" for name in ("gf", "owl", "person", "rdfs", "xsd"))
KINDS = """gf:Film a owl:Class ; rdfs:label "film"@en , "电影"@zh .
gf:Series a owl:Class ; rdfs:label "series"@en , "剧集"@zh ; owl:disjointWith gf:Film .
gf:head a owl:ObjectProperty , owl:FunctionalProperty ; rdfs:label "head"@en , "负责人"@zh .
gf:count a owl:DatatypeProperty ; rdfs:label "count"@en , "人数"@zh ; rdfs:range xsd:integer .
gf:outdoes a owl:ObjectProperty , owl:IrreflexiveProperty ; rdfs:label "outdoes"@en , "胜过"@zh .
"""
CASES = {
    "two disjoint classes": (
        "person:a a gf:Film , gf:Series .",
        "",
        [
            "nothing belongs to both film (gf:Film) and series (gf:Series)",
            "person:a belongs to film (gf:Film)",
        ],
    ),
    "a function with two values": (
        "person:a gf:head person:b , person:c . person:b owl:differentFrom person:c .",
        "",
        ["no two of these are one thing: person:b, person:c", "head (gf:head) is declared as owl:Functional"],
    ),
    "a value of another datatype": (
        'person:a gf:count "many" .',
        "",
        ['person:a – count (gf:count) – "many"', "the value of count (gf:count) belongs to xsd:integer"],
    ),
    "a relation to itself": (
        "person:a gf:outdoes person:a .",
        "",
        ["outdoes (gf:outdoes) is declared as owl:IrreflexiveProperty"],
    ),
    "a class that counts too much": (
        "gf:Odd a owl:Class ; rdfs:subClassOf"
        " [ a owl:Restriction ; owl:onProperty gf:outdoes ; owl:minCardinality '2'^^xsd:nonNegativeInteger ] ,"
        " [ a owl:Restriction ; owl:onProperty gf:outdoes ; owl:maxCardinality '1'^^xsd:nonNegativeInteger ] .",
        "gf:Odd",
        ["by outdoes (gf:outdoes) to at least 2 things", "by outdoes (gf:outdoes) to at most 1 things"],
    ),
}


@pytest.mark.parametrize(("said", "empty", "told"), CASES.values(), ids=CASES)
def test_a_contradiction_is_told_by_its_few_axioms(tmp_path: Path, said: str, empty: str, told: list[str]):
    need("java")
    texts = {"kinds.ttl": HEAD + KINDS, "said.ttl": HEAD + said}
    for name, text in texts.items():
        (tmp_path / name).write_text(text, "utf-8")
    groups = {
        name: [quad.triple for quad in ox.parse(text, format=ox.RdfFormat.TURTLE)]
        for name, text in texts.items()
    }
    found = justify(groups, PREFIXES.expand(empty) if empty else None)
    assert found is not None
    everything = [triple for triples in groups.values() for triple in triples]
    where = Locator(tmp_path, [tmp_path / name for name in texts])
    english, chinese = (justified(found, Wording(everything, lang), where) for lang in ("en", "zh"))
    assert len(english) <= 4
    for each in told:
        assert any(each in line for line in english), english
    assert all(line.split(":")[0] in texts and line.split(":")[1].isdigit() for line in english), english
    assert "".join(english) != "".join(chinese)
