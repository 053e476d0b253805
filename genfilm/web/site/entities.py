"""Things: an index by kind, and a page for each with its facts, their claims and their verdicts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from flask import Blueprint, Response, request

from genfilm.catalogue.table import Term
from genfilm.errors import Problem
from genfilm.problems import UnknownTerm, WrongParameter
from genfilm.protocol.terms import iri as as_iri
from genfilm.protocol.terms import string
from genfilm.records.address import address, iri_at
from genfilm.records.agreement import meetings
from genfilm.records.chain import chain
from genfilm.records.concerning import resting, through
from genfilm.records.corpus import ClaimRecord, corpus
from genfilm.records.drawing import star
from genfilm.records.entities import Entities, entities
from genfilm.records.ledger import ledger
from genfilm.records.names import class_named
from genfilm.records.node import Node
from genfilm.records.ontology import ontology
from genfilm.records.publications import publications
from genfilm.records.reference import TITLES
from genfilm.records.schema_org import description
from genfilm.records.workings import workings
from genfilm.records.works import works
from genfilm.search.index import index as search_index
from genfilm.search.kinds import WORDS as KIND_WORDS
from genfilm.vocabulary import GF, compact, expand
from genfilm.web.context import context
from genfilm.web.site.frame import nearest, show, shown
from genfilm.web.site.listing import SHOWN, Kind, by_initial, grouped, ordered
from genfilm.words import say

blueprint = Blueprint("entities", __name__)
_AROUND = 12
_CLAIMED = frozenset({"rdfs:label", "skos:definition", "skos:altLabel", "rdf:type", "skos:prefLabel"})
_HIDDEN = frozenset({"extraction", "void", "graph"})
_TOLD = frozenset({"claim", "assessment", "ns"})
_MACHINERY = frozenset(expand(name) for name in ("rdf:type", "gf:statedByClaim"))
DISPUTED = "disputed"


@blueprint.get("/<any(en, zh):lang>/entity/")
def index(lang: str) -> Response:
    """The kinds of things with their counts; ``?kind=`` lists those of one kind by initial, ``?class=`` the
    instances of a class of the ontology."""
    library = context().library
    names, readings = entities(library), search_index(library).readings
    asked, only = request.args.get("class", ""), request.args.get("kind", "")
    cls = class_named(library, asked) if asked else None
    found = _kinds(names, cls)
    if only and only not in found:
        raise WrongParameter("facet", parameter="kind", value=only, known=sorted(found))
    kinds = [
        Kind(kind, _kind_name(names, iris, lang), ordered(names, iris, lang, readings))
        for kind, iris in found.items()
        if not only or kind == only
    ]
    return show(
        "entities.html",
        lang,
        cls=names.entity(cls) if cls else None,
        only=kinds[0].name if only else "",
        lead=ontology(library).definition(cls)[lang] if cls else say("things.lead", lang),
        groups=[] if cls or only else grouped(kinds),
        lists=[(kind, by_initial(kind.items, readings)) for kind in kinds] if cls or only else [],
        shown=SHOWN,
        queries=[shown("things")],
    )


def _kinds(names: Entities, cls: str | None) -> dict[str, tuple[str, ...]]:
    """The things that the index lists, by kind: all, or the instances of a class."""
    kinds = {kind: iris for kind, iris in names.by_kind.items() if kind not in ("ns", "concept", *_HIDDEN)}
    if cls is None:
        return kinds
    members = set(names.members(cls))
    return {kind: kept for kind, iris in kinds.items() if (kept := tuple(i for i in iris if i in members))}


def listed(cls: str) -> int:
    """Number of instances of a class that the index lists."""
    library = context().library
    return library.once(f"listed {cls}", lambda: sum(map(len, _kinds(entities(library), cls).values())))


@blueprint.get("/<any(en, zh):lang>/entity/<kind>/<path:name>")
def entity(lang: str, kind: str, name: str) -> Response:
    """A thing: its names, what claims say of it with verdict and page, where it is mentioned, its picture."""
    library = context().library
    every, names = corpus(library), entities(library)
    iri = iri_at(kind, name)
    try:
        term = as_iri(iri)
    except ValueError:
        raise _unknown(iri, []) from None
    tongue = string(lang)
    rows = list(library.page("term-outgoing", subject=term, lang=tongue))
    if not rows:
        raise _unknown(iri, [each for iris in names.by_kind.values() for each in iris])
    facts, mentions = list(every.about(iri)), list(every.pointing_to(iri))
    beyond = through(library, iri)
    claims = [*facts, *(each for each in mentions if each not in facts)]
    all_claims = [*claims, *(each for situation in beyond for each in situation.claims)]
    verdicts = Counter(each.verdict.iri for each in all_claims if each.verdict)
    said = {
        (str(each.predicate.iri), _value(each.object)) for each in facts if each.predicate and each.object
    }
    definition = {"en": "", "zh": ""}
    basic: list[dict[str, Any]] = []
    following: list[dict[str, Any]] = []
    for row in rows:
        prop, value = str(row["property"]), row["value"]
        if compact(prop) in ("skos:definition", "rdfs:comment") and value is not None:
            definition[value.language[:2] or "en"] = value.value
        elif (
            compact(prop) not in _CLAIMED
            and value is not None
            and (prop, value.value) not in said
            and not _said_in(rows, prop, value, lang)
        ):
            (following if row["follows"] and row["follows"].plain else basic).append(
                {
                    "property": prop,
                    "name": str(row["propertyLabel"] or compact(prop)),
                    "value": names.node(value),
                }
            )
    around = _around(claims, iri)
    label = names.label(iri)
    types = [names.entity(cls) for cls in names.types(iri)]
    published = publications(library, iri)
    stated = [each for each in every.claims.values() if _stands_in(each, iri)]
    return show(
        "entity.html",
        lang,
        iri=iri,
        label=label,
        only=_only(names, iri, lang),
        types=types,
        definition=definition,
        others=[*{text: tag for text, tag, preferred in names.names(iri) if not preferred}.items()],
        facts=_grouped(facts, lang, end="object"),
        mentions=_grouped(mentions, lang, end="subject"),
        basic=basic,
        following=following,
        published=published,
        stated=ledger(library).select({"source": [stated[0].source]}, size=1) if stated else None,
        source=stated[0].source if stated else "",
        meetings=meetings(library, stated),
        stage=next(
            (s for whole in chain(library, lang) for s in (whole, *whole.parts) if s.iri == iri), None
        ),
        claims=every.claims,
        workings=workings(every, iri, names.entity(iri), lang),
        around=around,
        star=star(label[lang], [node.label[lang] for node in around]) if around else None,
        data=description(iri, label[lang], definition[lang], names.classes(iri), facts, lang),
        count=len(all_claims),
        disputed=[each for each in all_claims if each.verdict and each.verdict.key == DISPUTED],
        verdicts=[(names.entity(verdict or ""), number) for verdict, number in verdicts.most_common()],
        through=beyond,
        resting=resting(library, iri),
        works=works(library, iri),
        place=f"{kind}/{name}",
        styles=TITLES.items(),
        spoken=sum(each.speaker.iri == iri and not each.parts for each in every.claims.values()),
        linked=_linked(names, library.page("term-incoming", subject=term, lang=tongue), iri),
        queries=[
            shown("term-outgoing", subject=term, lang=tongue),
            shown("term-claims", subject=term, lang=tongue),
            shown("term-incoming", subject=term, lang=tongue),
            *([shown("publications", publisher=term)] if published else ()),
            shown("claims-resting-on", thing=term),
            *([shown("situations")] if beyond else ()),
        ],
    )


def _said_in(rows: list[dict[str, Term | None]], prop: str, value: Term, lang: str) -> bool:
    """True when a text stands beside its other in the language of the page."""
    return (
        bool(value.language)
        and not value.language.startswith(lang)
        and any(
            str(row["property"]) == prop
            and row["value"] is not None
            and row["value"].language.startswith(lang)
            for row in rows
        )
    )


def _stands_in(claim: ClaimRecord, document: str) -> bool:
    return any(passage.document == document for passage in claim.passages)


def _linked(names: Entities, rows: Iterable[Mapping[str, Any]], iri: str) -> list[tuple[Node, list[Node]]]:
    """Incoming links of a thing, by relation, without claims and what the page tells already."""
    found: dict[str, list[Node]] = {}
    for row in rows:
        other, relation = str(row["value"]), str(row["property"])
        place = address(other)
        if place and place[0] not in _TOLD and relation not in _MACHINERY and other != iri:
            found.setdefault(relation, []).append(names.entity(other))
    return [(names.entity(relation), others) for relation, others in found.items()]


def _unknown(iri: str, known: list[str]) -> Problem:
    return UnknownTerm(iri=iri, build=context().build.id[:12], candidates=nearest(iri, known))


def _value(node: Node) -> str:
    return node.iri or str(node.value)


def _grouped(claims: list[ClaimRecord], lang: str, *, end: str) -> list[dict[str, Any]]:
    """The claims by relation and by the thing at the other end, in the order of the most said."""
    groups: dict[tuple[str, str, str], dict[str, Any]] = {}
    for each in claims:
        node = each.object if end == "object" else each.subject
        if each.predicate is None or node is None:
            continue
        found = groups.setdefault(
            (str(each.predicate.iri), _value(node), each.polarity.key),
            {
                "predicate": each.predicate,
                "node": node,
                "negated": each.polarity.key == "negated",
                "claims": [],
            },
        )
        found["claims"].append(each)
    order = Counter(predicate for predicate, _, _ in groups)
    return sorted(
        groups.values(),
        key=lambda g: (-order[str(g["predicate"].iri)], g["predicate"].label[lang], g["node"].label[lang]),
    )


def _around(claims: list[ClaimRecord], iri: str) -> list[Node]:
    """The things that most claims join to this one, as many as a picture can show."""
    counts: Counter[str] = Counter()
    nodes: dict[str, Node] = {}
    for each in claims:
        for node in (each.subject, each.object):
            if node is not None and node.iri and node.iri != iri:
                counts[node.iri] += 1
                nodes[node.iri] = node
    best = sorted(counts, key=lambda other: (-counts[other], other))[:_AROUND]
    return [nodes[other] for other in best]


def _only(names: Entities, iri: str, lang: str) -> str:
    """The language of the name when it has none in this one: it is marked then."""
    tags = {tag[:2] for _, tag, preferred in names.names(iri) if preferred}
    return "" if lang in tags or not tags else sorted(tags)[0]


def _kind_name(names: Entities, iris: tuple[str, ...], lang: str) -> str:
    """Name of a kind of entities: the name of the narrowest class of ours that most of them share."""
    place = address(iris[0])
    if place and place[0] in KIND_WORDS:
        return say(KIND_WORDS[place[0]], lang)
    counts: Counter[str] = Counter(cls for iri in iris for cls in names.classes(iri) if cls.startswith(GF))
    if not counts:
        scheme = iri_at("concept", place[0]) if place else ""
        return (
            names.label(scheme)[lang]
            if scheme in names
            else (place[0] if place else say("site.things", lang))
        )
    most = max(counts.values())
    shared = [cls for cls, n in counts.items() if n == most]
    model = ontology(context().library)
    narrowest = [cls for cls in shared if not any(child.iri in shared for child in model.children(cls))]
    return names.label(sorted(narrowest)[0])[lang]
