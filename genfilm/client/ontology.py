"""The ontology as owlready2 has it: read from the graph, so that nothing is looked for on a network."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from genfilm.engine.query import Engine, Query
from genfilm.vocabulary import ONTOLOGY

if TYPE_CHECKING:
    import owlready2

_TEXT = "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH graph:ontology { ?s ?p ?o FILTER (?p != owl:imports) } }"


def load_ontology(engine: Engine) -> owlready2.Ontology:
    """The ontology of the engine's graph, in a world of its own.

    Its imports are left out: their modules are in the graph already.
    """
    import owlready2

    from genfilm.vocabulary import PREFIXES

    written = engine.answer(Query(PREFIXES.prologue() + _TEXT, "rdfxml"))
    return owlready2.World().get_ontology(ONTOLOGY).load(fileobj=io.BytesIO(written))
