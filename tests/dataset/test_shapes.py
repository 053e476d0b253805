"""Shapes validated by several processes: the same faults, whoever finds them."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from genfilm.dataset import parallel, shacl
from genfilm.dataset.load import source_files
from genfilm.dataset.locator import Locator
from genfilm.dataset.shacl import check_shapes
from genfilm.vocabulary import GF, PREFIXES

LABEL, VERDICT = f"{PREFIXES['rdfs']}label", f"{GF}verdict"


@pytest.fixture(params=[2, 5])
def shared(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """So many processes share the work, however little it is."""
    count: int = request.param
    for module in (parallel, shacl):
        monkeypatch.setattr(module, "processes", lambda: count)
    return count


def test_several_processes_find_the_faults_that_one_finds(
    project: Path, example: ox.Store, shared: int, monkeypatch: pytest.MonkeyPatch
):
    where = Locator(project, source_files(project))
    wrong = [q.triple for q in example if q.predicate.value not in (LABEL, VERDICT)]
    nodes = {t.subject.value for t in wrong if isinstance(t.subject, ox.NamedNode)}
    alone = [check_shapes(wrong, project, where), check_shapes(wrong, project, where, focus=nodes)]
    monkeypatch.setattr(shacl, "_SHARED", 0)
    assert [
        check_shapes(wrong, project, where),
        check_shapes(wrong, project, where, focus=nodes),
    ] == alone
    assert {fault.rule for fault in alone[0]} >= {"data:gf:verdict", "style:node"}


def test_results_come_in_the_order_of_what_was_given(shared: int):
    assert parallel.each(lambda number: number * shared, range(20)) == [n * shared for n in range(20)]


def test_what_goes_wrong_in_a_process_is_raised(shared: int):
    with pytest.raises(ZeroDivisionError):
        parallel.each(lambda number: 1 / number, [2, 1, 0])
