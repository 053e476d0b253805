"""docs/architecture.md is true: its picture is that of the structure test, and every path is there."""

from __future__ import annotations

import re

import pytest

from tests import ROOT
from tests.architecture import PAGE, drawn, page
from tests.test_structure import LAYERS

TEXT = PAGE.read_text("utf-8")
DECISIONS = sorted((ROOT / "docs/decisions").glob("*.md"))
_PATH = re.compile(r"`((?:genfilm|kg|ontology|queries|frontend|tests|docs)/[^`<\s]*)`")


def test_the_picture_is_that_of_the_layers() -> None:
    assert page(TEXT) == TEXT, "python -m tests.architecture draws it anew"
    assert all(name in drawn() for layer in LAYERS for name in layer)


@pytest.mark.parametrize("file", [PAGE, *DECISIONS], ids=lambda path: path.stem)
def test_every_path_that_is_named_is_there(file) -> None:
    named = _PATH.findall(file.read_text("utf-8"))
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_the_table_says_where_to_change_things() -> None:
    rows = re.findall(
        r"^\| ([^|]+) \| ([^|]+) \|$", TEXT.partition("## Where do I change X?")[2], re.MULTILINE
    )[1:]
    assert len(rows) >= 30
    assert len({what for what, _ in rows}) == len(rows)
    assert [what for what, where in rows if not _PATH.search(where)] == []


def test_each_road_has_at_most_ten_steps() -> None:
    roads = re.split(r"^### ", TEXT.partition("## Four roads")[2].partition("\n## ")[0], flags=re.MULTILINE)[
        1:
    ]
    assert [road.splitlines()[0] for road in roads] == [
        "A SPARQL query", "A query file", "A name", "From Turtle to a page",
    ]  # fmt: skip
    assert all(1 < len(re.findall(r"^\d+\. ", road, re.MULTILINE)) <= 10 for road in roads)


@pytest.mark.parametrize("file", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_is_a_page_of_context_decision_and_consequences(file) -> None:
    text = file.read_text("utf-8")
    assert text.startswith(f"# {int(file.name[:4])}. ")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Context", "Decision", "Consequences"]
    assert len(text.split()) < 400


@pytest.mark.parametrize(("name", "title"), [("README.md", "## Layout"), ("README.zh.md", "## 目录结构")])
def test_the_layout_of_the_readme_names_every_package_from_the_top_down(name: str, title: str) -> None:
    block = (ROOT / name).read_text("utf-8").partition(title)[2].split("```")[1]
    packages = [name for layer in LAYERS[::-1] for name in layer if (ROOT / "genfilm" / name).is_dir()]
    assert re.findall(r"^ +([a-z]+)/", block, re.MULTILINE) == packages
    folders = re.findall(r"^([a-z.]+)/ ", block, re.MULTILINE)
    assert {"ontology", "kg", "queries", "genfilm", "frontend", "tests", "docs", "examples"} <= set(folders)
    assert [folder for folder in folders if folder != "build" and not (ROOT / folder).is_dir()] == []
