"""The page of the readings of a source: how far its claims have come, and how far two readers agree."""

from __future__ import annotations

from flask import Blueprint, Response

from genfilm.problems import UnknownTerm
from genfilm.records.corpus import corpus, sources
from genfilm.records.readings import READABLE, readings
from genfilm.vocabulary import BASE
from genfilm.web.context import context
from genfilm.web.site.frame import nearest, show, shown

blueprint = Blueprint("readings", __name__)


@blueprint.get("/<any(en, zh):lang>/readings/<source>")
def one(lang: str, source: str) -> Response:
    """The readings of the claims of a source."""
    library = context().library
    found = readings(library, source)
    if found is None:
        iri, known = f"{BASE}/id/doc/{source}", [each.iri or "" for each in sources(library)]
        raise UnknownTerm(iri=iri, build=context().build.id[:12], candidates=nearest(iri, known))
    return show(
        "readings.html",
        lang,
        found=found,
        origin=READABLE,
        claims=corpus(library).claims,
        queries=[shown("codings"), shown("claims")],
    )
