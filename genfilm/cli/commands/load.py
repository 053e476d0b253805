"""``genfilm load``: put the build into a SPARQL engine elsewhere, graph by graph, its id last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from genfilm.words import say

if TYPE_CHECKING:
    import argparse

    from genfilm.cli.arguments import Parser
    from genfilm.settings import Settings

GROUP, PLACE, SUMMARY = "serve", 2, "cli.load.summary"
EXTRA = "serve"


def declare(parser: Parser) -> None:
    """The engine, and its store."""
    parser.add("--engine", metavar="URL", required=True, says="cli.load.engine")
    parser.add("--store", metavar="URL", says="cli.load.store")


def run(settings: Settings, arguments: argparse.Namespace) -> int:
    """Load the current build; 1 with the reason when the engine refuses."""
    import asyncio

    import aiohttp

    from genfilm.dataset.builds import current
    from genfilm.engine.graph_store import GraphStore

    lang = arguments.lang
    build = current(settings.home)
    engine = arguments.engine.replace("{build}", build.id[:12])
    store = (arguments.store or f"{engine.rpartition('/')[0]}/data").replace("{build}", build.id[:12])

    async def load() -> None:
        patience = aiohttp.ClientTimeout(total=None, sock_connect=10, sock_read=3600)
        async with aiohttp.ClientSession(timeout=patience) as session:
            await GraphStore(engine, store, session).load(
                build,
                lambda graph, count: print(
                    say("cli.load.graph", lang, graph=graph, size=f"{count:,}"), flush=True
                ),
            )

    asyncio.run(load())
    print(say("cli.load.done", lang, url=engine, build=build.id[:12]))
    return 0
