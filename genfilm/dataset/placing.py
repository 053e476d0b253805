"""Placing statements that come from outside into the files of the project; what has no place is a fault."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from genfilm.dataset.axioms import ONTOLOGY, SYMMETRIC, TYPE, axioms_of, normalised
from genfilm.dataset.documents import ALL, document, header
from genfilm.dataset.reading import read
from genfilm.dataset.turtle import normal
from genfilm.errors import SourceFault
from genfilm.vocabulary import BASE, GF, PREFIXES, compact, graph
from genfilm.vocabulary import ONTOLOGY as ONTOLOGY_IRI

_OWL, _RDF, _RDFS = PREFIXES["owl"], PREFIXES["rdf"], PREFIXES["rdfs"]
_DEFINED = ox.NamedNode(f"{_RDFS}isDefinedBy")
_LABEL = ox.NamedNode(f"{_RDFS}label")
_ROOT = Path("ontology/genfilm.ttl")
_OPAQUE = re.compile(r"(?:OWL[A-Za-z]+_|R)[0-9A-Za-z_]{8,}")
_IN_SOURCE = re.compile(rf"{re.escape(BASE)}/id/(\w+)/([^/]+)/[^/]+")
_FILES = {
    "claim": "claims.ttl",
    "assessment": "assessments.ttl",
    "reading": "readings.ttl",
    "acceptance": "readings.ttl",
}
"""The file of a source for each kind of its things that does not go to ``source.ttl``."""
Axiom = list[Any]


@dataclass
class Placement:
    """Plan of an import: the new triples of each file it changes, new names, and what has no place."""

    before: dict[Path, list[Any]]
    after: dict[Path, list[Any]] = field(default_factory=dict)
    prefixes: dict[Path, dict[str, str]] = field(default_factory=dict)
    corrections: dict[str, str] = field(default_factory=dict)
    faults: list[SourceFault] = field(default_factory=list)

    def texts(self) -> dict[Path, str]:
        """The new text of each file that changes."""
        return {
            path: text
            for path, triples in self.after.items()
            if (text := normal(triples, self.prefixes[path]))
            != normal(self.before[path], self.prefixes[path])
        }

    def changes(self) -> list[tuple[Path, list[Axiom], list[Axiom]]]:
        """(file, axioms that go, axioms that come) of each file that changes."""
        found = []
        for path in self.texts():
            old, new = (
                {normal(axiom, {}): axiom for axiom in axioms_of(sorted(normalised(triples), key=str))}
                for triples in (self.before[path], self.after[path])
            )
            gone = [axiom for text, axiom in sorted(old.items()) if text not in new]
            found.append((path, gone, [axiom for text, axiom in sorted(new.items()) if text not in old]))
        return found


def place(root: Path, given: Iterable[tuple[str, list[Any]]]) -> Placement:
    """Destination of each statement of files from outside, as (name of the file, its triples).

    A file whose ontology is one of the project's documents is its new version: what is not in it any more is
    taken out. A statement goes to the file that describes its subject; a new subject to the document in which
    it came, else to that of its ``rdfs:isDefinedBy``, else to the folder of its source.
    """
    files, prefixes = project(root)
    result = Placement(files, prefixes=prefixes)
    documents = {_document(path, triples): path for path, triples in files.items()}
    homes: dict[Any, Path] = {}
    for path, triples in files.items():
        for triple in triples:
            if triple.predicate == TYPE or triple.subject not in homes:
                homes[triple.subject] = path
    known: set[Any] = {t for triples in files.values() for t in triples}
    made = ox.NamedNode(graph(ALL.stem))  # its imports are a list of the files
    for name, triples in given:
        headers = [str(t.subject.value) for t in triples if t.predicate == TYPE and t.object == ONTOLOGY]
        own = next((documents[iri] for iri in headers if iri in documents), None)
        renamed = _corrected(name, triples, headers, known, homes, result)
        mine = {triple.subject for triple in files[own]} if own else set()
        defining = (t for t in renamed if _defines(t, documents))
        defined = {t.subject: documents[str(t.object)[1:-1]] for t in defining}
        if own is not None:
            result.after[own] = []
        for axiom in axioms_of(sorted((_as_held(t, known) for t in normalised(renamed)), key=str)):
            if _needless(axiom[0], known, homes, files[own] if own else ()) or axiom[0].subject == made:
                continue
            to = _home(axiom, own, mine, homes, defined, root)
            if to is None:
                term = compact(getattr(axiom[0].subject, "value", ""))
                result.faults.append(SourceFault.worded("import", (name, None), term, "placeless"))
            elif to == own or axiom[0] not in known:
                result.after.setdefault(to, list(files.get(to) or _header(to))).extend(axiom)
                result.before.setdefault(to, [])
                result.prefixes.setdefault(to, {})
    result.faults = list({str(fault): fault for fault in result.faults}.values())
    return result


def gather(root: Path) -> Placement:
    """Placement of what an editor added to one of the two ontologies that import all others, which are the
    active ones of those who open them: each axiom goes to the file that describes its subject.

    A term that no file describes stays in the ontology, and has no place in the graph.
    """
    files, prefixes = project(root)
    hubs = [path for path in (_ROOT, ALL) if (root / path).exists()]
    for hub in hubs:
        files[hub], prefixes[hub] = read(root / hub)
    result = Placement(files, prefixes=prefixes)
    documents = {_document(path, triples): path for path, triples in files.items()}
    homes = {
        t.subject: path
        for path, triples in files.items()
        for t in triples
        if path not in hubs and t.predicate == TYPE
    }
    known = {t for path, triples in files.items() if path not in hubs for t in triples}
    for hub in hubs:
        kept: list[Any] = []
        own = {t.subject for t in files[hub] if t.predicate == TYPE and t.object == ONTOLOGY}
        defined = {t.subject: documents[str(t.object)[1:-1]] for t in files[hub] if _defines(t, documents)}
        for axiom in axioms_of(sorted(normalised(files[hub]), key=str)):
            to = hub if axiom[0].subject in own else _home(axiom, None, set(), homes, defined, root)
            if to in (hub, None):
                kept.extend(axiom)
                if to is None and hub == ALL:
                    term = compact(getattr(axiom[0].subject, "value", ""))
                    result.faults.append(SourceFault.worded("import", (str(hub), None), term, "placeless"))
            elif not _needless(axiom[0], known, homes, ()):
                if to not in result.after:
                    files[to] = result.after[to] = read(root / to)[0]  # with its comments as notes
                result.after[to] = [*result.after[to], *axiom]
        result.after[hub] = kept
    result.faults = list({str(fault): fault for fault in result.faults}.values())
    return result


def _header(path: Path) -> list[ox.Triple]:
    """The triples with which a new file of the project begins."""
    name = document(path)
    return header(name) if name else []


def project(root: Path) -> tuple[dict[Path, list[Any]], dict[Path, dict[str, str]]]:
    """(triples, prefixes) of each file of the project, blank nodes of each kept apart."""
    triples, prefixes = {}, {}
    files = [p for folder in ("ontology", "kg") for p in sorted((root / folder).rglob("*.ttl"))]
    for path in files:
        short = path.relative_to(root)
        if "shapes" not in path.parts and short != ALL:
            reader = ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)
            triples[short] = [quad.triple for quad in reader]
            prefixes[short] = reader.prefixes
    return triples, prefixes


def _document(path: Path, triples: Iterable[Any]) -> str:
    """The IRI of the document that a file is."""
    headers = (str(t.subject.value) for t in triples if t.predicate == TYPE and t.object == ONTOLOGY)
    return document(path) or next(headers, str(path))


def _corrected(
    name: str,
    triples: Sequence[Any],
    headers: list[str],
    known: set[Any],
    homes: dict[Any, Path],
    result: Placement,
) -> list[ox.Triple]:
    """The triples with names of the project in place of those that Protégé gives by default."""
    defaults = tuple(f"{iri}{mark}" for iri in {ONTOLOGY_IRI, *headers} for mark in "#/")
    own: dict[Any, dict[Any, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for triple in triples:
        own[triple.subject][triple.predicate].append(triple.object)
    new: dict[Any, ox.NamedNode] = {}
    for subject in list(own):
        iri = getattr(subject, "value", "")
        if not isinstance(subject, ox.NamedNode) or subject in homes or not iri.startswith(defaults):
            continue
        if TYPE not in own[subject] or ONTOLOGY in own[subject][TYPE]:
            continue
        wanted = _name(iri, own[subject], known)
        if wanted is None or ox.NamedNode(wanted) in homes or wanted in result.corrections.values():
            result.faults.append(SourceFault.worded("import", (name, None), iri, "nameless"))
            continue
        new[subject] = ox.NamedNode(wanted)
        result.corrections[iri] = wanted
    return [
        ox.Triple(
            new.get(t.subject, t.subject), new.get(t.predicate, t.predicate), new.get(t.object, t.object)
        )
        for t in triples
    ]


def _name(iri: str, own: dict[Any, list[Any]], known: set[Any]) -> str | None:
    """The IRI that a new term should have: its kind's namespace and its own or its label's name."""
    local = re.split(r"[#/]", iri)[-1]
    kinds = {str(kind.value).removeprefix(_OWL) for kind in own[TYPE]}
    label = next((o.value for o in own.get(_LABEL, ()) if o.language in ("en", None)), "")
    if kinds & {"Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty"}:
        if not local or _OPAQUE.fullmatch(local):
            words = re.findall(r"[A-Za-z0-9]+", label)
            joined = "".join(word[:1].upper() + word[1:] for word in words)
            local = joined if "Class" in kinds else joined[:1].lower() + joined[1:]
        return GF + local if local else None
    spaces = Counter(
        re.sub(r"[^/#]+$", "", str(t.subject.value))
        for t in known
        if t.predicate == TYPE and t.object in own[TYPE] and isinstance(t.subject, ox.NamedNode)
    )
    if not local or _OPAQUE.fullmatch(local):
        local = "-".join(re.findall(r"[a-z0-9]+", label.lower()))
    return spaces.most_common(1)[0][0] + local if spaces and local else None


def _as_held(triple: ox.Triple, known: set[Any]) -> ox.Triple:
    """The triple, its sides exchanged where it is symmetric and the project has it the other way round."""
    if triple.predicate in SYMMETRIC and triple not in known and isinstance(triple.object, ox.NamedNode):
        turned = ox.Triple(triple.object, triple.predicate, triple.subject)
        return turned if turned in known else triple
    return triple


def _needless(triple: ox.Triple, known: set[Any], homes: dict[Any, Path], own: Sequence[ox.Triple]) -> bool:
    """True for a declaration that the OWL API repeats of a term that another file describes."""
    if triple.predicate != TYPE or triple in own:
        return False
    subject, kind = str(triple.subject), triple.object
    if subject.startswith((f"<{_OWL}", f"<{_RDF}", f"<{_RDFS}", f"<{PREFIXES['xsd']}")):
        return True
    individual = kind == ox.NamedNode(f"{_OWL}NamedIndividual") and triple.subject in homes
    return individual or (str(kind).startswith((f"<{_OWL}", f"<{_RDFS}")) and triple in known)


def _home(
    axiom: Axiom,
    own: Path | None,
    mine: set[Any],
    homes: dict[Any, Path],
    defined: dict[Any, Path],
    root: Path,
) -> Path | None:
    """The file for an axiom, None where there is no telling."""
    subject = axiom[0].subject
    if subject in mine:
        return own
    if isinstance(subject, ox.BlankNode):
        files = {homes[triple.object] for triple in axiom if triple.object in homes}
        return own or (files.pop() if len(files) == 1 else None)
    if subject in homes:
        return homes[subject]
    if subject in defined:
        return defined[subject]
    return own if own is not None and own != _ROOT else _by_source(str(subject.value), root)


class Homes:
    """The files of ``paths`` as homes of statements that come without a document."""

    def __init__(
        self, paths: Iterable[Path], files: dict[Path, list[Any]], come: Iterable[ox.Triple], root: Path
    ) -> None:
        documents = {_document(path, triples): path for path, triples in files.items()}
        self._root = root
        self._homes = {triple.subject: path for path in paths for triple in files[path]}
        self._defined = {t.subject: documents[str(t.object)[1:-1]] for t in come if _defines(t, documents)}

    def of(self, axiom: Axiom) -> Path | None:
        """The file that describes its subject, else that which defines it, else that of its source; None
        where there is no telling."""
        return _home(axiom, None, set(), self._homes, self._defined, self._root)


def _defines(triple: ox.Triple, documents: dict[str, Path]) -> bool:
    return triple.predicate == _DEFINED and getattr(triple.object, "value", "") in documents


def _by_source(iri: str, root: Path) -> Path | None:
    """The file for an IRI in the folder of the source that it names, where that is there."""
    match = _IN_SOURCE.fullmatch(iri)
    if match is None or not (root / "kg" / "sources" / match[2]).is_dir():
        return None
    file = _FILES.get(match[1], "source.ttl")
    return Path("kg/sources") / match[2] / file
