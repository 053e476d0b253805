"""The evaluator pool without HTTP: limits, lanes, cancellation, and the death of any of its processes."""

from __future__ import annotations

import asyncio
import json
import os
import resource
import shutil
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

import pyoxigraph as ox
import pytest

from genfilm.dataset.builds import Build
from genfilm.engine import allocator, fork_server
from genfilm.engine.pool import EvaluatorPool
from genfilm.engine.query import Query
from genfilm.errors import BuildNotFound, Problem
from genfilm.settings import Settings
from tests.gateway.bombs import BOMBS
from tests.processes import children, eventually, memory, running, working

ENDLESS = Query("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
CHEAP = Query("SELECT ?l { gf:Film rdfs:label ?l }")


@contextmanager
def small_pool(build: Build, timeout: float) -> Iterator[EvaluatorPool]:
    made = EvaluatorPool(build.directory, evaluators=2, long=2, timeout=timeout, memory=256, queue=4)
    yield made
    made.close()
    assert eventually(lambda: not fork_servers())


@pytest.fixture
def pool(real_build: Build) -> Iterator[EvaluatorPool]:
    with small_pool(real_build, timeout=8.0) as made:
        yield made


@pytest.fixture
def lasting(real_build: Build) -> Iterator[EvaluatorPool]:
    """A pool where no query meets its deadline while a test runs."""
    with small_pool(real_build, timeout=3600.0) as made:
        yield made


def test_the_settings_set_every_limit(real_build: Build):
    settings = Settings(query_timeout=0.5, query_memory=128, largest_result=1000, hold=1000, queue=7)
    pool = EvaluatorPool.of(real_build.directory, settings)
    try:
        assert (pool.timeout, pool.memory, pool.hold, pool.largest) == (0.5, 128, 1000, 1000)
        with pytest.raises(Problem) as late:
            pool.answer(ENDLESS)
        assert late.value.status == 504
        with pytest.raises(Problem) as large:
            pool.answer(Query("SELECT * { ?s ?p ?o } LIMIT 500"))
        assert (large.value.status, large.value.kind) == (507, "result-too-large")
    finally:
        pool.close()


def test_the_smallest_allowance_is_enough_for_small_queries(real_build: Build) -> None:
    pool = EvaluatorPool(real_build.directory, memory=1)
    try:
        for number in range(20):
            text = f"SELECT ?s ?o {{ ?s a ?o FILTER(?o != {number}) }} ORDER BY ?o LIMIT 10"
            assert len(json.loads(pool.answer(Query(text)))["results"]["bindings"]) == 10
        assert refused(lambda: pool.answer(Query(BOMBS["concat doubling"]))).status == 507
    finally:
        pool.close()


OTHERS: set[int] = set()
"""Fork servers of tests that ran before in this process."""


@pytest.fixture(autouse=True)
def _only_own_fork_servers() -> None:
    OTHERS.clear()
    OTHERS.update(fork_servers())


def fork_servers() -> list[int]:
    return [
        pid
        for pid in children(os.getpid())
        if pid not in OTHERS and b"genfilm.engine.fork_server" in command(pid)
    ]


def command(pid: int) -> bytes:
    with open(f"/proc/{pid}/cmdline", "rb") as file:
        return file.read()


def evaluators() -> list[int]:
    return [pid for fork_server in fork_servers() for pid in children(fork_server)]


def at_work() -> int:
    """The evaluator of the only query that is running; an idle one is not to be killed as well, for a query
    that is given to a dying one is lost a second time."""
    found: list[int] = []

    def alone() -> bool:
        found[:] = filter(working, evaluators())
        return len(found) == 1

    assert eventually(alone)
    return found[0]


def refused(action: Callable[[], object]) -> Problem:
    with pytest.raises(Problem) as caught:
        action()
    return caught.value


def problems_at_once(pool: EvaluatorPool, *clients: str) -> list[Problem]:
    """Ends of these clients' endless queries, which begin at the same moment, so with the same deadline."""

    async def crowd() -> list[Problem | BaseException]:
        return await asyncio.gather(
            *(pool.ask(ENDLESS, client=client) for client in clients), return_exceptions=True
        )

    problems = pool.wait(crowd())
    assert all(isinstance(problem, Problem) for problem in problems), problems
    return problems


def at_once(pool: EvaluatorPool, *clients: str) -> list[int]:
    return [problem.status for problem in problems_at_once(pool, *clients)]


def works(pool: EvaluatorPool) -> bool:
    return len(json.loads(pool.answer(CHEAP))["results"]["bindings"]) == 2


def test_a_query_over_its_deadline_is_stopped_and_its_process_ends(pool: EvaluatorPool) -> None:
    problem = refused(lambda: pool.answer(ENDLESS, timeout=0.5))
    assert (problem.status, problem.extra["limitSeconds"]) == (504, 0.5)
    assert refused(lambda: pool.answer(ENDLESS, timeout=50)).extra["limitSeconds"] == 8.0
    assert eventually(lambda: len(evaluators()) <= 1)
    assert works(pool)


def test_time_that_is_spent_already_counts(lasting: EvaluatorPool) -> None:
    problem = refused(lambda: lasting.wait(asyncio.wait_for(lasting.ask(ENDLESS, spent=3599.5), 60)))
    assert (problem.status, problem.extra["limitSeconds"]) == (504, 3600.0)


def test_the_memory_limit_ends_one_process(real_build: Build) -> None:
    pool = EvaluatorPool(real_build.directory, timeout=120.0, memory=256)
    try:
        problem = refused(lambda: pool.answer(Query(BOMBS["concat doubling"])))
        assert (problem.status, problem.extra["limitMiB"]) == (507, 256)
        assert works(pool)
    finally:
        pool.close()


@pytest.mark.parametrize("bomb", ["concat doubling", "order by"])
def test_a_query_takes_no_more_memory_than_its_allowance(real_build: Build, bomb: str) -> None:
    pool = EvaluatorPool(real_build.directory, timeout=120.0, memory=256)
    try:
        assert works(pool)
        (fork_server_pid,) = fork_servers()
        most, ended = 0, threading.Event()

        def watch() -> None:
            nonlocal most
            while not ended.wait(0.002):
                for pid in children(fork_server_pid):
                    with suppress(OSError):
                        most = max(most, memory(pid))

        watcher = threading.Thread(target=watch)
        watcher.start()
        try:
            assert refused(lambda: pool.answer(Query(BOMBS[bomb]))).status == 507
        finally:
            ended.set()
            watcher.join()
        assert most - memory(fork_server_pid) < (256 + 64) << 20
    finally:
        pool.close()


@pytest.mark.skipif(sys.platform != "linux", reason="the allocator is preloaded on Linux only")
def test_queries_are_evaluated_on_mimalloc(pool: EvaluatorPool) -> None:
    (fork_server_pid,) = fork_servers()
    assert "libmimalloc" in Path(f"/proc/{fork_server_pid}/maps").read_text()


def test_an_allocator_that_is_preloaded_already_stays() -> None:
    ours = allocator.environment({})["LD_PRELOAD"]
    assert allocator.environment({"LD_PRELOAD": "libother.so"})["LD_PRELOAD"] == f"{ours} libother.so"


def test_a_result_that_finds_no_room_on_the_disk_is_a_problem_of_that_query_only(real_build: Build) -> None:
    pool = EvaluatorPool(real_build.directory, memory=256, hold=100_000)
    many = Query("SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 20000")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (500_000, limits[1]))
        problem = refused(lambda: pool.answer(many))
        assert (problem.status, problem.kind, problem.headers["Retry-After"]) == (503, "no-room", "30")
        assert works(pool)
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        assert len(pool.answer(many)) > 2_000_000
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        pool.close()


def test_a_killed_idle_evaluator_is_replaced(pool: EvaluatorPool) -> None:
    assert works(pool)
    for pid in evaluators():
        os.kill(pid, signal.SIGKILL)
    assert eventually(lambda: not evaluators())
    assert works(pool)


@pytest.mark.parametrize(
    ("kills", "status", "kind"), [(1, 504, "deadline"), (2, 503, "overloaded")], ids=["once", "twice"]
)
def test_the_query_of_a_killed_evaluator_is_tried_again_once(
    real_build: Build, kills: int, status: int, kind: str
) -> None:
    pool = EvaluatorPool(real_build.directory, evaluators=1, timeout=8.0, memory=256)
    try:
        assert works(pool)
        with ThreadPoolExecutor(1) as other:
            asked = other.submit(lambda: refused(lambda: pool.answer(ENDLESS)))
            for times in range(1, kills + 1):
                assert eventually(lambda times=times: pool.counts["long"] == times)
                os.kill(at_work(), signal.SIGKILL)
                assert eventually(lambda times=times: pool.counts["lost"] == times)
            problem = asked.result(60)
        assert (problem.status, problem.kind, pool.counts["lost"]) == (status, kind, kills)
        assert works(pool)
    finally:
        pool.close()


def test_a_killed_fork_server_takes_its_evaluators_along_and_is_replaced(pool: EvaluatorPool) -> None:
    with ThreadPoolExecutor(1) as other:
        asked = other.submit(lambda: refused(lambda: pool.answer(ENDLESS)))
        assert eventually(lambda: pool.status()["long"] == 1)
        [fork_server], old = fork_servers(), evaluators()
        os.kill(fork_server, signal.SIGKILL)
        assert asked.result(60).status == 504  # tried again with a new fork server
    assert eventually(lambda: not any(map(running, old)))
    assert works(pool)
    assert fork_servers() != [fork_server]


def test_long_queries_leave_places_for_short_ones(pool: EvaluatorPool) -> None:
    with ThreadPoolExecutor(1) as other:
        asked = other.submit(lambda: at_once(pool, *[""] * 6))
        assert eventually(lambda: (pool.status()["long"], pool.status()["waitingLong"]) == (2, 4))
        assert works(pool)
        statuses = sorted(asked.result(60))
    assert statuses == [503] * 4 + [504] * 2
    assert eventually(lambda: not pool.status()["busy"] + pool.status()["long"])
    idle = {"busy": 0, "long": 0, "waiting": 0, "waitingLong": 0}
    assert pool.status() == {"evaluators": 2, "longPlaces": 2, **idle}


def test_a_query_that_finds_the_long_lane_full_waits_for_a_place_in_it(real_build: Build) -> None:
    pool = EvaluatorPool(real_build.directory, evaluators=2, long=1, timeout=3600.0, memory=256)
    pairs = "?a a gf:SourceClaim . ?b a gf:SourceClaim"
    slow = Query(f"SELECT (COUNT(*) AS ?n) {{ {pairs} FILTER(SHA512(CONCAT(STR(?a), STR(?b))) != '') }}")
    try:
        with ThreadPoolExecutor(4) as others:
            answers = list(others.map(lambda _: json.loads(pool.answer(slow)), range(4)))
        assert all(answer == answers[0] for answer in answers)
        assert int(answers[0]["results"]["bindings"][0]["n"]["value"]) > 100_000
        assert (pool.counts["long"], pool.counts["overloaded"]) == (4, 0)
        assert pool.counts["waited"] >= 1
    finally:
        pool.close()


def test_half_of_the_line_for_long_places_is_kept_for_other_clients(real_build: Build) -> None:
    pool = EvaluatorPool(real_build.directory, evaluators=4, long=2, timeout=60.0, memory=256, queue=2)

    async def crowd() -> None:
        greedy = [asyncio.ensure_future(pool.ask(ENDLESS, client="greedy")) for _ in range(3)]
        with pytest.raises(Problem, match="1 long query of yours is running"):
            await next(asyncio.as_completed(greedy))
        modest = asyncio.ensure_future(pool.ask(ENDLESS, client="modest"))
        while pool.status()["long"] < 2:
            await asyncio.sleep(0.01)
        assert pool.status()["waitingLong"] == 1
        for task in (*greedy, modest):
            task.cancel()
        await asyncio.gather(*greedy, modest, return_exceptions=True)

    try:
        pool.wait(crowd())
        assert eventually(lambda: not pool.status()["busy"] + pool.status()["long"])
        assert pool.status()["waitingLong"] == 0
        assert works(pool)
    finally:
        pool.close()


def test_one_client_gets_half_of_the_long_places(pool: EvaluatorPool) -> None:
    *greedy, modest = at_once(pool, "a", "a", "b")
    assert sorted(greedy) == [503, 504]
    assert modest == 504


def test_more_than_the_queue_holds_is_refused_at_once(real_build: Build) -> None:
    pool = EvaluatorPool(real_build.directory, evaluators=1, long=1, timeout=1.0, memory=256, queue=0)
    try:
        problems = problems_at_once(pool, *[""] * 8)
        assert [problem.status for problem in problems] == [504, *[503] * 7]
        assert all(p.headers["Retry-After"] for p in problems if p.status == 503)
    finally:
        pool.close()


def test_a_cancelled_query_ends_long_before_its_deadline(lasting: EvaluatorPool) -> None:

    async def cancelled() -> None:
        asked = asyncio.ensure_future(lasting.ask(ENDLESS))
        while not lasting.status()["long"]:
            await asyncio.sleep(0.01)
        asked.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asked

    lasting.wait(cancelled())
    assert eventually(lambda: not lasting.status()["busy"] + lasting.status()["long"])
    assert lasting.counts["cancelled"] == 1
    assert works(lasting)


def test_a_query_that_is_cancelled_in_the_queue_leaves_it(pool: EvaluatorPool) -> None:
    async def cancelled() -> None:
        asked = [asyncio.ensure_future(pool.ask(ENDLESS)) for _ in range(4)]
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert pool.status()["waiting"] == 2
        for task in reversed(asked):
            task.cancel()
        await asyncio.gather(*asked, return_exceptions=True)

    pool.wait(cancelled())
    assert eventually(lambda: pool.status()["busy"] == 0)
    assert pool.status()["waiting"] == 0
    assert works(pool)


def test_clients_take_turns_in_the_queue(real_build: Build) -> None:
    pool = EvaluatorPool(real_build.directory, evaluators=1, memory=256)
    order: list[str] = []

    async def ask(client: str) -> None:
        await pool.ask(CHEAP, client=client)
        order.append(client)

    async def crowd() -> None:
        clients = ["first", "greedy", "greedy", "greedy", "modest"]
        await asyncio.gather(*map(ask, clients))

    try:
        pool.wait(crowd())
        assert order == ["first", "greedy", "modest", "greedy", "greedy"]
    finally:
        pool.close()


def test_a_closed_pool_says_so_and_starts_nothing(real_build: Build) -> None:
    pool = EvaluatorPool(real_build.directory, memory=256)
    pool.close()
    with pytest.raises(BuildNotFound):
        pool.answer(CHEAP)
    assert eventually(lambda: not fork_servers())


def test_a_thousand_queries_leave_no_process_and_no_file_behind(pool: EvaluatorPool) -> None:
    def files() -> int:
        return len(os.listdir("/proc/self/fd"))

    with ThreadPoolExecutor(4) as clients:
        list(clients.map(lambda _: pool.answer(CHEAP), range(20)))
        before = files()
        list(clients.map(lambda _: pool.answer(CHEAP), range(1000)))
        for _ in range(20):
            refused(lambda: pool.answer(ENDLESS, timeout=0.02))
    assert eventually(lambda: files() <= before + 2)
    assert eventually(lambda: len(evaluators()) <= 3)


def test_the_graph_on_disk_gives_the_same_answers_under_the_same_limits(
    real_build: Build, tmp_path: Path
) -> None:
    shutil.copytree(real_build.directory, tmp_path / "build", ignore=lambda *_: ["store"])
    ask = Query("SELECT ?c ?l { ?c a gf:SourceClaim ; rdfs:label ?l } ORDER BY ?c ?l")
    pools = {
        where: EvaluatorPool(tmp_path / "build", timeout=120.0, memory=256, store=where)
        for where in ("memory", "disk")
    }
    try:
        assert pools["disk"].answer(ask) == pools["memory"].answer(ask)
        assert (tmp_path / "build/store/CURRENT").is_file()  # written, since it was not there
        pool = pools["disk"]
        assert refused(lambda: pool.answer(Query(BOMBS["concat doubling"]))).status == 507
        for _ in range(40):  # each ends its evaluator, so that another is forked
            assert refused(lambda: pool.answer(ENDLESS, timeout=0.01)).status in (503, 504)
        assert pool.answer(ask) == pools["memory"].answer(ask)
        assert not list((tmp_path / "build").glob(".store-*"))
    finally:
        for each in pools.values():
            each.close()


def test_a_store_of_many_files_is_open_before_its_evaluators_are_forked(
    real_build: Build, tmp_path: Path
) -> None:
    shutil.copytree(real_build.directory, tmp_path / "build", ignore=lambda *_: ["store"])
    quads = (real_build.directory / "graph.nq").read_bytes().splitlines(keepends=True)
    store = ox.Store(str(tmp_path / "build/store"))
    for third in range(3):  # each load adds files for every index
        store.bulk_load(b"".join(quads[third::3]), format=ox.RdfFormat.N_QUADS)
    store.flush()
    del store
    tables = {str(path.resolve()) for path in (tmp_path / "build/store").glob("*.sst")}
    assert len(tables) > 16
    pool = EvaluatorPool(tmp_path / "build", store="disk")
    try:
        assert json.loads(pool.answer(Query("ASK { ?s a gf:SourceClaim }")))["boolean"]
        for process in (*fork_servers(), *evaluators()):
            assert tables <= {os.readlink(path) for path in Path(f"/proc/{process}/fd").iterdir()}
        whole = json.loads(
            pool.answer(Query("SELECT ?p (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?p"))
        )
        assert len(whole["results"]["bindings"]) > 100
    finally:
        pool.close()


def test_a_table_that_is_not_of_the_store_is_named_with_what_to_do(
    real_build: Build, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(real_build.directory, tmp_path / "build")
    table = next((tmp_path / "build/store").glob("*.sst"))
    shutil.copy(table, table.with_name("999999.sst"))
    with pytest.raises(BuildNotFound):
        EvaluatorPool(tmp_path / "build", store="disk")
    (line,) = [line for line in capfd.readouterr().err.splitlines() if line.startswith("genfilm: ")]
    assert "999999.sst" in line
    assert "GENFILM_STORE=memory" in line
    shutil.rmtree(tmp_path / "build/store")  # as the line says
    pool = EvaluatorPool(tmp_path / "build", store="disk")
    try:
        assert json.loads(pool.answer(Query("ASK { ?s a gf:SourceClaim }")))["boolean"]
    finally:
        pool.close()


def test_a_large_graph_is_read_from_disk(real_build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    assert fork_server.load(real_build.directory, "auto", fork_server.ON_DISK - 1).__class__ is ox.Store
    monkeypatch.setattr(fork_server, "ON_DISK", 1000)
    store = fork_server.load(real_build.directory, "auto", 1000)
    with pytest.raises(RuntimeError, match="read-write"):
        store.add(ox.Quad(*[ox.NamedNode("https://example.org/x")] * 3))


def test_an_evaluator_can_open_neither_file_nor_socket(pool: EvaluatorPool) -> None:
    """Not one: the number of the control socket, which it closes, is free."""
    assert works(pool)
    assert {resource.prlimit(pid, resource.RLIMIT_NOFILE) for pid in evaluators()} == {(0, 0)}


def test_a_query_that_waits_for_most_of_its_time_may_be_asked_again(pool: EvaluatorPool) -> None:
    """In the line for short places as in that for long ones: nobody knows that it takes too long."""

    async def crowd() -> Problem:
        for _ in range(pool.status()["evaluators"]):
            await pool._lanes.enter("", 1)
        waiting = asyncio.ensure_future(pool.ask(ENDLESS, timeout=2.0))
        await asyncio.sleep(1.4)
        for _ in range(pool.status()["evaluators"]):
            pool._lanes.leave("", long=False)
        with pytest.raises(Problem) as late:
            await waiting
        return late.value

    assert works(pool)
    problem = pool.wait(crowd())
    assert (problem.status, problem.shape, problem.headers["Retry-After"]) == (503, "line", "2")


NO_FORK = """
import errno, os
fork = os.fork
def refuse():
    os.fork = fork
    raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))
os.fork = refuse
"""


def test_a_system_without_a_process_to_give_ends_no_running_query(
    real_build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It refuses the first fork: only the query that needed it is told to come again."""
    (tmp_path / "sitecustomize.py").write_text(NO_FORK)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    pool = EvaluatorPool(real_build.directory, memory=256)
    try:
        before = fork_servers()
        problem = refused(lambda: pool.answer(CHEAP))
        assert (problem.status, problem.shape, problem.headers["Retry-After"]) == (503, "processes", "2")
        assert works(pool)
        assert fork_servers() == before
    finally:
        pool.close()
