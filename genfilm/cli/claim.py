"""``genfilm claim``: one claim with its place, its verdict and the evidence."""

from __future__ import annotations

import argparse

from genfilm.cli.access import open_graph
from genfilm.cli.language import saying
from genfilm.cli.output import as_text, data
from genfilm.cli.text import paragraph, titled
from genfilm.records.claim import Claim
from genfilm.settings import Settings


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
        say(
            f"section {p.section}, paragraph {p.paragraph}, page {p.page}",
            f"第{p.section}节第{p.paragraph}段，第{p.page}页",
        )
        for p in said.passages
    )
    facts = [
        (say("source", "来源"), found.source.label[lang]),
        (say("place", "出处"), place),
        (say("who says it", "陈述者"), said.speaker.label[lang]),
        (say("kind", "类别"), said.kind.label[lang]),
        (say("as a triple", "三元组"), " · ".join(triple)),
        (say("manner", "陈述方式"), say(", ", "、").join(manner)),
    ]
    if found.assessment:
        judged = found.assessment
        facts.append((say("verdict", "核查结论"), f"{judged.verdict.label[lang]} ({judged.date[:10]})"))
        facts.append((say("reason", "理由"), judged.reason[lang] if judged.reason else ""))
    lines = [f"{said.source}/{said.id}", *paragraph(said.paraphrase[lang]), ""]
    lines += [line for name, text in facts if text for line in titled(name, text)]
    for finding in found.assessment.evidence if found.assessment else ():
        lines += ["", *paragraph(f"{finding.stance_label[lang]}{say(': ', '：')}{finding.label[lang]}")]
        for page in finding.pages:
            lines += titled("", f"{page.publisher[lang]}{say(', ', '，')}{page.title}", left=2)
            lines.append(f"  {page.url}")
    for title, others in (
        (say("Parts", "分论断"), found.parts),
        (say("Near it", "相近的论断"), found.related[:5]),
    ):
        if others:
            lines += ["", title]
            lines += [line for o in others for line in titled(f"  {o.id}", o.paraphrase[lang], left=10)]
    return lines
