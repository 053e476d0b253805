"""The home page: what this is, what it holds, and three questions with their answers."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template, url_for

from genfilm.protocol.queryfile import without_header
from genfilm.vocabulary import GF
from genfilm.web.context import context, language

blueprint = Blueprint("home", __name__)
EXAMPLES = ("disputed-claims", "strategies-for-actor", "technologies-by-stage")
COUNTED = ("Assessment", "Evidence", "WebPage", "Film", "TechnologyUse", "Risk", "Strategy")
_SHOWN = 6


@blueprint.get("/")
def start() -> Response:
    """Send the reader to the page in their language."""
    response = redirect(url_for("home.home", lang=language()), 302)
    response.headers["Vary"] = "Accept-Language"
    return response  # type: ignore[return-value]


@blueprint.get("/<any(en, zh):lang>/")
def home(lang: str) -> Response:
    """The home page in one language."""
    service = context()
    counts = service.select(service.page("home-counts"))
    totals = service.select(service.page("home-statements"))[0]
    verdicts = service.select(service.page("home-verdicts", lang=f'"{lang}"'))
    examples = []
    for name in EXAMPLES:
        query = service.catalogue.get(name)
        if query is None:
            continue
        values = {"lang": lang} if any(p.name == "lang" for p in query.parameters) else {}
        text = query.bind(**values)
        rows = service.select(text)
        examples.append(
            {"query": query, "text": without_header(text), "rows": rows[:_SHOWN], "more": len(rows) - _SHOWN}
        )
    page = render_template(
        "home.html",
        lang=lang,
        manifest=service.build.manifest,
        counts={row["class"]["value"].removeprefix(GF): int(row["n"]["value"]) for row in counts},
        counted=COUNTED,
        totals={name: int(term["value"]) for name, term in totals.items()},
        verdicts=verdicts,
        examples=examples,
        questions=list(service.catalogue.values()),
    )
    return Response(page, content_type="text/html; charset=utf-8")
