"""Fixtures for tests of editing: the library of the shared build, a copy of the sources, workbooks to fill in."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import openpyxl
import pytest

from genfilm.catalogue.library import Library
from genfilm.client.graph import KnowledgeGraph
from genfilm.dataset.builds import Build
from genfilm.editing.batch import Batch, read_batch
from genfilm.editing.layout import heading, sheet_name
from genfilm.editing.template import empty, template
from tests import ROOT

Rows = Mapping[str, Sequence[Mapping[str, object]]]
Fill = Callable[..., Path]
FACTS = {
    "key": "lin-2025",
    "label_en": "Lin (2025)",
    "label_zh": "林一（2025）",
    "definition_en": "A made-up paper for tests.",
    "definition_zh": "测试用的虚构论文。",
    "title_en": "Machines on the set",
    "title_zh": "片场里的机器",
    "authors": "Lin Yi",
    "year": "2025",
    "homepage": "https://example.org/lin-2025",
}
AUTHOR = {
    "make": "x",
    "label_en": "Lin Yi",
    "label_zh": "林一",
    "cls": "person",
    "definition_en": "The author of a made-up paper for tests.",
    "definition_zh": "测试用虚构论文的作者。",
}
SECTION = {"printed": "1", "label_en": "the first section", "label_zh": "第一节"}
CLAIM = {
    "paraphrase_en": "Generative AI changes film production in Lin (2025).",
    "paraphrase_zh": "林一（2025）认为生成式人工智能改变电影制作。",
    "subject": "生成式人工智能",
    "predicate": "affects stage",
    "object": "stage:production",
    "kind": "kind:stage-impact",
    "section": "1",
    "paragraph": 2,
    "page": 7,
    "text": "Machines change the set.",
    "ask_en": "What changes the set? | What do machines change?",
    "ask_zh": "什么改变片场？|机器改变什么？",
}


@pytest.fixture(scope="session")
def library(real_build: Build) -> Library:
    return KnowledgeGraph.open(real_build.directory).library


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the repository's sources."""
    for folder in ("ontology", "kg", "queries"):
        shutil.copytree(ROOT / folder, tmp_path / "root" / folder)
    return tmp_path / "root"


@pytest.fixture(scope="session")
def blank(library: Library) -> dict[str, bytes]:
    """The empty workbook in each language."""
    return {lang: template(library, lang, empty(lang, FACTS)) for lang in ("en", "zh")}


@pytest.fixture
def fill(tmp_path: Path, blank: dict[str, bytes]) -> Fill:
    """A workbook with rows below the headings of its sheets: ``fill(claims=[…], lang="zh")``."""

    def filled(lang: str = "en", name: str = "claims.xlsx", **rows: Sequence[Mapping[str, object]]) -> Path:
        path = tmp_path / name
        path.write_bytes(blank[lang])
        book = openpyxl.load_workbook(path)
        given = {"entities": [AUTHOR], "sections": [SECTION], "claims": [CLAIM]} | rows
        for sheet, each in given.items():
            page = book[sheet_name(sheet, lang)]
            heads = {str(cell.value).removesuffix(" *"): cell.column for cell in page[1]}
            for number, row in enumerate(each, 2):
                for column, value in row.items():
                    page.cell(number, heads[heading(column, lang)], value)
        book.save(path)
        return path

    return filled


@pytest.fixture
def read(library: Library) -> Callable[[Path], Batch]:
    """Changes that a workbook makes to the repository's own sources."""
    return lambda path: read_batch(path, ROOT, library)


def accept(batch: Batch, root: Path) -> None:
    """Write a batch into the files."""
    assert [str(fault) for fault in batch.faults] == []
    for path, text in batch.texts().items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
