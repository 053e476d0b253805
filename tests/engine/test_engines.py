"""Every engine gives the same answer to the same question."""

import pytest

from genfilm.catalogue.library import Library, open_library
from genfilm.engine.local import LocalEngine
from genfilm.engine.nursery import load
from genfilm.engine.pool import EvaluatorPool
from genfilm.engine.query import Query
from genfilm.engine.remote import RemoteEngine
from genfilm.errors import Problem


@pytest.fixture(scope="module")
def libraries(server, real_build):
    pool = EvaluatorPool(real_build.directory)
    engines = {
        "local": LocalEngine(load(real_build.directory), real_build.prefixes),
        "pool": pool,
        "remote": RemoteEngine(f"{server.url}/sparql"),
    }
    yield {name: open_library(real_build.directory, engine) for name, engine in engines.items()}
    pool.close()


@pytest.mark.parametrize("name", ["local", "pool", "remote"])
def test_a_question_has_one_answer(libraries: dict[str, Library], name: str):
    table = libraries[name].run("strategies-for-actor", actor="actor:production-companies", lang="zh")
    assert len(table) > 0
    assert table == libraries["local"].run(
        "strategies-for-actor", actor="actor:production-companies", lang="zh"
    )


@pytest.mark.parametrize("name", ["local", "pool"])
def test_a_syntax_error_has_its_place(libraries: dict[str, Library], name: str):
    with pytest.raises(Problem) as caught:
        libraries[name].engine.answer(Query("SELECT *\nWHERE { ?s ?p }"))
    assert (caught.value.status, caught.value.kind, caught.value.extra["line"]) == (400, "syntax-error", 2)


def test_the_local_engine_calls_no_other_service(libraries: dict[str, Library]):
    with pytest.raises(Problem) as caught:
        libraries["local"].engine.answer(Query("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"))
    assert caught.value.status == 403


def test_the_local_engine_writes_graphs(libraries: dict[str, Library]):
    text = "CONSTRUCT { ?s a ?c } WHERE { ?s a ?c } LIMIT 3"
    assert libraries["local"].engine.answer(Query(text, "ntriples")).count(b"\n") == 3


def test_an_unknown_question_names_the_nearest(libraries: dict[str, Library]):
    with pytest.raises(Problem, match="disputed-claims"):
        libraries["local"].run("disputed-claim")


def test_an_endpoint_that_is_not_there_is_named():
    with pytest.raises(Problem, match=r"http://127\.0\.0\.1:9/sparql"):
        RemoteEngine("http://127.0.0.1:9/sparql").answer(Query("ASK {}"))
