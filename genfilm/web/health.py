"""Health of the service: ``/health``."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from genfilm.engine.query import Query
from genfilm.errors import GenFilmError
from genfilm.protocol.headers import NEVER
from genfilm.web.context import context

blueprint = Blueprint("health", __name__)


@blueprint.get("/health")
def health() -> tuple[Response, int]:
    """200 when a query is answered within two seconds, 503 with the reason otherwise."""
    service = context()
    facts = {
        "build": service.build.id,
        "version": service.build.manifest.get("version"),
        "created": service.build.manifest.get("created"),
        "quads": service.build.manifest.get("quads"),
        **service.pool.status(),
    }
    try:
        service.pool.answer(Query("ASK { ?s ?p ?o }"), timeout=2.0)
    except GenFilmError as error:
        return _uncached(jsonify(status="failing", reason=str(error), **facts)), 503
    return _uncached(jsonify(status="ok", **facts)), 200


def _uncached(response: Response) -> Response:
    response.headers["Cache-Control"] = NEVER
    return response
