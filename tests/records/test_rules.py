"""Rules of assessment and of places that the real graph has no case of, on the small project."""

from __future__ import annotations

from pathlib import Path

import pytest

from genfilm.build import build
from genfilm.catalogue.library import Library, open_library
from genfilm.dataset.builds import GRAPH, Build
from genfilm.dataset.disk import open_store
from genfilm.engine.local import LocalEngine
from genfilm.exports.snapshot import Snapshot, node
from genfilm.records.claim import claim
from genfilm.records.corpus import corpus
from genfilm.records.ledger import ledger

from ..dataset.conftest import Edit, edit, project  # noqa: F401  fixtures

CLAIM = "https://w3id.org/genfilm/id/claim/example-2026/"
ASSESSMENTS = "kg/evidence/assessments.ttl"
CLAIMS = "kg/sources/example-2026/claims.ttl"
SECOND = """
exa:{name}
    a gf:Assessment ;
    prov:generatedAtTime "{time}"^^xsd:dateTime ;
    prov:wasAttributedTo org:readers ;
    gf:assesses exc:C01 ;
    gf:correction "No snow."@en , "没有雪。"@zh ;
    gf:isContradictedBy evid:review ;
    gf:verdict gf:Disputed .
"""


def opened(project: Path, home: Path) -> tuple[Build, Library]:  # noqa: F811
    made = build(project, home, use_java=False)
    return made, open_library(made.directory, LocalEngine(open_store(made.directory), made.prefixes))


@pytest.mark.parametrize("name", ["C01-again", "A01"])  # sorts behind the first assessment, and before it
@pytest.mark.parametrize(
    ("time", "verdict"),
    [("2027-01-01T00:00:00+00:00", "disputed"), ("2025-01-01T00:00:00+00:00", "corroborated")],
)
def test_of_two_assessments_of_a_claim_the_newer_wins_at_every_door(
    project: Path,  # noqa: F811
    tmp_path: Path,
    name: str,
    time: str,
    verdict: str,
):
    with (project / ASSESSMENTS).open("a", encoding="utf-8") as file:
        file.write(SECOND.format(name=name, time=time))
    made, library = opened(project, tmp_path / "home")
    said = corpus(library).claims[f"{CLAIM}C01"]
    assert said.verdict is not None
    assert said.verdict.key == verdict
    found = claim(library, f"{CLAIM}C01").assessment
    assert found is not None
    assert found.verdict.key == verdict
    assert [each.stance for each in found.evidence] == [
        "contradicts" if verdict == "disputed" else "supports"
    ]
    for key in ("corroborated", "disputed"):
        ids = [row.claim.id for row in ledger(library).select({"verdict": [key]}).rows]
        assert ("C01" in ids) == (key == verdict)
    snapshot = Snapshot.read((made.directory / GRAPH).read_bytes())
    assert snapshot.verdict(node(f"{CLAIM}C01")) == verdict.capitalize()


def test_an_affirmed_claim_places_a_case_and_a_negated_one_does_not(
    project: Path,  # noqa: F811
    tmp_path: Path,
    edit: Edit,  # noqa: F811
):
    def about(library: Library) -> list[str]:
        return [row.claim.id for row in ledger(library).select({"technology": ["voice"]}).rows]

    assert about(opened(project, tmp_path / "one")[1]) == ["C02", "C05.1", "C05.2"]
    edit(
        CLAIMS,
        "    gf:hasPredicate gf:isUseOf ;",
        "    gf:polarity gf:Negated ;\n    gf:hasPredicate gf:isUseOf ;",
    )
    assert about(opened(project, tmp_path / "two")[1]) == ["C02", "C05.1"]
