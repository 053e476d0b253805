"""Comparisons: two kinds of things against each other, source against evidence, things side by side."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request

from genfilm.problems import NotFound
from genfilm.protocol.delimited import csv_bytes
from genfilm.protocol.formats import CSV
from genfilm.records.corpus import corpus, natural
from genfilm.records.drawing import box, lines, short, width
from genfilm.records.entities import entities
from genfilm.records.matrix import MATRICES, Matrix, compared, matrix
from genfilm.records.names import names
from genfilm.web.context import context
from genfilm.web.site.frame import claim_name, show, shown
from genfilm.words import say

blueprint = Blueprint("compare", __name__)
EVIDENCE = "paper-evidence"
KINDS = (*MATRICES, EVIDENCE)
STANCES = {
    "isSupportedBy": "supports", "isContradictedBy": "contradicts", "isQualifiedBy": "qualifies",
    "considers": "considers",
}  # fmt: skip


@blueprint.get("/<any(en, zh):lang>/compare")
def index(lang: str) -> Response:
    """Index of the comparisons; with ``?e=`` twice or more, those things side by side."""
    library = context().library
    asked = _meant()
    return show(
        "compare.html",
        lang,
        kinds=KINDS,
        asked=[entities(library).entity(iri) for iri in asked],
        choices=_choices(lang),
        matrix=compared(library, asked) if len(asked) > 1 else None,
        state=request.query_string.decode("ascii", "replace"),
        queries=[shown("claims")],
    )


@blueprint.get("/<any(en, zh):lang>/compare.<any(csv, svg):form>")
def index_as(lang: str, form: str) -> Response:
    """Things side by side as CSV or SVG."""
    return _written(compared(context().library, _meant()), lang, form, say("compare.side_by_side", lang))


@blueprint.get("/<any(en, zh):lang>/compare/<name>")
def one(lang: str, name: str) -> Response:
    """One comparison as a table."""
    library = context().library
    if name == EVIDENCE:
        return show(
            "compare_evidence.html",
            lang,
            kinds=KINDS,
            name=name,
            rows=_against(lang),
            stances=tuple(STANCES.values()),
            queries=[shown("compare-evidence", lang=f'"{lang}"')],
        )
    if name not in MATRICES:
        raise NotFound("comparison", name=name, known=[*KINDS])
    return show(
        "compare_one.html",
        lang,
        kinds=KINDS,
        name=name,
        matrix=matrix(library, name),
        queries=[shown("claims")],
    )


@blueprint.get("/<any(en, zh):lang>/compare/<name>.<any(csv, svg):form>")
def one_as(lang: str, name: str, form: str) -> Response:
    """One comparison as CSV or SVG."""
    if name == EVIDENCE and form == "csv":
        rows: list[list[object]] = [["claim", "statement", "verdict", "stance", "evidence"]]
        for row in _against(lang):
            for stance, texts in row["evidence"].items():  # type: ignore[attr-defined]
                start = [row["name"], row["statement"], row["verdict"], say(f"stance.{stance}", lang)]
                rows += ([*start, text] for text in texts)
        return Response(csv_bytes(rows), content_type=CSV.content_type)
    if name not in MATRICES:
        raise NotFound("comparison", name=name, known=[*KINDS])
    return _written(matrix(context().library, name), lang, form, say(f"compare.{name}", lang))


def _meant() -> list[str]:
    """The things that a reader names with ``?e=``, eight at most."""
    known = names(context().library)
    asked = [text for text in request.args.getlist("e") if text.strip()]
    return [known.one(text, parameter="e").iri for text in asked[:8]]


def _choices(lang: str) -> list[str]:
    """The names of the things that claims are about, for the fields' lists."""
    claims = corpus(context().library).claims.values()
    ends = (node for each in claims for node in (each.subject, each.object))
    found = {node.iri: node.label[lang] for node in ends if node is not None and node.iri}
    return sorted(set(found.values()), key=str.casefold)


def _against(lang: str) -> list[dict[str, object]]:
    """Claims with their evidence, the disputed first: name, statement, verdict, evidence by stance."""
    claims = corpus(context().library).claims
    found: dict[str, dict[str, object]] = {}
    for row in context().library.page("compare-evidence", lang=f'"{lang}"'):
        claim = claims.get(str(row["claim"]))
        if claim is None or claim.verdict is None:
            continue
        entry = found.setdefault(
            claim.iri,
            {
                "iri": claim.iri,
                "name": claim_name(claim.iri),
                "statement": claim.paraphrase[lang],
                "pages": claim.pages,
                "key": claim.verdict.key,
                "verdict": claim.verdict.label[lang],
                "order": natural(claim.iri),
                "evidence": {},
            },
        )
        stance = STANCES[str(row["stance"]).rpartition("/")[2]]
        entry["evidence"].setdefault(stance, []).append(str(row["finding"]))  # type: ignore[attr-defined]
    rank = {"disputed": 0, "partly-corroborated": 1, "corroborated": 2}
    return sorted(found.values(), key=lambda entry: (rank.get(str(entry["key"]), 3), entry["order"]))


def _written(found: Matrix, lang: str, form: str, title: str) -> Response:
    if form == "csv":
        rows = [["row", "column", "value", "claim", "statement", "verdict", "pages", "iri"]]
        for row in found.rows:
            for column in found.columns:
                for entry in found.cells.get((row.key_of, column.key_of), ()):
                    each = entry.claim
                    names = (row.label[lang], column.label[lang], entry.text[lang])
                    verdict = each.verdict.label[lang] if each.verdict else ""
                    rows.append([*names, each.id, each.paraphrase[lang], verdict, each.pages, each.iri])
        return Response(csv_bytes(rows), content_type=CSV.content_type)
    left = max([8.0, *(min(width(short(row.label[lang])), 16) for row in found.rows)]) * 14 + 24
    svg = render_template(
        "compare.svg", lang=lang, matrix=found, title=title, left=left, box=box, lines=lines, short=short
    )
    return Response(svg, content_type="image/svg+xml; charset=utf-8")
