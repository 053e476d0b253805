"""``genfilm claim``: one claim with its place, its verdict and the evidence."""

from __future__ import annotations

import argparse

from genfilm.cli.access import open_graph
from genfilm.cli.output import as_text, data
from genfilm.cli.text import paragraph, titled
from genfilm.records.claim import Claim
from genfilm.settings import Settings
from genfilm.words import saying


def run(settings: Settings, arguments: argparse.Namespace) -> int:
    """Print the claim."""
    found = open_graph(settings, arguments).claim(arguments.name)
    if as_text(arguments.format):
        print("\n".join(_lines(found, arguments.lang)))
    else:
        data(found.record())
    return 0


def _lines(found: Claim, lang: str) -> list[str]:
    say, said = saying(lang), found.statement
    triple = [node.label[lang] for node in (said.subject, said.predicate, said.object) if node]
    manner = [node.label[lang] for node in (said.polarity, said.modality, said.valence)]
    place = "; ".join(
        say("passage.place", section=p.section, paragraph=p.paragraph, page=p.page) for p in said.passages
    )
    facts = [
        (say("noun.source"), found.source.label[lang]),
        (say("claim.place"), place),
        (say("claim.speaker"), said.speaker.label[lang]),
        (say("noun.kind"), said.kind.label[lang]),
        (say("claim.triple"), " · ".join(triple)),
        (say("claim.manner"), say("list.and").join(manner)),
    ]
    if found.assessment:
        judged = found.assessment
        facts.append((say("noun.verdict"), f"{judged.verdict.label[lang]} ({judged.date[:10]})"))
        facts.append((say("noun.reason"), judged.reason[lang] if judged.reason else ""))
    lines = [f"{said.source}/{said.id}", *paragraph(said.paraphrase[lang]), ""]
    lines += [line for name, text in facts if text for line in titled(name, text)]
    for finding in found.assessment.evidence if found.assessment else ():
        lines += ["", *paragraph(f"{finding.stance_label[lang]}{say('list.colon')}{finding.label[lang]}")]
        for page in finding.pages:
            lines += titled("", f"{page.publisher[lang]}{say('list.comma')}{page.title}", left=2)
            lines.append(f"  {page.url}")
    for title, others in (
        (say("claim.parts"), found.parts),
        (say("claim.near"), found.related[:5]),
    ):
        if others:
            lines += ["", title]
            lines += [line for o in others for line in titled(f"  {o.id}", o.paraphrase[lang], left=10)]
    return lines
