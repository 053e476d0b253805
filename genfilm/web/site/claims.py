"""The ledger of all claims, and a page for each."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from genfilm.problems import UnknownClaim
from genfilm.protocol.formats import CSV
from genfilm.protocol.terms import iri as as_iri
from genfilm.records.citation import CitedEdition, claim_entry
from genfilm.records.claim_columns import COLUMNS
from genfilm.records.corpus import CLAIMS, ClaimRecord, corpus, natural
from genfilm.records.dossier import dossier
from genfilm.records.entities import entities
from genfilm.records.ledger import FILTERS, LedgerPage, ledger
from genfilm.records.node import Node
from genfilm.records.readings import READABLE
from genfilm.records.reference import FILES, TITLES
from genfilm.records.schema_org import claim_review
from genfilm.vocabulary import BASE
from genfilm.web.api.sheet import Sheet
from genfilm.web.context import context
from genfilm.web.site.frame import nearest, show, shown, site, typed

blueprint = Blueprint("claims", __name__)
SHOWN_FACETS = (
    "verdict", "stage", "technology", "risk", "strategy", "film", "actor", "topic", "source", "printed",
    "kind", "polarity", "modality", "reading",
)  # fmt: skip
_SOURCES = ("evidence", "editorial")
VERDICTS = (
    "corroborated",
    "partly-corroborated",
    "disputed",
    "unverified",
    "not-checked",
    "not-checkable",
    "source-only",
)
SORTS: dict[str, Callable[[ClaimRecord], Any]] = {
    "source": lambda each: (_order(each),),
    "page": lambda each: (each.pages.zfill(9) if each.pages else "~", _order(each)),
    "verdict": lambda each: (_rank(each.verdict), _order(each)),
}
_PAGE = 50


@blueprint.get("/<any(en, zh):lang>/claims")
def listing(lang: str) -> Response:
    """All claims, filtered, counted, sorted and paged by the parameters of the address."""
    selection = _selection()
    found = _sorted(selection)
    number, pages = _number("page"), max(1, -(-len(found) // _PAGE))
    number = min(number, pages)
    return show(
        "claims.html",
        lang,
        claims=found[(number - 1) * _PAGE : number * _PAGE],
        total=len(found),
        page=number,
        pages=pages,
        facets=[(facet, _facet(selection, facet, lang)) for facet in SHOWN_FACETS],
        chosen=[
            (name, node.key, node.label[lang], _others(nodes, node.key))
            for name, nodes in selection.chosen.items()
            for node in nodes
        ],
        text=typed(),
        among=len(_among() or ()),
        sort=_sort(),
        sorts=tuple(SORTS),
        link=_link,
        state=_state(),
        shared=urlencode(
            [(name, node.key) for name, nodes in selection.chosen.items() for node in nodes]
            + ([("q", typed())] if typed() else [])
        ),
        queries=[shown("claims"), shown("claim-places")],
    )


@blueprint.get("/<any(en, zh):lang>/claims.csv")
def listing_csv(lang: str) -> Response:
    """The same claims as CSV (RFC 4180), all pages of them: the table of ``/api/claims.csv``."""
    rows = sorted(_selection().rows, key=lambda row: SORTS[_sort()](row.claim))
    cells = [[column.cell(row, lang) for column in COLUMNS.values()] for row in rows]
    written = Sheet("claims", list(COLUMNS), list(COLUMNS), cells, {}).write(CSV)
    return Response(written, content_type=CSV.content_type)


@blueprint.get("/<any(en, zh):lang>/claim/<source>/<path:name>")
def claim(lang: str, source: str, name: str) -> Response:
    """A claim: what it says, where, who, how firmly, whether the evidence agrees, and how to cite it."""
    library = context().library
    found = dossier(library, f"{BASE}/id/claim/{source}/{name}")
    if found is None:
        near = nearest(f"{BASE}/id/claim/{source}/{name}", list(corpus(library).claims))
        raise UnknownClaim("build", name=f"{source}/{name}", build=context().build.id[:12], candidates=near)
    return show(
        "claim.html",
        lang,
        dossier=found,
        record=found.record,
        claim=found.record.statement,
        readable=found.record.statement.origin.key == READABLE,
        names=entities(library),
        styles=[*TITLES.items()],
        entry=claim_entry(library, found.record.statement, CitedEdition.of(context().build), lang),
        files=FILES,
        beside=_beside(found.record.statement),
        queries=[shown("claim-record", claim=as_iri(found.record.iri))],
        review=claim_review(found, site(lang, f"claim/{source}/{name}"), lang),
    )


def selected() -> list[ClaimRecord]:
    """The claims that the parameters of the address show, all pages of them, in their order."""
    return _sorted(_selection())


def _selection() -> LedgerPage:
    """Selection by the parameters of the address; raises Problem as the ledger does."""
    filters = {name: [value for value in request.args.getlist(name) if value] for name in FILTERS}
    return ledger(context().library).select(filters, size=None, words=typed(), among=_among())


def _among() -> list[str] | None:
    """The claims that ``?claim=`` names, such as those that a mark of a chart counts; None without it."""
    names = [name for name in request.args.getlist("claim") if name]
    return [f"{CLAIMS}{name}" for name in names] or None


def _sort() -> str:
    asked = request.args.get("sort", "source")
    return asked if asked in SORTS else "source"


def _number(name: str) -> int:
    text = request.args.get(name, "1")
    return max(1, int(text)) if text.isdecimal() and len(text) < 6 else 1


def _sorted(selection: LedgerPage) -> list[ClaimRecord]:
    return sorted((row.claim for row in selection.rows), key=SORTS[_sort()])


def _facet(selection: LedgerPage, facet: str, lang: str) -> list[tuple[str, str, int, bool, list[str]]]:
    """Of each value of a facet: key, name, count under the other filters, whether it is chosen, and what the
    facet is to be when the value is pressed."""
    nodes = selection.chosen.get(facet, ())
    order = {key: rank for rank, key in enumerate(VERDICTS)} if facet == "verdict" else {}
    found = [
        (
            value.node.key,
            value.node.label[lang],
            value.count,
            value.chosen,
            _others(nodes, value.node.key) + ([] if value.chosen else [value.node.key]),
        )
        for value in selection.facets[facet]
    ]
    if facet == "printed":
        return sorted(found, key=lambda value: natural(value[0]))
    return sorted(found, key=lambda value: (order.get(value[0], 99 if order else 0), -value[2], value[1]))


def _others(nodes: tuple[Node, ...], key: str) -> list[str]:
    """The values that stay chosen when one is taken away."""
    return [node.key for node in nodes if node.key != key]


def _beside(said: ClaimRecord) -> list[tuple[str, ClaimRecord]]:
    """The claims before and after one in its source, each with its relation in HTML."""
    library = context().library
    rows = library.once("claims in order", lambda: sorted(corpus(library).claims.values(), key=_order))
    number = bisect_left(rows, _order(said), key=_order)
    found = [("prev", each) for each in rows[max(0, number - 1) : number]]
    found += [("next", each) for each in rows[number + 1 : number + 2]]
    return [(rel, each) for rel, each in found if each.source == said.source]


def _order(each: ClaimRecord) -> tuple[Any, ...]:
    """Documents, evidence, then our own; within each as the identifiers count."""
    rank = _SOURCES.index(each.source) + 1 if each.source in _SOURCES else 0
    return rank, natural(each.iri)


def _rank(verdict: Node | None) -> int:
    return VERDICTS.index(verdict.key) if verdict is not None and verdict.key in VERDICTS else len(VERDICTS)


def _state(**changes: str | int | list[str] | None) -> str:
    """The parameters of this address with changes; None and an empty list drop one."""
    state: dict[str, Any] = {name: [*filter(None, values)] for name, values in request.args.lists()}
    state.pop("lang", None)
    if "q" in state:
        state["q"] = typed()
    if "page" not in changes:
        state.pop("page", None)
    state.update(changes)
    return urlencode({name: value for name, value in state.items() if value}, doseq=True)


def _link(**changes: str | int | list[str] | None) -> str:
    """This page with changed parameters."""
    state = _state(**changes)
    return request.script_root + request.path + (f"?{state}" if state else "")
