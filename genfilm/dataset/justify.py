"""Justifications: the fewest axioms that contradict each other or leave a class empty, with their files.

HermiT says that there is a contradiction and not which. ``Justify.java`` halves the axioms within one Java
machine until nothing more can go; it needs a JDK, since it is run from its source.
"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

import pyoxigraph as ox

from genfilm.dataset.axioms import FIRST, axioms_of
from genfilm.dataset.explain import Placed, declares
from genfilm.dataset.locator import Locator
from genfilm.dataset.reason import OWL, java
from genfilm.dataset.turtle import normal
from genfilm.dataset.wording import Wording

_PROGRAM = Path(__file__).with_name("Justify.java")


def justify(
    groups: Mapping[str, list[ox.Triple]], empty: str | None = None, seconds: float = 120
) -> list[Placed] | None:
    """The axioms of a justification, each with its file, of all that ``groups`` hold by file.

    ``empty`` is the class that can have no instance. None without a JDK, without an answer in ``seconds``,
    and when HermiT finds nothing wrong.
    """
    found = _ask(java(), [triple for triples in groups.values() for triple in triples], empty, seconds)
    if found is None:
        return None
    wanted = [axiom for axiom in axioms_of(found) if not declares(axiom[0])]
    places = {
        normal(axiom, {}): name for name, triples in groups.items() for axiom in axioms_of(triples)
    }  # the OWL API writes symmetric axioms on either side, and so does an editor
    placed = [(places.get(normal(axiom, {}), ""), axiom) for axiom in wanted]
    return sorted(placed, key=lambda each: (each[0], normal(each[1], {})))


def justified(axioms: Iterable[Placed], wording: Wording, where: Locator) -> list[str]:
    """A line for each axiom: file and line, what it says in words, and as it is written."""
    lines = []
    for name, axiom in axioms:
        line = next((line for file, line in map(where.find, _ends(axiom)) if file == name), None)
        place = f"{name}:{line}: " if line else f"{name}: " if name else ""
        lines.append(place + wording.axiom(axiom))
    return lines


def _ends(axiom: list[ox.Triple]) -> list[ox.NamedNode]:
    """The terms by which the place of an axiom is found: its subject, or the members of a list of several."""
    nodes = [axiom[0].subject, *(triple.object for triple in axiom if triple.predicate == FIRST)]
    return [node for node in nodes if isinstance(node, ox.NamedNode)]


def _ask(
    program: str | None, triples: Iterable[ox.Triple], empty: str | None, seconds: float
) -> list[ox.Triple] | None:
    if program is None:
        return None
    import owlready2

    engine = Path(owlready2.__file__).parent / "hermit" / "HermiT.jar"
    with tempfile.TemporaryDirectory() as folder:
        given, found = Path(folder) / "given.owl", Path(folder) / "found.ttl"
        kept = [t for t in triples if t.predicate.value != f"{OWL}imports"]
        ox.serialize(kept, str(given), format=ox.RdfFormat.RDF_XML)
        command = [program, "-Xss16m", "-cp", str(engine), str(_PROGRAM), str(given), str(found)]
        try:
            subprocess.run(
                [*command, *([empty] if empty else [])], timeout=seconds, check=True, capture_output=True
            )
        except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
            return None
        read = [quad.triple for quad in ox.parse(path=str(found), format=ox.RdfFormat.TURTLE)]
    return [t for t in read if t.object != ox.NamedNode(f"{OWL}Ontology")]
