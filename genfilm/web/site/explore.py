"""Page that explores the graph: a form, the picture (drawn by a script) and the same claims as a table."""

from __future__ import annotations

from flask import Blueprint, Response, request

from genfilm.records.picture import DEEPEST
from genfilm.web.api.graph import GRAPH, drawn_as
from genfilm.web.site.frame import show, shown

blueprint = Blueprint("explore", __name__)
_START = "https://w3id.org/genfilm/id/tech/generative-ai"


@blueprint.get("/<any(en, zh):lang>/explore")
def explore(lang: str) -> Response:
    """The page around ``focus``; of the whole graph when that is empty."""
    given = GRAPH.read(strict=False)
    if "focus" not in request.args:
        given["focus"] = _START
    drawn = drawn_as(given)
    nodes = {node.iri: node for node in drawn.picture.nodes}
    return show(
        "explore.html",
        lang,
        focus=drawn.focus,
        focus_label=nodes[drawn.focus].label[lang] if drawn.focus else "",
        depth=drawn.depth,
        deepest=DEEPEST,
        nodes=nodes,
        picture=drawn.picture,
        facets=drawn.facets,
        queries=[shown("claims"), shown("claim-places"), shown("things")],
    )
