"""The ``genfilm`` command: serve, build, check, fmt, query."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from genfilm import __version__
from genfilm.errors import GenFilmError, Problem, SettingsError
from genfilm.settings import Settings


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; returns its exit code: 0 done, 1 failed, 2 wrong usage."""
    parser = _parser()
    arguments = parser.parse_args(argv)
    try:
        return int(arguments.run(arguments))
    except SettingsError as error:
        print(f"genfilm: {error}", file=sys.stderr)
        return 2
    except Problem as problem:
        print(f"genfilm: {problem}", file=sys.stderr)
        return 1
    except GenFilmError as error:
        print(f"genfilm: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="genfilm", description="GenFilm KG: an attributed, checked knowledge graph and its service."
    )
    parser.add_argument("--version", action="version", version=f"genfilm {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    serve = commands.add_parser("serve", help="serve the graph over HTTP; build it first when needed")
    serve.add_argument("--host", help="address to listen on (GENFILM_HOST)")
    serve.add_argument("--port", type=int, help="port to listen on (GENFILM_PORT)")
    serve.set_defaults(run=_serve)

    build = commands.add_parser("build", help="build the graph from ontology/, kg/ and queries/")
    build.add_argument("--no-java", action="store_true", help="skip the consistency check by HermiT")
    build.set_defaults(run=_build)

    check = commands.add_parser("check", help="run every check and competency question; change nothing")
    check.set_defaults(run=_check)

    fmt = commands.add_parser("fmt", help="bring Turtle files into the one style of the project")
    fmt.add_argument("--check", action="store_true", help="only name the files that are not in that style")
    fmt.add_argument("files", nargs="*", type=Path, help="files (default: every Turtle source)")
    fmt.set_defaults(run=_fmt)

    docs = commands.add_parser("docs", help="write the ontology's documentation as static files")
    docs.add_argument("--out", required=True, metavar="DIR", help="the folder to write into")
    docs.set_defaults(run=_docs)

    export = commands.add_parser("export", help="write the files of a release: RDF, CSV, GraphML …")
    export.add_argument("--format", action="append", metavar="FORMAT", help="turtle, csv, … (default: all)")
    export.add_argument("--out", type=Path, metavar="DIR", help="the folder (default: genfilm-kg-VERSION)")
    export.add_argument("--build", metavar="BUILD", help="id or folder of a build (default: the current)")
    export.set_defaults(run=_export)

    diff = commands.add_parser("diff", help="what changed between two builds or releases")
    edition = "id or folder of a build, folder of a release, or a file in N-Quads (.nq, .nq.gz)"
    diff.add_argument("old", metavar="A", help=edition)
    diff.add_argument("new", metavar="B", help="likewise")
    diff.add_argument("--json", action="store_true", help="as JSON")
    diff.set_defaults(run=_diff)

    query = commands.add_parser("query", help="run a named question, or SPARQL from a file or standard input")
    query.add_argument("name", help="id of a question, path of a .rq file, or - for standard input")
    query.add_argument("parameters", nargs="*", metavar="NAME=VALUE", help="parameters of a named question")
    query.add_argument(
        "--format", help="json, xml, csv, tsv, turtle, … (default: a table on a terminal, else csv or turtle)"
    )
    query.add_argument("--endpoint", help="ask this SPARQL endpoint instead of the local build")
    query.set_defaults(run=_query)
    return parser


def _serve(arguments: argparse.Namespace) -> int:
    from genfilm.cli.serve import serve

    return serve(Settings.from_environ(host=arguments.host, port=arguments.port))


def _build(arguments: argparse.Namespace) -> int:
    from genfilm.build import Progress, build

    settings = Settings.from_environ()
    done = build(settings.sources, settings.home, Progress(), use_java=not arguments.no_java)
    print(done.directory)
    return 0


def _check(arguments: argparse.Namespace) -> int:
    from genfilm.cli.check import check

    return check(Settings.from_environ())


def _fmt(arguments: argparse.Namespace) -> int:
    from genfilm.cli.fmt import fmt

    return fmt(Settings.from_environ().sources, arguments.files, check=arguments.check)


def _docs(arguments: argparse.Namespace) -> int:
    from genfilm.cli.docs import docs

    return docs(Settings.from_environ(), arguments)


def _export(arguments: argparse.Namespace) -> int:
    from genfilm.cli.export import export

    return export(Settings.from_environ(), arguments)


def _diff(arguments: argparse.Namespace) -> int:
    from genfilm.cli.diff import diff

    return diff(Settings.from_environ(), arguments)


def _query(arguments: argparse.Namespace) -> int:
    from genfilm.cli.query import query

    return query(Settings.from_environ(), arguments)


if __name__ == "__main__":
    sys.exit(main())
