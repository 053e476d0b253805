"""The charts of the catalogue: ``/<lang>/charts``, and one beside the answer of its question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Flask, Response, current_app, render_template, url_for

from genfilm.catalogue.chart import Chart, load_charts
from genfilm.catalogue.counted import counted
from genfilm.catalogue.library import Library
from genfilm.catalogue.query import NamedQuery
from genfilm.catalogue.table import Table
from genfilm.protocol.formats import HTML
from genfilm.protocol.queryfile import without_header
from genfilm.web.context import KEY, context
from genfilm.web.site.frame import site
from genfilm.web.site.headline import headline

blueprint = Blueprint("charts", __name__)
_CHARTS = "genfilm.charts"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart with the answer that it draws."""

    chart: Chart
    query: NamedQuery
    table: Table
    text: str
    values: Mapping[str, str] = field(default_factory=dict)
    """The values of parameters that the reader chose."""

    def headline(self, lang: str) -> str:
        """Sentence that says what is to be seen."""
        return headline(self.chart.name, self.table, lang)

    def payload(self, lang: str) -> dict[str, Any]:
        """Data that the browser draws: the specification, the rows as its data, the headings of its columns,
        and what its axes show."""
        return {
            "name": self.chart.name,
            "spec": {key: value for key, value in self.chart.spec.items() if key != "usermeta"},
            "title": self.chart.title[lang],
            "description": f"{self.headline(lang)} {self.chart.description[lang]}".strip(),
            "headings": {column.name: column.label(lang) for column in self.table.columns},
            "axes": {name: words[lang] for name, words in self.chart.axes.items()},
            "rows": self._rows(lang),
            "claims": site(lang, "claims"),
        }

    def _rows(self, lang: str) -> list[dict[str, Any]]:
        """The answer; a row that counts claims has the address that lists them (``href``)."""
        rows = self.table.records()
        for column in list(counted(self.text))[:1]:
            page = url_for("questions.question", lang=lang, name=self.query.id)
            for number, row in enumerate(rows, 1):
                row["href"] = f"{page}?{urlencode({**self.values, 'behind': column, 'row': number})}"
        return rows


def install(app: Flask) -> None:
    """Read the charts of the build that an app serves."""
    library = app.extensions[KEY].library
    app.extensions[_CHARTS] = load_charts(app.extensions[KEY].build.directory, library.queries)


def chart_of(query: NamedQuery, table: Table, text: str, values: Mapping[str, str]) -> Drawn | None:
    """The chart of a question with this answer to ``text``, if it has one and there is anything to draw."""
    chart = current_app.extensions[_CHARTS].get(query.chart)
    return Drawn(chart, query, table, text, values) if chart is not None and len(table) else None


@blueprint.get("/<any(en, zh):lang>/charts")
def charts(lang: str) -> Response:
    """Every chart with its table and its query."""
    every = list(current_app.extensions[_CHARTS].values())
    library = context().library
    drawn = library.once(f"charts {lang}", lambda: [_answered(library, chart, lang) for chart in every])
    page = render_template("charts.html", lang=lang, drawn=drawn)
    return Response(page, content_type=HTML.content_type)


def _answered(library: Library, chart: Chart, lang: str) -> Drawn:
    """A chart with the answer of its question as it stands without further values."""
    query = library.named(chart.query)
    values = {"lang": lang} if any(p.name == "lang" for p in query.parameters) else {}
    text = query.bind(**values)
    return Drawn(chart, query, library.select(text, query.columns), without_header(text).strip())
