"""``genfilm check``: run every question against its promise, and count the terms that none uses."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from genfilm.cli.report import FORMATS, report
from genfilm.words import say

if TYPE_CHECKING:
    from genfilm.catalogue.query import NamedQuery
    from genfilm.cli.arguments import Parser
    from genfilm.settings import Settings

GROUP, PLACE, SUMMARY = "edit", 2, "cli.check.summary"
EXTRA = "build"


def declare(parser: Parser) -> None:
    """The files to check alone, or the engine to compare with."""
    parser.add("files", nargs="*", type=Path, says="cli.check.files")
    parser.add("--format", choices=FORMATS, default="text", says="cli.check.format")
    parser.add("--watch", action="store_true", says="cli.check.watch")
    parser.add("--engine", metavar="URL", says="cli.check.engine")
    parser.add("--seconds", metavar="N", type=float, default=30.0, says="cli.check.seconds")


def run(settings: Settings, arguments: argparse.Namespace) -> int:
    """With files check them alone; else build when needed, then ask every question; 1 on a fault."""
    if arguments.engine:
        return compare_engines(settings, arguments)
    from genfilm.build import current_or_new, graph_of
    from genfilm.catalogue.promise import broken_promises
    from genfilm.catalogue.query import load_catalogue
    from genfilm.dataset.load import sources_in
    from genfilm.dataset.parallel import each
    from genfilm.engine.pool import EvaluatorPool
    from genfilm.progress import Progress

    if arguments.files or arguments.watch:
        return _files(settings.sources, arguments)
    lang = arguments.lang
    build = current_or_new(
        settings.sources,
        settings.home,
        Progress(lang=lang),
        lambda text: print(text, file=sys.stderr),
    )
    catalogue = load_catalogue(settings.sources, prefixes=build.prefixes)
    everything = sources_in(settings.sources)
    asked: dict[frozenset[str], list[NamedQuery]] = {}
    for query in catalogue.values():
        asked.setdefault(frozenset(query.expect.get("sources") or everything), []).append(query)

    def broken(sources: frozenset[str]) -> dict[str, list[str]]:
        graph = graph_of(settings.sources, sources, catalogue, build.prefixes)
        return {query.id: broken_promises(query, graph, build.prefixes) for query in asked[sources]}

    parts = each(broken, [sources for sources in asked if sources != everything])
    found = {name: lines for part in parts for name, lines in part.items()}
    faults = 0
    pool = EvaluatorPool.of(build.directory, settings)
    try:
        for query in catalogue.values():
            if query.id not in found:
                found[query.id] = broken_promises(query, pool, build.prefixes)
            faults += len(found[query.id])
            print(f"{'✗' if found[query.id] else '✓'} {query.id}")
            for line in found[query.id]:
                print(f"    {line}")
    finally:
        pool.close()
    declared = ontology_terms(settings.sources)
    unused = sorted(declared - used_terms(query.text for query in catalogue.values()))
    questions = say("cli.check.asked", lang, count=len(catalogue))
    promises = say("cli.check.faults", lang, count=faults)
    print(f"\n{questions}{say('list.comma', lang)}{promises}")
    print(say("cli.check.unused", lang, count=len(declared), unused=len(unused)))
    print("  " + " ".join(f"gf:{name}" for name in unused))
    return 1 if faults else 0


def compare_engines(settings: Settings, arguments: argparse.Namespace) -> int:
    """Ask every question and page query here and there, as a table; 1 unless all answers are equal."""
    from collections import Counter
    from dataclasses import replace

    from genfilm.catalogue.library import open_library
    from genfilm.dataset.builds import current
    from genfilm.engine.comparison import compare
    from genfilm.engine.fork_server import default_graph_of, load
    from genfilm.engine.local import LocalEngine
    from genfilm.engine.remote_backend import RemoteBackend

    lang = arguments.lang
    build = current(settings.home)
    store = load(build.directory)
    ours = LocalEngine(store, build.prefixes, default_graph_of(store))
    limits = replace(settings, engine=arguments.engine, query_timeout=arguments.seconds)
    theirs = RemoteBackend.of(build.id, build.prefixes, limits)
    tally: Counter[str] = Counter()
    try:
        theirs.wait(theirs.ready(arguments.seconds))
        for name, text in open_library(build.directory, ours).texts():
            found = compare(text, ours, theirs)
            tally[found.outcome] += 1
            differing = say(
                "cli.check.rows_differ",
                lang,
                ours=found.rows[0],
                theirs=found.rows[1],
                here=found.here,
                there=found.there,
            )
            told = say(f"cli.check.{found.outcome}", lang, why=found.why or differing)
            spent = "".join(f"{seconds * 1000:9,.1f} ms" for seconds in found.seconds)
            print(f"{name:<58}{found.rows[0]:>7}{spent}  {told}", flush=True)
    finally:
        theirs.close()
    counted = {outcome: tally[outcome] for outcome in ("equal", "different", "slow", "failed")}
    print(say("cli.check.compared", lang, total=tally.total(), **counted))
    return 0 if tally["equal"] == tally.total() else 1


def _files(root: Path, arguments: argparse.Namespace) -> int:
    """Tell the faults of files, again whenever one of them changes with ``--watch``; 1 when there are any."""
    from genfilm.dataset.touched import Checker

    lang, wrong = arguments.lang, {}
    for path in arguments.files:
        if not path.exists():
            wrong[path] = "cli.check.no_file"
        elif not path.resolve().is_relative_to(root.resolve()):
            wrong[path] = "cli.check.outside"
    for path, why in wrong.items():
        print(say(why, lang, file=path), file=sys.stderr)
    if wrong:
        return 1
    checker, given = Checker(root), arguments.files or [root / "ontology", root / "kg"]
    seen = _stamps(given)
    chosen = list(seen)
    while True:
        faults = []
        for found in checker.faults(chosen):
            faults += found
            if arguments.format == "text" and found:
                print(report(found, "text", lang), flush=True)
        if arguments.format != "text":
            print(report(faults, arguments.format, lang), flush=True)
        print(say("cli.check.found", lang, count=len(faults)), file=sys.stderr, flush=True)
        if not arguments.watch:
            return 1 if faults else 0
        before, seen = seen, _changed(given, seen)
        broken = {root.resolve() / fault.file for fault in faults}
        chosen = [path for path in seen if before.get(path) != seen[path] or path.resolve() in broken]


def _changed(given: Iterable[Path], seen: dict[Path, object]) -> dict[Path, object]:
    """The files and their states once they are others than ``seen`` and an editor has finished writing."""
    while (now := _stamps(given)) == seen:
        time.sleep(0.1)
    while now != (now := _written(given)):
        pass
    return now


def _written(given: Iterable[Path]) -> dict[Path, object]:
    time.sleep(0.1)
    return _stamps(given)


def _stamps(given: Iterable[Path]) -> dict[Path, object]:
    """The Turtle files that are named or lie in folders that are, each with what changes when it is saved."""
    files = {
        file: None for path in given for file in ([path] if path.is_file() else sorted(path.rglob("*.ttl")))
    }
    return {file: (status.st_mtime_ns, status.st_size) for file in files if (status := _status(file))}


def _status(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except FileNotFoundError:  # an editor is replacing it
        return None


def ontology_terms(root: Path) -> set[str]:
    """Local names of the terms that the ontology's modules define."""
    import pyoxigraph as ox

    from genfilm.vocabulary import GF, PREFIXES

    found = set()
    for path in sorted((root / "ontology").glob("*.ttl")):
        for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
            named = isinstance(quad.subject, ox.NamedNode) and str(quad.subject.value).startswith(GF)
            if named and quad.predicate.value == PREFIXES["rdfs"] + "isDefinedBy":
                found.add(str(quad.subject.value).removeprefix(GF))
    return found


def used_terms(texts: Iterable[str]) -> set[str]:
    """Local names of our terms that occur in queries."""
    from genfilm.protocol.guard import tokens

    return {
        token.text.removeprefix("gf:")
        for text in texts
        for token in tokens(text)
        if token.kind == "pname" and token.text.startswith("gf:")
    }
