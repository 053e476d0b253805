"""A page for each question of the catalogue: the question, its answer, its SPARQL."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request

from genfilm.protocol.formats import HTML
from genfilm.protocol.queryfile import without_header
from genfilm.web.context import context

blueprint = Blueprint("questions", __name__)


@blueprint.get("/<any(en, zh):lang>/questions/<name>")
def question(lang: str, name: str) -> Response:
    """Answer a question; its parameters may be given in the address."""
    service = context()
    query = service.library.named(name)
    known = {parameter.name for parameter in query.parameters}
    values = {key: value for key, value in request.args.items() if key != "lang"}
    if "lang" in known:
        values["lang"] = lang
    text = query.bind(**values)
    page = render_template(
        "question.html",
        lang=lang,
        query=query,
        values={p.name: values.get(p.name, p.default) for p in query.parameters},
        text=without_header(text),
        rows=service.select(text),
    )
    return Response(page, content_type=HTML.content_type)
