"""The export in JSON-LD 1.1, compacted with a context of our own, and that context."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pyoxigraph as ox

from genfilm.exports.snapshot import Snapshot, Term, is_ours, local, node
from genfilm.vocabulary import Prefixes, compact

CONTEXT_IRI = "https://w3id.org/genfilm/context.jsonld"
_TEXTS = {
    "label": "rdfs:label",
    "comment": "rdfs:comment",
    "prefLabel": "skos:prefLabel",
    "altLabel": "skos:altLabel",
    "definition": "skos:definition",
    "scopeNote": "skos:scopeNote",
    "editorialNote": "skos:editorialNote",
    "title": "dcterms:title",
    "abstract": "dcterms:abstract",
    "description": "dcterms:description",
}
_LINKS = {
    "attributedTo": "prov:wasAttributedTo",
    "generatedBy": "prov:wasGeneratedBy",
    "publisher": "dcterms:publisher",
    "creator": "dcterms:creator",
    "license": "dcterms:license",
    "cites": "cito:cites",
    "isDefinedBy": "rdfs:isDefinedBy",
    "subClassOf": "rdfs:subClassOf",
    "subPropertyOf": "rdfs:subPropertyOf",
    "domain": "rdfs:domain",
    "range": "rdfs:range",
    "inScheme": "skos:inScheme",
    "topConceptOf": "skos:topConceptOf",
}
_PLAIN = {"identifier": "dcterms:identifier"}


def context(snapshot: Snapshot) -> dict[str, Any]:
    """The context: prefixes, short names of outside properties, and every property and class of ours.

    The text properties are language maps, and object properties hold IRIs. A short name of the outside
    goes before one of ours: ``gf:title`` is written with its prefix.
    """
    terms: dict[str, Any] = {"@version": 1.1, "id": "@id", "type": "@type"}
    terms |= snapshot.prefixes
    terms |= {name: {"@id": full, "@container": "@language"} for name, full in _TEXTS.items()}
    terms |= {name: {"@id": full, "@type": "@id"} for name, full in _LINKS.items()}
    terms |= _PLAIN
    for kind, extra in (("owl:ObjectProperty", {"@type": "@id"}), ("owl:DatatypeProperty", {})):
        for each in snapshot.instances(kind):
            if is_ours(each, "ns/") and local(each) not in terms:
                terms[local(each)] = {"@id": compact(str(each.value)), **extra}
    for each in snapshot.instances("owl:Class"):
        if is_ours(each, "ns/"):
            terms.setdefault(local(each), compact(str(each.value)))
    return terms


def json_ld(snapshot: Snapshot) -> bytes:
    """The default graph as one document, its context within, so that reading it needs no network."""
    terms = context(snapshot)
    writer = _JsonLdWriter(terms, snapshot.prefixes)
    nodes = [writer.node(subject, snapshot.properties(subject)) for subject in snapshot.subjects()]
    return _bytes({"@context": terms, "@graph": nodes})


def document(n_triples: bytes, named: Mapping[str, Any], address: str, prefixes: Prefixes) -> bytes:
    """N-Triples with the short names of ``named``, the context that stands at ``address``."""
    found = Snapshot.of(quad.triple for quad in ox.parse(n_triples, format=ox.RdfFormat.N_TRIPLES))
    writer = _JsonLdWriter(dict(named), prefixes)
    nodes = [writer.node(subject, found.properties(subject)) for subject in found.subjects()]
    return _bytes({"@context": address, **(nodes[0] if len(nodes) == 1 else {"@graph": nodes})})


def context_document(snapshot: Snapshot) -> bytes:
    """The context as a document of its own, to be named by others' data."""
    return _bytes({"@context": context(snapshot)})


def _bytes(document: dict[str, Any]) -> bytes:
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


class _JsonLdWriter:
    """Writes nodes with the names of a context."""

    def __init__(self, terms: dict[str, Any], prefixes: Prefixes) -> None:
        self._prefixes = prefixes
        self._classes = {value: name for name, value in terms.items() if isinstance(value, str)}
        self._names: dict[str, tuple[str, dict[str, str]]] = {}
        for name, value in terms.items():
            definition = value if isinstance(value, dict) else {"@id": value}
            if name not in prefixes and not str(definition.get("@id", "@")).startswith("@"):
                self._names[definition["@id"]] = (name, definition)

    def node(self, subject: Term, properties: dict[ox.NamedNode, list[Term]]) -> dict[str, Any]:
        written: dict[str, Any] = {"id": self._iri(subject)}
        for predicate, values in properties.items():
            if predicate == node("rdf:type"):
                written["type"] = _single([self._class(value) for value in values])
                continue
            full = compact(str(predicate.value))
            name, definition = self._names.get(full, (full, {}))
            fitting = [value for value in values if _fits(value, definition)]
            others = [value for value in values if not _fits(value, definition)]
            if fitting and definition.get("@container"):
                written[name] = _language_map(fitting)
            elif fitting:
                iris = definition.get("@type") == "@id"
                written[name] = _single([self._iri(v) if iris else self._value(v) for v in fitting])
            if others:
                written[full] = _single([self._value(v) for v in others])
        return written

    def _class(self, value: Term) -> str:
        return self._classes.get(self._iri(value), self._iri(value))

    def _value(self, value: Term) -> Any:
        if not isinstance(value, ox.Literal):
            return {"@id": self._iri(value)}
        if value.language:
            return {"@value": value.value, "@language": value.language}
        kind = compact(str(value.datatype.value))
        if kind == "xsd:string":
            return value.value
        if kind == "xsd:boolean" and value.value in ("true", "false"):
            return value.value == "true"
        if kind == "xsd:integer" and str(int(value.value)) == value.value:
            return int(value.value)
        return {"@value": value.value, "@type": kind}

    def _iri(self, term: Term) -> str:
        """An IRI with a prefix where one fits; JSON-LD expands what looks like a prefixed name."""
        return (
            f"_:{term.value}"
            if isinstance(term, ox.BlankNode)
            else self._prefixes.compact(str(getattr(term, "value", term)))
        )


def _fits(value: Term, definition: dict[str, str]) -> bool:
    """True if the definition of a short name says of a value what it is; else it is written out."""
    if definition.get("@container"):
        return isinstance(value, ox.Literal) and value.language is not None
    if definition.get("@type") == "@id":
        return not isinstance(value, ox.Literal)
    return True


def _language_map(values: list[Term]) -> dict[str, Any]:
    found: dict[str, list[str]] = {}
    for value in values:
        assert isinstance(value, ox.Literal)
        found.setdefault(str(value.language), []).append(str(value.value))
    return {language: _single(texts) for language, texts in found.items()}


def _single(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else values
