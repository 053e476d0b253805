"""Finding the place of a term, and the order of faults."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from genfilm.dataset.load import source_files
from genfilm.dataset.locator import Locator
from genfilm.dataset.validate import check_queries, require
from genfilm.errors import BuildFailed, SourceFault
from genfilm.vocabulary import PREFIXES


@pytest.fixture
def where(project: Path) -> Locator:
    return Locator(project, source_files(project))


@pytest.mark.parametrize(
    ("iri", "file", "start"),
    [
        (PREFIXES["film"] + "alpha", "kg/entities/things.ttl", "film:alpha"),
        (PREFIXES["gf"] + "Film", "ontology/small.ttl", "gf:Film"),
        (
            "https://w3id.org/genfilm/ontology/small",
            "ontology/small.ttl",
            "<https://w3id.org/genfilm/ontology/small>",
        ),
    ],
)
def test_a_term_is_found_where_its_block_starts(
    project: Path, where: Locator, iri: str, file: str, start: str
):
    lines = (project / file).read_text("utf-8").splitlines()
    assert where.find(ox.NamedNode(iri)) == where.find(iri) == (file, lines.index(start) + 1)


@pytest.mark.parametrize(
    "term", [ox.NamedNode("urn:x"), ox.BlankNode("b"), ox.Literal("gf:Film x"), None, ""]
)
def test_a_term_without_a_block_has_no_place(where: Locator, term: object):
    assert where.find(term) == ("", None)


def test_without_faults_nothing_is_raised():
    require([])


def test_faults_are_raised_together_and_counted():
    faults = [SourceFault("a", "one", "x.ttl", 3, "gf:A", "Mend it."), SourceFault("b", "two")]
    with pytest.raises(BuildFailed) as caught:
        require(faults)
    assert str(caught.value) == (
        "2 faults in the sources:\n  x.ttl:3: gf:A: one [a]\n    → Mend it.\n  two [b]"
    )


def test_the_checks_hold_for_the_example(project: Path, example: ox.Store, where: Locator):
    assert check_queries(example, project, where) == []


def test_every_check_has_summary_and_remedy_in_both_languages(project: Path):
    from genfilm.protocol.queryfile import split_header

    paths = sorted((project / "queries/checks").glob("*.rq"))
    assert len(paths) >= 30
    for path in paths:
        header, _ = split_header(path.read_text("utf-8"), path.name)
        for key in ("summary", "remedy"):
            assert set(header[key]) == {"en", "zh"}, path.name
            assert all(header[key].values()), path.name


@pytest.mark.parametrize(("day", "faults"), [("2026-03-25Z", 1), ("2026-03-25+08:00", 1), ("2026-03-25", 0)])
def test_a_date_with_a_zone_is_a_fault(
    project: Path, example: ox.Store, where: Locator, day: str, faults: int
):
    date = ox.Literal(day, datatype=ox.NamedNode(PREFIXES["xsd"] + "date"))
    film = ox.NamedNode(PREFIXES["film"] + "alpha")
    quad = ox.Quad(film, ox.NamedNode(PREFIXES["dcterms"] + "issued"), date)
    example.add(quad)
    try:
        found = [f for f in check_queries(example, project, where) if f.rule == "date-with-zone"]
    finally:
        example.remove(quad)
    assert len(found) == faults
    assert all(fault.term == "film:alpha" for fault in found)
