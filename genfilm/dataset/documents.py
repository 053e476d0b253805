"""The files of ``kg/`` as ontology documents, so that Protégé knows what their properties are.

A document imports the ontology, and one of them, ``kg/genfilm-kg.ttl``, imports all others. Its header is for
editors: no graph of a build holds it.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable
from pathlib import Path
from xml.sax.saxutils import quoteattr

import pyoxigraph as ox

from genfilm.dataset.axioms import ONTOLOGY, TYPE
from genfilm.dataset.turtle import normal
from genfilm.vocabulary import ONTOLOGY as ONTOLOGY_IRI
from genfilm.vocabulary import PREFIXES, graph

ALL = Path("kg/genfilm-kg.ttl")
CATALOGUE = Path("kg/catalog-v001.xml")
_IMPORTS = ox.NamedNode(PREFIXES["owl"] + "imports")
_ENTRY = '    <uri id="User Entered Import Resolution" name={} uri={}/>\n'


def documents(root: Path, new: Iterable[Path] = ()) -> dict[Path, str]:
    """Every Turtle file of ``kg/``, and those that will be there, relative to ``root``, with the IRI of its
    document."""
    there = {path.relative_to(root) for path in (root / "kg").rglob("*.ttl")}
    found = sorted(there | {path for path in new if path.suffix == ".ttl"})
    return {path: iri for path in found if (iri := document(path))}


def document(path: Path) -> str | None:
    """The IRI of a document: that of its graph and its own name; None for a file outside ``kg/``."""
    if path.parts[:1] != ("kg",) or path == ALL:
        return None
    folder, *rest = path.with_suffix("").parts[1:]
    return graph("/".join(["source" if folder == "sources" else folder, *rest]))


def header(iri: str, imports: Iterable[str] = (ONTOLOGY_IRI,)) -> list[ox.Triple]:
    """Triples that make a file an ontology document."""
    node = ox.NamedNode(iri)
    imported = [ox.Triple(node, _IMPORTS, ox.NamedNode(each)) for each in imports]
    return [ox.Triple(node, TYPE, ONTOLOGY), *imported]


def generated(root: Path, new: Iterable[Path] = ()) -> dict[Path, str]:
    """The texts of the document that imports all others and of the catalogue beside it, by file; ``new`` are
    files that will be there."""
    found = documents(root, new)
    if not found:
        return {}
    modules = root / "ontology" / CATALOGUE.name
    entries = ET.parse(modules).findall("{*}uri") if modules.exists() else []  # noqa: S314  our own file
    named = [(entry.attrib["name"], f"../ontology/{entry.attrib['uri']}") for entry in entries]
    version_free = [
        (iri, file) for iri, file in named if not iri.removeprefix(f"{ONTOLOGY_IRI}/")[0].isdigit()
    ]
    own = [(iri, str(path.relative_to("kg"))) for path, iri in found.items()]
    lines = (_ENTRY.format(quoteattr(iri), quoteattr(file)) for iri, file in version_free + own)
    catalogue = (
        '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n'
        '<catalog prefer="public" xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog">\n'
        f"{''.join(lines)}</catalog>\n"
    )
    everything = header(graph(ALL.stem), [ONTOLOGY_IRI, *found.values()])
    return {root / ALL: normal(everything, {}), root / CATALOGUE: catalogue}
