"""Changes of what two editions say, thing by thing, and the version step that each calls for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pyoxigraph as ox

from genfilm.dataset.wording import Wording
from genfilm.exports.snapshot import CLAIM_KINDS, LANGUAGES, Snapshot, is_ours, local, node
from genfilm.exports.statements import Axiom, Statements, about
from genfilm.vocabulary import Prefixes

STEPS = ("patch", "minor", "major")
_WORDING = {
    "rdfs:label",
    "rdfs:comment",
    "rdfs:isDefinedBy",
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
    "owl:priorVersion",
    "owl:versionInfo",
    "owl:versionIRI",
}
_ASIDE = {
    "owl:deprecated",
    "dcterms:isReplacedBy",
    "rdfs:seeAlso",
    *(f"skos:{name}Match" for name in ("broad", "close", "exact", "narrow", "related")),
}
"""Properties that may go from a term that means the same: its deprecation, and what others call it."""
_BINDING = {
    "owl:disjointWith",
    "owl:disjointUnionOf",
    "owl:equivalentClass",
    "owl:equivalentProperty",
    "owl:hasKey",
    "owl:propertyDisjointWith",
    "rdfs:domain",
    "rdfs:range",
}
"""Axioms that data that was right may contradict, when they are said of terms that were there."""
_BINDING_TYPES = {
    node(f"owl:{name}Property") for name in ("Asymmetric", "Functional", "InverseFunctional", "Irreflexive")
}
_BINDING_PARTS = ("allValuesFrom", "ardinality", "complementOf")


@dataclass(frozen=True, slots=True)
class Edit:
    """The values of one property, in one language if they have one, that went and that came."""

    predicate: ox.NamedNode
    language: str
    old: tuple[Axiom, ...] = ()
    new: tuple[Axiom, ...] = ()

    def told(self, wording: Wording) -> str:
        """The property and its values, old → new, in words."""
        old, new = (_values(axioms, wording) for axioms in (self.old, self.new))
        name = wording.name(self.predicate)
        return f"{name}: {old} → {new}" if old and new else f"+ {name}: {new}" if new else f"− {name}: {old}"


@dataclass(frozen=True, slots=True)
class Change:
    """One change: of what kind of thing, whether added, removed or changed, and the step it calls for."""

    kind: str
    what: str
    name: str
    detail: str
    step: str
    label: Mapping[str, str] = field(default_factory=dict)
    edits: tuple[Edit, ...] = ()


def _by_subject(graphs: Statements) -> dict[ox.NamedNode, dict[str, Axiom]]:
    """Axioms by their text, of each term that they are about, in whatever graph."""
    found: dict[ox.NamedNode, dict[str, Axiom]] = defaultdict(dict)
    for axioms in graphs.values():
        for text, axiom in axioms.items():
            if axiom[0].predicate != node("owl:imports") and not _about_itself(about(axiom)):
                found[about(axiom)][text] = axiom
    return found


def _about_itself(subject: ox.NamedNode) -> bool:
    return is_ours(subject, "void") or is_ours(subject, "graph/") or is_ours(subject, "id/example/")


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
        if is_ours(subject)
        else "term"
    )


def changed_things(
    old: Snapshot, new: Snapshot, old_statements: Statements, new_statements: Statements
) -> Iterator[Change]:
    """Everything that one of two editions says something else of than the other."""
    prefixes = Prefixes(old.prefixes, new.prefixes)
    before, after = _by_subject(old_statements), _by_subject(new_statements)
    plain = Wording((), "en", prefixes)
    for subject in sorted({*before, *after}, key=lambda each: str(each.value)):
        was, now = before.get(subject, {}), after.get(subject, {})
        snapshot = new if now else old
        kind, name = _kind(snapshot, subject), prefixes.compact(str(subject.value))
        label = {lang: snapshot.label(subject, lang) for lang in LANGUAGES}
        if not was or not now:
            what, step = ("added", "minor") if now else ("removed", "major")
            yield Change(kind, what, name, label["en"] or local(subject), step, label)
        elif was.keys() != now.keys():
            lost = [axiom for text, axiom in was.items() if text not in now]
            gained = [axiom for text, axiom in now.items() if text not in was]
            edits = _edits(lost, gained)
            kind, step = _weighed(kind, edits, {*before}, prefixes)
            detail = "; ".join(edit.told(plain) for edit in edits)
            yield Change(kind, "changed", name, detail, step, label, edits)


def _edits(lost: list[Axiom], gained: list[Axiom]) -> tuple[Edit, ...]:
    """The axioms that go and come, those of one property and language side by side."""
    sides: dict[tuple[str, str], tuple[list[Axiom], list[Axiom]]] = defaultdict(lambda: ([], []))
    for side, axioms in enumerate((lost, gained)):
        for axiom in axioms:
            language = getattr(axiom[0].object, "language", None) or ""
            sides[str(axiom[0].predicate.value), language][side].append(axiom)
    return tuple(
        Edit(ox.NamedNode(iri), language, tuple(old), tuple(new))
        for (iri, language), (old, new) in sorted(sides.items())
    )


def _values(axioms: tuple[Axiom, ...], wording: Wording) -> str:
    return ", ".join(wording.value(axiom) for axiom in axioms)


def _weighed(
    kind: str, edits: tuple[Edit, ...], known: set[ox.NamedNode], prefixes: Prefixes
) -> tuple[str, str]:
    """(kind, step) of a change: major of a term's meaning, patch of words, minor of everything else."""
    named = [(prefixes.compact(str(edit.predicate.value)), edit) for edit in edits]
    if {name for name, _ in named} <= _WORDING:
        return "wording", "patch"
    if kind == "term":
        lost = any(edit.old and name not in _WORDING | _ASIDE for name, edit in named)
        bound = (_binds(name, axiom, known) for name, edit in named for axiom in edit.new)
        if lost or any(bound):
            return kind, "major"
    return kind, "minor"


def _binds(name: str, axiom: Axiom, known: set[ox.NamedNode]) -> bool:
    """True for a new axiom that data may contradict which had no fault before."""
    first: Any = axiom[0]
    restricted = any(str(t.predicate.value).endswith(_BINDING_PARTS) for t in axiom)
    if name not in _BINDING and first.object not in _BINDING_TYPES and not restricted:
        return False
    ours = {term for t in axiom for term in (t.subject, t.object) if is_ours(term)}
    return ours <= known


def changed_verdicts(old: Snapshot, new: Snapshot) -> Iterator[Change]:
    """The claims of both editions that fare otherwise now."""
    for claim in sorted({*old.claims()} & {*new.claims()}, key=lambda each: str(each.value)):
        before, after = old.verdict(claim), new.verdict(claim)
        if before != after:
            what = "changed" if before and after else "added" if after else "removed"
            detail = f"{before or 'none'} → {after or 'none'}"
            verdict = node("gf:verdict")
            sides = (([ox.Triple(claim, verdict, node(f"gf:{v}"))],) if v else () for v in (before, after))
            label = {lang: new.label(claim, lang) for lang in LANGUAGES}
            name = new.prefixes.compact(str(claim.value))
            yield Change("verdict", what, name, detail, "minor", label, (Edit(verdict, "", *sides),))
