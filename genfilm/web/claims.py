"""The ledger of all claims, and a page for each."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from genfilm.errors import Problem
from genfilm.protocol.terms import iri as as_iri
from genfilm.records.corpus import Statement, corpus, natural
from genfilm.records.dossier import dossier
from genfilm.records.ledger import Row, ledger
from genfilm.records.node import Node
from genfilm.records.reference import STYLES, TITLES
from genfilm.records.schema_org import claim_review
from genfilm.records.things import things
from genfilm.vocabulary import BASE
from genfilm.web.context import context
from genfilm.web.frame import nearest, show, shown, site, typed
from genfilm.web.wording import word

blueprint = Blueprint("claims", __name__)
SHOWN_FACETS = ("verdict", "stage", "actor", "technology", "kind", "source", "polarity", "modality")
FACETS = (*SHOWN_FACETS, "predicate", "about")
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
SORTS: dict[str, Callable[[Statement], Any]] = {
    "source": lambda each: (_order(each),),
    "page": lambda each: (each.pages.zfill(9) if each.pages else "~", _order(each)),
    "verdict": lambda each: (_rank(each.verdict), _order(each)),
}
_PAGE = 50


@blueprint.get("/<any(en, zh):lang>/claims")
def listing(lang: str) -> Response:
    """All claims, filtered, counted, sorted and paged by the parameters of the address."""
    chosen = _chosen()
    scanned = _scanned(chosen)
    found = _sorted(scanned)
    number, pages = _number("page"), max(1, -(-len(found) // _PAGE))
    number = min(number, pages)
    return show(
        "claims.html",
        lang,
        claims=found[(number - 1) * _PAGE : number * _PAGE],
        total=len(found),
        page=number,
        pages=pages,
        facets=[(facet, _facet(scanned, facet, lang)) for facet in SHOWN_FACETS],
        chosen=[(facet, value, _name(facet, value, lang)) for facet, value in chosen.items() if value],
        text=typed(),
        sort=_sort(),
        sorts=tuple(SORTS),
        link=_link,
        state=_state(),
        shared=urlencode({key: value for key, value in chosen.items() if value and key in SHOWN_FACETS}),
        queries=[shown("claims"), shown("claim-places")],
    )


@blueprint.get("/<any(en, zh):lang>/claims.csv")
def listing_csv(lang: str) -> Response:
    """The same claims as CSV (RFC 4180), all pages of them."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(
        ["claim", "source", "statement", "subject", "predicate", "object", "kind", "polarity", "modality",
         "verdict", "speaker", "pages", "iri"]
    )  # fmt: skip
    for each in _sorted(_scanned(_chosen())):
        nodes = (
            each.subject,
            each.predicate,
            each.object,
            each.kind,
            each.polarity,
            each.modality,
            each.verdict,
        )
        names = [node.label[lang] if node else "" for node in (*nodes, each.speaker)]
        writer.writerow([each.id, each.source, each.paraphrase[lang], *names, each.pages, each.iri])
    return Response(out.getvalue(), content_type="text/csv; charset=utf-8")


@blueprint.get("/<any(en, zh):lang>/claim/<source>/<path:name>")
def claim(lang: str, source: str, name: str) -> Response:
    """A claim: what it says, where, who, how firmly, whether the evidence agrees, and how to cite it."""
    library = context().library
    found = dossier(library, f"{BASE}/id/claim/{source}/{name}")
    if found is None:
        near = nearest(f"{BASE}/id/claim/{source}/{name}", list(corpus(library).claims))
        raise Problem(
            404,
            "unknown-claim",
            "There is no such claim",
            f"No claim {source[:60]}/{name[:60]} is in build {context().build.id[:12]}.",
            {"candidates": near},
        )
    return show(
        "claim.html",
        lang,
        dossier=found,
        record=found.record,
        claim=found.record.statement,
        names=things(library),
        styles=[(style, TITLES[style]) for style in STYLES],
        queries=[shown("claim-record", claim=as_iri(found.record.iri))],
        review=claim_review(found, site(lang, f"claim/{source}/{name}"), lang),
    )


def _chosen() -> dict[str, str]:
    return {facet: request.args.get(facet, "")[:200] for facet in FACETS}


def _sort() -> str:
    asked = request.args.get("sort", "source")
    return asked if asked in SORTS else "source"


def _number(name: str) -> int:
    text = request.args.get(name, "1")
    return max(1, int(text)) if text.isdecimal() and len(text) < 6 else 1


def _scanned(chosen: dict[str, str]) -> list[tuple[Row, frozenset[str]]]:
    """Each single statement with the words asked for, and the filters that it does not pass."""
    words = typed().casefold().split()
    filters = [(facet, value) for facet, value in chosen.items() if value]
    return [
        (row, frozenset(facet for facet, value in filters if not _has(row, facet, value)))
        for row in ledger(context().library).rows
        if row.claim.predicate is not None
        and all(any(word in text.casefold() for text in row.claim.paraphrase.values()) for word in words)
    ]


def _sorted(scanned: list[tuple[Row, frozenset[str]]]) -> list[Statement]:
    """The statements that pass every filter."""
    return sorted((row.claim for row, failed in scanned if not failed), key=SORTS[_sort()])


def _values(row: Row, facet: str) -> tuple[Node, ...]:
    """What a claim has under a facet: none, one or several values."""
    ends = {"predicate": (row.claim.predicate,), "about": (row.claim.subject, row.claim.object)}
    return tuple(node for node in ends.get(facet) or row.facets[facet] if node is not None)


def _has(row: Row, facet: str, value: str) -> bool:
    if facet == "verdict" and value == "none":
        return row.claim.verdict is None
    return any(value in (node.key, node.iri) for node in _values(row, facet))


def _facet(scanned: list[tuple[Row, frozenset[str]]], facet: str, lang: str) -> list[tuple[str, str, int]]:
    """(value, name, count) of a facet, counted under the other filters."""
    counts: Counter[str] = Counter()
    names: dict[str, str] = {}
    for row, failed in scanned:
        if failed - {facet}:
            continue
        for node in _values(row, facet):
            counts[node.key] += 1
            names.setdefault(node.key, _said(facet, node, lang))
        if facet == "verdict" and row.claim.verdict is None:
            counts["none"] += 1
            names["none"] = word("no_verdict", lang)
    order = {key: rank for rank, key in enumerate(VERDICTS)} if facet == "verdict" else {}
    keys = sorted(counts, key=lambda key: (order.get(key, 99 if order else 0), -counts[key], names[key]))
    return [(key, names[key], counts[key]) for key in keys]


def _name(facet: str, value: str, lang: str) -> str:
    """What a chosen value is called; the value itself where no claim has it."""
    for row in ledger(context().library).rows:
        for node in _values(row, facet):
            if value in (node.key, node.iri):
                return _said(facet, node, lang)
    return word("no_verdict", lang) if value == "none" else value


def _said(facet: str, node: Node, lang: str) -> str:
    own = facet == "source" and node.key in _SOURCES
    return word(f"origin_{node.key}", lang) if own else node.label[lang]


def _order(each: Statement) -> tuple[Any, ...]:
    """Documents, evidence, then our own; within each as the identifiers count."""
    rank = _SOURCES.index(each.source) + 1 if each.source in _SOURCES else 0
    return rank, natural(each.iri)


def _rank(verdict: Node | None) -> int:
    return VERDICTS.index(verdict.key) if verdict is not None and verdict.key in VERDICTS else len(VERDICTS)


def _state(**changes: str | int | None) -> str:
    """The parameters of this address with changes; None drops one."""
    state: dict[str, Any] = {key: value for key, value in request.args.items() if value and key != "lang"}
    if "q" in state:
        state["q"] = typed()
    if "page" not in changes:
        state.pop("page", None)
    state.update(changes)
    return urlencode({key: value for key, value in state.items() if value not in (None, "")})


def _link(**changes: str | int | None) -> str:
    """This page with changed parameters."""
    state = _state(**changes)
    return request.script_root + request.path + (f"?{state}" if state else "")
