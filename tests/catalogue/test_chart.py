"""Charts: read from their files, tied to their questions, and every fault named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from genfilm.catalogue.chart import load_charts
from genfilm.catalogue.query import load_catalogue
from genfilm.errors import BuildFailed
from tests import ROOT
from tests.naming import PREFIXES

QUERY = """#+ summary: {en: "How many?", zh: 多少？}
#+ columns:
#+   kind: {en: kind, zh: 类别}
#+   n: {en: number, zh: 数量}
#+ chart: CHART
SELECT ?kind (COUNT(*) AS ?n) WHERE { ?s a ?kind } GROUP BY ?kind
"""
GOOD: dict[str, Any] = {
    "usermeta": {
        "title": {"en": "Kinds", "zh": "类别"},
        "description": {"en": "Bars.", "zh": "条形图。"},
        "axes": {"n": {"en": "number", "zh": "数量"}, "kind": {"en": "kind", "zh": "类别"}},
    },
    "mark": "bar",
    "encoding": {"x": {"field": "n"}, "y": {"field": "kind"}},
}


def charts(root: Path, spec: object, chart: str = "kinds", file: str = "kinds"):
    (root / "queries/competency").mkdir(parents=True)
    (root / "queries/charts").mkdir()
    (root / "queries/competency/kinds.rq").write_text(QUERY.replace("CHART", chart), "utf-8")
    text = spec if isinstance(spec, str) else json.dumps(spec)
    (root / f"queries/charts/{file}.vl.json").write_text(text, "utf-8")
    return load_charts(root, load_catalogue(root))


def test_a_chart_knows_its_question_and_its_words(tmp_path: Path):
    chart = charts(tmp_path, GOOD)["kinds"]
    assert (chart.query, chart.title["zh"]) == ("kinds", "类别")


def test_the_catalogue_holds_the_charts_that_the_page_promises():
    names = load_charts(ROOT, load_catalogue(ROOT, prefixes=PREFIXES))
    assert {"verdicts-by-section", "technologies-by-stage", "case-timeline", "verdict-counts"} <= set(names)
    assert {"modality-by-polarity", "risks-by-stage"} <= set(names)
    assert all(chart.axes for chart in names.values())


def test_a_chart_of_an_earlier_release_has_the_headings_of_its_columns(tmp_path: Path):
    words = {key: value for key, value in GOOD["usermeta"].items() if key != "axes"}
    assert charts(tmp_path, {**GOOD, "usermeta": words})["kinds"].axes == {}


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        ("{", "not JSON"),
        ("[]", "not a JSON object"),
        ({**GOOD, "usermeta": {"title": {"en": "Kinds"}}}, "usermeta.title"),
        (
            {**GOOD, "usermeta": {**GOOD["usermeta"], "axes": {"n": {"en": "number", "zh": "数量"}}}},
            "usermeta.axes.kind",
        ),
        ({**GOOD, "data": {"url": "https://example.org/x.csv"}}, "'data'"),
        ({**GOOD, "encoding": {"x": {"field": "colour"}}}, "no column colour"),
        ({**GOOD, "encoding": {"href": {"field": "n"}}}, "'href'"),
        ({key: value for key, value in GOOD.items() if key != "mark"}, "neither mark nor layer"),
    ],
)
def test_a_fault_in_a_specification_is_named(tmp_path: Path, spec: object, words: str):
    with pytest.raises(BuildFailed) as failed:
        charts(tmp_path, spec)
    assert words in str(failed.value)
    assert "queries/charts/kinds.vl.json" in str(failed.value)


def test_a_name_without_file_and_a_file_without_question_are_faults(tmp_path: Path):
    with pytest.raises(BuildFailed) as failed:
        charts(tmp_path, GOOD, chart="kindz")
    assert "'kindz' is not in queries/charts" in str(failed.value)
    assert "no question names this chart" in str(failed.value)


def test_a_field_that_a_transform_makes_is_no_stranger(tmp_path: Path):
    made = {
        **GOOD,
        "transform": [{"calculate": "datum.n * 2", "as": "twice"}],
        "encoding": {"y": {"field": "twice", "title": None}},
    }
    assert "kinds" in charts(tmp_path, made)
