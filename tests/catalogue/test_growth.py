"""Questions and rules grow as what they read and answer does: four and sixteen times the source are asked, too.

Only ratios of processor time count, the least of several runs: a busy machine makes both terms larger.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from functools import partial

import pytest

from benchmarks.growth import enlarged
from genfilm.build import write_default_graph
from genfilm.catalogue.query import load_catalogue
from genfilm.catalogue.table import parse_table
from genfilm.dataset.derive import rule_files, run_rule
from genfilm.dataset.prefixes import declared
from genfilm.engine.fork_server import default_graph_of
from genfilm.engine.local import LocalEngine
from genfilm.engine.query import Query
from genfilm.vocabulary import Prefixes
from tests import ROOT

FACTORS = (1, 4, 16)
STEEPEST = 1.2
"""The largest exponent: 1 is linear; what joins every statement with every other has 2."""
RUNAWAY = 1.6
"""From here on between the first two, the third is not asked: it would take minutes."""
LEAST = 0.003
"""Seconds below which a run tells of fixed costs only."""
TRIES = 6
PAIRWISE = {"19-agreement"}
"""Rules that make something for each two sources that say the same: copies of one source all do."""
Grown = tuple[dict[int, LocalEngine], dict[str, float], Prefixes]


@pytest.fixture(scope="module")
def grown() -> Grown:
    """The graph at each number of sources, and the exponent of each rule that made it."""
    stores = {factor: enlarged(factor) for factor in FACTORS}
    prefixes = declared(stores[1])
    rules = {
        path.stem: exponent(
            {f: partial(run_rule, store, path, ROOT, prefixes) for f, store in stores.items()}
        )
        for path in rule_files(ROOT)
    }
    for store in stores.values():
        write_default_graph(store)
    return (
        {factor: LocalEngine(store, prefixes, default_graph_of(store)) for factor, store in stores.items()},
        rules,
        prefixes,
    )


def exponent(work: dict[int, Callable[[], object]], sizes: dict[int, float] | None = None) -> float:
    """Growth of the processor time over that of ``sizes``, by default the numbers of sources."""
    sizes = sizes or {factor: float(factor) for factor in work}
    least = dict.fromkeys(work, math.inf)

    def between(first: int, last: int) -> float:
        return math.log(max(least[last], LEAST) / max(least[first], LEAST)) / math.log(
            sizes[last] / sizes[first]
        )

    first, middle, last = work
    for _ in range(TRIES):
        for factor in (first, middle):
            least[factor] = min(least[factor], seconds(work[factor]))
        if between(first, middle) > RUNAWAY:
            continue
        least[last] = min(least[last], seconds(work[last]))
        if between(first, last) <= STEEPEST:
            break
    return between(first, last if least[last] < math.inf else middle)


def seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def test_processor_time_of_rules_and_questions_grows_no_faster_than_sources_and_rows(
    grown: Grown,
) -> None:
    engines, found, prefixes = grown
    for query in load_catalogue(ROOT, prefixes=prefixes).values():
        ask = {factor: partial(engine.answer, Query(query.text)) for factor, engine in engines.items()}
        few = {factor: len(parse_table(ask[factor]()).rows) for factor in FACTORS[:2]}
        # A pair of statements is a row of an answer in some questions: rows grow as the square there.
        power = max(1.0, math.log(few[4] / few[1], 4)) if few[1] else 1.0
        found[query.id] = exponent(ask, {factor: factor**power for factor in FACTORS})
    assert len(found) > 70
    steep = {
        name: round(value, 2) for name, value in found.items() if value > STEEPEST and name not in PAIRWISE
    }
    assert steep == {}
