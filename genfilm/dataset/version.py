"""The version in the headers of the ontology, as a build carries it."""

from __future__ import annotations

import re

import pyoxigraph as ox

from genfilm.vocabulary import BASE, PREFIXES

_VERSION = re.compile(r"\b\d+\.\d+\.\d+\b(?:\.dev\d+)?")
_INFO, _IRI, _PRIOR = (
    ox.NamedNode(PREFIXES["owl"] + name) for name in ("versionInfo", "versionIRI", "priorVersion")
)
_CITATION = ox.NamedNode(PREFIXES["dcterms"] + "bibliographicCitation")


def stamp(store: ox.Store, version: str) -> None:
    """Let the headers of the ontology say this version; that of the files, if another, is the one before."""
    for name in (_IRI, _INFO, _CITATION):
        for quad in list(store.quads_for_pattern(None, name, None)):
            header, said = quad.subject, quad.object
            if not (isinstance(header, ox.NamedNode) and header.value.startswith(BASE)):
                continue
            if not isinstance(said, ox.NamedNode | ox.Literal):
                continue
            told = _VERSION.sub(version, said.value)
            if told == said.value:
                continue
            if isinstance(said, ox.NamedNode):
                new: ox.NamedNode | ox.Literal = ox.NamedNode(told)
                for old in list(store.quads_for_pattern(header, _PRIOR, None, quad.graph_name)):
                    store.remove(old)
                store.add(ox.Quad(header, _PRIOR, said, quad.graph_name))
            else:
                new = ox.Literal(told, language=said.language)
            store.remove(quad)
            store.add(ox.Quad(header, name, new, quad.graph_name))
