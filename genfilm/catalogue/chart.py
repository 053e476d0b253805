"""Charts: Vega-Lite specifications of the catalogue, each drawing the answer to one question.

A question names its chart in its header (``chart: verdict-counts``); the specification stands in
``queries/charts/<name>.vl.json`` without data: the answer is its data, the columns are its fields.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from genfilm.catalogue.query import LANGUAGES, NamedQuery
from genfilm.errors import BuildFailed, SourceFault

FOLDER = "queries/charts"
_KEYS = frozenset(
    ("$schema", "usermeta", "mark", "encoding", "transform", "layer", "height", "width", "config", "params")
)
_CHANNELS = ("x", "y", "color", "shape", "size")
"""The channels that have an axis or a legend."""
_OUTSIDE = frozenset(("data", "url", "datasets", "href"))


@dataclass(frozen=True, slots=True)
class Chart:
    """A specification with its words; ``query`` is the id of the question whose answer it draws, ``axes``
    says of a field what its axis or legend shows."""

    name: str
    query: str
    title: Mapping[str, str]
    description: Mapping[str, str]
    axes: Mapping[str, Mapping[str, str]]
    spec: Mapping[str, Any]


def load_charts(root: Path, catalogue: Mapping[str, NamedQuery]) -> dict[str, Chart]:
    """The charts that questions name, by name; raises BuildFailed with all faults at once."""
    charts: dict[str, Chart] = {}
    faults: list[SourceFault] = []
    files = {path.name.removesuffix(".vl.json"): path for path in (root / FOLDER).glob("*.vl.json")}
    for query in catalogue.values():
        if query.chart == "none":
            continue
        place = f"queries/{query.folder}/{query.id}.rq"
        if query.chart not in files:
            message = f"the chart {query.chart!r} is not in {FOLDER}"
            known = ", ".join(sorted(files)) or "nothing"
            faults.append(SourceFault("chart", message, place, remedy=f"There are: {known}; or write none."))
        elif query.chart in charts:
            message = f"the chart {query.chart!r} is that of {charts[query.chart].query} already"
            faults.append(SourceFault("chart", message, place, remedy="A chart draws one question."))
        else:
            path = files[query.chart]
            chart, wrong = _read(query, path)
            charts[query.chart] = chart
            file = f"{FOLDER}/{path.name}"
            faults += [SourceFault("chart", text, file, remedy="See docs/queries.md.") for text in wrong]
    for name in sorted(files.keys() - {query.chart for query in catalogue.values()}):
        file = f"{FOLDER}/{name}.vl.json"
        faults.append(
            SourceFault("chart", "no question names this chart", file, remedy="Name it or drop it.")
        )
    if faults:
        raise BuildFailed(faults)
    return charts


def _read(query: NamedQuery, path: Path) -> tuple[Chart, list[str]]:
    """The chart in a file, and what is wrong with it."""
    try:
        spec = json.loads(path.read_text("utf-8"))
    except ValueError as error:
        spec, faults = {}, [f"it is not JSON: {error}"]
    else:
        faults = _faults(query, spec) if isinstance(spec, dict) else ["it is not a JSON object"]
    words = spec.get("usermeta", {}) if isinstance(spec, dict) else {}
    title, description, axes = (words.get(key, {}) for key in ("title", "description", "axes"))
    return Chart(query.chart, query.id, title, description, axes, spec), faults


def _faults(query: NamedQuery, spec: dict[str, Any]) -> list[str]:
    faults = [f"unknown key {key!r}" for key in sorted(spec.keys() - _KEYS)]
    meta = spec.get("usermeta", {})
    faults += [
        f"usermeta.{key} must be a mapping {{en: …, zh: …}}"
        for key in ("title", "description")
        if not _bilingual(meta.get(key))
    ]
    channels = [spec.get("encoding", {}).get(name, {}) for name in _CHANNELS]
    shown = {each["field"] for each in channels if each.get("field") and each.get("title", "") is not None}
    faults += [
        f"usermeta.axes.{field} must say what its axis or legend shows, {{en: …, zh: …}}"
        for field in sorted(shown if "axes" in meta else ())  # charts of earlier releases have none
        if not _bilingual(meta["axes"].get(field))
    ]
    if "mark" not in spec and "layer" not in spec:
        faults.append("it has neither mark nor layer")
    made: set[str] = set()
    used: set[str] = set()
    for key, value in _members(spec):
        if key in _OUTSIDE:
            faults.append(f"{key!r} is not allowed: the answer of the question is the only data")
        elif key == "as":
            made |= set(value if isinstance(value, list) else [value])
        elif key in ("field", "groupby"):
            used |= {
                name for name in (value if isinstance(value, list) else [value]) if isinstance(name, str)
            }
    strangers = used - made - set(query.columns)
    if strangers:
        faults.append(f"{query.id} has no column {', '.join(sorted(strangers))}")
    return faults


def _bilingual(words: object) -> bool:
    return isinstance(words, dict) and all(isinstance(words.get(lang), str) for lang in LANGUAGES)


def _members(value: Any) -> Iterator[tuple[str, Any]]:
    """Every key with its value, however deep, but for the words."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "usermeta":
                continue
            yield key, inner
            yield from _members(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _members(inner)
