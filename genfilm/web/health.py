"""Health and readiness: ``/health`` says that the process works, ``/ready`` that it answers queries."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify

from genfilm.errors import GenFilmError, Problem
from genfilm.problems import NotFound
from genfilm.protocol.headers import NEVER
from genfilm.web.context import Context, context

HEALTH, READY, METRICS = "/health", "/ready", "/metrics"
_PATIENCE = 2.0
blueprint = Blueprint("health", __name__)


def health(service: Context) -> dict[str, Any]:
    """Facts on what is served, and on how much is asked of it."""
    manifest = service.build.manifest
    facts = {name: manifest.get(name) for name in ("version", "created", "quads")}
    return {"status": "ok", "build": service.build.id, **facts, **service.pool.status()}


async def readiness(service: Context) -> tuple[int, dict[str, Any]]:
    """200 when a query is answered within two seconds, 503 with the reason otherwise."""
    facts = health(service)
    try:
        await service.pool.ready(_PATIENCE)
    except GenFilmError as error:
        reason = str(error) if isinstance(error, Problem) else "The graph is not available"
        return 503, facts | {"status": "failing", "reason": reason}
    return 200, facts


@blueprint.get(HEALTH)
def _health() -> tuple[Response, int]:
    return _uncached(health(context())), 200


@blueprint.get(READY)
def _ready() -> tuple[Response, int]:
    service = context()
    status, facts = service.pool.wait(readiness(service))
    return _uncached(facts), status


@blueprint.get(METRICS)
def _metrics() -> Response:
    """None: the gateway counts requests and answers here; without it there is nothing."""
    raise NotFound(path=METRICS)


def _uncached(facts: dict[str, Any]) -> Response:
    response = jsonify(facts)
    response.headers["Cache-Control"] = NEVER
    return response
