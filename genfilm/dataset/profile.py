"""Violations of the OWL 2 DL profile, each a fault with term, rule and remedy, before a reasoner meets it.

Sections are those of the structural specification of OWL 2 (https://www.w3.org/TR/owl2-syntax/).
Undeclared classes and properties, and properties of two kinds, are checks in ``queries/checks``.
"""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

import pyoxigraph as ox

from genfilm.dataset.axioms import FIRST, NIL, REST, TYPE, Graph
from genfilm.errors import SourceFault
from genfilm.vocabulary import PREFIXES, Prefixes

OWL, RDFS = PREFIXES["owl"], PREFIXES["rdfs"]
_FILLERS = (
    *("someValuesFrom", "allValuesFrom", "hasValue", "hasSelf"),
    *("cardinality", "minCardinality", "maxCardinality"),
    *("qualifiedCardinality", "minQualifiedCardinality", "maxQualifiedCardinality"),
)
_TERMS = """
AllDifferent AllDisjointClasses AllDisjointProperties Annotation AnnotationProperty AsymmetricProperty
Axiom Class DataRange DatatypeProperty DeprecatedClass DeprecatedProperty FunctionalProperty
InverseFunctionalProperty IrreflexiveProperty NamedIndividual NegativePropertyAssertion Nothing
ObjectProperty Ontology OntologyProperty ReflexiveProperty Restriction SymmetricProperty Thing
TransitiveProperty annotatedProperty annotatedSource annotatedTarget assertionProperty
backwardCompatibleWith bottomDataProperty bottomObjectProperty complementOf datatypeComplementOf
deprecated differentFrom disjointUnionOf disjointWith distinctMembers equivalentClass equivalentProperty
hasKey imports incompatibleWith intersectionOf inverseOf members onClass onDataRange onDatatype
onProperties onProperty oneOf priorVersion propertyChainAxiom propertyDisjointWith sameAs
sourceIndividual targetIndividual targetValue topDataProperty topObjectProperty unionOf versionIRI
versionInfo withRestrictions rational real
"""
VOCABULARY = {OWL + name for name in (*_TERMS.split(), *_FILLERS)}
_COMPACT = sorted(map(PREFIXES.compact, VOCABULARY))
_LISTS = (
    *("unionOf", "intersectionOf", "oneOf", "members", "distinctMembers", "disjointUnionOf"),
    *("hasKey", "propertyChainAxiom", "withRestrictions"),
)
_SIMPLE_ONLY = (
    "FunctionalProperty",
    "InverseFunctionalProperty",
    "IrreflexiveProperty",
    "AsymmetricProperty",
)
_OBJECT_ONLY = ("TransitiveProperty", "SymmetricProperty", "ReflexiveProperty", *_SIMPLE_ONLY[1:])
_ZONE = r"(?:Z|[+-]\d\d:\d\d)?"
_FORMS = {
    PREFIXES["xsd"] + name: re.compile(form)
    for name, form in {
        "boolean": "true|false|0|1",
        "integer": r"[+-]?\d+",
        "nonNegativeInteger": r"\+?\d+|-0+",
        "decimal": r"[+-]?(?:\d+\.?\d*|\.\d+)",
        "double": r"[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|INF)|NaN",
        "date": rf"-?\d{{4,}}-(?:0\d|1[0-2])-(?:[0-2]\d|3[01]){_ZONE}",
        "dateTime": rf"-?\d{{4,}}-(?:0\d|1[0-2])-(?:[0-2]\d|3[01])T\d\d:\d\d:\d\d(?:\.\d+)?{_ZONE}",
        "gYear": rf"-?\d{{4,}}{_ZONE}",
        "gYearMonth": rf"-?\d{{4,}}-(?:0\d|1[0-2]){_ZONE}",
    }.items()
}


class Break(NamedTuple):
    """A break of the profile: its rule, which names its words, where it stands, and what it concerns."""

    rule: str
    node: Any
    values: dict[str, Any]


def breaks(triples: Iterable[ox.Triple]) -> list[Break]:
    """Every break, each once, at the named thing in whose description it stands."""
    ontology = _Ontology(triples)
    found = [each._replace(node=ontology.owner(each.node)) for look in _LOOKS for each in look(ontology)]
    return list({(each.rule, each.node, str(each.values)): each for each in found}.values())


def faults(
    triples: Iterable[ox.Triple], find: Callable[[Any], tuple[str, int | None]], prefixes: Prefixes = PREFIXES
) -> list[SourceFault]:
    """The breaks as faults; ``find`` gives file and line of a term."""

    def named(value: Any) -> str:
        value = value[0] if isinstance(value, list) and value else value
        iri = getattr(value, "value", str(value))
        return prefixes.compact(iri) if isinstance(value, ox.NamedNode) else iri

    found = []
    for rule, node, values in breaks(triples):
        told = {name: named(value) for name, value in values.items()}
        near = difflib.get_close_matches(told.get("other", ""), _COMPACT, 1, 0)
        shape = told.pop("shape", "message")
        told["near"] = near[0]
        found.append(SourceFault.worded(rule, find(node), named(node), shape, told))
    return sorted(found, key=lambda fault: (fault.file, fault.line or 0, fault.term, fault.rule))


class _Ontology:
    """The triples by predicate and by node."""

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        self.triples = list(triples)
        self.about = Graph(self.triples).about
        self.by: dict[str, list[ox.Triple]] = defaultdict(list)
        self._parents: dict[Any, Any] = {}
        for triple in self.triples:
            self.by[triple.predicate.value].append(triple)
            if isinstance(triple.object, ox.BlankNode):
                self._parents.setdefault(triple.object, triple.subject)
        self.types: dict[Any, set[str]] = defaultdict(set)
        for triple in self.by[TYPE.value]:
            self.types[triple.subject].add(getattr(triple.object, "value", ""))

    def values(self, node: Any, name: str) -> list[Any]:
        """Value of an OWL property of a node."""
        return self.about[node].get(ox.NamedNode(OWL + name), []) if node in self.about else []

    def of_type(self, name: str) -> list[Any]:
        return [node for node, types in self.types.items() if OWL + name in types]

    def owner(self, node: Any) -> Any:
        """The named thing in whose description a blank node stands, else the node."""
        seen = set()
        while isinstance(node, ox.BlankNode) and node in self._parents and node not in seen:
            seen.add(node)
            node = self._parents[node]
        return node

    def members(self, head: Any) -> list[Any] | None:
        """The members of a list; None when it is none."""
        found, seen = [], set()
        while head != NIL:
            own = self.about.get(head, {})
            if head in seen or len(own.get(FIRST, [])) != 1 or len(own.get(REST, [])) != 1:
                return None
            seen.add(head)
            found.append(own[FIRST][0])
            head = own[REST][0]
        return found


def _reserved(ontology: _Ontology) -> Iterator[Break]:
    """Section 2.4: no other terms in the namespace of OWL."""
    for triple in ontology.triples:
        for term in (triple.predicate, triple.object):
            if isinstance(term, ox.NamedNode) and term.value.startswith(OWL) and term.value not in VOCABULARY:
                yield Break("unknown-owl-term", triple.subject, {"other": term})


def _restrictions(ontology: _Ontology) -> Iterator[Break]:
    """Sections 8.2 to 8.5: a restriction has one property and says one thing of it."""
    for node in ontology.of_type("Restriction"):
        fillers = [name for name in _FILLERS if ontology.values(node, name)]
        if len(ontology.values(node, "onProperty")) + len(ontology.values(node, "onProperties")) != 1:
            yield Break("restriction-without-property", node, {})
        elif len(fillers) != 1 or len(ontology.values(node, fillers[0])) != 1:
            yield Break("restriction-without-filler", node, {"other": ontology.values(node, "onProperty")})
        elif "ardinality" in fillers[0]:
            (count,) = ontology.values(node, fillers[0])
            if not (isinstance(count, ox.Literal) and count.value.isdigit()):
                yield Break("cardinality-not-a-number", node, {"other": count})
                continue
            counted = ontology.values(node, "onClass") + ontology.values(node, "onDataRange")
            if "ualified" in fillers[0] and len(counted) != 1:
                yield Break("cardinality-without-class", node, {})
    for name in ("onProperty", *_FILLERS):
        for triple in ontology.by[OWL + name]:
            if OWL + "Restriction" not in ontology.types[triple.subject]:
                yield Break("restriction-without-type", triple.subject, {"other": triple.predicate})


def _lists(ontology: _Ontology) -> Iterator[Break]:
    """Section 3.2.5 of the mapping to RDF: operands stand in a list, of two or more where they are joined."""
    for name in _LISTS:
        for triple in ontology.by[OWL + name]:
            members = ontology.members(triple.object)
            few = name in ("members", "distinctMembers", "propertyChainAxiom") and len(members or "..") < 2
            if members is None or few:
                yield Break("operands-not-a-list", triple.subject, {"other": triple.predicate})


def _characteristics(ontology: _Ontology) -> Iterator[Break]:
    """Sections 9.2 and 9.3: only object properties are transitive, symmetric and so on."""
    for name in (*_OBJECT_ONLY, "FunctionalProperty"):
        for node in ontology.of_type(name):
            types = ontology.types[node]
            other = name == "FunctionalProperty" and OWL + "DatatypeProperty" in types
            wrong = OWL + "DatatypeProperty" in types and name != "FunctionalProperty"
            if wrong or not (OWL + "ObjectProperty" in types or other or _implied(name, types)):
                yield Break("characteristic-of-no-property", node, {"other": ox.NamedNode(OWL + name)})


def _implied(name: str, types: set[str]) -> bool:
    """RDF graphs of OWL 1 leave ``owl:ObjectProperty`` out where a characteristic says as much."""
    return name != "FunctionalProperty" and not types & {OWL + "DatatypeProperty", OWL + "AnnotationProperty"}


def _non_simple(ontology: _Ontology) -> Iterator[Break]:
    """Section 11.1: what is transitive or follows from a chain is not counted, functional and so on."""
    reasons: dict[Any, Any] = dict.fromkeys(ontology.of_type("TransitiveProperty"), "transitive")
    reasons.update((triple.subject, "chain") for triple in ontology.by[OWL + "propertyChainAxiom"])
    above: dict[Any, set[Any]] = defaultdict(set)
    for triple in ontology.by[RDFS + "subPropertyOf"]:
        above[triple.subject].add(triple.object)
    for name in ("equivalentProperty", "inverseOf"):
        for triple in ontology.by[OWL + name]:
            above[triple.subject].add(triple.object)
            above[triple.object].add(triple.subject)
    queue = list(reasons)
    while queue:
        node = queue.pop()
        for parent in above[node] - reasons.keys():
            reasons[parent] = node
            queue.append(parent)
    for node, why in reasons.items():
        values = {"shape": why, "why": ""} if isinstance(why, str) else {"shape": "above", "why": why}
        for name in _SIMPLE_ONLY:
            if OWL + name in ontology.types[node]:
                yield Break("not-simple", node, {"other": ox.NamedNode(OWL + name), **values})
        for triple in ontology.by[OWL + "propertyDisjointWith"]:
            if node in (triple.subject, triple.object):
                yield Break("not-simple", node, {"other": triple.predicate, **values})
    for node in ontology.of_type("Restriction"):
        for name in _FILLERS:
            counted = "ardinality" in name or name == "hasSelf"
            (properties, said) = ontology.values(node, "onProperty"), ontology.values(node, name)
            if counted and said and properties and properties[0] in reasons:
                yield Break("not-simple-counted", node, {"other": properties[0]})


def _chains(ontology: _Ontology) -> Iterator[Break]:
    """Section 11.2: chains lead from property to property without a circle."""
    below: dict[Any, set[Any]] = defaultdict(set)
    strict = []
    for triple in ontology.by[RDFS + "subPropertyOf"]:
        below[triple.subject].add(triple.object)
    for triple in ontology.by[OWL + "propertyChainAxiom"]:
        whole, links = triple.subject, ontology.members(triple.object) or []
        ends = links[1:] if links[:1] == [whole] else links[:-1] if links[-1:] == [whole] else links
        for link in [] if links == [whole, whole] else ends:
            below[link].add(whole)
            strict.append((link, whole))
    for link, whole in strict:
        seen, queue = set(), [whole]
        while queue:
            node = queue.pop()
            if node not in seen:
                seen.add(node)
                queue.extend(below[node])
        if link in seen:
            yield Break("chain-in-a-circle", whole, {"other": link})


def _values(ontology: _Ontology) -> Iterator[Break]:
    """Section 5: object properties relate individuals, datatype properties give values of their datatype."""
    for triple in ontology.triples:
        types = ontology.types[triple.predicate]
        literal = isinstance(triple.object, ox.Literal)
        if OWL + "AnnotationProperty" in types:
            continue
        if literal and OWL + "ObjectProperty" in types:
            yield Break("object-property-with-text", triple.subject, {"other": triple.predicate})
        elif not literal and OWL + "DatatypeProperty" in types:
            yield Break("datatype-property-with-term", triple.subject, {"other": triple.predicate})
    for triple in ontology.triples:
        one: Any = triple.object
        if isinstance(one, ox.Literal) and not well_formed(one.value, one.datatype.value):
            values = {"other": one.datatype, "text": one.value[:60]}
            yield Break("value-outside-datatype", triple.subject, values)


def well_formed(text: str, datatype: str) -> bool:
    """True unless a text is known to be no value of a datatype."""
    form = _FORMS.get(datatype)
    return form is None or form.fullmatch(text.strip()) is not None


_LOOKS = (_reserved, _restrictions, _lists, _characteristics, _non_simple, _chains, _values)
