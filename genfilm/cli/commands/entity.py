"""``genfilm entity``: what is stated of an entity, and by which claims."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

from genfilm.cli import complete
from genfilm.cli.arguments import RECORD
from genfilm.words import say

if TYPE_CHECKING:
    from genfilm.cli.arguments import Parser
    from genfilm.records.entity import Entity, Fact
    from genfilm.settings import Settings

GROUP, PLACE, SUMMARY = "ask", 5, "cli.entity.summary"
_NAMED = 6
"""Claims that are named with one fact; JSON names them all."""


def declare(parser: Parser) -> None:
    parser.add("name", completer=complete.entities, says="cli.entity.name")
    parser.add_format(RECORD)
    parser.add_connect()


def run(settings: Settings, arguments: argparse.Namespace) -> int:
    """Print the entity."""
    from genfilm.cli.access import open_graph
    from genfilm.cli.output import as_text, data

    found = open_graph(settings, arguments).entity(arguments.name)
    if as_text(arguments.format):
        print("\n".join(_lines(found, arguments.lang)))
    else:
        data(found.record())
    return 0


def _lines(found: Entity, lang: str) -> list[str]:
    from genfilm.cli.text import paragraph
    from genfilm.vocabulary import compact

    comma = say("list.and", lang)
    types = comma.join(cls.label[lang] for cls in found.types)
    lines = [found.node.label[lang], f"{compact(found.iri)}  {types}"]
    if found.alternatives:
        names = dict.fromkeys(value for value, _ in found.alternatives)
        lines += paragraph(say("entity.also", lang) + comma.join(names))
    if found.definition:
        lines += ["", *paragraph(found.definition[lang])]
    told = [fact for fact in found.facts if fact.claims]
    plain = [fact for fact in found.facts if not fact.claims]
    pointing = [fact for fact in found.incoming if fact.claims]
    for title, facts in (
        (say("entity.facts", lang), told),
        (say("entity.incoming", lang), pointing),
        (say("entity.basic", lang), plain),
    ):
        if facts:
            lines += ["", title, *(line for fact in facts for line in _fact(fact, lang, facts is pointing))]
    return lines


def _fact(fact: Fact, lang: str, incoming: bool) -> Sequence[str]:
    from genfilm.cli.text import titled

    other, name = fact.other.label[lang], fact.property.label[lang]
    text = f"{other} {name} …" if incoming else f"{name} {other}"
    if fact.polarity != "affirmed":
        text = say("claim.denied", lang) + text
    claims = [
        said.id + (f" {said.verdict.label[lang]}" if said.verdict else "") for said in fact.claims[:_NAMED]
    ]
    if len(fact.claims) > _NAMED:
        claims.append("…")
    return titled("", f"{text}  [{', '.join(claims)}]" if claims else text, left=2)
