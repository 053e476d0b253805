"""The draft of a source: the triples of its files, read, changed property by property, and written again.

What a workbook has no column for stays as it is.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from genfilm.dataset.axioms import TYPE
from genfilm.dataset.documents import document, header
from genfilm.dataset.placing import Placement, project
from genfilm.vocabulary import BASE, PREFIXES, expand

LOCAL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")
"""Form of the last part of an IRI of a source's things."""
FILES = ("source.ttl", "claims.ttl", "assessments.ttl", "readings.ttl", "entities.ttl")


def node(name: str) -> ox.NamedNode:
    """The IRI of a prefixed name."""
    return ox.NamedNode(expand(name))


class Draft:
    """The files of one source as triples; ``placement`` tells what becomes of them."""

    def __init__(self, root: Path, source: str) -> None:
        self.root, self.source = root, source
        self.folder = Path("kg/sources") / source
        before, prefixes = project(root)
        self.prefixes: dict[str, str] = {}
        for found in prefixes.values():
            self.prefixes.update({k: v for k, v in found.items() if k not in PREFIXES})
        self.before = before
        self.known: set[Any] = {t.subject for triples in before.values() for t in triples}
        self._about: dict[Path, dict[Any, dict[Any, list[Any]]]] = {}
        self._blank: dict[Path, list[Any]] = {}
        for name in FILES:
            self._open(self.folder / name)

    def iri(self, kind: str, name: str) -> ox.NamedNode:
        """The IRI of a claim, passage, division or assessment of this source."""
        return ox.NamedNode(f"{BASE}/id/{kind}/{self.source}/{name}")

    def title(self, lang: str) -> str:
        """Label of the source in a language, wherever it stands."""
        doc = ox.NamedNode(f"{BASE}/id/doc/{self.source}")
        everywhere = (t for triples in self.before.values() for t in triples if t.subject == doc)
        said = (t.object for t in everywhere if t.predicate == node("rdfs:label"))
        found = next((v.value for v in said if v.language == lang), "")
        return self.text(doc, "rdfs:label", lang) or found

    def subjects(self, kind: str) -> list[str]:
        """The names of the source's things of a kind, in order of their IRIs."""
        space = f"{BASE}/id/{kind}/{self.source}/"
        names = {
            str(s.value).removeprefix(space)
            for about in self._about.values()
            for s in about
            if isinstance(s, ox.NamedNode) and str(s.value).startswith(space)
        }
        return sorted(names, key=natural)

    def has(self, subject: Any) -> bool:
        return any(subject in about for about in self._about.values())

    def elsewhere(self, subject: Any, name: str) -> bool:
        """True if a file outside the source says this property of a subject."""
        mine, predicate = {self.folder / file for file in FILES}, node(name)
        return any(
            t.subject == subject and t.predicate == predicate
            for path, triples in self.before.items()
            for t in (triples if path not in mine else ())
        )

    def values(self, subject: Any, name: str) -> list[Any]:
        """The values of a property of a subject, wherever in the source it is described."""
        predicate = node(name)
        return [v for about in self._about.values() for v in about.get(subject, {}).get(predicate, ())]

    def one(self, subject: Any, name: str) -> Any:
        return next(iter(self.values(subject, name)), None)

    def text(self, subject: Any, name: str, lang: str = "") -> str:
        """The texts of a property in a language, a line each."""
        found = [
            v.value for v in self.values(subject, name) if getattr(v, "language", None) == (lang or None)
        ]
        return "\n".join(sorted(found))

    def put(self, file: str, subject: Any, name: str, values: Iterable[Any]) -> None:
        """Replace the values of a property; with none it goes."""
        predicate, new = node(name), list(dict.fromkeys(values))
        if set(new) == set(self.values(subject, name)):
            return
        path = self._place(file, subject, predicate)
        for about in self._about.values():
            about.get(subject, {}).pop(predicate, None)
        if new:
            self._about[path].setdefault(subject, {})[predicate] = new

    def drop(self, subject: Any) -> None:
        """Take out all that the source's files say of a subject."""
        for about in self._about.values():
            about.pop(subject, None)

    def speaking_of(self, thing: Any, but: Iterable[Any]) -> str:
        """The first file that names a thing outside the triples of these subjects; empty for none."""
        inside = set(but)
        mine = {self.folder / file for file in FILES}
        for path, about in self._about.items():
            for subject, own in about.items():
                if subject not in inside and any(thing in values for values in own.values()):
                    return str(path)
        others = ((path, triples) for path, triples in self.before.items() if path not in mine)
        return next(
            (str(path) for path, found in others for t in found if thing in (t.subject, t.object)), ""
        )

    def put_text(self, file: str, subject: Any, name: str, texts: dict[str, str]) -> None:
        """Replace the texts of a property by language, a line each."""
        others = [v for v in self.values(subject, name) if (getattr(v, "language", None) or "") not in texts]
        found = [
            ox.Literal(line, language=lang or None)
            for lang, text in texts.items()
            for line in text.split("\n")
            if line
        ]
        self.put(file, subject, name, others + found)

    def add_blank(self, file: str, subject: Any, name: str, values: dict[str, Any]) -> None:
        """Add a value that is a thing without a name."""
        blank, path = ox.BlankNode(), self._place(file, subject, node(name))
        self._about[path].setdefault(subject, {}).setdefault(node(name), []).append(blank)
        self._blank[path] += [ox.Triple(blank, node(key), value) for key, value in values.items()]

    def placement(self) -> Placement:
        """The plan: the triples of each file of the source before and after."""
        placed = Placement({})
        for path, about in self._about.items():
            after = [
                ox.Triple(s, p, o) for s, own in about.items() for p, found in own.items() for o in found
            ]
            after += self._blank[path]
            if not after:
                continue
            name = document(path)
            if name and not any(getattr(t.subject, "value", "") == name for t in after):
                after += header(name)
            placed.before[path] = self.before.get(path, [])
            placed.after[path] = after
            placed.prefixes[path] = self.prefixes
        return placed

    def _open(self, path: Path) -> None:
        about: dict[Any, dict[Any, list[Any]]] = defaultdict(lambda: defaultdict(list))
        blank = []
        for triple in self.before.get(path, []):
            if isinstance(triple.subject, ox.BlankNode):
                blank.append(triple)
            else:
                about[triple.subject][triple.predicate].append(triple.object)
        self._about[path] = {subject: dict(own) for subject, own in about.items()}
        self._blank[path] = blank

    def _place(self, file: str, subject: Any, predicate: Any) -> Path:
        """The file of the source that states the property of a subject already, else that gives its type, or
        describes it, else ``file``."""
        for said in ({predicate}, {TYPE}):
            found = [each for each, about in self._about.items() if said & about.get(subject, {}).keys()]
            if found:
                return found[0]
        return next((each for each, about in self._about.items() if about.get(subject)), self.folder / file)


def natural(name: str) -> list[Any]:
    """Key by which ``C2`` comes before ``C10`` and ``C2.1`` after ``C2``."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", name) if part]


def text_hash(text: str) -> str:
    """The hash of a passage by the recipe of docs/claims.md."""
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    return hashlib.sha256(plain.encode()).hexdigest()
