"""The SPARQL endpoint over HTTP: ``/sparql``."""

from __future__ import annotations

import json

from flask import Blueprint, Response, render_template, request

from genfilm.engine.endpoint import SparqlAnswer
from genfilm.engine.query import Query
from genfilm.problems import ResultTooLarge
from genfilm.protocol.formats import GRAPHS, HTML, JSON, TURTLE
from genfilm.protocol.negotiation import choose, prefers_html
from genfilm.protocol.request import METHODS
from genfilm.protocol.silence import says_nothing
from genfilm.protocol.terms import iri
from genfilm.records.hints import hints
from genfilm.web.context import Context, context, language, root_url

blueprint = Blueprint("sparql", __name__)
PATH = "/sparql"
_FEDERATION = "http://www.w3.org/ns/sparql-service-description#BasicFederatedQuery"
_EVERY_METHOD = [*METHODS, "PUT", "DELETE", "PATCH"]


@blueprint.route(PATH, methods=_EVERY_METHOD, provide_automatic_options=False)
def sparql() -> Response:
    """Answer a query, or describe the service when there is none."""
    service = context()
    operation = service.endpoint.read(
        request.method,
        request.query_string,
        request.headers.get("Content-Type"),
        request.get_data(cache=False, parse_form_data=False),
    )
    if operation is None:
        return _describe(service)
    accept, client = request.headers.get("Accept"), request.remote_addr or ""
    result = service.endpoint.answer_now(operation, accept, root_url() + PATH, client)
    if result.format is HTML:
        return page(result)
    if result.whole is not None:
        return Response(result.whole, content_type=result.format.content_type)
    response = Response(result.body, content_type=result.format.content_type)
    response.content_length = len(result.body)
    return response


def page(result: SparqlAnswer) -> Response:
    """A result as an HTML page; raises Problem 507 when it is too large for one."""
    if result.whole is None:
        result.body.close()
        raise ResultTooLarge(limitBytes=context().settings.hold)
    table = None if result.graph else json.loads(result.whole)
    nothing = says_nothing(result.whole, TURTLE.name if result.graph else JSON.name)
    text = render_template(
        "result.html",
        lang=language(),
        query=result.text,
        table=table,
        text=result.whole.decode() if not table else "",
        hints=hints(context().library, result.text, result.graphs) if nothing else [],
    )
    return Response(text, content_type=HTML.content_type)


def _describe(service: Context) -> Response:
    """The Service Description (SPARQL 1.1 Service Description, section 2), or a form for a browser."""
    accept = request.headers.get("Accept")
    if prefers_html(accept) and not request.args.get("format"):
        return Response(render_template("editor.html", lang=language()), content_type=HTML.content_type)
    offered = tuple(fmt for fmt in GRAPHS if fmt is not HTML)
    asked = request.args.getlist("format")
    chosen = choose(accept, asked, offered)
    feature = "UNDEF" if service.endpoint.federation is None else iri(_FEDERATION)
    text = service.page("service-description", endpoint=iri(root_url() + PATH), feature=feature)
    body = service.pool.answer(Query(text, chosen.name, prefixes=service.build.prefixes))
    return Response(body, content_type=chosen.content_type)
