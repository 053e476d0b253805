"""A problem as bytes: problem details (RFC 9457) where JSON is acceptable, text otherwise."""

from __future__ import annotations

import json

from genfilm.errors import Problem
from genfilm.protocol.negotiation import accepts
from genfilm.vocabulary import BASE

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
