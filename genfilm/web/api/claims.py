"""Claims as data: the ledger with its facets, and the record of one claim."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Blueprint, Response, request

from genfilm.records.claim import claim
from genfilm.records.corpus import CLAIMS
from genfilm.records.ledger import FILTERS, SORTS, ledger
from genfilm.records.row import COLUMNS
from genfilm.web.api.entities import DOCUMENTS
from genfilm.web.api.envelope import Part, answer, here, linked
from genfilm.web.api.operation import FIELDS, LANG, PAGE, SIZE, Field, Operation, columns_kept, formats
from genfilm.web.api.queries import LICENCE, file_of
from genfilm.web.api.sheet import JSON, NAMES, TABLES, Sheet, chosen
from genfilm.web.context import context, language, local_path, root_url

blueprint = Blueprint("api_claims", __name__, url_prefix="/api")
_FILTER_WORDS = {
    "stage": ("stage of the chain that the claim is about", "论断所涉环节"),
    "actor": ("actor that the claim is about", "论断所涉主体"),
    "technology": ("technology that the claim is about", "论断所涉技术"),
    "kind": ("kind of claim", "论断类别"),
    "verdict": ("verdict of the assessment", "核查结论"),
    "source": ("source: zhang-2026, evidence or editorial", "来源：zhang-2026、evidence或editorial"),
    "polarity": ("affirmed or negated", "肯定或否定"),
    "modality": ("manner in which it is put forward", "情态"),
    "valence": ("good or bad for the chain, in the view of the source", "来源认为对产业链有利或不利"),
    "predicate": ("relation that the claim states", "论断所用关系"),
    "about": (
        "thing that the claim is about, its subject or object, by any name in any script",
        "论断所述事物（主语或宾语），任何文字的名称皆可",
    ),
    "form": (
        "statement (the default: single statements) or row (rows made up of parts)",
        "statement（默认：单项论断）或row（由分论断组成的行）",
    ),
}
_EXAMPLES = {"about": ("征途", "film:double-world")}
LIST = Operation(
    "listClaims",
    "/api/claims",
    "claims",
    {
        "en": "The claims that pass every filter, with counts for each facet",
        "zh": "符合全部条件的论断，附各分面计数",
    },
    (
        *(
            Field(
                name,
                {
                    "en": f"{_FILTER_WORDS[name][0]}; a key, an IRI or a name; several by repeating it",
                    "zh": f"{_FILTER_WORDS[name][1]}；键、IRI或名称；可重复给出多个",
                },
                many=True,
                examples=_EXAMPLES.get(name, ()),
            )
            for name in FILTERS
        ),
        Field(
            "sort",
            {"en": "order of the rows; - before it turns it round", "zh": "排序；前加-为倒序"},
            default="id",
            enum=(*SORTS, *(f"-{sort}" for sort in SORTS)),
        ),
        PAGE,
        SIZE,
        FIELDS,
        formats(*NAMES),
        LANG,
    ),
    {"type": "array", "items": {"$ref": "#/components/schemas/ClaimRow"}},
    tuple(each.media_type for each in TABLES if each is not JSON),
    columns=True,
    paged=True,
)
ONE = Operation(
    "getClaim",
    "/api/claims/{source}/{id}",
    "claims",
    {
        "en": "A claim: what it says, where, how it was judged, by which evidence, and its neighbours",
        "zh": "一条论断：内容、出处、核查结论、证据与相邻论断",
    },
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
    heads = {name: texts[1 if lang == "zh" else 0] for name, texts in COLUMNS.items()}
    whole = fmt is not JSON and "size" not in request.args and "page" not in request.args
    size = None if whole else given["size"]
    page = ledger(context().library).select(filters, given["sort"], given["page"], size)
    part = Part(page.total, page.page, page.size)
    data = [{name: record[name] for name in kept} for record in (row.record(lang) for row in page.rows)]
    if fmt is not JSON:
        about = {"address": here(), "build": context().build.id[:12], "licence": LICENCE}
        cells = [[row[name] for name in kept] for row in data]
        return file_of(
            Sheet("claims", kept, [heads[name] for name in kept], cells, about), fmt, "claims", part
        )
    facets = {facet: [value.record() for value in values] for facet, values in page.facets.items()}
    query = urlencode(
        [(k, v) for k, v in request.args.items(multi=True) if k not in ("format", "page", "size")]
    )
    shown = urlencode([(name, node.key) for name, nodes in page.chosen.items() for node in nodes])
    links = {
        "html": f"{root_url()}/{lang}/claims" + (f"?{shown}" if shown else ""),
        **{
            each.extension: f"{root_url()}/api/claims.{each.extension}" + (f"?{query}" if query else "")
            for each in TABLES
            if each is not JSON
        },
    }
    columns = [{"name": name, "label": heads[name], "type": _type(name)} for name in kept]
    return answer(data, links=links, columns=columns, part=part, meta={"facets": facets})


def _type(name: str) -> str:
    return "iri" if name in ("claim", "subject", "predicate", "row") else "string"


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
