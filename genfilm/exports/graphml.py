"""The export as GraphML: claims as edges that carry their verdict, for Gephi, yEd, Cytoscape and networkx."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape, quoteattr

import pyoxigraph as ox

from genfilm.exports.snapshot import Snapshot, Term, local
from genfilm.words import say

_NODE = ("label", "label_en", "label_zh", "classes")
_EDGE = ("label", "label_zh", "claim", "predicate", "polarity", "modality", "valence", "verdict",
         "speaker_en", "speaker_zh", "pages", "statement_en", "statement_zh")  # fmt: skip
NO_VERDICT = "none"
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def graphml(snapshot: Snapshot) -> bytes:
    """A directed multigraph: things and values as nodes, each claim with a triple as one edge.

    A picture shows edges as facts. So the label of an edge says the denial and the verdict: ``not: has
    capability (disputed)``; a claim that nobody judges has the verdict ``none``.
    """
    nodes: dict[str, list[str]] = {}
    edges: list[str] = []
    for claim in snapshot.claims():
        triple = snapshot.proposition(claim)
        if triple is None:
            continue
        ends = [_identify(term, claim) for term in (triple.subject, triple.object)]
        for name, term in zip(ends, (triple.subject, triple.object), strict=True):
            nodes.setdefault(name, _node(snapshot, term))
        opened = f"<edge id={_quoted(claim.value)} source={_quoted(ends[0])} target={_quoted(ends[1])}>"
        edges.append(_element("edge", opened, _EDGE, _edge(snapshot, claim, triple)))
    written = [_element("node", f"<node id={_quoted(name)}>", _NODE, nodes[name]) for name in sorted(nodes)]
    keys = [_key("node", name) for name in _NODE] + [_key("edge", name) for name in _EDGE]
    head = (
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<graphml xmlns="http://graphml.graphdrawing.org/xmlns" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="'
        'http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">',
    )
    body = [*head, *keys, '<graph id="genfilm" edgedefault="directed">', *written, *edges]
    return ("\n".join([*body, "</graph>", "</graphml>"]) + "\n").encode()


def text(value: object) -> str:
    """Character data of XML 1.0; what it cannot hold becomes U+FFFD."""
    return escape(_FORBIDDEN.sub("\ufffd", str(value)))


def _quoted(value: object) -> str:
    return quoteattr(_FORBIDDEN.sub("\ufffd", str(value)))


def _key(domain: str, name: str) -> str:
    return f'<key id="{domain}-{name}" for="{domain}" attr.name="{name}" attr.type="string"/>'


def _element(kind: str, opened: str, names: tuple[str, ...], values: list[str]) -> str:
    data = "".join(
        f'<data key="{kind}-{name}">{text(value)}</data>' for name, value in zip(names, values, strict=True)
    )
    return f"{opened}{data}</{kind}>"


def _identify(term: Term, claim: ox.NamedNode) -> str:
    """The node of a term; a value belongs to its claim, so equal values do not join things."""
    return f"{claim.value}#value" if isinstance(term, ox.Literal) else str(getattr(term, "value", term))


def _node(snapshot: Snapshot, term: Term) -> list[str]:
    if isinstance(term, ox.Literal):
        return [term.value, term.value, term.value, "value"]
    en, zh = (snapshot.label(term, lang) for lang in ("en", "zh"))
    classes = " ".join(local(each) for each in snapshot.objects(term, "rdf:type"))
    return [en or local(term), en, zh, classes]


def _edge(snapshot: Snapshot, claim: ox.NamedNode, triple: ox.Triple) -> list[str]:
    verdict = snapshot.verdict(claim)
    polarity, modality, valence = (
        " ".join(local(each) for each in snapshot.objects(claim, name))
        for name in ("gf:polarity", "gf:modality", "gf:valence")
    )
    speakers = snapshot.objects(claim, "prov:wasAttributedTo")
    pages = {
        page
        for place in snapshot.objects(claim, "gf:isStatedIn")
        for page in snapshot.texts(place, "gf:page")
    }
    return [
        _label(snapshot, claim, triple, "en"),
        _label(snapshot, claim, triple, "zh"),
        str(claim.value),
        str(triple.predicate.value),
        polarity,
        modality,
        valence,
        verdict or NO_VERDICT,
        *(" | ".join(snapshot.label(each, lang) for each in speakers) for lang in ("en", "zh")),
        " | ".join(sorted(pages)),
        snapshot.label(claim, "en"),
        snapshot.label(claim, "zh"),
    ]  # fmt: skip


def _label(snapshot: Snapshot, claim: ox.NamedNode, triple: ox.Triple, lang: str) -> str:
    name = snapshot.label(triple.predicate, lang) or local(triple.predicate)
    negated = any(local(value) == "Negated" for value in snapshot.objects(claim, "gf:polarity"))
    assessment = snapshot.assessment(claim)
    verdict = None if assessment is None else snapshot.first(assessment, "gf:verdict")
    judged = say("verdict.none", lang) if verdict is None else snapshot.label(verdict, lang)
    denial = say("claim.denied", lang) if negated else ""
    return denial + say("claim.judged", lang, claim=name, verdict=judged)
