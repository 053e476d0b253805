"""``genfilm query``: a named question, or SPARQL from a file, answered by the build or an endpoint."""

from __future__ import annotations

import argparse
import shutil
import sys
from difflib import get_close_matches
from pathlib import Path

from genfilm.build import current_or_new
from genfilm.catalogue.query import load_catalogue
from genfilm.cli.table import table
from genfilm.engine.pool import EvaluatorPool
from genfilm.engine.query import Query
from genfilm.errors import Problem
from genfilm.protocol import guard
from genfilm.protocol.formats import CSV, HTML, JSON, TURTLE, family
from genfilm.protocol.negotiation import by_name
from genfilm.settings import Settings


def query(settings: Settings, arguments: argparse.Namespace) -> int:
    """Print the answer; 1 when there is none."""
    text = _text(settings, arguments.name, arguments.parameters)
    reading = guard.read(text)
    offered = tuple(fmt for fmt in family(reading.form) if fmt is not HTML)
    as_table = arguments.format is None and offered[0] is JSON and sys.stdout.isatty()
    wanted = arguments.format or (CSV.name if offered[0] is JSON else TURTLE.name)
    chosen = JSON if as_table else by_name(wanted, offered)
    if chosen is None:
        names = ", ".join(fmt.name for fmt in offered)
        raise Problem(
            406, "not-acceptable", f"{wanted!r} is no format for this query", f"There are: {names}."
        )
    if arguments.endpoint:
        from genfilm.engine.remote import RemoteEngine

        body = RemoteEngine(arguments.endpoint, settings.query_timeout).answer(Query(text, chosen.name))
    else:
        guard.refuse_federation(reading)
        build = current_or_new(
            settings.sources, settings.home, warn=lambda words: print(words, file=sys.stderr)
        )
        pool = EvaluatorPool(
            build.directory, timeout=settings.query_timeout, memory=settings.memory_per_query()
        )
        try:
            body = pool.answer(Query(text, chosen.name, prefixes=build.prefixes))
        finally:
            pool.close()
    text = table(body, shutil.get_terminal_size().columns) if as_table else body.decode("utf-8")
    sys.stdout.write(text if text.endswith("\n") else text + "\n")
    return 0


def _text(settings: Settings, name: str, pairs: list[str]) -> str:
    if name == "-":
        try:
            return sys.stdin.buffer.read().decode("utf-8")
        except UnicodeDecodeError as error:
            raise Problem(400, "not-utf-8", "Standard input is not UTF-8", f"Byte {error.start}.") from None
    if name.endswith(".rq") and Path(name).is_file():
        return Path(name).read_text("utf-8")
    root = settings.sources
    if not (root / "queries").is_dir():  # an installed package: the questions of its build
        root = current_or_new(root, settings.home).directory
    catalogue = load_catalogue(root)
    if name not in catalogue:
        near = get_close_matches(name, catalogue, n=3)
        hint = f"Did you mean {', '.join(near)}?" if near else f"There are: {', '.join(sorted(catalogue))}."
        raise Problem(404, "unknown-query", f"There is no question {name!r}", hint)
    values = {}
    for pair in pairs:
        key, found, value = pair.partition("=")
        if not found:
            raise Problem(400, "bad-request", f"{pair!r} is not NAME=VALUE", "Write actor=actor:creators.")
        values[key] = value
    return catalogue[name].bind(**values)
