"""Publications of an organization that were consulted, and the claims that each work says or judges."""

from __future__ import annotations

from dataclasses import dataclass

from genfilm.catalogue.library import Library
from genfilm.protocol import terms
from genfilm.records.claim import STANCES
from genfilm.records.corpus import ClaimRecord, corpus
from genfilm.records.entities import entities
from genfilm.records.node import Node
from genfilm.vocabulary import compact

SAYS = "says"


@dataclass(frozen=True, slots=True)
class Publication:
    """A work with its address on the web; ``issued`` is as precise as the work gives it, or empty.

    ``claims`` are those that it bears on, each once with how: it ``says`` the claim, or ``supports``,
    ``contradicts`` or ``qualifies`` it, as its assessment has it.
    """

    node: Node
    url: str
    issued: str
    claims: tuple[tuple[tuple[str, ...], ClaimRecord], ...]


def publications(library: Library, publisher: str) -> tuple[Publication, ...]:
    """The works of a publisher by its IRI; none for a thing that published nothing that was consulted."""
    every, names = corpus(library).claims, entities(library)
    found: dict[str, tuple[str, str, dict[str, list[str]]]] = {}
    for work, url, issued, relation, claim in library.page(
        "publications", publisher=terms.iri(publisher)
    ).rows:
        _, _, claims = found.setdefault(str(work), (str(url or ""), str(issued or ""), {}))
        if str(claim) in every:
            claims.setdefault(str(claim), []).append(STANCES.get(compact(str(relation)), SAYS))
    return tuple(
        Publication(
            names.entity(work), url, issued, tuple((tuple(hows), every[iri]) for iri, hows in claims.items())
        )
        for work, (url, issued, claims) in found.items()
    )
