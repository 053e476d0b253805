"""A problem as bytes, problem details (RFC 9457) or text, and a fault of ours as a problem."""

from __future__ import annotations

import json
import logging
import uuid

from genfilm.errors import BuildNotFound, Problem
from genfilm.problems import InternalError, NoBuild
from genfilm.protocol.negotiation import accepts
from genfilm.vocabulary import BASE

_log = logging.getLogger("genfilm")
JSON_TYPE = "application/problem+json"
_JSON_READERS = (JSON_TYPE, "application/json", "application/sparql-results+json", "application/ld+json")
TEXT_TYPE = "text/plain; charset=utf-8"


def serialise(problem: Problem, accept: str | None) -> tuple[str, bytes]:
    """(Content-Type, body) for a client that does not ask for HTML."""
    if any(accepts(accept, name, default=True) for name in _JSON_READERS):
        members = {
            "type": f"{BASE}/problem/{problem.kind}",
            "title": problem.title,
            "status": problem.status,
            "detail": problem.detail,
            **problem.extra,
        }
        return JSON_TYPE, (json.dumps(members, ensure_ascii=False, indent=1) + "\n").encode()
    lines = [f"{problem.status} {problem.title}", problem.detail]
    lines += [f"{name}: {value}" for name, value in problem.extra.items()]
    return TEXT_TYPE, ("\n".join(filter(None, lines)) + "\n").encode()


def fault(error: Exception) -> Problem:
    """The problem that a fault of ours is for a client: logged, under an id that the client is told."""
    if isinstance(error, BuildNotFound):
        _log.error("build unusable: %s", error)
        return NoBuild("advice")
    number = uuid.uuid4().hex[:12]
    _log.error("internal error %s", number, exc_info=error)
    return InternalError(id=number)
