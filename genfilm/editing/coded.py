"""Codings of a source as its files have them: what claims state, who read or accepted them, and with which
values."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from genfilm.catalogue.library import Library
from genfilm.catalogue.table import Term
from genfilm.dataset.load import sources_in
from genfilm.editing.draft import Draft, node
from genfilm.editing.linking import slug
from genfilm.errors import SourceFault
from genfilm.records.entities import Entities, entities
from genfilm.records.node import LANGUAGES, Node
from genfilm.records.readings import CODED, Coding, alike, label_hash
from genfilm.search.fold import key as folded
from genfilm.search.pinyin import latin
from genfilm.vocabulary import BASE, expand

FILE = "readings.ttl"
_PERSON = f"{BASE}/id/reader/"
_LONGEST = 100


class Person:
    """A reader or adjudicator: the name that is given, and the IRI that it makes.

    Raises SourceFault for a name without letters, and for one that makes the IRI of somebody else.
    """

    def __init__(self, draft: Draft, name: str) -> None:
        self.name = " ".join(name.split())
        plain = slug(latin(self.name))
        if not plain or len(self.name) > _LONGEST or not self.name.isprintable():
            raise SourceFault.worded("reader", ("", None), name[:_LONGEST], "name")
        self.short, self.iri = plain, ox.NamedNode(_PERSON + plain)
        said = (t for triples in draft.before.values() for t in triples if t.subject == self.iri)
        known = {t.object.value for t in said if t.predicate == node("rdfs:label")}
        if known and folded(self.name) not in map(folded, known):
            shape = {"known": ", ".join(sorted(known))}
            raise SourceFault.worded("reader", ("", None), self.name, "other", shape)
        self.name = min(known, default=self.name)


class CodedSource:
    """The claims of a source that can be read, what each states, and its codings.

    Raises SourceFault where there is no such source, or nothing in it to read.
    """

    def __init__(self, root: Path, source: str, library: Library) -> None:
        self.draft = Draft(root, source)
        self._names = entities(library)
        claim = node("gf:SourceClaim")
        names = self.draft.subjects("claim")
        self.claims = [n for n in names if claim in self.draft.values(self.draft.iri("claim", n), "rdf:type")]
        if not self.claims:
            known = ", ".join(sorted(sources_in(root)))
            raise SourceFault.worded("source", ("", None), source, "unknown", {"known": known})
        self.codings = self._codings()

    def hash(self, name: str) -> str:
        """Hash of the words that a claim has."""
        claim = self.draft.iri("claim", name)
        english, chinese = (self.draft.text(claim, "rdfs:label", lang) for lang in LANGUAGES)
        return label_hash(english, chinese)

    def states(self, name: str) -> Mapping[str, Any]:
        """What a claim itself states of what is read, by the names of ``CODED``; a part leaves most to its
        row."""
        claim = self.draft.iri("claim", name)
        found = {
            read: self.draft.one(claim, own)
            for read, properties in CODED.items()
            for own in properties.values()
            if self.draft.one(claim, own) is not None
        }
        return {read: found[read] for read in CODED if read in found}

    def readings(self, name: str) -> list[Coding]:
        """The readings of a claim as it is worded now."""
        return [each for each in self.codings.get(name, ()) if each.counts and not each.accepts]

    def put(self, kind: str, name: str, person: Person, values: Mapping[str, Any], day: str) -> bool:
        """Record a reading (``reading``) or an ``acceptance`` of a claim; False where it is recorded already.

        A person's earlier reading is replaced, and so is an earlier acceptance by whomever.
        """
        draft, accepts = self.draft, kind == "acceptance"
        coding = draft.iri(kind, name if accepts else f"{name}.{person.short}")
        new = {read: self.shown(value) for read, value in values.items()}
        mine = (each for each in self.codings.get(name, ()) if each.iri == coding.value and each.counts)
        if any(each.person.iri == person.iri.value and alike(each.values, new) for each in mine):
            return False
        own: dict[str, list[Any]] = {
            "rdf:type": [node("gf:Acceptance" if accepts else "gf:Reading")],
            "gf:codes": [draft.iri("claim", name)],
            "gf:labelHash": [ox.Literal(self.hash(name))],
            "prov:wasAttributedTo": [person.iri],
            "prov:generatedAtTime": [ox.Literal(f"{day}T00:00:00+00:00", datatype=node("xsd:dateTime"))],
            **{coded: [] for properties in CODED.values() for coded in properties},
        }
        for read, value in values.items():
            own[self._property(read, value)] = [value]
        for prop, found in own.items():
            draft.put(FILE, coding, prop, found)
        draft.put(FILE, person.iri, "rdf:type", [node("prov:Person")])
        draft.put(FILE, person.iri, "rdfs:label", [ox.Literal(person.name)])
        return True

    def rewrite(self, name: str, values: Mapping[str, Any]) -> None:
        """Give a claim the values with which it is accepted."""
        claim = self.draft.iri("claim", name)
        for read, value in values.items():
            kept = CODED[read][self._property(read, value)]
            for own in CODED[read].values():
                self.draft.put("claims.ttl", claim, own, [value] if own == kept else [])

    def shown(self, value: Any) -> Node:
        """A value as records show it."""
        return _node(self._names, value)

    @staticmethod
    def _property(read: str, value: Any) -> str:
        things = [coded for coded in CODED[read] if coded != "gf:codedValue"]
        return things[0] if isinstance(value, ox.NamedNode) else "gf:codedValue"

    def value(self, coding: Coding, read: str) -> Any:
        """The term that a coding gives; None for none."""
        subject = ox.NamedNode(coding.iri)
        return next((v for p in CODED[read] if (v := self.draft.one(subject, p)) is not None), None)

    def _codings(self) -> dict[str, list[Coding]]:
        found: dict[str, list[Coding]] = defaultdict(list)
        draft = self.draft
        for kind in ("reading", "acceptance"):
            for name in draft.subjects(kind):
                coding = draft.iri(kind, name)
                claim, person = draft.one(coding, "gf:codes"), draft.one(coding, "prov:wasAttributedTo")
                if claim is None or person is None:
                    continue  # the shapes see to it
                values = {
                    read: self.shown(value)
                    for read, properties in CODED.items()
                    for prop in properties
                    if (value := draft.one(coding, prop)) is not None
                }
                of = str(claim.value).rpartition("/")[2]
                counts = draft.text(coding, "gf:labelHash") == self.hash(of)
                time = draft.one(coding, "prov:generatedAtTime")
                day = str(time.value)[:10] if time is not None else ""
                by, accepts = self._person(person.value), kind == "acceptance"
                found[of].append(Coding(coding.value, claim.value, by, day, accepts, counts, values))
        return found

    def _person(self, iri: str) -> Node:
        name = self.draft.text(ox.NamedNode(iri), "rdfs:label") or iri
        return Node(iri, dict.fromkeys(LANGUAGES, name), re.split("[/#]", iri)[-1])


def _node(names: Entities, value: Any) -> Node:
    if isinstance(value, ox.NamedNode):
        return names.entity(value.value)
    datatype = value.datatype.value
    plain = "" if datatype in (expand("xsd:string"), expand("rdf:langString")) else datatype
    found = names.node(Term("literal", value.value, plain, value.language or ""))
    assert found is not None
    return found
