"""The SHACL shapes of a build in words: which class must have what, as their messages say it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from genfilm.vocabulary import PREFIXES

_SH = PREFIXES["sh"]
_TARGETS = (f"{_SH}targetClass", f"{_SH}targetSubjectsOf", f"{_SH}targetObjectsOf")


@dataclass(frozen=True, slots=True)
class Constraint:
    """A rule: the class or property it is for, the property it looks at (or empty), its words by language."""

    target: str
    path: str
    message: Mapping[str, str]


def constraints(directory: Path) -> tuple[Constraint, ...]:
    """The constraints in the shapes files of a directory, sorted; none where there are no files."""
    store = ox.Store()
    for path in sorted(directory.glob("*.ttl")):
        store.bulk_load(path=str(path), format=ox.RdfFormat.TURTLE)
    found: list[Constraint] = []
    for name in _TARGETS:
        for quad in store.quads_for_pattern(None, ox.NamedNode(name), None):
            rules = [quad.subject, *_values(store, quad.subject, "property")]
            for rule in rules:
                message = {
                    text.language or "en": text.value
                    for text in _values(store, rule, "message")
                    if isinstance(text, ox.Literal)
                }
                paths = [
                    node.value for node in _values(store, rule, "path") if isinstance(node, ox.NamedNode)
                ]
                target = quad.object
                if message and isinstance(target, ox.NamedNode):
                    found.append(Constraint(target.value, paths[0] if paths else "", message))
    return tuple(sorted(found, key=lambda each: (each.target, each.path, sorted(each.message.items()))))


def _values(store: ox.Store, node: object, name: str) -> list[object]:
    if not isinstance(node, ox.NamedNode | ox.BlankNode):
        return []
    return [q.object for q in store.quads_for_pattern(node, ox.NamedNode(_SH + name), None)]
