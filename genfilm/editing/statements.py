"""The statements of all source files, to be changed file by file."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from genfilm.dataset.axioms import TYPE
from genfilm.dataset.placing import Placement, project
from genfilm.vocabulary import PREFIXES, Prefixes, expand

_PART = ox.NamedNode(expand("gf:hasPart"))


class SourceStatements:
    """The files below ``root`` with their changes so far, which ``placement`` holds."""

    def __init__(self, root: Path) -> None:
        files, prefixes = project(root)
        self.root, self.placement = root, Placement(files, prefixes=prefixes)
        declared = {name: iri for each in prefixes.values() for name, iri in each.items()}
        self.prefixes = Prefixes(PREFIXES, declared)

    def of(self, path: Path) -> list[Any]:
        """The triples of a file."""
        return self.placement.after.get(path, self.placement.before[path])

    def about(self, subject: str, path: Path | None = None) -> list[Any]:
        """The triples with this subject, in all files or in one; none for what is no IRI."""
        try:
            node = ox.NamedNode(subject)
        except ValueError:
            return []
        paths = self.placement.before if path is None else [path]
        return [t for each in paths for t in self.of(each) if t.subject == node]

    def home(self, iri: str) -> Path:
        """The file that describes a thing: that in which it has a type, if one does."""
        files = {path: self.about(iri, path) for path in self.placement.before}
        typed = (path for path, own in files.items() if any(t.predicate == TYPE for t in own))
        return next(typed, None) or next(path for path, own in files.items() if own)

    def turn(self, turned: Callable[[Any], Any]) -> None:
        """Put another triple in the place of each; one that comes to relate a thing to itself goes."""
        for path in self.placement.before:
            now = self.of(path)
            new = [turned(triple) for triple in now]
            if new != now:
                kept = (t for t, was in zip(new, now, strict=True) if t == was or t.subject != t.object)
                self.placement.after[path] = list(dict.fromkeys(kept))

    def drop(self, path: Path, triples: Iterable[Any]) -> None:
        """Take triples out of a file."""
        gone = set(triples)
        self.placement.after[path] = [t for t in self.of(path) if t not in gone]

    def extend(self, path: Path, triples: Iterable[Any]) -> None:
        """Add triples to a file."""
        self.placement.after[path] = list(dict.fromkeys([*self.of(path), *triples]))

    def speaking(self, iri: str) -> set[Any]:
        """The subjects of whatever refers to a thing."""
        node = ox.NamedNode(iri)
        return {t.subject for path in self.placement.before for t in self.of(path) if t.object == node}

    def block(self, claim: str) -> set[Any]:
        """A claim with its parts, and the blank nodes of both."""
        every = [t for path in self.placement.before for t in self.of(path)]
        found: set[Any] = set()
        waiting: list[Any] = [ox.NamedNode(claim)]
        while waiting:
            subject = waiting.pop()
            if subject not in found:
                found.add(subject)
                own = (t for t in every if t.subject == subject)
                waiting += [
                    t.object for t in own if t.predicate == _PART or isinstance(t.object, ox.BlankNode)
                ]
        return found

    def short(self, iri: str) -> str:
        """An IRI as a prefixed name."""
        return self.prefixes.compact(iri)

    def listed(self, terms: Iterable[Any]) -> str:
        """Terms as prefixed names, sorted."""
        return ", ".join(sorted(self.short(term.value) for term in terms))
