"""``genfilm check``: run every question against its promise, and count the terms that none uses."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox

from genfilm.build import current_or_new
from genfilm.catalogue.promise import broken_promises
from genfilm.catalogue.query import load_catalogue
from genfilm.engine.pool import EvaluatorPool
from genfilm.progress import Progress
from genfilm.protocol.guard import tokens
from genfilm.settings import Settings
from genfilm.vocabulary import GF, PREFIXES
from genfilm.words import saying


def run(settings: Settings, arguments: argparse.Namespace) -> int:
    """Build when needed (which runs shapes and check queries), then ask every question; 1 on a fault."""
    build = current_or_new(
        settings.sources,
        settings.home,
        Progress(lang=arguments.lang),
        lambda text: print(text, file=sys.stderr),
    )
    catalogue = load_catalogue(settings.sources, prefixes=build.prefixes)
    pool = EvaluatorPool.of(build.directory, settings)
    faults = 0
    try:
        for query in catalogue.values():
            found = broken_promises(query, pool, build.prefixes)
            faults += len(found)
            print(f"{'✗' if found else '✓'} {query.id}")
            for line in found:
                print(f"    {line}")
    finally:
        pool.close()
    declared = ontology_terms(settings.sources)
    unused = sorted(declared - used_terms(query.text for query in catalogue.values()))
    say, asked, terms = saying(arguments.lang), len(catalogue), len(declared)
    print()
    print(f"{say('cli.check.asked', count=asked)}{say('list.comma')}{say('cli.check.faults', count=faults)}")
    print(say("cli.check.unused", count=terms, unused=len(unused)))
    print("  " + " ".join(f"gf:{name}" for name in unused))
    return 1 if faults else 0


def ontology_terms(root: Path) -> set[str]:
    """Local names of the terms that the ontology's modules define."""
    found = set()
    for path in sorted((root / "ontology").glob("*.ttl")):
        for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
            named = isinstance(quad.subject, ox.NamedNode) and str(quad.subject.value).startswith(GF)
            if named and quad.predicate.value == PREFIXES["rdfs"] + "isDefinedBy":
                found.add(str(quad.subject.value).removeprefix(GF))
    return found


def used_terms(texts: Iterable[str]) -> set[str]:
    """Local names of our terms that occur in queries."""
    return {
        token.text.removeprefix("gf:")
        for text in texts
        for token in tokens(text)
        if token.kind == "pname" and token.text.startswith("gf:")
    }
