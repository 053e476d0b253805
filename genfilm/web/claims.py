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
from genfilm.records.dossier import dossier
from genfilm.records.node import Node
from genfilm.records.reference import STYLES, TITLES
from genfilm.records.schema_org import claim_review
from genfilm.records.statements import FACETS, Statement, Statements, statements
from genfilm.vocabulary import BASE
from genfilm.web.context import context
from genfilm.web.frame import nearest, show, shown, site
from genfilm.web.wording import word

blueprint = Blueprint("claims", __name__)
SHOWN_FACETS = FACETS[:8]
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
    "source": lambda each: each.order,
    "page": lambda each: (each.pages[0].zfill(6) if each.pages else "~", each.order),
    "verdict": lambda each: (_rank(each.verdict), each.order),
}
_PAGE = 50


@blueprint.get("/<any(en, zh):lang>/claims")
def ledger(lang: str) -> Response:
    """All claims, filtered, counted, sorted and paged by the parameters of the address."""
    every = statements(context().library)
    chosen = _chosen()
    found = _found(every, chosen, lang)
    number, pages = _number("page"), max(1, -(-len(found) // _PAGE))
    number = min(number, pages)
    return show(
        "claims.html",
        lang,
        claims=found[(number - 1) * _PAGE : number * _PAGE],
        total=len(found),
        page=number,
        pages=pages,
        facets=[(facet, _facet(every, chosen, facet, lang)) for facet in SHOWN_FACETS],
        chosen=[(facet, value, _name(every, facet, value, lang)) for facet, value in chosen.items() if value],
        text=request.args.get("q", ""),
        sort=_sort(),
        sorts=tuple(SORTS),
        link=_link,
        state=_state(),
        queries=[shown("claims"), shown("claim-places")],
    )


@blueprint.get("/<any(en, zh):lang>/claims.csv")
def ledger_csv(lang: str) -> Response:
    """The same claims as CSV (RFC 4180), all pages of them."""
    every = statements(context().library)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(
        ["claim", "source", "statement", "subject", "predicate", "object", "kind", "polarity", "modality",
         "verdict", "speaker", "pages", "iri"]
    )  # fmt: skip
    for each in _found(every, _chosen(), lang):
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
        writer.writerow([each.id, each.source, each.label[lang], *names, "; ".join(each.pages), each.iri])
    return Response(out.getvalue(), content_type="text/csv; charset=utf-8")


@blueprint.get("/<any(en, zh):lang>/claim/<source>/<path:name>")
def claim(lang: str, source: str, name: str) -> Response:
    """A claim: what it says, where, who, how firmly, whether the evidence agrees, and how to cite it."""
    library = context().library
    found = dossier(library, f"{BASE}/id/claim/{source}/{name}")
    if found is None:
        near = nearest(f"{BASE}/id/claim/{source}/{name}", list(statements(library).by_iri))
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
        claim=found.claim,
        names=statements(library).names,
        names_parts=statements(library).parts,
        styles=[(style, TITLES[style]) for style in STYLES],
        queries=[shown("claim-dossier", claim=as_iri(found.claim.iri))],
        review=claim_review(found, site(lang, f"claim/{found.claim.name}"), lang),
    )


def _chosen() -> dict[str, str]:
    return {facet: request.args.get(facet, "")[:200] for facet in FACETS}


def _sort() -> str:
    asked = request.args.get("sort", "source")
    return asked if asked in SORTS else "source"


def _number(name: str) -> int:
    text = request.args.get(name, "1")
    return max(1, int(text)) if text.isdecimal() and len(text) < 6 else 1


def _found(every: Statements, chosen: dict[str, str], lang: str) -> list[Statement]:
    words = request.args.get("q", "")[:200].casefold().split()
    kept = [
        each
        for each in every.single
        if all(_has(every, each, facet, value) for facet, value in chosen.items() if value)
        and all(w in each.label["en"].casefold() or w in each.label["zh"].casefold() for w in words)
    ]
    return sorted(kept, key=SORTS[_sort()])


def _has(every: Statements, each: Statement, facet: str, value: str) -> bool:
    if facet == "verdict" and value == "none":
        return each.verdict is None
    return any(value in (node.key, node.iri) for node in every.values(each, facet))


def _facet(every: Statements, chosen: dict[str, str], facet: str, lang: str) -> list[tuple[str, str, int]]:
    """(value, name, count) of a facet, counted under the other filters."""
    others = {name: value for name, value in chosen.items() if name != facet}
    counts: Counter[str] = Counter()
    names: dict[str, str] = {}
    for each in _found(every, others, lang):
        values = every.values(each, facet)
        for node in values:
            counts[node.key] += 1
            names.setdefault(node.key, _origin(node.key, lang) if facet == "source" else node.label[lang])
        if facet == "verdict" and not values:
            counts["none"] += 1
            names["none"] = word("no_verdict", lang)
    order = {key: rank for rank, key in enumerate(VERDICTS)} if facet == "verdict" else {}
    keys = sorted(counts, key=lambda key: (order.get(key, 99 if order else 0), -counts[key], names[key]))
    return [(key, names[key], counts[key]) for key in keys]


def _name(every: Statements, facet: str, value: str, lang: str) -> str:
    for each in every.single:
        for node in every.values(each, facet):
            if value in (node.key, node.iri):
                return _origin(value, lang) if facet == "source" else node.label[lang]
    return word("no_verdict", lang) if value == "none" else value


def _origin(name: str, lang: str) -> str:
    if name in ("evidence", "editorial"):
        return word(f"origin_{name}", lang)
    names = statements(context().library).names
    return names.label(f"{BASE}/id/doc/{name}")[lang]


def _rank(verdict: Node | None) -> int:
    return VERDICTS.index(verdict.key) if verdict is not None and verdict.key in VERDICTS else len(VERDICTS)


def _state(**changes: str | int | None) -> str:
    """The parameters of this address with changes; None drops one."""
    state: dict[str, Any] = {key: value for key, value in request.args.items() if value and key != "lang"}
    if "page" not in changes:
        state.pop("page", None)
    state.update(changes)
    return urlencode({key: value for key, value in state.items() if value not in (None, "")})


def _link(**changes: str | int | None) -> str:
    """This page with changed parameters."""
    state = _state(**changes)
    return request.script_root + request.path + (f"?{state}" if state else "")
