"""The Reconciliation Service API 0.2 at ``/reconcile``: spreadsheets link their names to ours."""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, Response, render_template, request

from genfilm.problems import WrongParameter
from genfilm.records import reconciling
from genfilm.records.entities import entities
from genfilm.records.entity import entity
from genfilm.records.names import names
from genfilm.vocabulary import BASE, GF, expand
from genfilm.web.context import context, language, root_url
from genfilm.web.site.embed import OPEN_CSP
from genfilm.words import say

blueprint = Blueprint("reconcile", __name__, url_prefix="/reconcile")
_PREVIEW = {"width": 400, "height": 160}
_TYPES = ("gf:Film", "gf:Person", "gf:Organization", "gf:Technology")
_PROPERTIES = ("object-property", "datatype-property")


@blueprint.route("", methods=["GET", "POST"])
def service() -> Response:
    """The manifest; or the answers to ``queries`` or ``extend``, JSON in a form or in the address."""
    library, lang = context().library, language()
    if "queries" in request.values:
        queries = _read("queries")
        return _json({
            name: {"result": reconciling.reconcile(library, query, lang)} for name, query in queries.items()
        })  # fmt: skip
    if "extend" in request.values:
        return _json(reconciling.extend(library, _read("extend"), lang))
    return _json(_manifest(lang))


@blueprint.get("/suggest/<any(entity, type, property):kind>")
def suggest(kind: str) -> Response:
    """Names that continue ``prefix``; ``cursor`` leaves out the first ones."""
    library, lang, prefix = context().library, language(), request.args.get("prefix", "")
    if kind == "entity":
        found = reconciling.suggest_entities(library, prefix, lang)
    else:
        kinds = ("class",) if kind == "type" else _PROPERTIES
        found = reconciling.suggest_terms(library, prefix, lang, kinds)
    return _json({"result": found[_number("cursor", 0) :]})


@blueprint.get("/properties")
def properties() -> Response:
    """Properties that a table of a ``type`` can be extended with."""
    cls, limit = request.args.get("type"), _number("limit", reconciling.MOST)
    found = reconciling.properties_of(context().library, cls, language(), limit)
    return _json({"limit": limit, "properties": found} | ({"type": cls} if cls else {}))


@blueprint.get("/preview")
def preview() -> Response:
    """A card about the entity ``id``, for a frame of any page."""
    library, lang = context().library, language()
    found = entity(library, names(library).one(request.args.get("id", ""), parameter="id").iri)
    response = Response(
        render_template("preview.html", lang=lang, entity=found, id=reconciling.identifier(found.iri)),
        content_type="text/html; charset=utf-8",
    )
    response.headers["Content-Security-Policy"] = OPEN_CSP
    return response


def _manifest(lang: str) -> dict[str, Any]:
    here, label = f"{root_url()}/reconcile", entities(context().library).label
    shown = {
        kind: {"service_url": here, "service_path": f"/suggest/{kind}"}
        for kind in ("entity", "type", "property")
    }
    return {
        "versions": ["0.2"],
        "name": say("site.title", lang),
        "identifierSpace": f"{BASE}/id/",
        "schemaSpace": GF,
        "documentation": f"{root_url()}/api/docs",
        "defaultTypes": [{"id": name, "name": label(expand(name))[lang]} for name in _TYPES],
        "view": {"url": f"{root_url()}/{lang}/entity/{{{{id}}}}"},
        "preview": {"url": f"{here}/preview?id={{{{id}}}}", **_PREVIEW},
        "suggest": shown,
        "extend": {
            "propose_properties": {"service_url": here, "service_path": "/properties"},
            "property_settings": [],
        },
    }


def _read(name: str) -> dict[str, Any]:
    """A parameter that holds a JSON object; raises Problem 400 for anything else."""
    try:
        found = json.loads(request.values[name])
    except ValueError:
        found = None
    if not isinstance(found, dict) or (
        name == "queries" and not all(isinstance(q, dict) for q in found.values())
    ):
        raise WrongParameter("reconcile", parameter=name)
    return found


def _number(name: str, default: int) -> int:
    text = request.args.get(name, "")
    return int(text[:6]) if text.isdecimal() else default


def _json(value: object) -> Response:
    return Response(json.dumps(value, ensure_ascii=False), content_type="application/json; charset=utf-8")
