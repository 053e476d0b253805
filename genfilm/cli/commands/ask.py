"""``genfilm ask``: a plain question, answered by a named question or by the claims nearest to it."""

from __future__ import annotations

import argparse
import shlex
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

from genfilm.cli.arguments import RECORD
from genfilm.words import say

if TYPE_CHECKING:
    from genfilm.ask.answer import Nearest, Understood
    from genfilm.cli.arguments import Parser
    from genfilm.client.finding import Reply
    from genfilm.settings import Settings

GROUP, PLACE, SUMMARY = "ask", 1, "cli.ask.summary"


def declare(parser: Parser) -> None:
    parser.add("question", nargs="+", says="cli.ask.question")
    parser.add_format(RECORD)
    parser.add_connect()


def run(settings: Settings, arguments: argparse.Namespace) -> int:
    """Print the answer; 1 when no named question is surely meant, with the claims and questions nearest."""
    from genfilm.cli.access import open_graph
    from genfilm.cli.output import as_text, data, terminal
    from genfilm.cli.table import table
    from genfilm.cli.text import paragraph, titled

    reply = open_graph(settings, arguments).ask(" ".join(arguments.question))
    if not as_text(arguments.format):
        data(_record(reply))
        return 0 if reply.understood else 1
    print("\n".join(paragraph(reply.sentence)) + "\n")
    if reply.understood is not None:
        print("\n".join(titled(f"  {_command(reply.understood)}", reply.understood.summary, left=4)) + "\n")
        sys.stdout.write(table(reply.table, reply.lang, terminal() or 100, reply.prefixes))
        return 0
    if reply.statements:
        print(say("ask.closest_claims", reply.lang))
    for near in reply.statements:
        page = say("claim.page", reply.lang, page=near.page) if near.page else ""
        facts = say("list.comma", reply.lang).join(
            filter(None, (near.speaker, near.source, page, near.verdict))
        )
        print("\n".join(titled(f"  {reply.prefixes.compact(near.claim)}: {facts}", near.statement, left=4)))
    print(say("ask.unsure", reply.lang), file=sys.stderr)
    for question in reply.nearest:
        print("\n".join(titled(f"  {_command(question)}", question.summary, left=4)), file=sys.stderr)
    return 1


def _command(near: Nearest | Understood) -> str:
    """The command that asks a named question with the values of the text."""
    values = (f"{name}={shlex.quote(value)}" for name, value in near.parameters.items() if name != "lang")
    return " ".join(("genfilm query", near.id, *values))


def _record(reply: Reply) -> dict[str, object]:
    return {
        "question": reply.answer.question,
        "understood": _near(reply.understood) if reply.understood else None,
        "nearest": [_near(each) for each in reply.nearest],
        "sentence": reply.sentence,
        "statements": [asdict(each) for each in reply.statements],
        "applied": list(reply.answer.applied),
        "leftOut": list(reply.answer.left_out),
        "doubtful": reply.answer.doubtful,
        "unknown": list(reply.answer.unknown),
        "rows": reply.table.records() if reply.understood else [],
        "claims": list(reply.claims),
        "sparql": reply.sparql,
    }


def _near(found: Nearest | Understood) -> dict[str, object]:
    return {
        "id": found.id,
        "summary": found.summary,
        "parameters": dict(found.parameters),
        "confidence": found.confidence,
    }
