"""Exploring the graph: ``/<lang>/explore`` for readers, ``/api/graph`` for what draws."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from dataclasses import asdict
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, render_template, request

from genfilm.problems import WrongParameter
from genfilm.protocol.formats import HTML
from genfilm.protocol.terms import iri, string
from genfilm.records.names import names
from genfilm.records.picture import DEEPEST, GROUPS, Picture, draw
from genfilm.records.things import things
from genfilm.vocabulary import BASE
from genfilm.web.api import finding
from genfilm.web.context import context, language, local_path, root_url
from genfilm.web.site.frame import Shown, shown
from genfilm.words import say

blueprint = Blueprint("explore", __name__)
MOST = 2000
_START = "https://w3id.org/genfilm/id/tech/generative-ai"
_FILTERS = ("kind", "verdict", "source")


@blueprint.get("/<any(en, zh):lang>/explore")
def explore(lang: str) -> Response:
    """The page: a form, the picture (drawn by a script) and the same claims as a table."""
    asked = request.args.get("focus")
    focus = _START if asked is None else _meant(asked)
    picture, whole = _asked(lang, focus)
    page = render_template(
        "explore.html",
        lang=lang,
        focus=focus,
        focus_label=next((node.label for node in picture.nodes if node.iri == focus), ""),
        depth=_number("depth", 1, DEEPEST),
        deepest=DEEPEST,
        nodes={node.iri: node for node in picture.nodes},
        picture=picture,
        facets=_facets(whole, lang),
        chosen={name: _several(name) for name in _FILTERS},
        queries=[_query(focus, lang)],
    )
    return Response(page, content_type=HTML.content_type)


@blueprint.get("/api/graph")
def graph() -> Response:
    """Nodes and edges around ``focus``, in the envelope of the API; ``format=csv`` gives the edges."""
    finding.GRAPH.read()
    lang = language()
    focus = _meant(request.args.get("focus", ""))
    picture, whole = _asked(lang, focus)
    if request.args.get("format") == "csv":
        return Response(_csv(picture), content_type="text/csv; charset=utf-8")
    service = context()
    root = root_url()
    nodes = [asdict(node) for node in picture.nodes]
    for node in nodes:
        node["class"] = node.pop("cls")
        path = local_path(node["iri"])
        node["html"] = node["iri"] if path is None else root + path
    state = urlencode({"focus": focus, "depth": _number("depth", 1, DEEPEST)})
    body = {
        "data": {
            "nodes": nodes,
            "edges": [{**asdict(e), "html": f"{root}/{lang}/claim/{e.claim}"} for e in picture.edges],
        },
        "meta": {
            "build": service.build.id,
            "version": service.build.manifest.get("version", ""),
            "lang": lang,
            "focus": focus or None,
            "total": len(picture.edges),
            "truncated": picture.truncated,
            "facets": _facets(whole, lang),
        },
        "links": {
            "self": f"{root}/api/graph?{request.query_string.decode('ascii', 'replace')}".rstrip("?"),
            "csv": f"{root}/api/graph?{state}&format=csv",
            "html": f"{root}/{lang}/explore?{state}",
        },
    }
    return Response(json.dumps(body, ensure_ascii=False), content_type="application/json; charset=utf-8")


def _query(focus: str, lang: str) -> Shown:
    """The query whose claims the page shows."""
    if focus:
        return shown("graph-neighbourhood", focus=iri(focus), lang=string(lang))
    return shown("graph-claims", lang=string(lang))


def _asked(lang: str, focus: str) -> tuple[Picture, Picture]:
    """The picture with the filters of the request, and without them."""
    whole = draw(context().library, lang, focus, _number("depth", 1, DEEPEST), _number("size", MOST, MOST))
    chosen = {name: set(_several(name)) for name in _FILTERS}
    unknown = chosen["kind"] - set(GROUPS)
    if unknown:
        raise WrongParameter("choice", parameter="kind", value=sorted(unknown)[0], known=[*GROUPS])
    picture = whole.filtered(
        groups=chosen["kind"], verdicts=chosen["verdict"], origins=chosen["source"], focus=focus
    )
    return picture, whole


def _facets(picture: Picture, lang: str) -> dict[str, list[dict[str, Any]]]:
    """For each filter its values in this picture, with names and counts."""
    groups = Counter(node.group for node in picture.nodes)
    verdicts = Counter((edge.verdict or "none", edge.verdict_label) for edge in picture.edges)
    sources = Counter(edge.origin for edge in picture.edges)
    return {
        "kind": [
            {"value": name, "label": say(f"group.{name}", lang), "count": groups[name]}
            for name in GROUPS
            if groups[name]
        ],
        "verdict": [
            {"value": code, "label": label or say("verdict.none", lang), "count": n}
            for (code, label), n in sorted(verdicts.items(), key=lambda item: (-item[1], item[0]))
        ],
        "source": [
            {"value": name, "label": _origin(name, lang), "count": n} for name, n in sources.most_common()
        ],
    }


def _origin(name: str, lang: str) -> str:
    """The name of a source: ours by its words, a document's by its label."""
    every, document = things(context().library), f"{BASE}/id/doc/{name}"
    return every.label(document)[lang] if document in every else say(f"source.{name}", lang)


def _number(name: str, default: int, most: int) -> int:
    text = request.args.get(name, str(default))
    if not text.isdecimal() or not 1 <= int(text[:9]) <= most:
        raise WrongParameter("number", parameter=name, value=text, low=1, high=most)
    return int(text)


def _several(name: str) -> list[str]:
    """A parameter that may be repeated or hold several values between commas."""
    return [value for text in request.args.getlist(name) for value in text.split(",") if value]


def _meant(asked: str) -> str:
    return names(context().library).one(asked, parameter="focus").iri if asked.strip() else ""


def _csv(picture: Picture) -> str:
    labels = {node.iri: node.label for node in picture.nodes}
    rows = io.StringIO()
    writer = csv.writer(rows, lineterminator="\r\n")
    writer.writerow(
        ("subject", "subjectLabel", "property", "propertyLabel", "object", "objectLabel", "polarity",
         "verdict", "claim", "page")
    )  # fmt: skip
    for edge in picture.edges:
        writer.writerow(
            (edge.source, labels.get(edge.source, ""), edge.property, edge.label, edge.target,
             labels.get(edge.target, ""), edge.polarity, edge.verdict or "", edge.iri, edge.page)
        )  # fmt: skip
    return rows.getvalue()
