"""Reasoning: OWL 2 RL-style consequences by ``reasonable``, and a consistency check by HermiT.

``reasonable`` covers most of OWL 2 RL but no property chains, and it reports no contradiction; HermiT
(through owlready2, needs Java) says whether the graph is consistent but not why. The explanation is
found here by shrinking the axioms: first by file, then by axiom.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import pyoxigraph as ox

from genfilm.vocabulary import BASE, PREFIXES, compact

OWL, RDF, RDFS = PREFIXES["owl"], PREFIXES["rdf"], PREFIXES["rdfs"]
_TYPE = f"{RDF}type"
_TRIVIAL_OBJECTS = {f"{OWL}Thing", f"{RDFS}Resource", f"{RDFS}Class", f"{OWL}Class"}
_TRIVIAL_PREDICATES = {f"{OWL}sameAs", f"{OWL}equivalentClass", f"{OWL}equivalentProperty"}


def infer(triples: Sequence[ox.Triple]) -> list[ox.Triple]:
    """The consequences that ``reasonable`` finds, without those already there and the trivial ones."""
    import reasonable

    reasoner = reasonable.PyReasoner()
    with tempfile.NamedTemporaryFile(suffix=".nt") as file:
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
    """Whether HermiT finds a model; needs Java."""
    try:
        unsatisfiable_classes(triples)
    except Inconsistent:
        return False
    return True


def explain(groups: dict[str, list[ox.Triple]], broken: Callable[[list[ox.Triple]], bool]) -> list[str]:
    """A small set of axioms that is still ``broken``, as readable lines with their files.

    ``groups`` maps a file to its triples. First whole files are dropped, then single axioms (a blank
    node's triples go together), as long as the rest is still broken.
    """
    kept = dict(groups)
    for name in sorted(groups, key=lambda n: len(groups[n])):
        rest = {n: t for n, t in kept.items() if n != name}
        if broken([t for ts in rest.values() for t in ts]):
            kept = rest
    axioms = [(name, axiom) for name, triples in kept.items() for axiom in _axioms(triples)]
    size = max(1, len(axioms) // 2)
    while axioms:
        position, shrunk = 0, False
        while position < len(axioms):
            rest_axioms = axioms[:position] + axioms[position + size :]
            if rest_axioms and broken([t for _, axiom in rest_axioms for t in axiom]):
                axioms, shrunk = rest_axioms, True
            else:
                position += size
        if size == 1 and not shrunk:
            break
        size = max(1, size // 2)
    return [f"{name}: {_show(triple)}" for name, axiom in axioms for triple in axiom]


def _axioms(triples: list[ox.Triple]) -> list[list[ox.Triple]]:
    """Triples as axioms: logical ones only, those of a blank node with the triple that points to it."""
    by_blank: dict[ox.BlankNode, list[ox.Triple]] = {}
    plain = []
    for triple in triples:
        if isinstance(triple.subject, ox.BlankNode):
            by_blank.setdefault(triple.subject, []).append(triple)
        else:
            plain.append(triple)

    def closure(triple: ox.Triple) -> list[ox.Triple]:
        found, queue = [triple], [triple.object]
        while queue:
            node = queue.pop()
            if isinstance(node, ox.BlankNode):
                for inner in by_blank.get(node, []):
                    found.append(inner)
                    queue.append(inner.object)
        return found

    used: set[ox.Triple] = set()
    axioms = []
    for triple in plain:
        if isinstance(triple.object, ox.Literal) and triple.object.language:
            continue
        axiom = closure(triple)
        used.update(axiom)
        axioms.append(axiom)
    loose = [t for ts in by_blank.values() for t in ts if t not in used]
    return [*axioms, loose] if loose else axioms


def _show(triple: ox.Triple) -> str:
    def name(term: object) -> str:
        return compact(term.value) if isinstance(term, ox.NamedNode) else str(term)

    return f"{name(triple.subject)} {name(triple.predicate)} {name(triple.object)}"
