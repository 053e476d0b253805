"""Explaining an inconsistency: a small set of axioms that is still inconsistent, with their files.

A reasoner says that there is a contradiction and not which. It is looked for first around an individual that
belongs to disjoint classes, then by dropping axioms.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pyoxigraph as ox

from genfilm.dataset.axioms import axioms_of
from genfilm.dataset.reason import OWL, RDF, RDFS, infer
from genfilm.vocabulary import compact

Placed = tuple[str, list[ox.Triple]]
_TYPE = f"{RDF}type"
_DECLARATIONS = {
    f"{OWL}{name}"
    for name in [
        "Class",
        "ObjectProperty",
        "DatatypeProperty",
        "AnnotationProperty",
        "NamedIndividual",
        "Ontology",
    ]
}
_SHOWN = 30
_NOTES = {ox.NamedNode(OWL + name) for name in ("imports", "versionIRI", "versionInfo", "deprecated")} | {
    ox.NamedNode(RDFS + name) for name in ("label", "comment", "seeAlso", "isDefinedBy")
}


def explain(
    groups: dict[str, list[ox.Triple]],
    broken: Callable[[list[ox.Triple]], bool],
    seconds: float = 20.0,
) -> list[str]:
    """A small set of axioms that is still ``broken``, as readable lines with their files.

    ``groups`` maps a file to its triples. The surroundings of a suspect individual are tried first; then
    axioms are dropped, in halves, as long as the rest is still broken (a blank node's triples go
    together). Declarations are always kept, since a fragment without them says something else. After
    ``seconds`` the set found so far is told, with a line that says so.
    """
    end = time.monotonic() + seconds
    declared = [t for triples in groups.values() for t in triples if declares(t)]
    notes = _NOTES | {t.subject for t in declared if t.object == ox.NamedNode(f"{OWL}AnnotationProperty")}
    axioms = [
        (name, axiom)
        for name, triples in groups.items()
        for axiom in _axioms([t for t in triples if not declares(t) and t.predicate not in notes])
    ]

    def still_broken(some: list[Placed]) -> bool:
        return broken(declared + _triples(some))

    for some in _surroundings(axioms):
        if time.monotonic() > end:
            break
        if still_broken(some):
            axioms = some
            break
    axioms, finished = _shrink(axioms, still_broken, end)
    return _lines(axioms) if finished else _unfinished(axioms, seconds)


def _shrink(
    axioms: list[Placed], broken: Callable[[list[Placed]], bool], end: float
) -> tuple[list[Placed], bool]:
    """(what is left when axioms are dropped as long as the rest is broken, whether there was time)."""
    size = max(1, len(axioms) // 2)
    while axioms:
        position, shrunk = 0, False
        while position < len(axioms):
            if time.monotonic() > end:
                return axioms, False
            rest = axioms[:position] + axioms[position + size :]
            if broken(rest):
                axioms, shrunk = rest, True
            else:
                position += size
        if size == 1 and not shrunk:
            break
        size = max(1, size // 2)
    return axioms, True


def _triples(axioms: list[Placed]) -> list[ox.Triple]:
    return [triple for _, axiom in axioms for triple in axiom]


def _lines(axioms: list[Placed]) -> list[str]:
    return [f"{name}: {_show(axiom)}" for name, axiom in axioms]


def _unfinished(axioms: list[Placed], seconds: float) -> list[str]:
    more = [f"… and {len(axioms) - _SHOWN} more"] if len(axioms) > _SHOWN else []
    stopped = f"(stopped after {seconds:g} s: {len(axioms)} statements left, not all of which are needed)"
    return [*_lines(axioms[:_SHOWN]), *more, stopped]


def _surroundings(axioms: list[Placed]) -> Iterator[list[Placed]]:
    """For each individual that belongs to disjoint classes: a few axioms by which it does.

    ``reasonable`` answers in milliseconds on what surrounds the individual, so it does the first shrinking.
    Individuals lead to what is said with them as subject or object, classes and properties only to what is
    said of themselves. Most contradictions lie within three steps; the caller tests each set.
    """
    for suspect in _suspects(_triples(axioms))[:3]:
        names: set[object] = {suspect}
        for _ in range(5):
            some = [(name, axiom) for name, axiom in axioms if _about(axiom, suspect, names)]
            if suspect in _suspects(_triples(some)):
                yield _shrink(
                    some,
                    lambda rest, suspect=suspect: suspect in _suspects(_triples(rest)),  # type: ignore[misc]
                    time.monotonic() + 5,
                )[0]
                break
            names.update(term for t in _triples(some) for term in (t.predicate, t.object))


def _about(axiom: list[ox.Triple], suspect: ox.NamedNode, names: set[object]) -> bool:
    root = axiom[0]
    if suspect in (root.subject, root.object):
        return True
    if isinstance(root.subject, ox.BlankNode):
        return sum(triple.object in names for triple in axiom if triple.predicate.value != _TYPE) > 1
    return root.subject in names


def _suspects(triples: list[ox.Triple]) -> list[ox.NamedNode]:
    """The individuals that, by what ``reasonable`` finds, belong to two classes declared disjoint."""
    disjoint: set[tuple[object, object]] = set()
    for axiom in _axioms(triples):
        if axiom[0].predicate.value == f"{OWL}disjointWith":
            disjoint.add((axiom[0].subject, axiom[0].object))
        elif any(triple.predicate.value == f"{OWL}members" for triple in axiom):
            members = [triple.object for triple in axiom if triple.predicate.value == f"{RDF}first"]
            disjoint.update((one, other) for one in members for other in members if one != other)
    types: dict[ox.NamedNode, set[object]] = {}
    for triple in [*triples, *infer(triples)]:
        if triple.predicate.value == _TYPE and isinstance(triple.subject, ox.NamedNode):
            types.setdefault(triple.subject, set()).add(triple.object)
    return sorted((s for s, own in types.items() if any({*pair} <= own for pair in disjoint)), key=str)


def declares(triple: ox.Triple) -> bool:
    named = isinstance(triple.subject, ox.NamedNode) and isinstance(triple.object, ox.NamedNode)
    return named and triple.predicate.value == _TYPE and str(triple.object)[1:-1] in _DECLARATIONS


def _axioms(triples: list[ox.Triple]) -> list[list[ox.Triple]]:
    """The axioms of triples, texts in a language left out."""
    return [axiom for axiom in axioms_of(triples) if not _annotates(axiom[0])]


def _annotates(triple: ox.Triple) -> bool:
    return isinstance(triple.object, ox.Literal) and bool(triple.object.language)


def _show(axiom: list[ox.Triple]) -> str:
    """An axiom as one line: blank nodes in brackets, RDF lists in parentheses."""
    inner: dict[ox.BlankNode, list[ox.Triple]] = {}
    for triple in axiom:
        if isinstance(triple.subject, ox.BlankNode):
            inner.setdefault(triple.subject, []).append(triple)

    def text(term: object) -> str:
        if isinstance(term, ox.NamedNode):
            return compact(term.value)
        if not isinstance(term, ox.BlankNode):
            return str(term)
        members = []
        while isinstance(term, ox.BlankNode) and _value(inner.get(term, []), "first"):
            members.append(text(_value(inner[term], "first")))
            term = _value(inner[term], "rest")
        if members:
            return f"( {' '.join(members)} )"
        own = inner.get(term, []) if isinstance(term, ox.BlankNode) else []
        return f"[ {' ; '.join(f'{text(t.predicate)} {text(t.object)}' for t in own)} ]"

    root = axiom[0]
    if isinstance(root.subject, ox.BlankNode):
        return text(root.subject)
    return f"{text(root.subject)} {text(root.predicate)} {text(root.object)}"


def _value(triples: list[ox.Triple], name: str) -> object:
    return next((t.object for t in triples if t.predicate.value == f"{RDF}{name}"), None)
