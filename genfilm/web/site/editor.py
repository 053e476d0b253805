"""The SPARQL editor, ``/<lang>/editor``: the catalogue's questions as examples, our terms to complete."""

from __future__ import annotations

import json

from flask import Blueprint, Flask, Response, render_template, request

from genfilm.protocol.formats import HTML
from genfilm.protocol.queryfile import without_header
from genfilm.web.context import context

blueprint = Blueprint("editor", __name__)


def install(app: Flask) -> None:
    """Let the template of the editor, which ``/sparql`` shows too, find what it needs."""
    app.jinja_env.globals.update(editor_text=editor_text, editor_examples=editor_examples)


@blueprint.get("/<any(en, zh):lang>/editor")
def editor(lang: str) -> Response:
    """The editor; ``?query=`` or ``?example=<id>`` fills it."""
    return Response(render_template("editor.html", lang=lang), content_type=HTML.content_type)


@blueprint.get("/<any(en, zh):lang>/editor/terms.json")
def terms(lang: str) -> Response:
    """Every class and property as a prefixed name with its label, for completion."""
    service = context()
    found: dict[str, dict[str, str]] = {}
    for row in service.library.page("editor-terms"):
        label = row["en" if lang == "en" else "zh"] or row["en"]
        found.setdefault(str(row["term"]), {"kind": str(row["kind"]), "label": label.value if label else ""})
    body = {
        "prefixes": service.build.prefixes,
        "terms": [{"iri": iri, **rest} for iri, rest in found.items()],
    }
    return Response(json.dumps(body, ensure_ascii=False), content_type="application/json; charset=utf-8")


def editor_text(lang: str) -> str:
    """First text of the editor: the query of the address, an example, or a beginning."""
    if request.args.get("query"):
        return request.args["query"]
    queries = context().library.queries
    example = queries.get(request.args.get("example", "")) or queries.get("disputed-claims")
    if example is None:
        return ""
    known = {parameter.name for parameter in example.parameters}
    values = {name: value for name, value in request.args.items() if name in known}
    if "lang" in known:
        values["lang"] = lang
    return without_header(example.bind(**values)).strip()


def editor_examples(lang: str) -> list[tuple[str, str]]:
    """The questions of the catalogue: id and summary."""
    return [(query.id, query.summary[lang]) for query in context().library.queries.values()]
