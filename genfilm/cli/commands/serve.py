"""``genfilm serve``: build when needed, then serve over HTTP."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from genfilm.cli.arguments import Parser
    from genfilm.settings import Settings

GROUP, PLACE, SUMMARY = "serve", 1, "cli.serve.summary"
EXTRA = "serve"


def declare(parser: Parser) -> None:
    parser.add("--host", says="cli.serve.host")
    parser.add("--port", type=int, says="cli.serve.port")


def run(settings: Settings, arguments: argparse.Namespace) -> int:
    """Serve until interrupted."""
    from genfilm.serve import serve

    serve(settings.from_environ(host=arguments.host, port=arguments.port), arguments.lang)
    return 0
