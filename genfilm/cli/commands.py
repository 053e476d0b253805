"""Every command of ``genfilm``, in the order of its help; the file of its name is loaded when it runs."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass

from genfilm.cli import arguments
from genfilm.cli.arguments import Say


@dataclass(frozen=True, slots=True)
class Command:
    """``group`` is a key of GROUPS; ``summary`` the key of its words; ``declare`` adds the arguments."""

    name: str
    group: str
    summary: str
    declare: Callable[[argparse.ArgumentParser, Say], None]


GROUPS = {"ask": "cli.group.ask", "edit": "cli.group.edit", "serve": "cli.group.serve"}
"""The groups of the help with the keys of their titles."""


COMMANDS: tuple[Command, ...] = (
    Command("ask", "ask", "cli.ask.summary", arguments.ask),
    Command(
        "query",
        "ask",
        "cli.query.summary",
        arguments.query,
    ),
    Command(
        "queries",
        "ask",
        "cli.queries.summary",
        arguments.queries,
    ),
    Command(
        "search",
        "ask",
        "cli.search.summary",
        arguments.search,
    ),
    Command(
        "entity",
        "ask",
        "cli.entity.summary",
        arguments.entity,
    ),
    Command(
        "claims",
        "ask",
        "cli.claims.summary",
        arguments.claims,
    ),
    Command(
        "claim",
        "ask",
        "cli.claim.summary",
        arguments.claim,
    ),
    Command(
        "cite",
        "ask",
        "cli.cite.summary",
        arguments.cite,
    ),
    Command("build", "edit", "cli.build.summary", arguments.build),
    Command(
        "check",
        "edit",
        "cli.check.summary",
        arguments.check,
    ),
    Command("fmt", "edit", "cli.fmt.summary", arguments.fmt),
    Command(
        "diff",
        "edit",
        "cli.diff.summary",
        arguments.diff,
    ),
    Command(
        "export",
        "edit",
        "cli.export.summary",
        arguments.export,
    ),
    Command("docs", "edit", "cli.docs.summary", arguments.docs),
    Command(
        "serve",
        "serve",
        "cli.serve.summary",
        arguments.serve,
    ),
    Command(
        "mcp",
        "serve",
        "cli.mcp.summary",
        arguments.mcp,
    ),
    Command("completion", "serve", "cli.completion.summary", arguments.completion),
)
BY_NAME = {command.name: command for command in COMMANDS}
