"""A library answers whole-graph pages from what the build keeps, and from nothing else."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from genfilm.app import close_app, create_app, warm
from genfilm.catalogue.library import PAGES, WHOLE, Library, NotKept, load_pages, open_library
from genfilm.catalogue.table import parse_table
from genfilm.dataset.disk import open_store
from genfilm.engine.local import LocalEngine
from genfilm.engine.query import Query
from genfilm.records.ledger import ledger
from genfilm.records.names import names
from genfilm.web.context import KEY


class Unasked:
    """An engine that must not be asked."""

    def answer(self, query: Query) -> bytes:
        raise AssertionError(f"asked: {query.text}")


@pytest.mark.parametrize("name", WHOLE)
def test_a_kept_answer_is_the_answer_of_the_engine(real_build, name: str):
    engine = LocalEngine(open_store(real_build.directory), real_build.prefixes)
    asked = Library(engine, {}, load_pages(real_build.directory)).page(name)
    kept = open_library(real_build.directory, Unasked()).page(name)
    assert len(kept) > (0 if name == "replaced" else 100)
    assert set(kept.rows) == set(asked.rows)
    assert kept.columns == asked.columns


def test_the_ledger_of_a_build_asks_the_engine_nothing(real_build):
    chosen = ledger(open_library(real_build.directory, Unasked())).select({"verdict": ["disputed"]})
    assert chosen.total > 5


def test_a_server_has_read_what_its_pages_share_before_it_answers(real_build):
    app = create_app(real_build)
    try:
        warm(app)
        library = replace(app.extensions[KEY].library, engine=Unasked())
        assert ledger(library).rows
        assert names(library).one("流浪地球2").iri.endswith("/film/wandering-earth-2")
    finally:
        close_app(app)


def test_a_page_without_a_kept_answer_is_asked_for(real_build):
    with pytest.raises(AssertionError, match=r"asked: .*single statements"):
        open_library(real_build.directory, Unasked()).page("home-statements")


def test_equal_terms_of_an_answer_are_one_object(real_build):
    table = parse_table((real_build.directory / PAGES / "claims.srj").read_bytes())
    kinds = [term for term in table.column("kind") if term is not None]
    assert len({id(term) for term in kinds}) == len(set(kinds)) < len(kinds)


def test_a_value_that_is_there_is_read_while_another_is_worked_out():
    library, begun, end = Library(Unasked(), {}, {}), threading.Event(), threading.Event()
    assert library.once("quick", lambda: 1) == 1

    def slow() -> int:
        begun.set()
        end.wait(60)
        return 2

    working = threading.Thread(target=lambda: library.once("slow", slow))
    working.start()
    assert begun.wait(60)
    read: list[int] = []
    reading = threading.Thread(target=lambda: read.append(library.once("quick", lambda: 3)), daemon=True)
    reading.start()
    reading.join(10)
    assert (read, end.is_set()) == ([1], False)
    end.set()
    working.join()
    assert library.once("slow", lambda: 4) == 2


def test_who_may_not_wait_gets_what_is_worked_out_and_nothing_else(real_build):
    library = open_library(real_build.directory, Unasked())
    now = library.at_once()
    for wait in (lambda: now.page("things"), lambda: now.select("ASK {}"), lambda: now.once("n", lambda: 1)):
        with pytest.raises(NotKept):
            wait()
    assert library.once("n", lambda: 2) == 2
    assert now.once("n", lambda: 3) == 2


def test_who_may_not_wait_takes_no_lock(real_build):
    """Whoever works something out on another thread may be asking an evaluator by way of this very loop."""
    library = open_library(real_build.directory, Unasked())
    begun, done = threading.Event(), threading.Event()

    def slow() -> int:
        begun.set()
        done.wait(10)
        return 1

    thread = threading.Thread(target=library.once, args=("n", slow))
    thread.start()
    begun.wait(10)
    with pytest.raises(NotKept):
        library.at_once().once("n", lambda: 2)
    done.set()
    thread.join()
    assert library.at_once().once("n", lambda: 2) == 1
