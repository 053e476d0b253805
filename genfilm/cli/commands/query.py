"""``genfilm query``: a named question, or SPARQL from a file or standard input."""

from __future__ import annotations

import argparse
import sys
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from genfilm.cli import complete
from genfilm.errors import Problem
from genfilm.problems import BadRequest, NotAcceptable, NotFound, NotUtf8, UnknownQuery

if TYPE_CHECKING:
    from genfilm.catalogue.library import Library
    from genfilm.catalogue.query import NamedQuery
    from genfilm.cli.arguments import Parser
    from genfilm.client.graph import KnowledgeGraph
    from genfilm.protocol.formats import Format
    from genfilm.settings import Settings
    from genfilm.vocabulary import Prefixes

_SUFFIXES = frozenset({".rq", ".sparql"})
_SHOWN = 8
GROUP, PLACE, SUMMARY = "ask", 2, "cli.query.summary"


def declare(parser: Parser) -> None:
    parser.add("name", completer=complete.questions, says="cli.query.name")
    parser.add(
        "parameters",
        nargs="*",
        metavar="NAME=VALUE",
        completer=complete.parameters,
        says="cli.query.parameters",
    )
    parser.add("--format", metavar="FORMAT", says="cli.query.format")
    parser.add_connect()


def run(settings: Settings, arguments: argparse.Namespace) -> int:
    """Print the answer; 0 even for one without rows."""
    from genfilm.catalogue.table import parse_table
    from genfilm.cli.access import open_graph
    from genfilm.cli.output import pairs
    from genfilm.cli.table import table
    from genfilm.engine.query import Query
    from genfilm.protocol import guard
    from genfilm.protocol.delimited import with_unix_lines
    from genfilm.protocol.formats import CSV

    text = _own_text(arguments.name)
    if text is not None:
        reading = guard.read(text)
        columns, chosen = _chosen(arguments.format, reading.form)
        if arguments.connect:
            graph = open_graph(settings, arguments)
            body, prefixes = graph.library.engine.answer(Query(text, chosen.name)), graph.library.prefixes
            _hint(graph.library, text, body, chosen, arguments.lang)
        else:
            guard.refuse_federation(reading)
            body, prefixes = _within_limits(settings, text, chosen, arguments.lang)
        headings = None
    else:
        graph = open_graph(settings, arguments)
        query = _question(graph, arguments.name)
        values = dict(pairs(arguments.parameters, "actor=actor:creators"))
        arguments.lang = values.get("lang", arguments.lang)
        columns, chosen = _chosen(arguments.format, query.form)
        prefixes = graph.library.prefixes
        text = graph.bind(query.id, **values)
        body = graph.library.engine.answer(Query(text, chosen.name, prefixes=prefixes))
        headings = query.columns
    if columns:
        shown = table(parse_table(body, headings), arguments.lang, columns, prefixes)
    else:
        shown = body.decode("utf-8")
        if chosen is CSV:
            shown = with_unix_lines(shown)
    sys.stdout.write(shown if shown.endswith("\n") else shown + "\n")
    return 0


def _own_text(name: str) -> str | None:
    """The SPARQL of a file, of standard input or of the argument itself; None for the id of a question,
    in which neither a dot nor a slash stands.

    Raises Problem 400 for a text in another encoding, 404 for a file that is not there.
    """
    from genfilm.protocol.encoding import decode

    if "{" in name:
        return name
    try:
        if name == "-":
            return decode(sys.stdin.buffer.read())
        if Path(name).name == name and "." not in name and "\\" not in name:
            return None
        return decode(Path(name).read_bytes())
    except UnicodeDecodeError as error:
        byte = f"{error.object[error.start]:02X}"
        shape = "stdin" if name == "-" else "file"
        raise NotUtf8(shape, name=name, offset=error.start, byte=byte) from None
    except (FileNotFoundError, NotADirectoryError):
        names = [path.name for path in _queries(Path(name).parent)]
        near = get_close_matches(Path(name).name, names, n=3) or names[:_SHOWN]
        raise NotFound("query_file", name=name, near=near) from None
    except IsADirectoryError:
        raise _is_folder(name) from None


def _queries(folder: Path) -> list[Path]:
    """The query files of a folder, as far as it can be read."""
    try:
        return sorted(path for path in folder.iterdir() if path.suffix.lower() in _SUFFIXES)
    except OSError:
        return []


def _is_folder(name: str) -> Problem:
    return BadRequest("folder", name=name, known=[path.name for path in _queries(Path(name))][:_SHOWN])


def _question(graph: KnowledgeGraph, name: str) -> NamedQuery:
    """The named question; raises Problem 404, and 400 for the name of a folder or file."""
    try:
        return graph.library.named(name)
    except UnknownQuery:
        if Path(name).is_dir():
            raise _is_folder(name) from None
        if Path(name).is_file():
            raise BadRequest("bare_file", name=name) from None
        raise


def _chosen(wanted: str | None, form: str | None) -> tuple[int | None, Format]:
    """The columns of a table to draw, or None, and the format to ask for."""
    from genfilm.cli.output import terminal
    from genfilm.protocol.formats import CSV, HTML, JSON, TURTLE, family
    from genfilm.protocol.negotiation import by_name

    offered = tuple(fmt for fmt in family(form) if fmt is not HTML)
    columns = terminal()
    if offered[0] is JSON and (wanted == "table" or (wanted is None and columns)):
        return columns or 100, JSON
    name = wanted or (CSV.name if offered[0] is JSON else TURTLE.name)
    chosen = by_name(name, offered)
    if chosen is None:
        raise NotAcceptable("format", name=name, known=[fmt.name for fmt in offered])
    return None, chosen


def _within_limits(settings: Settings, text: str, chosen: Format, lang: str) -> tuple[bytes, Prefixes]:
    """The answer to SPARQL that somebody wrote, within the limits of time and memory of the settings, and
    the prefixes of the build that gave it."""
    from genfilm.catalogue.library import open_library
    from genfilm.cli.access import newest_build
    from genfilm.engine.pool import EvaluatorPool
    from genfilm.engine.query import Query

    build = newest_build(settings, lang)
    pool = EvaluatorPool.of(build.directory, settings)
    try:
        body = pool.answer(Query(text, chosen.name, prefixes=build.prefixes))
        _hint(open_library(build.directory, pool), text, body, chosen, lang)
        return body, build.prefixes
    finally:
        pool.close()


def _hint(library: Library, text: str, body: bytes, chosen: Format, lang: str) -> None:
    """Say on standard error what the graph knows about a query that finds nothing."""
    from genfilm.protocol.silence import says_nothing

    if says_nothing(body, chosen.name):
        from genfilm.records.hints import explained

        for hint in explained(library, text, lang):
            print(f"genfilm: {hint}", file=sys.stderr)
