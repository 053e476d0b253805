"""The addresses of entities: an IRI of ours as the kind and the name under which every interface shows it."""

from __future__ import annotations

import re

from genfilm.vocabulary import BASE, GF, OWN_PREFIXES

TERM = "ns"
SCHEME = "concept"
_THINGS = f"{BASE}/id/"
_CONCEPTS = f"{BASE}/concept/"
_SCHEMES = frozenset(
    namespace.removeprefix(_CONCEPTS).rstrip("/")
    for namespace in OWN_PREFIXES.values()
    if namespace.startswith(_CONCEPTS)
)
_CAPITAL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def address(iri: str) -> tuple[str, str] | None:
    """(kind, name) of an IRI of ours: ``("film", "double-world")``, ``("genre", "animation")``,
    ``("ns", "Claim")``, ``("claim", "example-2026/C01")``; None for any other IRI."""
    if iri.startswith(_THINGS):
        kind, _, name = iri.removeprefix(_THINGS).partition("/")
    elif iri.startswith(_CONCEPTS):
        kind, _, name = iri.removeprefix(_CONCEPTS).partition("/")
        if not name:
            kind, name = SCHEME, kind
    elif iri.startswith(GF):
        kind, name = TERM, iri.removeprefix(GF)
    else:
        return None
    return (kind, name) if kind and name else None


def iri_at(kind: str, name: str) -> str:
    """The IRI at an address; whether anything is known by it is another question."""
    if kind == TERM:
        return GF + name
    if kind == SCHEME:
        return _CONCEPTS + name
    return f"{_CONCEPTS if kind in _SCHEMES else _THINGS}{kind}/{name}"


def key(iri: str) -> str:
    """The short name of an IRI, as filters and records write it: ``partly-corroborated``, ``production``."""
    local = re.split(r"[/#]", iri.rstrip("/#"))[-1]
    return _CAPITAL.sub("-", local).lower() if local[:1].isupper() and iri.startswith(GF) else local
