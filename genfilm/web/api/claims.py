"""Claims as data: the ledger with its facets, and the record of one claim."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from genfilm.protocol.formats import Format
from genfilm.records.claim import claim
from genfilm.records.claim_columns import COLUMNS, Row, headings
from genfilm.records.corpus import CLAIMS
from genfilm.records.entities import entities
from genfilm.records.ledger import FILTERS, SORTS, ledger
from genfilm.web.api.entities import DOCUMENTS
from genfilm.web.api.envelope import RowRange, answer, here, linked
from genfilm.web.api.operation import FIELDS, LANG, PAGE, SIZE, Field, Route, columns_kept, formats
from genfilm.web.api.queries import LICENCE, file_of
from genfilm.web.api.sheet import JSON, TABLES, Sheet, chosen
from genfilm.web.context import context, language, local_path, root_url
from genfilm.words import LANGUAGES, both, say

blueprint = Blueprint("api_claims", __name__, url_prefix="/api")
_EXAMPLES = {"about": (say("api.example.about", "zh"), "film:double-world")}


def _filter(name: str) -> dict[str, str]:
    return {lang: say("api.filter.any", lang, filter=say(f"api.filter.{name}", lang)) for lang in LANGUAGES}


LIST = Route(
    "listClaims",
    "/api/claims",
    "claims",
    both("api.operation.listClaims"),
    (
        *(
            Field(
                name,
                {
                    lang: say("api.filter.any", lang, filter=say(f"api.filter.{name}", lang))
                    for lang in LANGUAGES
                },
                many=True,
                examples=_EXAMPLES.get(name, ()),
            )
            for name in FILTERS
        ),
        Field("q", both("api.parameter.claim_words")),
        Field(
            "sort",
            both("api.parameter.sort"),
            default="id",
            enum=(*SORTS, *(f"-{sort}" for sort in SORTS)),
        ),
        PAGE,
        SIZE,
        FIELDS,
        formats(TABLES),
        LANG,
    ),
    {"type": "array", "items": {"$ref": "#/components/schemas/ClaimRow"}},
    tuple(each.media_type for each in TABLES if each is not JSON),
    columns=True,
    paged=True,
)
ONE = Route(
    "getClaim",
    "/api/claims/{source}/{id}",
    "claims",
    both("api.operation.getClaim"),
    (LANG,),
    {"$ref": "#/components/schemas/Claim"},
)


@blueprint.get("/claims")
@blueprint.get("/claims.<extension>")
def index(extension: str = "") -> Response:
    """The ledger."""
    given = LIST.read()
    fmt = chosen(extension, given["format"], request.headers.get("Accept"))
    filters = {name: given[name] for name in FILTERS if given[name]}
    lang = language()
    kept = columns_kept(given["fields"], list(COLUMNS))
    heads = headings(entities(context().library))
    whole = fmt is not JSON and "size" not in request.args and "page" not in request.args
    size = None if whole else given["size"]
    page = ledger(context().library).select(filters, given["sort"], given["page"], size, given["q"] or "")
    part = RowRange(page.total, page.page, page.size)
    if fmt is not JSON:
        return claims_file(page.rows, given["fields"], lang, fmt, "claims", part)
    data = [{name: COLUMNS[name].cell(row, lang) for name in kept} for row in page.rows]
    facets = {facet: [value.record() for value in values] for facet, values in page.facets.items()}
    query = urlencode(
        [(k, v) for k, v in request.args.items(multi=True) if k not in ("format", "page", "size")]
    )
    kept_filters = [(name, node.key) for name, nodes in page.chosen.items() for node in nodes]
    shown = urlencode([*kept_filters, *([("q", given["q"])] if given["q"] else ())])
    links = {
        "html": f"{root_url()}/{lang}/claims" + (f"?{shown}" if shown else ""),
        **{
            each.extension: f"{root_url()}/api/claims.{each.extension}" + (f"?{query}" if query else "")
            for each in TABLES
            if each is not JSON
        },
    }
    columns = [{"name": name, "label": dict(heads[name]), "type": _type(name)} for name in kept]
    return answer(data, links=links, columns=columns, part=part, meta={"facets": facets})


def claims_file(
    rows: Sequence[Row], fields: str | None, lang: str, fmt: Format, stem: str, part: RowRange
) -> Response:
    """Claims as a table in a file named ``stem``, with the columns of ``fields`` or all."""
    kept = columns_kept(fields, list(COLUMNS))
    heads = headings(entities(context().library))
    cells = [[COLUMNS[name].cell(row, lang) for name in kept] for row in rows]
    about = {"address": here(), "build": context().build.id[:12], "licence": LICENCE}
    return file_of(Sheet(stem, kept, [heads[name][lang] for name in kept], cells, about), fmt, stem, part)


def _type(name: str) -> str:
    return "iri" if COLUMNS[name].shown == "iri" else "string"


@blueprint.get("/claims/<source>/<id>")
def one(source: str, id: str) -> Response:
    """The record of a claim; its documents are linked."""
    ONE.read()
    found = claim(context().library, f"{CLAIMS}{source}/{id}")
    lang = language()
    documents = {f"{root_url()}{local_path(found.iri)}.{fmt.extension}": fmt for fmt in DOCUMENTS}
    links = {
        "html": f"{root_url()}/{lang}/claim/{source}/{id}",
        "cite": f"{root_url()}/api/cite/{source}/{id}",
        **{fmt.extension: target for target, fmt in documents.items()},
    }
    return linked(answer(found.record(), links=links), {"describes": found.iri}, documents)
