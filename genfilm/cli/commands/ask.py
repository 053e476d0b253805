"""``genfilm ask``: a plain question, answered by the named question that it means."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from genfilm.cli.arguments import RECORD
from genfilm.words import say

if TYPE_CHECKING:
    from genfilm.cli.arguments import Parser
    from genfilm.client.finding import Reply
    from genfilm.settings import Settings

GROUP, PLACE, SUMMARY = "ask", 1, "cli.ask.summary"


def declare(parser: Parser) -> None:
    parser.add("question", nargs="+", says="cli.ask.question")
    parser.add_format(RECORD)
    parser.add_connect()


def run(settings: Settings, arguments: argparse.Namespace) -> int:
    """Print what was understood and the rows; 1 with the nearest questions when none is near enough."""
    from genfilm.cli.access import open_graph
    from genfilm.cli.output import as_text, data, terminal
    from genfilm.cli.table import table
    from genfilm.cli.text import paragraph, titled

    reply = open_graph(settings, arguments).ask(" ".join(arguments.question))
    if not as_text(arguments.format):
        data(_record(reply))
    elif reply.understood is None:
        print(say("ask.unsure", arguments.lang), file=sys.stderr)
        for near in reply.nearest:
            print("\n".join(titled(f"  genfilm query {near.id}", near.summary, left=4)), file=sys.stderr)
    else:
        values = " ".join(
            f"{name}={value}" for name, value in reply.understood.parameters.items() if name != "lang"
        )
        print("\n".join(paragraph(reply.understood.summary)))
        print(f"  genfilm query {reply.understood.id} {values}".rstrip() + "\n")
        print("\n".join(paragraph(reply.sentence)))
        if len(reply):
            sys.stdout.write("\n" + table(reply.table, reply.lang, terminal() or 100, reply.prefixes))
    return 0 if reply.understood else 1


def _record(reply: Reply) -> dict[str, object]:
    understood = reply.understood
    return {
        "question": reply.answer.question,
        "understood": {
            "id": understood.id,
            "summary": understood.summary,
            "parameters": dict(understood.parameters),
            "confidence": understood.confidence,
        }
        if understood
        else None,
        "nearest": [{"id": n.id, "summary": n.summary, "confidence": n.confidence} for n in reply.nearest],
        "sentence": reply.sentence,
        "rows": reply.table.records(),
        "claims": list(reply.claims),
        "sparql": reply.sparql,
    }
