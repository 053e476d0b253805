"""Comparisons: two kinds of things against each other, source against evidence, things side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, redirect, render_template, request

from genfilm.problems import NotFound
from genfilm.protocol.formats import CSV
from genfilm.records import comparison
from genfilm.records.claim import STANCES
from genfilm.records.corpus import corpus, natural
from genfilm.records.drawing import box, lines, short, width
from genfilm.records.entities import entities
from genfilm.records.matrix import AXES, OFFERED, Matrix, compared, matrix
from genfilm.records.names import names
from genfilm.vocabulary import compact
from genfilm.web.api.envelope import here
from genfilm.web.api.queries import LICENCE
from genfilm.web.api.sheet import BOM, PAPERS, Sheet
from genfilm.web.context import context
from genfilm.web.site.frame import claim_name, show, shown, site
from genfilm.words import say

blueprint = Blueprint("compare", __name__)
EVIDENCE = "paper-evidence"
KINDS = (*OFFERED, EVIDENCE)
_FORMS = {fmt.extension: fmt for fmt in PAPERS}


@blueprint.get("/<any(en, zh):lang>/compare")
def index(lang: str) -> Response:
    """Index of the comparisons; with ``?e=`` twice or more, those things side by side; with ``?rows=`` and
    ``?columns=`` the comparison of two kinds."""
    library = context().library
    if "rows" in request.args and "columns" in request.args:
        name = f"{request.args['rows']}-{request.args['columns']}"
        if matrix(library, name) is not None:
            return redirect(site(lang, f"compare/{name}"), 302)  # type: ignore[return-value]
    asked = _meant()
    return show(
        "compare.html",
        lang,
        kinds=KINDS,
        axes=tuple(AXES),
        asked=[entities(library).entity(iri) for iri in asked],
        choices=_choices(lang),
        matrix=compared(library, asked) if len(asked) > 1 else None,
        state=request.query_string.decode("ascii", "replace"),
        queries=[shown("claims")],
    )


@blueprint.get("/<any(en, zh):lang>/compare.<any(csv, tsv, xlsx, md, tex, svg):form>")
def index_as(lang: str, form: str) -> Response:
    """Things side by side as a file."""
    return _written(compared(context().library, _meant()), lang, form, say("compare.side_by_side", lang))


@blueprint.get("/<any(en, zh):lang>/compare/<name>")
def one(lang: str, name: str) -> Response:
    """One comparison as a table."""
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
    whole = _whole(name)
    rows, _, columns = name.partition("-")
    chosen = {side: _chosen(side) for side in ("row", "column")}
    turned = [("column", each) for each in chosen["row"]] + [("row", each) for each in chosen["column"]]
    return show(
        "compare_one.html",
        lang,
        kinds=KINDS,
        axes=tuple(AXES),
        name=name,
        rows=rows,
        columns=columns,
        whole=whole,
        chosen=chosen,
        matrix=whole.kept(chosen["row"], chosen["column"]),
        state=request.query_string.decode("ascii", "replace"),
        turned=site(lang, f"compare/{columns}-{rows}") + (f"?{urlencode(turned)}" if turned else ""),
        queries=[shown("claims")],
    )


@blueprint.get("/<any(en, zh):lang>/compare/<name>.<any(csv, tsv, xlsx, md, tex, svg):form>")
def one_as(lang: str, name: str, form: str) -> Response:
    """One comparison as a file: all that its page shows."""
    if name == EVIDENCE and form in _FORMS:
        order = [str(row["iri"]) for row in _against(lang)]
        found = comparison.against(context().library, lang, order)
        return _file(lang, name, form, comparison.EVIDENCE, found)
    kept = _whole(name).kept(_chosen("row"), _chosen("column"))
    rows, _, columns = name.partition("-")
    return _written(kept, lang, form, title(rows, columns, lang), name)


def title(rows: str, columns: str, lang: str) -> str:
    """Name of a comparison of two kinds: technologies × stages."""
    both = (say(f"compare.axis.{axis}", lang) for axis in (rows, columns))
    return " × ".join(text[:1].upper() + text[1:] if place == 0 else text for place, text in enumerate(both))


def _whole(name: str) -> Matrix:
    found = matrix(context().library, name)
    if found is None:
        raise NotFound("comparison", name=name, known=[*KINDS])
    return found


def _chosen(side: str) -> list[str]:
    """The rows or columns (IRIs) that the address keeps; raises Problem as names do."""
    known = names(context().library)
    return [known.one(text, parameter=side).iri for text in request.args.getlist(side) if text.strip()]


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
                "claim": claim,
                "name": claim_name(claim.iri),
                "statement": claim.paraphrase[lang],
                "key": claim.verdict.key,
                "verdict": claim.verdict.label[lang],
                "order": natural(claim.iri),
                "evidence": {},
            },
        )
        stance = STANCES[compact(str(row["stance"]))]
        entry["evidence"].setdefault(stance, []).append(str(row["finding"]))  # type: ignore[attr-defined]
    rank = {"disputed": 0, "partly-corroborated": 1, "corroborated": 2}
    return sorted(found.values(), key=lambda entry: (rank.get(str(entry["key"]), 3), entry["order"]))


def _written(found: Matrix, lang: str, form: str, title: str, stem: str = "side-by-side") -> Response:
    if form in _FORMS:
        columns = comparison.PAPER if form == "tex" else comparison.MATRIX
        rows = comparison.table(context().library, found, lang, columns)
        return _file(lang, stem, form, columns, rows, title)
    left = max([8.0, *(min(width(short(row.label[lang])), 16) for row in found.rows)]) * 14 + 24
    svg = render_template(
        "compare.svg", lang=lang, matrix=found, title=title, left=left, box=box, lines=lines, short=short
    )
    return Response(svg, content_type="image/svg+xml; charset=utf-8")


def _file(
    lang: str, stem: str, form: str, columns: tuple[str, ...], rows: Sequence[Sequence[Any]], title: str = ""
) -> Response:
    """The lines of a comparison in a format; ``?bom=1`` begins CSV with the mark that Excel looks for."""
    heads = comparison.heads(context().library, columns, lang)
    about = {"address": here(), "build": context().build.id[:12], "licence": LICENCE}
    fmt = _FORMS[form]
    sheet = Sheet(title or say(f"compare.{stem}", lang), columns, heads, rows, about)
    bom = BOM if fmt is CSV and request.args.get("bom") else b""
    response = Response(bom + sheet.write(fmt), content_type=fmt.content_type)
    response.headers["Content-Disposition"] = f'inline; filename="{stem}.{fmt.extension}"'
    return response
