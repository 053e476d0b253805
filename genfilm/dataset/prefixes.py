"""The prefixes that sources declare for their claims, passages and assessments (``sh:declare``)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

import pyoxigraph as ox

from genfilm.errors import BuildFailed, SourceFault
from genfilm.vocabulary import PREFIXES, Prefixes, expand

_PREFIX, _NAMESPACE = (ox.NamedNode(expand(name)) for name in ("sh:prefix", "sh:namespace"))
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
_REMEDY = (
    'Write sh:declare [ sh:prefix "exc" ; sh:namespace "https://…/"^^xsd:anyURI ]: letters, digits and '
    "hyphens; a slash or a hash at the end; each prefix and each namespace once."
)


def declarations(quads: Iterable[ox.Quad]) -> list[tuple[str, str]]:
    """(prefix, namespace) of every declaration in the quads, sorted; of a half one the other is empty."""
    found: dict[object, dict[ox.NamedNode, str]] = defaultdict(dict)
    for quad in quads:
        if quad.predicate in (_PREFIX, _NAMESPACE):
            found[quad.subject][quad.predicate] = str(getattr(quad.object, "value", ""))
    return sorted({(each.get(_PREFIX, ""), each.get(_NAMESPACE, "")) for each in found.values()})


def declared(quads: Iterable[ox.Quad]) -> Prefixes:
    """The prefixes of the project and those that the quads declare.

    Raises BuildFailed for a prefix that SPARQL does not take, for a namespace that does not end in a slash or
    a hash, and for a prefix or a namespace that stands for something else already.
    """
    table, faults = dict(PREFIXES), []
    for prefix, namespace in declarations(quads):
        others = {name for name, known in table.items() if known == namespace} - {prefix}
        if not _NAME.fullmatch(prefix) or not namespace.endswith(("/", "#")):
            faults.append(f"{prefix!r} cannot stand for {namespace!r}")
        elif table.get(prefix, namespace) != namespace:
            faults.append(f"{prefix}: stands for {table[prefix]} already, not for {namespace}")
        elif others:
            faults.append(f"{namespace} has the prefix {others.pop()}: already, not {prefix}:")
        else:
            table[prefix] = namespace
    if faults:
        raise BuildFailed([SourceFault("prefix", fault, remedy=_REMEDY) for fault in faults])
    return Prefixes(table)
