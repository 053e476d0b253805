"""The prefixes that sources declare: read into the build, and every fault in them named."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from genfilm.dataset.prefixes import declared
from genfilm.errors import BuildFailed
from genfilm.vocabulary import PREFIXES
from tests import naming

HEAD = "@prefix sh: <http://www.w3.org/ns/shacl#> .\n@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"


def quads(*pairs: tuple[str, str]) -> list[ox.Quad]:
    blocks = [f'[ sh:prefix "{prefix}" ; sh:namespace "{iri}"^^xsd:anyURI ]' for prefix, iri in pairs]
    return list(ox.parse(f"{HEAD}<urn:doc> sh:declare {', '.join(blocks)} .", format=ox.RdfFormat.TURTLE))


def test_a_declared_prefix_reads_and_writes_names():
    prefixes = declared(quads(("exc", "https://a.example/claim/"), ("exp", "https://a.example/passage/")))
    assert prefixes.expand("exc:C01") == "https://a.example/claim/C01"
    assert prefixes.compact("https://a.example/passage/p1") == "exp:p1"
    assert prefixes.full(" exc:C01 ") == "https://a.example/claim/C01"
    assert prefixes.full("no such name") == "no such name"
    assert "PREFIX exc: <https://a.example/claim/>\n" in prefixes.prologue()
    assert {
        name: iri for name, iri in prefixes.items() if not name.startswith("ex") or name == "example"
    } == PREFIXES


def test_the_same_declaration_twice_is_one():
    assert (
        declared(quads(("exc", "https://a.example/"), ("exc", "https://a.example/")))["exc"]
        == "https://a.example/"
    )


@pytest.mark.parametrize(
    ("pairs", "message"),
    [
        ([("ex c", "https://a.example/")], "'ex c' cannot stand for 'https://a.example/'"),
        ([("exc", "https://a.example/claim")], "'exc' cannot stand for 'https://a.example/claim'"),
        ([("gf", "https://a.example/")], "gf: stands for https://w3id.org/genfilm/ns/ already"),
        (
            [("exc", "https://a.example/"), ("exc", "https://b.example/")],
            "exc: stands for https://a.example/",
        ),
        (
            [("exc", "https://a.example/"), ("exd", "https://a.example/")],
            "has the prefix exc: already, not exd:",
        ),
    ],
)
def test_what_no_query_could_use_is_a_fault(pairs: list[tuple[str, str]], message: str):
    with pytest.raises(BuildFailed) as caught:
        declared(quads(*pairs))
    (fault,) = caught.value.faults
    assert fault.rule == "prefix"
    assert message in fault.message
    assert "sh:declare" in fault.remedy


def test_the_project_itself_knows_no_source():
    assert not [name for name, iri in PREFIXES.items() if "/id/claim/" in iri or "/id/passage/" in iri]
    assert {"z26a", "z26c", "z26p", "z26s", "edc", "evc", "eva"} <= set(naming.PREFIXES) - set(PREFIXES)
