"""Differences between two editions, and the step of the version number that they call for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from genfilm.catalogue.query import NamedQuery
from genfilm.exports.edition import Edition
from genfilm.exports.snapshot import CLAIM_KINDS, Snapshot, Term, is_ours, local, node
from genfilm.protocol.queryfile import without_header
from genfilm.vocabulary import Prefixes
from genfilm.words import say

STEPS = ("patch", "minor", "major")
_FORM = ("gf:hasSubject", "gf:hasPredicate", "gf:hasObject", "gf:objectValue", "gf:polarity", "gf:modality")
_WORDING = (
    "rdfs:label",
    "rdfs:comment",
    "skos:prefLabel",
    "skos:altLabel",
    "skos:definition",
    "skos:example",
    "skos:scopeNote",
    "skos:editorialNote",
    "dcterms:title",
    "dcterms:abstract",
    "dcterms:description",
    "dcterms:rights",
    "dcterms:modified",
    "dcterms:issued",
    "dcterms:created",
    "dcterms:bibliographicCitation",
    "owl:versionInfo",
    "owl:versionIRI",
)
_RETIRED = ("owl:deprecated", "dcterms:isReplacedBy")


@dataclass(frozen=True, slots=True)
class Change:
    """One change: of what kind of thing, whether added, removed or changed, and the step it calls for."""

    kind: str
    what: str
    name: str
    detail: str
    step: str


@dataclass(frozen=True, slots=True)
class Difference:
    """The changes from one edition to another, the gravest first."""

    changes: tuple[Change, ...]
    compared_queries: bool

    @property
    def step(self) -> str | None:
        """The step of the version number that the changes call for; None when there are none."""
        return max((change.step for change in self.changes), key=STEPS.index, default=None)


def compare(old: Edition, new: Edition, lang: str = "en") -> Difference:
    """The changes of terms, things, claims, verdicts, wording and queries, with details in ``en`` or ``zh``.

    The graph's description of itself is left out: it changes whenever anything does.
    """
    changes = [*_resources(old.snapshot, new.snapshot, lang), *_verdicts(old.snapshot, new.snapshot)]
    both = old.queries is not None and new.queries is not None
    if old.queries is not None and new.queries is not None:
        for name in sorted({*old.queries, *new.queries}):
            changes += _query(name, old.queries.get(name), new.queries.get(name), lang)
    changes.sort(key=lambda change: (-STEPS.index(change.step), change.kind, change.what, change.name))
    return Difference(tuple(changes), both)


def next_version(version: str, step: str) -> str:
    """The version that follows by a step: ``next_version("1.4.2", "minor")`` is ``1.5.0``.

    Raises ValueError for what is not three numbers.
    """
    major, minor, patch = (int(part) for part in version.split("."))
    return {
        "major": f"{major + 1}.0.0",
        "minor": f"{major}.{minor + 1}.0",
        "patch": f"{major}.{minor}.{patch + 1}",
    }[step]


def _described(snapshot: Snapshot, prefixes: Prefixes) -> dict[ox.NamedNode, set[tuple[str, str]]]:
    """Description of each IRI of ours: property and value, blank nodes by what they lead to."""
    found: dict[ox.NamedNode, set[tuple[str, str]]] = {}
    for subject in snapshot.subjects():
        if isinstance(subject, ox.NamedNode) and is_ours(subject) and not _about_itself(subject):
            found[subject] = _statements(snapshot, subject, prefixes)
    return found


def _about_itself(subject: ox.NamedNode) -> bool:
    return is_ours(subject, "void") or is_ours(subject, "graph/") or is_ours(subject, "id/example/")


def _statements(
    snapshot: Snapshot, subject: Term, prefixes: Prefixes, depth: int = 8
) -> set[tuple[str, str]]:
    assert not isinstance(subject, ox.Literal)
    return {
        (prefixes.compact(str(predicate.value)), _written(snapshot, value, prefixes, depth))
        for predicate, values in snapshot.properties(subject).items()
        for value in values
    }


def _written(snapshot: Snapshot, value: Term, prefixes: Prefixes, depth: int) -> str:
    if isinstance(value, ox.BlankNode):
        inner = sorted(_statements(snapshot, value, prefixes, depth - 1)) if depth else []
        return "[" + " ; ".join(" ".join(pair) for pair in inner) + "]"
    return prefixes.compact(str(value.value)) if isinstance(value, ox.NamedNode) else str(value)


def _kind(snapshot: Snapshot, subject: ox.NamedNode) -> str:
    if is_ours(subject, "ns/") or is_ours(subject, "concept/"):
        return "term"
    types = set(snapshot.objects(subject, "rdf:type"))
    if types & {node(name) for name in CLAIM_KINDS}:
        return "claim"
    return (
        "assessment"
        if node("gf:Assessment") in types
        else "entity"
        if is_ours(subject, "id/")
        else "document"
    )


def _resources(old: Snapshot, new: Snapshot, lang: str) -> Iterator[Change]:
    prefixes = Prefixes(old.prefixes, new.prefixes)
    before, after = _described(old, prefixes), _described(new, prefixes)
    for subject in sorted({*before, *after}, key=lambda each: str(each.value)):
        name = prefixes.compact(str(subject.value))
        if subject not in after:
            yield Change(_kind(old, subject), "removed", name, _title(old, subject, lang), "major")
        elif subject not in before:
            yield Change(_kind(new, subject), "added", name, _title(new, subject, lang), "minor")
        elif before[subject] != after[subject]:
            yield _changed(_kind(new, subject), name, before[subject], after[subject])


def _changed(kind: str, name: str, before: set[tuple[str, str]], after: set[tuple[str, str]]) -> Change:
    """A change of a term's meaning is major, of words patch, everything else minor."""
    properties = {predicate for predicate, _ in before ^ after}
    detail = ", ".join(sorted(properties))
    lost = {predicate for predicate, _ in before - after}
    if kind == "term" and lost - {*_WORDING, *_RETIRED}:
        return Change(kind, "changed", name, detail, "major")
    if properties <= set(_WORDING):
        return Change("wording", "changed", name, detail, "patch")
    if kind == "claim" and properties & set(_FORM):
        said = {p: [v for q, v in sorted(before) if q == p] for p in _FORM}
        says = {p: [v for q, v in sorted(after) if q == p] for p in _FORM}
        parts = [f"{p}: {' '.join(said[p])} → {' '.join(says[p])}" for p in _FORM if said[p] != says[p]]
        return Change(kind, "changed", name, "; ".join(parts), "minor")
    return Change(kind, "changed", name, detail, "minor")


def _verdicts(old: Snapshot, new: Snapshot) -> Iterator[Change]:
    """The claims of both editions that fare otherwise now."""
    for claim in sorted({*old.claims()} & {*new.claims()}, key=lambda each: str(each.value)):
        before, after = old.verdict(claim), new.verdict(claim)
        if before != after:
            what = "changed" if before and after else "added" if after else "removed"
            change = f"{before or 'none'} → {after or 'none'}"
            yield Change("verdict", what, new.prefixes.compact(str(claim.value)), change, "minor")


def _query(name: str, before: NamedQuery | None, after: NamedQuery | None, lang: str) -> Iterator[Change]:
    """Columns and parameters that go or change are major, new ones minor, other words of the header patch."""
    if before is None or after is None:
        known = before or after
        assert known is not None
        removed = after is None
        yield Change("query", "removed" if removed else "added", name, known.summary.get(lang, ""),
                     "major" if removed else "minor")  # fmt: skip
        return
    for kind, was, now in (
        ("column", list(before.columns), list(after.columns)),
        ("parameter", [p.name for p in before.parameters], [p.name for p in after.parameters]),
    ):
        for each in was:
            if each not in now:
                yield Change(kind, "removed", f"{name} {each}", "", "major")
        for each in now:
            if each not in was:
                yield Change(kind, "added", f"{name} {each}", "", "minor")
        kept = [each for each in now if each in was]
        if kind == "column" and kept != [each for each in was if each in now]:
            detail = say("diff.order", lang, old=" ".join(was), new=" ".join(now))
            yield Change(kind, "changed", name, detail, "major")
    now_kinds = {p.name: (p.kind, p.options) for p in after.parameters}
    for parameter in before.parameters:
        if now_kinds.get(parameter.name, (parameter.kind, parameter.options)) != (
            parameter.kind,
            parameter.options,
        ):
            yield Change(
                "parameter", "changed", f"{name} {parameter.name}", say("diff.options", lang), "major"
            )
    if without_header(before.text) != without_header(after.text):
        yield Change("query", "changed", name, say("diff.text", lang), "minor")
    elif before.text != after.text:
        yield Change("wording", "changed", name, say("diff.header", lang), "patch")


def _title(snapshot: Snapshot, subject: ox.NamedNode, lang: str) -> str:
    return snapshot.label(subject, lang) or local(subject)
