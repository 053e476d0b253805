"""The processor time of every rule, check and question at several numbers of sources, and how it grows.

``python -m benchmarks.growth 1 4 16`` prints, worst first, milliseconds at each scale and the exponent of
growth between the first and the last: 1 is linear. A synthetic source is a copy of the first one's claims,
passages and assessments under new IRIs, in a graph of its own, before any rule has run.
"""

from __future__ import annotations

import math
import re
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pyoxigraph as ox

from genfilm.build import write_default_graph
from genfilm.catalogue.query import load_catalogue
from genfilm.dataset.derive import rule_files, run_rule
from genfilm.dataset.load import load, source_files
from genfilm.dataset.locator import Locator
from genfilm.dataset.prefixes import declared
from genfilm.dataset.shacl import check_shapes
from genfilm.dataset.validate import run_check
from genfilm.engine.local import LocalEngine
from genfilm.engine.query import Query

ROOT = Path(__file__).parent.parent
SOURCE = "zhang-2026"
_OWN = re.compile(rf"^<[^>]*/{SOURCE}[/>#]")
_RENAMED = re.compile(rf"/{SOURCE}(?=[/>#])")


def enlarged(factor: int) -> ox.Store:
    """The sources as loaded, with ``factor - 1`` copies of the first one."""
    store = load(ROOT)
    lines = store.dump(format=ox.RdfFormat.N_QUADS).decode().splitlines(keepends=True)
    pieces = _RENAMED.split("".join(line for line in lines if _OWN.match(line)))
    for number in range(2, factor + 1):
        store.extend(ox.parse(f"/synthetic-{number}".join(pieces), format=ox.RdfFormat.N_QUADS))
    return store


def measured(factor: int) -> dict[str, float]:
    """Milliseconds of processor time by step: rules, shapes, checks, questions with their defaults."""
    store = enlarged(factor)
    prefixes = declared(store)
    spent: dict[str, float] = {}

    def timed(name: str, work: Callable[[], object]) -> None:
        start = time.process_time()
        work()
        spent[name] = (time.process_time() - start) * 1000

    for path in rule_files(ROOT):
        timed(f"rules/{path.stem}", partial(run_rule, store, path, ROOT, prefixes))
    write_default_graph(store)
    where = Locator(ROOT, source_files(ROOT))
    for path in sorted((ROOT / "queries" / "checks").glob("*.rq")):
        timed(f"checks/{path.stem}", partial(run_check, store, path, ROOT, where, prefixes))
    timed(
        "shapes",
        partial(
            check_shapes,
            [q.triple for q in store.quads_for_pattern(None, None, None, ox.DefaultGraph())],
            ROOT,
            where,
            prefixes,
        ),
    )
    engine = LocalEngine(store, prefixes)
    for query in load_catalogue(ROOT, prefixes=prefixes).values():
        timed(f"{query.folder}/{query.id}", partial(engine.answer, Query(query.text)))
    return spent


def main(factors: list[int]) -> None:
    """Print the table, the fastest growing first."""
    columns = [measured(factor) for factor in factors]
    span = math.log(factors[-1] / factors[0])
    growth = {
        name: math.log(max(columns[-1][name], 1) / max(first, 1)) / span for name, first in columns[0].items()
    }
    print("exponent" + "".join(f"{f'× {factor} ms':>12}" for factor in factors))
    for name in sorted(growth, key=growth.__getitem__, reverse=True):
        print(f"{growth[name]:8.2f}" + "".join(f"{column[name]:12,.1f}" for column in columns), name)


if __name__ == "__main__":
    main([int(factor) for factor in sys.argv[1:]] or [1, 4, 16])
