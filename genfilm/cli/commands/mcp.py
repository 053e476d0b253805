"""``genfilm mcp``: the graph as tools for language models, over standard input and output or HTTP."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from genfilm.cli.arguments import Parser
    from genfilm.settings import Settings

GROUP, PLACE, SUMMARY = "serve", 3, "cli.mcp.summary"
EXTRA = "mcp"


def declare(parser: Parser) -> None:
    parser.add("--http", action="store_true", says="cli.mcp.http")
    parser.add("--host", default="127.0.0.1", says="cli.mcp.host")
    parser.add("--port", type=int, default=8765, says="cli.mcp.port")
    parser.add("--allow-host", action="append", default=[], metavar="NAME", says="cli.mcp.allow_host")
    parser.add_connect()


def run(settings: Settings, arguments: argparse.Namespace) -> int:
    """Serve until the client leaves, or until interrupted."""
    from genfilm.cli.access import newest_build
    from genfilm.mcp.source import Source
    from genfilm.mcp.transport import over_http, over_stdio

    if arguments.connect:
        source = Source.connect(arguments.connect, settings)
    else:
        source = Source.open(newest_build(settings, arguments.lang), settings)
    if arguments.http:
        over_http(source, arguments.host, arguments.port, arguments.allow_host)
    else:
        over_stdio(source)
    return 0
