"""Trusty IRIs (https://trustyuri.net, module RA): names that hold the digest of the RDF that they name."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from typing import cast

import pyoxigraph as ox

_STRING = "http://www.w3.org/2001/XMLSchema#string"


def named(quads: Sequence[ox.Quad], own: str) -> list[ox.Quad]:
    """Quads (no blank nodes) with their code for the end of the IRI ``own`` in every IRI that begins so."""
    space = own.rpartition("/")[0] + "/"

    def line(quad: ox.Quad) -> tuple[tuple[str, ...], str]:
        told = [_told(each, own, f"{space} ") for each in (quad.graph_name, quad.subject, quad.predicate)]
        value = quad.object
        if not isinstance(value, ox.Literal):
            name = _told(value, own, f"{space} ")
            return (*told, "", name), "".join(f"{each}\n" for each in (*told, name))
        kind = "" if value.language else str(value.datatype.value)
        mark = f"@{value.language.lower()}" if value.language else f"^{kind or _STRING}"
        text = value.value.replace("\\", "\\\\").replace("\n", "\\n")
        order = (*told, "literal", value.value, kind, value.language or "")
        return order, "".join(f"{each}\n" for each in (*told, f"{mark} {text}"))

    lines = dict(sorted(map(line, quads)))
    digest = hashlib.sha256("".join(dict.fromkeys(lines.values())).encode()).digest()
    code = "RA" + base64.urlsafe_b64encode(digest).decode().rstrip("=")

    def there(node: ox.NamedNode) -> ox.NamedNode:
        return ox.NamedNode(_told(node, own, space + code)) if node.value.startswith(own) else node

    return [
        ox.Quad(
            there(cast(ox.NamedNode, q.subject)),
            there(q.predicate),
            there(q.object) if isinstance(q.object, ox.NamedNode) else q.object,
            there(cast(ox.NamedNode, q.graph_name)),
        )
        for q in quads
    ]


def _told(each: object, own: str, name: str) -> str:
    """The IRI of a node, with ``name`` for ``own`` at its beginning."""
    iri = str(getattr(each, "value", ""))
    return name + iri.removeprefix(own) if iri.startswith(own) else iri
