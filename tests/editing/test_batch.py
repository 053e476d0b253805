"""A workbook becomes the files of a source; twice is once, and out and in again is nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from genfilm.catalogue.library import Library
from genfilm.editing.annotated import write_annotated
from genfilm.editing.batch import Batch, read_batch
from genfilm.editing.template import of_source, template
from tests import ROOT

from .conftest import AUTHOR, CLAIM, Fill, accept

Read = Callable[[Path], Batch]
SOURCE = Path("kg/sources/lin-2025")
CASE = {
    "paraphrase_en": "Lin (2025) tells that Avatar used AI for its sets.",
    "paraphrase_zh": "林一（2025）讲述《阿凡达》用人工智能制作布景。",
    "who": "Avatar",
    "technology": "tech:artificial-intelligence",
    "activity": "activity:performance",
    "section": "the first section",
    "paragraph": "3",
    "page": "8",
    "text": "Avatar used it.",
}
STATISTIC = {
    "paraphrase_en": "Lin (2025) counts 12.5 million users.",
    "paraphrase_zh": "林一（2025）统计出1250万用户。",
    "measures": "variable:generative-ai-product-users",
    "value": 12500000,
    "unit": "unit:person",
    "as_of": "2025-03",
    "section": "第一节",
    "paragraph": "3",
    "page": "8",
    "text": "Twelve and a half million.",
}
ADVICE = {
    "paraphrase_en": "Lin (2025) advises studios and creators to collaborate with AI.",
    "paraphrase_zh": "林一（2025）建议制作公司和创作主体与人工智能协作。",
    "strategy": "strategy:human-ai-collaboration",
    "actor": "actor:production-companies；actor:creators",
    "section": "1",
    "paragraph": "4",
    "page": "9",
    "text": "They should work together.",
}
RISK = {
    "paraphrase_en": "Lin (2025) sees a risk of infringement from AI in production.",
    "paraphrase_zh": "林一（2025）认为人工智能给制作带来侵权风险。",
    "cause": "tech:artificial-intelligence",
    "risk": "risk:infringement",
    "actor": "actor:creators",
    "section": "1",
    "paragraph": "4",
    "page": "9",
    "text": "It may infringe.",
}
THING = {
    "make": "x",
    "label_en": "set photogrammetry",
    "label_zh": "片场摄影测量",
    "cls": "技术",
    "definition_en": "A technology that makes a model of a set from photographs of it.",
    "definition_zh": "由照片建立片场模型的技术。",
    "other_names": "set scanning；片场扫描",
}


def whole(fill: Fill) -> Path:
    """A workbook with a row of every kind, one of them of a new thing, and a compound claim."""
    above = CLAIM | {
        "id": "D01",
        "paraphrase_en": "In Lin (2025) scanning serves two stages.",
        "paraphrase_zh": "林一（2025）认为扫描服务于两个环节。",
        "subject": "",
        "predicate": "",
        "object": "",
        "ask_en": "",
        "ask_zh": "",
    }
    part = {
        "part_of": "D01",
        "paraphrase_en": "In Lin (2025) set scanning affects creation.",
        "paraphrase_zh": "林一（2025）认为片场扫描影响创作。",
        "subject": "片场扫描",
        "predicate": "影响环节",
        "object": "stage:creation",
    }
    return fill(
        claims=[CLAIM, above, part],
        cases=[CASE],
        statistics=[STATISTIC],
        risks=[RISK],
        recommendations=[ADVICE],
        entities=[AUTHOR, THING],
    )


@pytest.fixture
def read(root: Path, library: Library) -> Read:
    """Changes that a workbook makes to the copy of the sources."""
    return lambda path: read_batch(path, root, library)


@pytest.fixture
def imported(fill: Fill, read: Read, root: Path) -> Batch:
    batch = read(whole(fill))
    accept(batch, root)
    return batch


def test_each_kind_of_row_becomes_its_claims(imported: Batch, root: Path) -> None:
    assert {str(path.relative_to(SOURCE)) for path in imported.texts()} == {
        "source.ttl", "claims.ttl", "assessments.ttl", "entities.ttl", "questions.tsv",
    }  # fmt: skip
    text = (root / SOURCE / "claims.ttl").read_text("utf-8")
    assert "@prefix l25c: <https://w3id.org/genfilm/id/claim/lin-2025/> ." in text
    for line in (
        "gf:hasSubject tech:set-photogrammetry ;",
        "gf:objectValue 12500000.0 ;",
        'gf:objectValue "2025-03-01T00:00:00"^^xsd:dateTime ;',
        "gf:hasPart l25c:D01.1 ;",
        'gf:datePrecision "month" ;',
        'rdfs:label\n        "Avatar used artificial intelligence."@en ,\n        "《阿凡达》使用了人工智能。"@zh ;',
        "gf:modality gf:Recommended ;",
    ):
        assert line in text, line
    source = (root / SOURCE / "source.ttl").read_text("utf-8")
    assert "Machines change the set." not in source + text
    assert "l25p:s1-p2-a\n    a gf:Passage ;\n    gf:isInSection l25s:s1 ;" in source
    assert (root / SOURCE / "questions.tsv").read_text("utf-8").splitlines() == [
        "claim\ten\tzh",
        "C01\tWhat changes the set? | What do machines change?\t什么改变片场？ | 机器改变什么？",
    ]
    assert (root / SOURCE / "assessments.ttl").read_text("utf-8").count("gf:NotChecked ;") == 5


def test_twice_is_once_with_or_without_the_identifiers(
    imported: Batch, fill: Fill, read: Read, root: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.xlsx"
    write_annotated(tmp_path / "claims.xlsx", imported.sheets, "en", copy)
    page = openpyxl.load_workbook(copy)["Claims"]
    assert [page.cell(row, 1).value for row in (2, 3, 4)] == ["C01", "D01", "D01.1"]
    for path in (copy, whole(fill)):
        again = read(path)
        assert [str(fault) for fault in again.faults] == []
        assert again.texts() == {}


SOURCES = sorted(path.parent.name for path in (ROOT / "kg/sources").glob("*/source.ttl"))


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("source", SOURCES)
def test_out_and_in_again_changes_nothing(library: Library, tmp_path: Path, source: str, lang: str) -> None:
    """A real source, with everything that nobody enters by workbook."""
    path = tmp_path / "out.xlsx"
    path.write_bytes(template(library, lang, of_source(ROOT, source, library, lang)))
    batch = read_batch(path, ROOT, library, lang)
    assert [str(fault) for fault in batch.faults] == []
    assert len(batch.sheets.rows["claims"]) > (700 if source == "zhang-2026" else 8)
    assert batch.texts() == {}
