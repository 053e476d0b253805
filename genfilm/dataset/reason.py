"""Reasoning: OWL 2 RL consequences by ``reasonable`` with property chains, and a consistency check by HermiT.

``reasonable`` covers most of OWL 2 RL but no property chains, which are followed here, and it reports no
contradiction; HermiT (through owlready2, needs Java) says whether the graph is consistent but not why:
see ``explain``.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pyoxigraph as ox

from genfilm.vocabulary import BASE, GF, PREFIXES

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
OWL, RDF, RDFS = PREFIXES["owl"], PREFIXES["rdf"], PREFIXES["rdfs"]
_TYPE = f"{RDF}type"
_TRIVIAL_OBJECTS = {f"{OWL}Thing", f"{RDFS}Resource", f"{RDFS}Class", f"{OWL}Class"}
_TRIVIAL_PREDICATES = {f"{OWL}sameAs", f"{OWL}equivalentClass", f"{OWL}equivalentProperty"}


def infer(triples: Sequence[ox.Triple]) -> list[ox.Triple]:
    """Consequences of the triples, without those already there and the trivial ones.

    A chain can feed a class and a class a chain, so both are followed until nothing new comes: a closure
    alone has no end beyond itself, so it is made again only after a chain has told something.
    """
    known = set(triples)
    found = _closure(triples) - known
    while new := _chained(known | found) - known - found:
        found |= new
        found |= _closure([*triples, *found]) - known
    return sorted((t for t in found if not _trivial(t)), key=str)


def _closure(triples: Sequence[ox.Triple]) -> set[ox.Triple]:
    """The consequences that ``reasonable`` finds."""
    import reasonable

    reasoner = reasonable.PyReasoner()
    with tempfile.NamedTemporaryFile(suffix=".ttl") as file:
        ox.serialize(triples, file, format=ox.RdfFormat.N_TRIPLES)
        file.flush()
        reasoner.load_file(file.name)
        found = reasoner.reason()
    buffer = io.StringIO()
    for subject, predicate, obj in found:
        if hasattr(subject, "n3") and hasattr(predicate, "n3"):
            buffer.write(f"{subject.n3()} {predicate.n3()} {obj.n3()} .\n")
    parsed = ox.parse(buffer.getvalue(), format=ox.RdfFormat.N_TRIPLES, lenient=True)
    # A blank node has a new name in every run: what is said of one would never come to an end.
    return {q.triple for q in parsed if not {type(q.subject), type(q.object)} & {ox.BlankNode}}


def _chained(triples: set[ox.Triple]) -> set[ox.Triple]:
    """The consequences of the property chains: each is asked as the path that it is."""
    store = ox.Store()
    store.extend(ox.Quad(*triple) for triple in triples)
    values: dict[tuple[Term, str], Term] = {(t.subject, t.predicate.value): t.object for t in triples}
    # Inverses are said in either direction: editors write the named property first.
    values |= {
        (t.object, t.predicate.value): t.subject for t in triples if t.predicate.value == f"{OWL}inverseOf"
    }
    found = set()
    for axiom in triples:
        if axiom.predicate.value == f"{OWL}propertyChainAxiom":
            path = "/".join(_steps(axiom.object, values))
            pairs = store.query(f"SELECT DISTINCT ?from ?to {{ ?from {path} ?to }}")
            found |= {ox.Triple(start, axiom.subject, end) for start, end in pairs}  # type: ignore
    return found


def _steps(node: Term, values: Mapping[tuple[Term, str], Term]) -> Iterator[str]:
    """The steps of a list of properties, each as a SPARQL path: the inverse of a property is ``^<iri>``."""
    while (step := values.get((node, f"{RDF}first"))) is not None:
        yield str(step) if isinstance(step, ox.NamedNode) else f"^{values[step, f'{OWL}inverseOf']}"
        node = values[node, f"{RDF}rest"]


def telling(found: Iterable[ox.Triple], known: Iterable[ox.Triple]) -> list[ox.Triple]:
    """Consequences that tell something new of an entity: relations, and its most specific classes.

    A type that follows from another one by the tree of classes alone, and that tree itself, are left out:
    see ``generalized``.
    """
    found, above, types = list(found), defaultdict[Term, set[Term]](set), defaultdict[Term, set[Term]](set)
    for triple in (*known, *found):
        if triple.predicate.value == f"{RDFS}subClassOf" and triple.subject != triple.object:
            above[triple.subject].add(triple.object)
        elif triple.predicate.value == _TYPE:
            types[triple.subject].add(triple.object)

    def general(triple: ox.Triple) -> bool:
        return any(triple.object in above[other] for other in types[triple.subject] - {triple.object})

    return [
        t
        for t in found
        if t.predicate.value != f"{RDFS}subClassOf" and not (t.predicate.value == _TYPE and general(t))
    ]


def generalized(triples: Iterable[ox.Triple]) -> list[ox.Triple]:
    """Consequences of the trees of classes and properties alone: all types, and the relations of other
    vocabularies above ours.

    Relations of ours are left alone: ``gf:considers`` says of a finding that it was weighed and no more.
    """
    known = set(triples)
    classes, properties = (_above(known, f"{RDFS}{name}") for name in ("subClassOf", "subPropertyOf"))
    found = set[ox.Triple]()
    for triple in known:
        subject, predicate, obj = triple
        found |= {ox.Triple(subject, p, obj) for p in properties[predicate] if not p.value.startswith(GF)}
        if predicate.value == _TYPE:
            found |= {ox.Triple(subject, predicate, each) for each in classes[obj]}
    return sorted(found - known, key=str)


def _above(triples: Iterable[ox.Triple], relation: str) -> Mapping[Term, set[Any]]:
    """The named terms above each term, at any distance; ``owl:Thing`` and the like tell nothing."""
    above = defaultdict[Term, set[Any]](set)
    for triple in triples:
        obj = triple.object
        if triple.predicate.value == relation and isinstance(obj, ox.NamedNode):
            above[triple.subject] |= {obj} if obj.value not in _TRIVIAL_OBJECTS else set()
    for middle in [*above]:
        for below in [*above]:
            if middle in above[below]:
                above[below] |= above[middle]
    return above


def _trivial(triple: ox.Triple) -> bool:
    subject, predicate, obj = triple.subject, triple.predicate.value, triple.object
    if isinstance(subject, ox.BlankNode) or isinstance(obj, (ox.BlankNode, ox.Literal)):
        return True
    if not isinstance(subject, ox.NamedNode) or not subject.value.startswith(BASE):
        return True
    value = obj.value if isinstance(obj, ox.NamedNode) else ""
    if value == subject.value or predicate in _TRIVIAL_PREDICATES or value in _TRIVIAL_OBJECTS:
        return True
    return predicate == _TYPE and value.startswith((OWL, RDF, RDFS))


def java() -> str | None:
    """The Java virtual machine on the path, if there is one that runs."""
    found = shutil.which("java")
    if found is None:
        return None
    done = subprocess.run([found, "-version"], capture_output=True, check=False)
    return found if done.returncode == 0 else None


def unsatisfiable_classes(triples: Iterable[ox.Triple]) -> list[str]:
    """IRIs of the named classes that can have no instance, by HermiT; needs Java.

    Raises Inconsistent when the axioms have no model at all. ``owl:imports`` are not handed over,
    since the modules are here already and HermiT would look for them on the network.
    """
    import owlready2

    kept = [t for t in triples if t.predicate.value != f"{OWL}imports"]
    world = owlready2.World()
    data = ox.serialize(kept, format=ox.RdfFormat.N_TRIPLES) or b""
    world.get_ontology(f"{BASE}/merged").load(fileobj=io.BytesIO(data))
    try:
        owlready2.sync_reasoner_hermit(world, debug=0)
    except owlready2.OwlReadyInconsistentOntologyError:
        raise Inconsistent from None
    return sorted(c.iri for c in world.inconsistent_classes() if c.iri != f"{OWL}Nothing")


class Inconsistent(Exception):
    """The axioms contradict each other."""


def consistent(triples: Iterable[ox.Triple]) -> bool:
    """True if HermiT finds a model; needs Java."""
    import owlready2

    try:
        unsatisfiable_classes(triples)
    except Inconsistent:
        return False
    except owlready2.OwlReadyJavaError:
        return True  # a fragment that HermiT cannot read proves nothing
    return True
