"""The version that a build carries: that of a release only when built from the very files of it."""

from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph as ox

import genfilm
from genfilm.dataset.digest import source_digest
from genfilm.vocabulary import BASE, PREFIXES

RELEASED = "released.json"
"""Version and digest of the files last released, written by ``packaging/release.py``."""
_INFO, _IRI, _PRIOR = (
    ox.NamedNode(PREFIXES["owl"] + name) for name in ("versionInfo", "versionIRI", "priorVersion")
)
_CITATION = ox.NamedNode(PREFIXES["dcterms"] + "bibliographicCitation")


def version_of(root: Path) -> str:
    """``1.1.0`` for the files of that release, ``1.2.0.dev0`` (PEP 440) once one of them has changed.

    Sources of others, which have no record of a release, carry the version of the package.
    """
    try:
        released = json.loads((root / RELEASED).read_text("utf-8"))
    except FileNotFoundError:
        return genfilm.__version__
    version: str = released["version"]
    if released["digest"] == source_digest(root):
        return version
    major, minor, _ = version.split(".")
    return f"{major}.{int(minor) + 1}.0.dev0"


def stamp(store: ox.Store, version: str) -> None:
    """Let the headers of the ontology say this version, which follows that of the files."""
    released = genfilm.__version__
    if version == released:
        return
    for name in (_IRI, _INFO, _CITATION):
        for quad in list(store.quads_for_pattern(None, name, None)):
            header, said = quad.subject, quad.object
            if not (isinstance(header, ox.NamedNode) and header.value.startswith(BASE)):
                continue
            if isinstance(said, ox.NamedNode):
                new: ox.NamedNode | ox.Literal = ox.NamedNode(said.value.replace(released, version))
                for old in list(store.quads_for_pattern(header, _PRIOR, None, quad.graph_name)):
                    store.remove(old)
                store.add(ox.Quad(header, _PRIOR, said, quad.graph_name))
            elif isinstance(said, ox.Literal):
                new = ox.Literal(said.value.replace(released, version), language=said.language)
            store.remove(quad)
            store.add(ox.Quad(header, name, new, quad.graph_name))
