"""The picture of claims as data: nodes and edges around a thing, or the claims of the edges as a table."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from genfilm.records.claim_columns import reference
from genfilm.records.corpus import ClaimRecord, source_node
from genfilm.records.entities import entities
from genfilm.records.ledger import NO_VERDICT, facet_value, ledger
from genfilm.records.names import names
from genfilm.records.node import Label, Node
from genfilm.records.picture import DEEPEST, GROUPS, MOST, Picture, draw
from genfilm.web.api.claims import claims_file
from genfilm.web.api.envelope import RowRange, answer
from genfilm.web.api.json_schema import STRING, Schema, array, maybe, record, ref
from genfilm.web.api.operation import LANG, Field, Route, formats
from genfilm.web.api.schemas import IRI
from genfilm.web.api.sheet import JSON, TABLES, chosen
from genfilm.web.context import context, language, local_path, root_url
from genfilm.words import both

blueprint = Blueprint("api_graph", __name__, url_prefix="/api")
GRAPH = Route(
    "graph",
    "/api/graph",
    "finding",
    both("api.operation.graph"),
    (
        Field("focus", both("api.parameter.focus"), examples=("film:double-world",)),
        Field("depth", both("api.parameter.depth"), "integer", 1, low=1, high=DEEPEST),
        Field("size", both("api.parameter.edges"), "integer", MOST, low=1, high=MOST),
        Field("kind", both("api.parameter.group"), enum=tuple(GROUPS), many=True),
        Field("verdict", both("api.parameter.verdict"), many=True, examples=("disputed",)),
        Field("source", both("api.parameter.source"), many=True),
        formats(TABLES),
        LANG,
    ),
    ref("Picture"),
    tuple(each.media_type for each in TABLES if each is not JSON),
)
SCHEMAS: dict[str, Schema] = {
    "Picture": record({"nodes": array(ref("PictureNode")), "edges": array(ref("PictureEdge"))}),
    "PictureNode": record(
        {
            "iri": IRI,
            "label": ref("Label"),
            "group": {"type": "string", "enum": [*GROUPS]},
            "class": maybe(IRI),
            "classLabel": maybe(ref("Label")),
            "degree": {"type": "integer"},
            "html": STRING,
        }
    ),
    "PictureEdge": {
        "allOf": [
            ref("ClaimRef"),
            record(
                {
                    "source": STRING,
                    "subject": IRI,
                    "predicate": IRI,
                    "predicateLabel": ref("Label"),
                    "object": IRI,
                    "html": STRING,
                }
            ),
        ]
    },
}


@dataclass(frozen=True, slots=True)
class RequestedPicture:
    """Picture that a request asks for: ``whole`` without its filters, ``chosen`` their keys by name."""

    focus: str
    depth: int
    picture: Picture
    whole: Picture
    chosen: dict[str, set[str]]

    @property
    def facets(self) -> dict[str, list[dict[str, Any]]]:
        """The values of each filter in the whole picture, as the facets of claims are written."""
        groups = Counter(node.group for node in self.whole.nodes)
        verdicts = {node.key: node for node in (said.verdict or NO_VERDICT for said in self.whole.edges)}
        judged = Counter((said.verdict or NO_VERDICT).key for said in self.whole.edges)
        sources = Counter(said.source for said in self.whole.edges)
        return {
            "kind": [
                self._facet("kind", group, both(f"group.{group}"), groups[group])
                for group in GROUPS
                if groups[group]
            ],
            "verdict": [
                self._facet("verdict", key, verdicts[key].label, judged[key], verdicts[key].iri)
                for key in sorted(judged, key=lambda key: (-judged[key], key))
            ],
            "source": [
                self._facet("source", name, node.label, count, node.iri)
                for name, count in sources.most_common()
                for node in [source_node(entities(context().library), name)]
            ],
        }

    def _facet(self, name: str, key: str, label: Label, count: int, iri: str | None = None) -> dict[str, Any]:
        return facet_value(key, label, count, iri, chosen=key in self.chosen[name])


@blueprint.get("/graph")
@blueprint.get("/graph.<extension>")
def graph(extension: str = "") -> Response:
    """Nodes and edges around ``focus``; as a file the claims of the edges."""
    given, lang, root = GRAPH.read(), language(), root_url()
    fmt = chosen(extension, given["format"], request.headers.get("Accept"))
    drawn = drawn_as(given)
    edges = drawn.picture.edges
    if fmt is not JSON:
        rows = ledger(context().library).rows_of(edges)
        return claims_file(rows, None, lang, fmt, "graph", RowRange(len(rows), 1, max(1, len(rows))))
    state = urlencode([(k, v) for k, v in request.args.items(multi=True) if k not in ("format", "lang")])
    query = f"?{state}" if state else ""
    return answer(
        {
            "nodes": [{**node.record(), "html": _page(root, node.iri)} for node in drawn.picture.nodes],
            "edges": [_edge(said, f"{root}/{lang}/claim/{said.source}/{said.id}") for said in edges],
        },
        links={
            "html": f"{root}/{lang}/explore{query}",
            **{
                each.extension: f"{root}/api/graph.{each.extension}{query}"
                for each in TABLES
                if each is not JSON
            },
        },
        meta={
            "focus": drawn.focus or None,
            "total": len(edges),
            "truncated": drawn.picture.truncated,
            "facets": drawn.facets,
        },
    )


def drawn_as(given: dict[str, Any]) -> RequestedPicture:
    """The picture that the values of GRAPH ask for."""
    library = context().library
    asked = (given["focus"] or "").strip()
    focus = names(library).one(asked, parameter="focus").iri if asked else ""
    understood = ledger(library).understood
    picked = {
        "kind": set(given["kind"]),
        **{name: {node.key for node in understood(name, given[name])} for name in ("verdict", "source")},
    }
    whole = draw(library, focus, given["depth"], given["size"])
    picture = whole.filtered(
        groups=picked["kind"], verdicts=picked["verdict"], sources=picked["source"], focus=focus
    )
    return RequestedPicture(focus, given["depth"], picture, whole, picked)


def _edge(said: ClaimRecord, page: str) -> dict[str, Any]:
    subject, predicate, other = (_end(node) for node in (said.subject, said.predicate, said.object))
    return {
        **reference(said),
        "source": said.source,
        "subject": subject.iri,
        "predicate": predicate.iri,
        "predicateLabel": dict(predicate.label),
        "object": other.iri,
        "html": page,
    }


def _end(node: Node | None) -> Node:
    assert node is not None  # an edge joins two things
    return node


def _page(root: str, iri: str) -> str:
    path = local_path(iri)
    return iri if path is None else root + path
