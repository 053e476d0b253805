"""The arguments of each command: one function for each, which adds them to its parser in one language."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from genfilm.cli import complete

Say = Callable[..., str]
"""The message of a key in the reader's language."""
STYLES = ("gb-t-7714", "apa", "bibtex", "ris", "csl-json")
ROWS = ("table", "csv", "json")
RECORD = ("text", "json")


def _add(parser: argparse.ArgumentParser, *names: str, completer: Any = None, **options: Any) -> None:
    """An argument whose values the shell completes."""
    action = parser.add_argument(*names, **options)
    if completer is not None:
        action.completer = completer  # type: ignore[attr-defined]


def _place(parser: argparse.ArgumentParser, say: Say, formats: tuple[str, ...] = ()) -> None:
    """Where the graph is, in which language and in which format."""
    if formats:
        shown, piped = formats[0], formats[1]
        words = say("cli.place.format", formats=", ".join(formats), shown=shown, piped=piped)
        parser.add_argument("--format", choices=formats, metavar="FORMAT", help=words)
    parser.add_argument(
        "--connect",
        metavar="URL",
        help=say("cli.place.connect"),
    )


def ask(parser: argparse.ArgumentParser, say: Say) -> None:
    parser.add_argument("question", nargs="+", help=say("cli.ask.question"))
    _place(parser, say, RECORD)


def query(parser: argparse.ArgumentParser, say: Say) -> None:
    _add(
        parser,
        "name",
        completer=complete.questions,
        help=say("cli.query.name"),
    )
    _add(
        parser,
        "parameters",
        nargs="*",
        metavar="NAME=VALUE",
        completer=complete.parameters,
        help=say("cli.query.parameters"),
    )
    parser.add_argument(
        "--format",
        metavar="FORMAT",
        help=say("cli.query.format"),
    )
    _place(parser, say)


def queries(parser: argparse.ArgumentParser, say: Say) -> None:
    _add(
        parser,
        "name",
        nargs="?",
        completer=complete.questions,
        help=say("cli.queries.name"),
    )
    parser.add_argument("--tag", help=say("cli.queries.tag"))
    parser.add_argument("--format", choices=ROWS, metavar="FORMAT", help=say("cli.format"))


def search(parser: argparse.ArgumentParser, say: Say) -> None:
    parser.add_argument("text", nargs="+", help=say("cli.search.text"))
    _add(
        parser,
        "--kind",
        action="append",
        metavar="KIND",
        completer=complete.kinds,
        help=say("cli.search.kind"),
    )
    parser.add_argument("--size", type=int, default=20, help=say("cli.search.size"))
    parser.add_argument("--format", choices=ROWS, metavar="FORMAT", help=say("cli.format"))


def entity(parser: argparse.ArgumentParser, say: Say) -> None:
    _add(
        parser,
        "name",
        completer=complete.things,
        help=say("cli.entity.name"),
    )
    _place(parser, say, RECORD)


def claim(parser: argparse.ArgumentParser, say: Say) -> None:
    _add(
        parser,
        "name",
        completer=complete.claims,
        help=say("cli.claim.name"),
    )
    _place(parser, say, RECORD)


def claims(parser: argparse.ArgumentParser, say: Say) -> None:
    _add(
        parser,
        "filters",
        nargs="*",
        metavar="FACET=VALUE",
        completer=complete.facets,
        help=say("cli.claims.filters"),
    )
    _add(
        parser,
        "--about",
        action="append",
        metavar="NAME",
        completer=complete.things,
        help=say("cli.claims.about"),
    )
    parser.add_argument(
        "--sort",
        default="id",
        help=say("cli.claims.sort"),
    )
    _place(parser, say, ROWS)


def cite(parser: argparse.ArgumentParser, say: Say) -> None:
    _add(
        parser,
        "name",
        nargs="?",
        completer=complete.citable,
        help=say("cli.cite.name"),
    )
    parser.add_argument(
        "--style",
        choices=STYLES,
        metavar="STYLE",
        help=say("cli.cite.style", styles=", ".join(STYLES)),
    )
    _place(parser, say)


def build(parser: argparse.ArgumentParser, say: Say) -> None:
    parser.add_argument(
        "--no-java",
        action="store_true",
        help=say("cli.build.no_java"),
    )


def check(parser: argparse.ArgumentParser, say: Say) -> None:
    pass


def fmt(parser: argparse.ArgumentParser, say: Say) -> None:
    parser.add_argument(
        "--check",
        action="store_true",
        help=say("cli.fmt.check"),
    )
    parser.add_argument(
        "files",
        nargs="*",
        type=Path,
        help=say("cli.fmt.files"),
    )


def docs(parser: argparse.ArgumentParser, say: Say) -> None:
    parser.add_argument("--out", required=True, metavar="DIR", help=say("cli.docs.out"))


def export(parser: argparse.ArgumentParser, say: Say) -> None:
    _add(
        parser,
        "--format",
        action="append",
        metavar="FORMAT",
        completer=complete.exports,
        help=say("cli.export.format"),
    )
    parser.add_argument(
        "--out",
        type=Path,
        metavar="DIR",
        help=say("cli.export.out"),
    )
    parser.add_argument(
        "--build",
        metavar="BUILD",
        help=say("cli.export.build"),
    )


def diff(parser: argparse.ArgumentParser, say: Say) -> None:
    edition = say("cli.diff.edition")
    parser.add_argument("old", metavar="A", help=edition)
    parser.add_argument("new", metavar="B", help=say("cli.diff.new"))
    parser.add_argument("--json", action="store_true", help=say("cli.diff.json"))


def serve(parser: argparse.ArgumentParser, say: Say) -> None:
    parser.add_argument("--host", help=say("cli.serve.host"))
    parser.add_argument("--port", type=int, help=say("cli.serve.port"))


def mcp(parser: argparse.ArgumentParser, say: Say) -> None:
    parser.add_argument(
        "--http",
        action="store_true",
        help=say("cli.mcp.http"),
    )
    parser.add_argument("--host", default="127.0.0.1", help=say("cli.mcp.host"))
    parser.add_argument("--port", type=int, default=8765, help=say("cli.mcp.port"))
    parser.add_argument(
        "--allow-host",
        action="append",
        default=[],
        metavar="NAME",
        help=say("cli.mcp.allow_host"),
    )
    _place(parser, say)


def completion(parser: argparse.ArgumentParser, say: Say) -> None:
    parser.add_argument("shell", choices=("bash", "zsh", "fish"), help="bash, zsh, fish")
