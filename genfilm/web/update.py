"""Writing over HTTP: SPARQL 1.1 Update at ``/update`` and the Graph Store Protocol at ``/graphs``.

Both are there only where the service has a secret.
"""

from __future__ import annotations

import hmac
import re
import secrets
from email.parser import BytesParser
from email.policy import HTTP
from typing import cast

from flask import Blueprint, Response, current_app, jsonify, request

from genfilm.editing.source_graphs import (
    READ,
    Graphs,
    Triples,
    as_quads,
    read_graph,
    read_quads,
    respelled,
    write_graph,
)
from genfilm.editing.store import Change, Store
from genfilm.engine.update import run_update
from genfilm.problems import BadRequest, NotFound, RequestTooLarge, Unauthorized, UnsupportedMediaType
from genfilm.protocol.formats import JSONLD, NTRIPLES, RDFXML, TURTLE
from genfilm.protocol.headers import NEVER
from genfilm.protocol.negotiation import choose
from genfilm.protocol.request import parse
from genfilm.protocol.update import prepared
from genfilm.web.context import context, language, root_url
from genfilm.words import say

blueprint = Blueprint("update", __name__)
KEY = "genfilm.updates"
UPDATES, GRAPH_STORE = "/update", "/graphs"
_OFFERED = (TURTLE, NTRIPLES, RDFXML, JSONLD)
_METHODS = ("GET", "HEAD", "PUT", "POST", "DELETE")
_TAG = re.compile(r'"([^"]*)"|(\*)')
_MAIL = re.compile(r"[^<>\s]+@[^<>\s]+")


@blueprint.post(UPDATES)
def update() -> Response:
    """Evaluate an update on a copy of the source graphs, and take what they become."""
    _authorize()
    body = _body()
    operation = parse("POST", request.query_string, request.headers.get("Content-Type"), body)
    if operation is None or operation.kind != "update":
        raise BadRequest("no_update")
    text = prepared(operation.text, operation.using_graphs, operation.using_named)
    settings = context().settings
    seconds = min(settings.query_timeout, operation.timeout or settings.query_timeout)
    base = root_url() + UPDATES

    def change(graphs: Graphs) -> Graphs:
        after = run_update(
            as_quads(graphs),
            text,
            base,
            seconds=seconds,
            mebibytes=settings.memory_per_query(),
            largest=settings.largest_result,
        )
        return respelled(read_quads(after), graphs)

    commit = _change(change)
    return _tagged(jsonify(commit=commit), commit)


@blueprint.route(GRAPH_STORE, methods=_METHODS)
@blueprint.route(f"{GRAPH_STORE}/<path:name>", methods=_METHODS)
def graph_store(name: str = "") -> Response:
    """Read, replace, extend or remove one graph (SPARQL 1.1 Graph Store HTTP Protocol, section 5)."""
    _authorize()
    graph, created = _graph(name)
    state, graphs = _store().read()
    there = graph == "" or graph in graphs
    if request.method in ("GET", "HEAD", "DELETE") and not there:
        raise NotFound("graph", graph=graph)
    if request.method in ("GET", "HEAD"):
        chosen = choose(request.headers.get("Accept"), request.args.getlist("format"), _OFFERED)
        text = write_graph(graphs.get(graph, ()), chosen.media_type)
        return _tagged(Response(text, content_type=chosen.content_type), state)
    come: Triples = set() if request.method == "DELETE" else _content(graph or root_url() + GRAPH_STORE)

    def change(graphs: Graphs) -> Graphs:
        kept = graphs.get(graph, set()) if request.method == "POST" else set()
        after = {**graphs, graph: kept | come}
        if request.method == "DELETE" and graph:
            del after[graph]
        return after

    commit = _change(change)
    made = created or (not there and request.method != "DELETE")
    response = _tagged(Response(status=201 if made else 204), commit)
    if created:
        response.headers["Location"] = graph
    return response


def _store() -> Store:
    return cast(Store, current_app.extensions[KEY][0])


def _authorize() -> None:
    """Let nobody through without the secret; raises Problem 401."""
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not given:
        raise Unauthorized
    if not hmac.compare_digest(given.strip().encode(), current_app.extensions[KEY][1].encode()):
        raise Unauthorized("wrong")


def _change(change: Change) -> str:
    """The id of the state after a change, in the name of whom the request names."""
    sender = request.headers.get("From", "").strip()
    who = f"{sender} <{sender}>" if _MAIL.fullmatch(sender) else sender
    why = request.args.get("why", "").strip() or say("update.why", language())
    seen = frozenset(a or b for a, b in _TAG.findall(request.headers.get("If-Match", "")))
    return _store().change(change, seen, why, who, language())


def _body() -> bytes:
    body = request.get_data(cache=False, parse_form_data=False)
    if len(body) > context().settings.max_body:
        raise RequestTooLarge(limitBytes=context().settings.max_body)
    return body


def _graph(name: str) -> tuple[str, bool]:
    """(IRI of the graph that a request names, ``""`` for the default one; whether it was made up for it)."""
    default, named = "default" in request.args, request.args.getlist("graph")
    if name:
        return f"{root_url()}{GRAPH_STORE}/{name}", False
    if request.method == "POST" and not default and not named:
        return f"{root_url()}{GRAPH_STORE}/{secrets.token_hex(8)}", True
    if len(named) + default != 1 or (named and ":" not in named[0]):
        raise BadRequest("which_graph")
    return (named[0] if named else ""), False


def _content(base: str) -> Triples:
    """The triples of the body, those of each file of a form; raises Problem 400, 413 and 415."""
    kind, body = request.headers.get("Content-Type", ""), _body()
    if kind.lower().startswith("multipart/form-data"):
        message = BytesParser(policy=HTTP).parsebytes(f"Content-Type: {kind}\r\n\r\n".encode() + body)
        parts = [(p.get_content_type(), p.get_payload(decode=True)) for p in message.iter_parts()]
    else:
        parts = [(kind.partition(";")[0].strip().lower() or TURTLE.media_type, body)]
    found: Triples = set()
    for media_type, text in parts:
        if media_type not in READ:
            raise UnsupportedMediaType("graph", type=media_type, accepted=[*READ])
        try:
            found |= read_graph(cast(bytes, text), media_type, base)
        except (SyntaxError, ValueError) as error:
            raise BadRequest("content", type=media_type, why=str(error)) from None
    return found


def _tagged(response: Response, state: str) -> Response:
    response.headers["ETag"] = f'"{state}"'
    response.headers["Cache-Control"] = NEVER
    return response
