"""The graph's VoID description over HTTP: ``/.well-known/void`` and the description's own IRI."""

from __future__ import annotations

from flask import Blueprint, Response, request

from genfilm.engine.query import Query
from genfilm.problems import NotFound
from genfilm.protocol.formats import HTML, by_extension
from genfilm.protocol.negotiation import choose, prefers_html
from genfilm.protocol.terms import iri
from genfilm.vocabulary import VOID
from genfilm.web.context import context, root_url
from genfilm.web.documents.terms import OFFERED, links, page
from genfilm.web.sparql import PATH

blueprint = Blueprint("void", __name__)


@blueprint.get("/.well-known/void")
@blueprint.get("/void")
@blueprint.get("/void.<extension>")
def void(extension: str = "") -> Response:
    """Answer with the description and the address of the endpoint it is reached by."""
    service = context()
    accept, asked = request.headers.get("Accept"), request.args.getlist("format")
    fmt = by_extension(extension, OFFERED)
    if extension and fmt is None:
        raise NotFound("format", name=extension, known=[offered.extension for offered in OFFERED])
    chosen = fmt or (HTML if prefers_html(accept) and not asked else choose(accept, asked, OFFERED))
    if chosen is HTML:
        return page(service, VOID)
    text = service.page("void-document", endpoint=iri(root_url() + PATH))
    body = service.pool.answer(Query(text, chosen.name, prefixes=service.build.prefixes))
    response = Response(body, content_type=chosen.content_type)
    links(response, VOID)
    return response
