"""The home page: what this is, the film chain, the disputed claims; and the page that explains the method."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, url_for

from genfilm.catalogue.library import Library
from genfilm.protocol.queryfile import without_header
from genfilm.protocol.terms import string
from genfilm.records.address import key
from genfilm.records.anatomy import AnatomyPart, anatomy
from genfilm.records.chain import chain
from genfilm.records.claim import Claim, claim
from genfilm.records.claim_columns import headings
from genfilm.records.corpus import corpus, sources
from genfilm.records.entities import entities
from genfilm.records.schema_org import dataset
from genfilm.web.context import context, language, root_url
from genfilm.web.site.claims import VERDICTS
from genfilm.web.site.frame import Shown, show, shown
from genfilm.words import say

blueprint = Blueprint("home", __name__)
_DISPUTED = 4


@blueprint.get("/")
def start() -> Response:
    """Send the reader to the page in their language."""
    response = redirect(url_for("home.home", lang=language()), 302)
    response.headers["Vary"] = "Accept-Language"
    return response  # type: ignore[return-value]


@blueprint.get("/<any(en, zh):lang>/")
def home(lang: str) -> Response:
    """The home page in one language."""
    library = context().library
    tongue = string(lang)
    totals = next(iter(library.page("home-statements")))
    rank = {name: number for number, name in enumerate(VERDICTS)}
    fared = [
        {"key": key(str(row["verdict"])), "label": str(row["name"]), "n": row["claims"].plain}
        for row in library.run("verdict-counts", lang=lang)
        if row["claims"] is not None
    ]
    fared.sort(key=lambda entry: rank.get(str(entry["key"]), len(rank)))
    return show(
        "home.html",
        lang,
        chain=chain(library, lang),
        sources=sources(library),
        data=dataset(
            context().build.manifest,
            root_url(),
            lang,
            say("site.title", lang),
            say("site.description", lang),
            sources(library),
        ),
        statements=totals["statements"],
        fared=fared,
        total=sum(int(str(entry["n"])) for entry in fared),
        disputed=_disputed(library),
        queries=[
            shown("chain-things", lang=tongue),
            Shown("verdict-counts", without_header(library.named("verdict-counts").bind(lang=lang)).strip()),
        ],
        title=say("home.title", lang),
    )


def _disputed(library: Library) -> list[Claim]:
    """The first disputed claims of sources; one judged as a whole stands for its parts."""
    found: dict[str, Claim] = {}
    for row in library.run("disputed-claims"):
        each = claim(library, str(row["claim"]))
        whole = claim(library, each.part_of.iri) if each.part_of else each
        for judged in (whole, each):
            if judged.assessment is not None and each.assessment == judged.assessment:
                found.setdefault(judged.assessment.iri, judged)
        if len(found) == _DISPUTED:
            break
    return list(found.values())


@blueprint.get("/<any(en, zh):lang>/about")
def about(lang: str) -> Response:
    """Page on the meaning of claims, verdicts, polarity and modality, and on citing them."""
    lists = context().library.page("closed-lists", lang=string(lang))
    values: dict[str, list[dict[str, str]]] = {}
    for row in lists:
        values.setdefault(str(row["list"]).rpartition("/")[2], []).append(
            {
                "iri": str(row["value"]),
                "key": key(str(row["value"])),
                "label": str(row["label"]),
                "definition": str(row["definition"] or ""),
            }
        )
    rank = {name: number for number, name in enumerate(VERDICTS)}
    values["Verdict"].sort(key=lambda value: rank.get(value["key"], len(rank)))
    library = context().library
    return show(
        "about.html",
        lang,
        values=values,
        headings=headings(entities(context().library)),
        example=corpus(library).example,
        anatomy=_anatomy(library, lang),
        queries=[shown("closed-lists", lang=string(lang))],
    )


def _anatomy(library: Library, lang: str) -> tuple[AnatomyPart, ...]:
    """The picture of a disputed claim that is no compound; empty where none is disputed."""
    for record in _disputed(library):
        if record.statement.predicate and record.statement.passages:
            document = record.statement.passages[0].document
            return anatomy(record, entities(library).label(document)[lang], lang)
    return ()
