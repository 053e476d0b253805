"""The bibliography of chosen claims, or of all that a filter shows, as a page and as files."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Blueprint, Response, request

from genfilm.problems import UnknownClaim, WrongParameter
from genfilm.records.bibliography import bibliography
from genfilm.records.corpus import CLAIMS, ClaimRecord, corpus
from genfilm.records.csl import STYLES as PRINTED
from genfilm.records.reference import EVERY, FILES, STYLES, TITLES, Reference, write
from genfilm.web.api.cite import written
from genfilm.web.context import context
from genfilm.web.site.claims import selected
from genfilm.web.site.frame import nearest, show, shown

blueprint = Blueprint("bibliography", __name__)
_USUAL = {"en": "apa", "zh": "gb-t-7714"}


@blueprint.get("/<any(en, zh):lang>/bibliography")
def page(lang: str) -> Response:
    """Each work once, with the claims for which it is cited."""
    style = _style(_USUAL[lang])
    claims, gone = _meant()
    found = _ordered(claims, style, lang)
    state = [
        (key, value)
        for key, value in request.args.items(multi=True)
        if key not in ("style", "lang", "evidence") and not (key == "claim" and value in gone)
    ]
    chosen = {"no": state, "yes": [*state, ("evidence", "yes")]}
    state = chosen[_scope()]
    response = show(
        "bibliography.html",
        lang,
        claims=claims,
        gone=gone,
        references=[(each, each.write(style)) for each in found],
        style=style,
        scope=_scope(),
        scopes=[(scope, urlencode([*each, ("style", style)])) for scope, each in chosen.items()],
        styles=[(name, TITLES[name], urlencode([*state, ("style", name)])) for name in PRINTED],
        files=[(name, TITLES[name], urlencode([*state, ("style", name)])) for name in FILES],
        extension={name: each.extension for name, each in EVERY.items()},
        media={name: each.media_type.partition(";")[0] for name, each in EVERY.items()},
        queries=[shown("claim-places"), shown("web-pages")],
    )
    response.status_code = 404 if gone and not claims else 200
    return response


@blueprint.get("/<any(en, zh):lang>/bibliography.<any(bib, ris, json, txt):extension>")
def file(lang: str, extension: str) -> Response:
    """The same as a file in a style or format."""
    first = next(name for name, each in EVERY.items() if each.extension == extension)
    style = _style(_USUAL[lang] if extension == "txt" else first)
    claims, gone = _meant()
    if gone:
        near = nearest(f"{CLAIMS}{gone[0]}", list(corpus(context().library).claims))
        raise UnknownClaim("build", name=gone[0], build=context().build.id[:12], candidates=near)
    return written(write(_ordered(claims, style, lang), style), style, "genfilm")


def _ordered(claims: list[ClaimRecord], style: str, lang: str) -> list[Reference]:
    """The works of a bibliography: as they are cited where the style numbers them, else by the alphabet."""
    found = bibliography(context().library, claims, lang, evidence=_scope() == "yes")
    numbered = style == "gb-t-7714" or style not in PRINTED
    return found if numbered else sorted(found, key=lambda each: each.write(style).casefold())


def _style(usual: str) -> str:
    style = request.args.get("style", usual)
    if style not in STYLES:
        raise WrongParameter("choice", parameter="style", value=style, known=[*STYLES])
    return style


def _scope() -> str:
    """``yes`` when the works of the evidence are wanted, too; else ``no``."""
    scope = request.args.get("evidence", "no")
    if scope not in ("no", "yes"):
        raise WrongParameter("choice", parameter="evidence", value=scope, known=["no", "yes"])
    return scope


def _meant() -> tuple[list[ClaimRecord], list[str]]:
    """(the claims that ``?claim=`` names, else those that the filters of the ledger show; names of claims
    that are no longer there). An empty ``?claim=`` names none."""
    if "claim" not in request.args:
        return selected(), []
    every = corpus(context().library).claims
    names = dict.fromkeys(filter(None, request.args.getlist("claim")))
    found = [every[f"{CLAIMS}{name}"] for name in names if f"{CLAIMS}{name}" in every]
    return found, [name for name in names if f"{CLAIMS}{name}" not in every]
