"""The questions of the catalogue: their index, and a page for each with form, answer and query."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from genfilm.catalogue.counted import counted, listing
from genfilm.catalogue.query import NamedQuery
from genfilm.catalogue.table import Table, Term
from genfilm.problems import WrongParameter
from genfilm.protocol.queryfile import without_header
from genfilm.records.ask import resolved
from genfilm.records.corpus import corpus
from genfilm.records.entities import Entities, entities
from genfilm.records.names import names
from genfilm.vocabulary import expand
from genfilm.web.context import context
from genfilm.web.site.charts import chart_of
from genfilm.web.site.frame import Shown, show

blueprint = Blueprint("questions", __name__)
_MOST_CHOICES = 400


@blueprint.get("/<any(en, zh):lang>/questions")
def index(lang: str) -> Response:
    """Every question, by its first tag."""
    groups: dict[str, list[NamedQuery]] = {}
    for query in context().library.queries.values():
        groups.setdefault(query.tags[0] if query.tags else "", []).append(query)
    return show("questions.html", lang, groups=sorted(groups.items()))


@blueprint.get("/<any(en, zh):lang>/questions/<name>")
def question(lang: str, name: str) -> Response:
    """Answer a question; its parameters may be given in the address."""
    library = context().library
    query = library.named(name)
    known = {parameter.name for parameter in query.parameters}
    values = {key: value for key, value in request.args.items() if key not in ("lang", "behind", "row")}
    if "lang" in known:
        values["lang"] = lang
    meant = resolved(query, names(library), **values)
    values = {key: library.prefixes.compact(value) for key, value in meant.items()}
    text = query.bind(**values)
    answer = library.select(text, query.columns)
    every = entities(library)
    counts = counted(text)
    behind = request.args.get("behind")
    row = _row_behind(behind, counts, answer) if behind else None
    if behind and row is not None:
        text = listing(text, behind, row)
        answer = library.select(text, {counts[behind]: query.columns[behind]})
    return show(
        "question.html",
        lang,
        query=query,
        values={p.name: values.get(p.name, p.default) for p in query.parameters},
        choices={p.name: _choices(p.cls, lang) for p in query.parameters if p.kind == "iri" and p.cls},
        table=_without_names(answer, every),
        counts=() if row else counts,
        row=row,
        drawing=None if row else chart_of(query, answer, without_header(text), _chosen(values)),
        claims=corpus(library).claims,
        names=every,
        state=urlencode(_chosen(values)),
        queries=[Shown(query.id, without_header(text).strip())],
    )


def _chosen(values: Mapping[str, str]) -> dict[str, str]:
    """The values that stand in the address: the language stands before it."""
    return {key: value for key, value in values.items() if key != "lang"}


def _row_behind(behind: str, counts: Mapping[str, str], answer: Table) -> dict[str, Term | None]:
    """The row of an answer with the count that ``behind`` names; raises Problem 400."""
    number = request.args.get("row", "")
    if behind not in counts:
        raise WrongParameter("choice", parameter="behind", value=behind, known=sorted(counts))
    if not (number.isdecimal() and 1 <= int(number[:9]) <= len(answer)):
        raise WrongParameter("number", parameter="row", value=number, low=1, high=len(answer))
    cells = answer.rows[int(number) - 1]
    return dict(zip((column.name for column in answer.columns), cells, strict=True))


def _without_names(table: Table, names: Entities) -> Table:
    """The table without the columns that only name the thing of a column before: the page names it itself."""
    kept: list[int] = []
    for number in range(len(table.columns)):
        if not any(
            table.rows
            and all(
                row[number] is not None
                and row[before] is not None
                and row[before].kind == "iri"  # type: ignore[union-attr]
                and str(row[number]) in names.label(str(row[before])).values()
                for row in table.rows
            )
            for before in kept
        ):
            kept.append(number)
    return Table(
        tuple(table.columns[number] for number in kept),
        tuple(tuple(row[number] for number in kept) for row in table.rows),
    )


def _choices(cls: str, lang: str) -> list[tuple[str, str]]:
    """(prefixed name, label) of each thing that a parameter may name; empty where there are too many."""
    iri = expand(cls)
    library = context().library
    every, compact = entities(library), library.prefixes.compact
    if iri.endswith("Claim"):
        return [
            (compact(each.iri), f"{each.id} · {each.paraphrase[lang][:80]}")
            for each in corpus(library).claims.values()
            if each.passages
        ]
    found = [(compact(each), every.label(each)[lang]) for each in every.members(iri)]
    return sorted(found, key=lambda item: item[1].casefold()) if len(found) <= _MOST_CHOICES else []
