"""Entities as data: the list by kind and class, and the record of one."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response

from genfilm.problems import WrongParameter
from genfilm.protocol.formats import GRAPHS, HTML, NQUADS, TRIG
from genfilm.records.address import TERM, address, iri_at
from genfilm.records.entities import Entities, entities, instances
from genfilm.records.entity import entity
from genfilm.records.names import class_named, names
from genfilm.web.api.envelope import RowRange, answer, linked
from genfilm.web.api.operation import LANG, PAGE, SIZE, Field, Route
from genfilm.web.context import context, language, local_path, root_url
from genfilm.words import both, say

blueprint = Blueprint("api_entities", __name__, url_prefix="/api/entities")
DOCUMENTS = tuple(fmt for fmt in GRAPHS if fmt not in (NQUADS, TRIG, HTML))

LIST = Route(
    "listEntities",
    "/api/entities",
    "entities",
    both("api.operation.listEntities"),
    (
        Field(
            "name",
            both("api.parameter.name"),
            examples=(say("api.example.about", "zh"), "production companies"),
        ),
        Field(
            "kind",
            both("api.parameter.entity_kind"),
        ),
        Field(
            "class",
            both("api.parameter.class"),
            examples=("gf:Film",),
        ),
        PAGE,
        SIZE,
        LANG,
    ),
    {"type": "array", "items": {"$ref": "#/components/schemas/ListedEntity"}},
    paged=True,
)
ONE = Route(
    "getEntity",
    "/api/entities/{kind}/{slug}",
    "entities",
    both("api.operation.getEntity"),
    (LANG,),
    {"$ref": "#/components/schemas/Entity"},
)


@blueprint.get("")
def index() -> Response:
    """The list."""
    given = LIST.read()
    library = context().library
    every = entities(library)
    kind = given["kind"]
    if kind is not None and kind not in every.by_kind:
        known = sorted(every.by_kind)
        raise WrongParameter("choice", parameter="kind", value=kind, known=known)
    cls = given["class"] and class_named(library, given["class"])
    shown = every
    if given["name"] is not None:
        iris = [names(library).one(given["name"], cls, parameter="name").iri]
    elif cls:
        shown = instances(library, cls)
        iris = sorted(iri for iri in shown if address(iri))
    else:
        iris = [iri for each in every.by_kind if each != TERM or kind for iri in every.by_kind[each]]
    iris = [iri for iri in iris if kind in (None, (address(iri) or ("",))[0])]
    part = RowRange(len(iris), given["page"], given["size"])
    data = [_listed(shown, iri) for iri in iris[(part.page - 1) * part.size : part.page * part.size]]
    counts = {each: len(found) for each, found in every.by_kind.items()}
    return answer(
        data, part=part, meta={"kinds": counts}, links={"html": f"{root_url()}/{language()}/entity/"}
    )


def _listed(every: Entities, iri: str) -> dict[str, Any]:
    kind, slug = address(iri) or ("", "")
    return {
        "iri": iri,
        "name": every.prefixes.compact(iri),
        "kind": kind,
        "slug": slug,
        "label": dict(every.label(iri)),
        "types": [every.prefixes.compact(cls) for cls in every.types(iri)],
        "links": {"self": f"{root_url()}/api/{'claims' if kind == 'claim' else f'entities/{kind}'}/{slug}"},
    }


@blueprint.get("/<kind>/<path:slug>")
def one(kind: str, slug: str) -> Response:
    """The record of a thing; its documents are linked."""
    ONE.read()
    found = entity(context().library, iri_at(kind, slug))
    documents = {f"{root_url()}{local_path(found.iri)}.{fmt.extension}": fmt for fmt in DOCUMENTS}
    lang = language()
    links = {
        "html": f"{root_url()}/{lang}/entity/{kind}/{slug}",
        "claims": f"{root_url()}/api/claims",
        "cite": f"{root_url()}/api/cite/{kind}/{slug}",
        "graph": f"{root_url()}/api/graph?focus={found.iri}",
        **{fmt.extension: target for target, fmt in documents.items()},
    }
    return linked(answer(found.record(), links=links), {"describes": found.iri}, documents)
