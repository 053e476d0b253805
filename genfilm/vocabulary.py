"""The IRIs of the project: namespaces, prefixes and named graphs, each with one owner here."""

from __future__ import annotations

from collections.abc import Mapping

BASE = "https://w3id.org/genfilm"
ONTOLOGY = f"{BASE}/ontology"
GF = f"{BASE}/ns/"
VOID = f"{BASE}/void"
BUILD_GRAPH = f"{BASE}/graph/build"
"""The graph in which an endpoint elsewhere says which build it holds."""

# fmt: off
_KINDS = (
    "chain", "stage", "activity", "industry", "content", "actor", "person", "org", "film", "series", "tech",
    "capability", "use", "impact", "risk", "strategy", "measure", "obs", "doc", "event", "grant", "evid",
    "page",
)
_SCHEMES = (
    "topic", "method", "goal", "purpose", "quality", "trend", "status", "standing", "genre", "channel",
    "variable", "unit", "issue", "ground", "territory", "window",
)
# fmt: on
_NAMED = {"evid": "evidence"}

OWN_PREFIXES: dict[str, str] = {
    "gf": GF,
    **{name: f"{BASE}/id/{_NAMED.get(name, name)}/" for name in _KINDS},
    "model": f"{BASE}/id/business-model/",
    "kind": f"{BASE}/concept/claim-kind/",
    **{name: f"{BASE}/concept/{name}/" for name in _SCHEMES},
    "example": f"{BASE}/id/example/",
    "graph": f"{BASE}/graph/",
}

OUTSIDE_PREFIXES: dict[str, str] = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "prov": "http://www.w3.org/ns/prov#",
    "oa": "http://www.w3.org/ns/oa#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "org-w3c": "http://www.w3.org/ns/org#",
    "airo": "https://w3id.org/airo#",
    "fabio": "http://purl.org/spar/fabio/",
    "cito": "http://purl.org/spar/cito/",
    "doco": "http://purl.org/spar/doco/",
    "bibo": "http://purl.org/ontology/bibo/",
    "vann": "http://purl.org/vocab/vann/",
    "void": "http://rdfs.org/ns/void#",
    "void-ext": "http://ldf.fi/void-ext#",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "sh": "http://www.w3.org/ns/shacl#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "schema": "https://schema.org/",
    "semapv": "https://w3id.org/semapv/vocab/",
}


class Prefixes(dict[str, str]):
    """Prefixes with their namespaces, which read and write prefixed names; not changed once made.

    Every namespace ends in a slash or a hash, and no local name holds one.
    """

    def __init__(self, *tables: Mapping[str, str]) -> None:
        super().__init__()
        for table in tables:
            self.update(table)
        self._prefix_of = {namespace: prefix for prefix, namespace in self.items()}

    def expand(self, name: str) -> str:
        """The full IRI of a prefixed name, or the text itself when it is an IRI already.

        Raises KeyError for an unknown prefix and for a text without one.
        """
        if name.startswith("<") and name.endswith(">"):
            return name[1:-1]
        if "://" in name:
            return name
        prefix, colon, local = name.partition(":")
        if not colon:
            raise KeyError(name)
        return self[prefix] + local

    def full(self, name: str) -> str:
        """The IRI that a prefixed name stands for; any other text stays."""
        try:
            return self.expand(name.strip())
        except KeyError:
            return name

    def compact(self, iri: str) -> str:
        """The prefixed name of an IRI, or the IRI itself when no prefix fits."""
        end = max(iri.rfind("/"), iri.rfind("#")) + 1
        prefix = self._prefix_of.get(iri[:end])
        return f"{prefix}:{iri[end:]}" if prefix else iri

    def prologue(self) -> str:
        """``PREFIX`` lines of SPARQL for all of them."""
        return "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in self.items())


PREFIXES = Prefixes(OWN_PREFIXES, OUTSIDE_PREFIXES)
"""The prefixes of the project; a source declares its own, and a build has both."""
expand, compact = PREFIXES.expand, PREFIXES.compact


def graph(name: str) -> str:
    """The IRI of a named graph: ``graph("source/example-2026")``."""
    return f"{BASE}/graph/{name}"
