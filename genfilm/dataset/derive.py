"""Deriving graphs by rules: each ``queries/rules/*.rq`` is a CONSTRUCT whose header names its graph."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

from genfilm.errors import BuildFailed, SourceFault
from genfilm.protocol.queryfile import bind_values, parameter_line, read_query_file
from genfilm.vocabulary import BASE, PREFIXES, Prefixes, graph

SOURCES = graph("source/")
_GRAPH = re.compile(r"[A-Za-z0-9/_.-]+(\{source\})?")


def rule_files(root: Path) -> list[Path]:
    """The rules in the order in which they run, which is the order of their names."""
    return sorted((root / "queries" / "rules").glob("*.rq"))


def derive(store: ox.Store, root: Path, prefixes: Prefixes = PREFIXES) -> dict[str, int]:
    """Run every rule over the union of the named graphs; returns the triples that each added.

    A rule whose ``graph:`` ends in ``{source}`` runs once for each source, its parameter ``?source``
    bound to the graph of that source. Raises BuildFailed for a rule that is not a CONSTRUCT query or
    names no graph.
    """
    added = {}
    for path in rule_files(root):
        before = len(store)
        run_rule(store, path, root, prefixes)
        added[path.stem] = len(store) - before
    return added


def run_rule(store: ox.Store, path: Path, root: Path, prefixes: Prefixes = PREFIXES) -> None:
    """Add what one rule constructs to the graph that its header names; raises BuildFailed as ``derive``."""
    name, header, text = read_query_file(path, root)
    target = header.get("graph")
    if not isinstance(target, str):
        raise BuildFailed([_fault(name, "the header has no `graph:`")])
    if not _GRAPH.fullmatch(target):
        raise BuildFailed([_fault(name, f"graph: {target!r} does not make an IRI")])
    if "{source}" in target and parameter_line(text) is None:
        raise BuildFailed([_fault(name, "a rule for each {source} needs a line marked `# parameters`")])
    for rule, destination in _instances(store, text, target, name):
        triples = _construct(store, rule, name, prefixes)
        store.extend(ox.Quad(t.subject, t.predicate, t.object, ox.NamedNode(destination)) for t in triples)


def _instances(store: ox.Store, text: str, target: str, name: str) -> Iterator[tuple[str, str]]:
    if "{source}" not in target:
        yield text, graph(target)
        return
    sources = sorted(g.value for g in store.named_graphs() if str(g.value).startswith(SOURCES))
    for source in sources:
        try:
            rule = bind_values(text, {"source": f"<{source}>"})
        except KeyError as error:
            raise BuildFailed(
                [_fault(name, f"the line marked `# parameters` must bind ?source: {error}")]
            ) from None
        yield rule, graph(target.format(source=source.removeprefix(SOURCES)))


def _construct(store: ox.Store, text: str, name: str, prefixes: Prefixes) -> list[ox.Triple]:
    try:
        results = store.query(text, base_iri=f"{BASE}/", prefixes=prefixes, use_default_graph_as_union=True)
    except SyntaxError as error:
        raise BuildFailed([_fault(name, str(error))]) from None
    if not isinstance(results, ox.QueryTriples):
        raise BuildFailed([_fault(name, "the rule is not a CONSTRUCT query")])
    return list(results)


def _fault(name: str, message: str) -> SourceFault:
    return SourceFault("rule", message, name, remedy="See docs/queries.md, section Rules.")
