"""Reasoning: OWL 2 RL-style consequences by ``reasonable``, and a consistency check by HermiT.

``reasonable`` covers most of OWL 2 RL but no property chains, and it reports no contradiction; HermiT
(through owlready2, needs Java) says whether the graph is consistent but not why: see ``explain``.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Sequence

import pyoxigraph as ox

from genfilm.vocabulary import BASE, PREFIXES

OWL, RDF, RDFS = PREFIXES["owl"], PREFIXES["rdf"], PREFIXES["rdfs"]
_TYPE = f"{RDF}type"
_TRIVIAL_OBJECTS = {f"{OWL}Thing", f"{RDFS}Resource", f"{RDFS}Class", f"{OWL}Class"}
_TRIVIAL_PREDICATES = {f"{OWL}sameAs", f"{OWL}equivalentClass", f"{OWL}equivalentProperty"}


def infer(triples: Sequence[ox.Triple]) -> list[ox.Triple]:
    """The consequences that ``reasonable`` finds, without those already there and the trivial ones."""
    import reasonable

    reasoner = reasonable.PyReasoner()
    with tempfile.NamedTemporaryFile(suffix=".ttl") as file:
        ox.serialize(triples, file, format=ox.RdfFormat.N_TRIPLES)
        file.flush()
        reasoner.load_file(file.name)
        found = reasoner.reason()
    known = set(triples)
    buffer = io.StringIO()
    for subject, predicate, obj in found:
        if hasattr(subject, "n3") and hasattr(predicate, "n3"):
            buffer.write(f"{subject.n3()} {predicate.n3()} {obj.n3()} .\n")
    parsed = ox.parse(buffer.getvalue(), format=ox.RdfFormat.N_TRIPLES, lenient=True)
    return sorted(
        (t for t in (quad.triple for quad in parsed) if t not in known and not _trivial(t)), key=str
    )


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
