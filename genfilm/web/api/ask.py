"""Plain questions as data: what was understood and why, the rows, the claims behind them, the SPARQL."""

from __future__ import annotations

from dataclasses import asdict, fields, replace
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from genfilm.ask.answer import Answer, Nearest, Statement, Understood
from genfilm.ask.asker import asker
from genfilm.web.api.envelope import answer
from genfilm.web.api.json_schema import BOOLEAN, STRING, Schema, array, maybe, record, ref
from genfilm.web.api.operation import LANG, Route
from genfilm.web.api.schemas import IRI
from genfilm.web.api.search import Q, question_page
from genfilm.web.context import context, language, root_url
from genfilm.words import both

blueprint = Blueprint("api_ask", __name__, url_prefix="/api")
ASK = Route(
    "ask",
    "/api/ask",
    "finding",
    both("api.operation.ask"),
    (replace(Q, examples=tuple(both("api.example.ask").values())), LANG),
    ref("Reply"),
    columns=True,
)
_NEAR = {
    "id": STRING,
    "summary": ref("Label"),
    "confidence": {"type": "number", "minimum": 0, "maximum": 1},
    "parameters": {"type": "object", "additionalProperties": STRING},
}
_STATEMENT = {each.name: IRI if each.name == "claim" else STRING for each in fields(Statement)}
SCHEMAS: dict[str, Schema] = {
    "Reply": record(
        {
            "question": STRING,
            "understood": maybe(ref("Understood")),
            "nearest": array(record(_NEAR)),
            "sentence": maybe(STRING),
            "statements": array(record(_STATEMENT)),
            "applied": array(STRING),
            "leftOut": array(STRING),
            "doubtful": BOOLEAN,
            "unknown": array(STRING),
            "rows": array({"type": "object"}),
            "claims": array(IRI),
            "sparql": maybe(STRING),
        }
    ),
    "Understood": record(
        {
            **_NEAR,
            "links": array(record({"parameter": STRING, "value": STRING, "words": STRING})),
            "explanation": array(record({"words": STRING, "kind": STRING, "matched": STRING})),
        }
    ),
}


@blueprint.get("/ask")
def ask() -> Response:
    """Answer to ``q``: that of a named question which is surely meant, and the statements nearest to it."""
    given, lang = ASK.read(), language()
    found = asker(context().library).ask(given["q"], lang)
    table = found.table
    data: dict[str, Any] = {
        "question": found.question,
        "understood": _near(found.understood) if found.understood else None,
        "nearest": [_near(near) for near in found.nearest],
        "sentence": found.sentence or None,
        "statements": [asdict(each) for each in found.statements],
        "applied": list(found.applied),
        "leftOut": list(found.left_out),
        "doubtful": found.doubtful,
        "unknown": list(found.unknown),
        "rows": table.records() if table else [],
        "claims": list(found.claims),
        "sparql": found.sparql or None,
    }
    columns = [column.record() for column in table.columns] if table else []
    links = {"html": f"{root_url()}/{lang}/ask?{urlencode({'q': found.question})}"}
    if found.understood:
        links["question"] = root_url() + understood_page(found, lang).removeprefix(request.script_root)
    meta = {"total": len(table) if table else 0, "shortened": found.shortened}
    return answer(data, links=links, columns=columns, meta=meta)


def _near(found: Understood | Nearest) -> dict[str, Any]:
    return {**asdict(found), "summary": dict(context().catalogue[found.id].summary)}


def understood_page(found: Answer, lang: str) -> str:
    """The page of the question that was understood, asked with the values that were linked."""
    assert found.understood is not None
    values = {link.parameter: link.value for link in found.understood.links}
    return question_page(found.understood.id, lang, **values)
