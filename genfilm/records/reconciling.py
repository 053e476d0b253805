"""Reconciliation: names of a table matched with our entities by the one resolver, and extended with our data.

The shapes are those of the Reconciliation Service API 0.2 (W3C Entity Reconciliation Community Group).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from genfilm.catalogue.library import Library
from genfilm.catalogue.table import Term
from genfilm.problems import WrongParameter
from genfilm.protocol.queryfile import bind_rows
from genfilm.protocol.terms import iri as as_iri
from genfilm.protocol.terms import string
from genfilm.records.address import TERM, address
from genfilm.records.entities import entities
from genfilm.records.names import Candidate, class_named, names
from genfilm.records.ontology import ontology
from genfilm.search.fold import key as folded
from genfilm.vocabulary import GF
from genfilm.words import say

Json = dict[str, Any]
LIMIT, MOST = 5, 50
_NAMED = {"rdfs:label": "noun.name", "skos:definition": "noun.definition"}
_CERTAIN, _OTHER_NAME, _LIKE = 100.0, 95.0, 90.0
"""Scores of a name, of another name of the same thing, and, at most, of a name that is only alike."""


def identifier(iri: str) -> str:
    """The identifier of an entity: its address, ``film/double-world``."""
    return "/".join(address(iri) or ("", iri))


def reconcile(library: Library, query: Mapping[str, Any], lang: str) -> list[Json]:
    """The candidates for one query, the best first; ``match`` says that one alone is meant.

    Raises Problem 404 for an unknown type, 400 for a query that is none.
    """
    text, limit = query.get("query"), query.get("limit", LIMIT)
    types = query.get("type") or []
    types = [types] if isinstance(types, str) else types
    whole = isinstance(limit, int) and not isinstance(limit, bool) and limit > 0
    if not (isinstance(text, str) and whole and _are(str, types)):
        raise WrongParameter("reconcile", parameter="queries")
    known = names(library)
    found: dict[str, tuple[float, Candidate]] = {}
    for cls in types or [None]:
        within = class_named(library, cls) if cls else None
        named = known.resolve(text, within)
        for each in named:
            score = _CERTAIN if each.rank == named[0].rank else _OTHER_NAME
            found.setdefault(each.iri, (score, each))
        for each in known.near(text, within, limit) if len(named) < limit else ():
            found.setdefault(each.iri, (_likeness(text, each), each))
    best = sorted((pair for pair in found.values() if pair[1].kind != TERM), key=lambda pair: -pair[0])
    alone = sum(score == _CERTAIN for score, _ in best) == 1
    return [
        _candidate(library, each, lang) | {"score": score, "match": alone and score == _CERTAIN}
        for score, each in best[: min(limit, MOST)]
    ]


def suggest_entities(library: Library, prefix: str, lang: str, limit: int = MOST) -> list[Json]:
    """Entities whose names begin with, or are like, what was typed."""
    found = reconcile(library, {"query": prefix, "limit": limit}, lang)
    return [{name: each[name] for name in ("id", "name", "description") if name in each} | {
        "notable": each["type"]} for each in found]  # fmt: skip


def suggest_terms(library: Library, prefix: str, lang: str, kinds: Sequence[str]) -> list[Json]:
    """Classes or properties of ours whose name holds what was typed."""
    wanted = folded(prefix)
    terms = (term for term in ontology(library).terms.values() if term.iri.startswith(GF))
    return [
        {"id": f"gf:{term.name}", "name": term.label[lang], "description": term.definition[lang]}
        for term in sorted(terms, key=lambda term: term.name.lower())
        if term.kind in kinds and any(wanted in folded(text) for text in (term.name, *term.label.values()))
    ][:MOST]


def properties_of(library: Library, cls: str | None, lang: str, limit: int) -> list[Json]:
    """Properties that a table can be extended with: names, and those of a class and of the classes above."""
    found = [{"id": name, "name": say(word, lang)} for name, word in _NAMED.items()]
    every = entities(library)
    above = every.parents(class_named(library, cls)) if cls else frozenset[str]()
    for term in sorted(ontology(library).terms.values(), key=lambda term: term.name.lower()):
        fits = not cls or above & {*term.domain}
        if fits and term.iri.startswith(GF) and term.kind in ("object-property", "datatype-property"):
            found.append({"id": f"gf:{term.name}", "name": term.label[lang]})
    return found[:limit]


def extend(library: Library, asked: Mapping[str, Any], lang: str) -> Json:
    """The values of properties of entities, as a data extension has them; only what the default graph says.

    Raises Problem 400 for a request that is none, and for a property that is unknown.
    """
    ids, properties = asked.get("ids"), asked.get("properties")
    wanted: Any = [each.get("id") for each in properties or ()] if _are(dict, properties) else None
    if not isinstance(ids, list) or not (_are(str, ids) and _are(str, wanted)):
        raise WrongParameter("reconcile", parameter="extend")
    known = names(library)
    iris = {name: known.iri(name) for name in ids}
    try:
        terms = {name: as_iri(name, library.prefixes) for name in wanted}
    except ValueError:
        raise WrongParameter("reconcile", parameter="extend") from None
    rows = [
        {"thing": as_iri(iri), "property": term, "lang": string(lang)}
        for iri in dict.fromkeys(iris.values())
        if iri
        for term in terms.values()
    ]
    values = defaultdict[tuple[str, str], list[Json]](list)
    for thing, prop, value, label in (
        library.select(bind_rows(library.pages["extend"], rows)).rows if rows else ()
    ):
        if thing and prop and value:
            values[thing.value, prop.value].append(_cell(library, value, label))
    meta = [{"id": name, "name": _heading(library, name, lang)} for name in wanted]
    return {
        "meta": meta,
        "rows": {
            name: {prop: values[iri or "", term[1:-1]] for prop, term in terms.items()}
            for name, iri in iris.items()
        },
    }


def _are(kind: type, values: object) -> bool:
    """True for a list of nothing but texts, or but objects."""
    return isinstance(values, list) and all(isinstance(each, kind) for each in values)


def _heading(library: Library, name: str, lang: str) -> str:
    if name in _NAMED:
        return say(_NAMED[name], lang)
    return entities(library).label(library.prefixes.full(name))[lang]


def _candidate(library: Library, found: Candidate, lang: str) -> Json:
    every = entities(library)
    types = [
        {"id": every.prefixes.compact(cls), "name": every.label(cls)[lang]} for cls in every.types(found.iri)
    ]
    return {"id": identifier(found.iri), "name": found.label[lang], "type": types}


def _cell(library: Library, value: Term, label: Term | None) -> Json:
    if value.kind == "iri":
        return {
            "id": identifier(value.value),
            "name": label.value if label else library.prefixes.compact(value.value),
        }
    plain = value.plain
    if isinstance(plain, bool):
        return {"bool": plain}
    return {"int": plain} if isinstance(plain, int) else {"float": plain} if isinstance(plain, float) else {
        "str": value.value}  # fmt: skip


def _likeness(text: str, found: Candidate) -> float:
    """The likeness of a text and a name, never as much as that of a name that is the same."""
    wanted = folded(text)
    ratios = (SequenceMatcher(None, wanted, folded(label)).ratio() for label in found.label.values())
    return round(_LIKE * max(ratios, default=0.0), 1)
