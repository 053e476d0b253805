"""``genfilm claim``: one claim with its place, its verdict and the evidence."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from genfilm.cli import complete
from genfilm.cli.arguments import RECORD
from genfilm.words import say

if TYPE_CHECKING:
    from genfilm.cli.arguments import Parser
    from genfilm.records.claim import Claim
    from genfilm.settings import Settings

GROUP, PLACE, SUMMARY = "ask", 7, "cli.claim.summary"


def declare(parser: Parser) -> None:
    parser.add("name", completer=complete.claims, says="cli.claim.name")
    parser.add_format(RECORD)
    parser.add_connect()


def run(settings: Settings, arguments: argparse.Namespace) -> int:
    """Print the claim."""
    from genfilm.cli.access import open_graph
    from genfilm.cli.output import as_text, data

    found = open_graph(settings, arguments).claim(arguments.name)
    if as_text(arguments.format):
        print("\n".join(_lines(found, arguments.lang)))
    else:
        data(found.record())
    return 0


def _lines(found: Claim, lang: str) -> list[str]:
    from genfilm.cli.text import paragraph, titled
    from genfilm.records.place import places

    said = found.statement
    triple = [node.label[lang] for node in (said.subject, said.predicate, said.object) if node]
    manner = [node.label[lang] for node in (said.polarity, said.modality, said.valence)]
    facts = [
        (say("noun.source", lang), found.source.label[lang]),
        (say("claim.place", lang), "; ".join(where for _, where in places(said.passages, lang))),
        (say("claim.speaker", lang), said.speaker.label[lang]),
        (say("noun.kind", lang), said.kind.label[lang]),
        (say("claim.triple", lang), " · ".join(triple)),
        (say("claim.manner", lang), say("list.and", lang).join(manner)),
    ]
    if found.assessment:
        judged = found.assessment
        verdict = f"{judged.verdict.label[lang]} ({judged.date[:10]})"
        facts.append((say("noun.verdict", lang), verdict))
        facts.append((say("noun.reason", lang), judged.reason[lang] if judged.reason else ""))
        facts += [(say("noun.right", lang), text[lang]) for text in judged.right]
    if said.reading:
        coded = [(each.accepts, each.person.label[lang], each.date) for each in found.readings if each.counts]
        told = [
            say("reading.accepted_by" if accepts else "reading.read_by", lang, name=name, date=date)
            for accepts, name, date in coded
        ]
        facts.append((say("field.reading", lang), "; ".join([said.reading.label[lang], *told])))
    lines = [f"{said.source}/{said.id}", *paragraph(said.paraphrase[lang]), ""]
    lines += [line for name, text in facts if text for line in titled(name, text)]
    for finding in found.assessment.evidence if found.assessment else ():
        stance, label = finding.stance_label[lang], finding.label[lang]
        lines += ["", *paragraph(f"{stance}{say('list.colon', lang)}{label}")]
        for page in finding.pages:
            read = f"{page.publisher[lang]}{say('list.comma', lang)}{page.title[lang]}"
            lines += [*titled("", read, left=2), f"  {page.url}"]
    for title, others in (
        (say("claim.parts", lang), found.parts),
        (say("claim.near", lang), found.related[:5]),
    ):
        if others:
            lines += ["", title]
            lines += [line for o in others for line in titled(f"  {o.id}", o.paraphrase[lang], left=10)]
    return lines
