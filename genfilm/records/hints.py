"""Hints about a query that finds nothing: which of its names are not there, where what they name is, and what
its conditions cannot see.

Silence is the most frequent wrong answer of SPARQL. A hint says what may have been meant; that nothing is
found may be right all the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import islice
from typing import Any

from genfilm.catalogue.library import Library, NotKept
from genfilm.errors import GenFilmError
from genfilm.protocol import guard
from genfilm.protocol.terms import iri
from genfilm.protocol.visibility import unseen
from genfilm.records.entities import Entities, entities
from genfilm.vocabulary import BASE, Prefixes, expand
from genfilm.words import say

_MOST = 3
_NARROWER = 3
_LONGEST, _QUICK = 20_000, 2_500
_LOOKED_UP = 20
"""Names of a query that are looked up: each may cost a query."""
_LONGEST_NAME = 100
_REMEMBERED = 20_000
_GRAPHS = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"
_OURS = BASE.partition("://")[2]


@dataclass(frozen=True, slots=True)
class Hint:
    """Hint: its ``shape`` among the messages ``hint.…``, and what they tell."""

    shape: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def told(self, lang: str) -> str:
        """The hint in words of ``en`` or ``zh``."""
        between = "、" if lang == "zh" else ", "
        texts = {k: between.join(v) if isinstance(v, list) else v for k, v in self.values.items()}
        return say(f"hint.{self.shape}", lang, **texts)


@dataclass(frozen=True, slots=True)
class _Uses:
    """Uses of terms: direct instances of classes, triples of properties, those by named graph; and the
    ``names`` of these graphs."""

    instances: Counter[str] = field(default_factory=Counter)
    triples: Counter[str] = field(default_factory=Counter)
    graphs: dict[str, Counter[str]] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)


def hints(library: Library, query: str, graphs: Iterable[str] = ()) -> list[Hint]:
    """At most three hints about a query without an answer, and about ``graphs`` that its request names; none
    for a long one."""
    if len(query) > _LONGEST:
        return []
    found: dict[str, Hint] = {}
    for hint in _found(library, guard.unescape(query), graphs):
        found.setdefault(hint.told("en"), hint)
        if len(found) == _MOST:
            break
    return [*found.values()]


def explained(library: Library, query: str, lang: str, graphs: Iterable[str] = ()) -> list[str]:
    """The hints about a query without an answer, in words of ``en`` or ``zh``."""
    try:
        return [hint.told(lang) for hint in hints(library, query, graphs)]
    except GenFilmError:  # the answer is there, whoever has no time to explain it
        return []


def explained_at_once(
    library: Library, query: str, lang: str, graphs: Iterable[str] = ()
) -> list[str] | None:
    """The same from what is known already and for a short query, which an event loop may wait for; else
    None."""
    if len(query) > _QUICK:
        return None
    try:
        return explained(library.at_once(), query, lang, graphs)
    except NotKept:
        return None


def _found(library: Library, query: str, graphs: Iterable[str]) -> Iterator[Hint]:
    prefixes = library.prefixes
    tokens = [*guard.tokens(query)]
    declared = guard.declared_in(tokens)
    for prefix, namespace in declared.items():
        ours = prefixes.get(prefix)
        if ours is not None and ours.startswith(BASE) and ours != namespace:
            yield Hint("prefix", {"prefix": f"{prefix}:", "given": namespace, "known": ours})
    names = entities(library)
    words = {token.text.upper() for token in tokens}
    in_graph = "GRAPH" in words
    known = {**prefixes, **declared}
    namespaces = set(known.values())
    named = dict.fromkeys([*graphs, *_graphs(tokens, known)])
    for graph in islice(named, _LOOKED_UP):
        yield from _about_graph(library, graph)
    resolved = (guard.resolve(token, known) for token in tokens)
    looked_up = dict.fromkeys(name for name in resolved if name and _OURS in name and name not in namespaces)
    for name in islice(looked_up, _LOOKED_UP):
        if name not in named:
            yield from _about(library, names, name, prefixes, in_graph=in_graph)
    for each in () if words.isdisjoint(("FILTER", "HAVING")) else unseen(query, tokens):
        shape = (
            "name" if each.expression else "group" if each.word == "HAVING" else "near" if each.near else ""
        )
        yield Hint(f"unseen_{shape}".rstrip("_"), {**each._asdict(), "expression": _clipped(each.expression)})


def _graphs(tokens: list[guard.Token], known: Mapping[str, str]) -> Iterator[str]:
    """The IRIs that a query names as graphs."""
    before = ""
    for token in tokens:
        if before in ("GRAPH", "FROM", "NAMED"):
            name = token.text[1:-1] if token.kind == "iri" else guard.resolve(token, known)
            if name is not None:
                yield name
        before = token.text.upper()


def _about_graph(library: Library, name: str) -> Iterator[Hint]:
    uses = library.once("term-uses", lambda: _uses(library))
    if name not in uses.names:
        near = [f"<{each}>" for each in get_close_matches(name, uses.names, n=2, cutoff=0.85)]
        yield Hint(
            f"graph_{'near' if near else 'unknown'}",
            {"name": f"<{_clipped(name)}>", "near": near, "query": _GRAPHS},
        )


def _about(
    library: Library, names: Entities, name: str, prefixes: Prefixes, *, in_graph: bool
) -> Iterator[Hint]:
    short = _clipped(prefixes.compact(name))
    uses = library.once("term-uses", lambda: _uses(library))
    if name not in names and not _said(library, name):
        near = [prefixes.compact(each) for each in _near(names, name)]
        yield Hint("near" if near else "unknown", {"name": short, "near": near})
    elif uses.triples[name]:
        return
    elif name in uses.graphs:
        graphs = uses.graphs[name].most_common(_NARROWER)
        yield Hint("graph", {"name": short, "graphs": [f"<{graph}> ({n})" for graph, n in graphs]})
    elif _is_class(names, name) and not uses.instances[name]:
        below, total = library.once(f"below {name}", lambda: _below(names, uses, name))
        if not below:
            yield Hint("empty_class", {"name": short})
        if not (below and in_graph):
            return  # in the default graph the members of its subclasses are its own
        told = [f"{prefixes.compact(each)} ({n})" for each, n in below.most_common(_NARROWER)]
        told += ["…"] if len(below) > _NARROWER else []
        yield Hint("narrower", {"name": short, "count": total, "narrower": told})
    elif _is_property(names, name):
        yield Hint("unused", {"name": short})


def _below(names: Entities, uses: _Uses, name: str) -> tuple[Counter[str], int]:
    """The direct instances of each class below one, and how many there are in all."""
    below = Counter({each: n for each, n in uses.instances.items() if name in names.parents(each)})
    distinct = sum(not below.keys().isdisjoint(names.types(thing)) for thing in names)
    return below, distinct or sum(below.values())  # claims and the like are not among the entities


def _clipped(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}…"


def _uses(library: Library) -> _Uses:
    found = _Uses()
    for row in library.page("term-uses"):
        term, graph, count = str(row["term"]), row["graph"], int(str(row["n"]))
        if graph is not None:
            found.graphs.setdefault(term, Counter())[str(graph)] += count
            found.names.add(str(graph))
        elif str(row["manner"]) == "instances":
            found.instances[term] = count
        else:
            found.triples[term] = count
    return found


def _is_class(names: Entities, name: str) -> bool:
    return expand("owl:Class") in names.types(name)


def _is_property(names: Entities, name: str) -> bool:
    kinds = (expand(f"owl:{kind}Property") for kind in ("Object", "Datatype", "Annotation"))
    return any(kind in names.types(name) for kind in kinds)


def _said(library: Library, name: str) -> bool:
    """True if anything is said of an IRI; remembered for those of which something is, since programs ask
    of the same again."""
    said: set[str] = library.once("said", set)
    if name in said:
        return True
    try:
        found = len(library.page("term-exists", subject=iri(name))) > 0
    except ValueError:
        return False
    if found and len(said) < _REMEMBERED:
        said.add(name)
    return found


def _near(names: Entities, name: str) -> list[str]:
    """The IRIs that an unknown one most resembles, those with its beginning first, then any of ours."""
    stem, _, local = name.rpartition("/")
    same = {each.rpartition("/")[2]: each for each in names if each.rpartition("/")[0] == stem}
    close = get_close_matches(local, same, n=2, cutoff=0.65)
    if close:
        return [same[each] for each in close]
    within = [same[each] for each in same if local and local.lower() in each.lower()]
    if within:
        return within[:2]
    every = {each.rpartition("/")[2]: each for each in names if each.startswith(f"{BASE}/")}
    return [every[each] for each in get_close_matches(local, every, n=2, cutoff=0.8)]
