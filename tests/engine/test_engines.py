"""Every engine gives the same answer to the same question."""

import io

import pyoxigraph as ox
import pytest

from genfilm.catalogue.library import Library, open_library
from genfilm.catalogue.query import load_catalogue
from genfilm.dataset.builds import Build
from genfilm.engine.evaluation import Evaluation
from genfilm.engine.fork_server import default_graph_of, load
from genfilm.engine.local import LocalEngine
from genfilm.engine.pool import EvaluatorPool
from genfilm.engine.query import Query
from genfilm.engine.remote import RemoteEngine
from genfilm.errors import Problem
from genfilm.protocol import guard


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


def test_the_default_graph_by_itself_answers_every_question_alike(real_build: Build):
    store, prefixes = load(real_build.directory), real_build.prefixes
    evaluations = Evaluation(store, prefixes), Evaluation(store, prefixes, default_graph_of(store))
    seen = set()
    for question in load_catalogue(real_build.directory, prefixes=prefixes).values():
        message = Query(question.bind(), negotiated=("tsv", "ntriples")).message()
        answers = [io.BytesIO(), io.BytesIO()]
        for evaluation, out in zip(evaluations, answers, strict=True):
            evaluation.answer(message, out)
        whole, alone = (sorted(out.getvalue().splitlines()) for out in answers)
        assert whole == alone, question.id
        seen.add(guard.read(message["text"]).may_name_graphs)
    assert seen == {False, True}


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?g { GRAPH ?g { ?s ?p ?o } }",
        "SELECT*{graph?g{?s?p?o}}",
        "SELECT ?s FROM <G> { ?s ?p ?o }",
        "select*from named<G>{GrApH?g{?s?p?o}}",
        "SELECT * { FILTER EXISTS { GRAPH <G> { ?s ?p ?o } } }",
        "SELECT * { { SELECT * { GRAPH # graph\n<G> { ?s ?p ?o } } } }",
        "PREFIX : <https://w3id.org/genfilm/graph/> CONSTRUCT { ?s ?p ?o } FROM :evidence { ?s ?p ?o }",
        "DESCRIBE ?s FROM <G> { ?s ?p ?o }",
    ],
)
def test_a_query_that_names_a_graph_sees_it(real_build: Build, text: str):
    store = load(real_build.directory)
    query = Query(
        text.replace("<G>", "<https://w3id.org/genfilm/graph/evidence>"), negotiated=("tsv", "ntriples")
    )
    evaluations = Evaluation(store, {}), Evaluation(store, {}, default=ox.Store()), Evaluation(ox.Store(), {})
    answers = [io.BytesIO() for _ in evaluations]
    for evaluation, out in zip(evaluations, answers, strict=True):
        evaluation.answer(query.message(), out)
    whole, without_default, nothing = (out.getvalue() for out in answers)
    assert whole == without_default != nothing


def test_an_unknown_question_names_the_nearest(libraries: dict[str, Library]):
    with pytest.raises(Problem, match="disputed-claims"):
        libraries["local"].run("disputed-claim")


def test_an_endpoint_that_is_not_there_is_named():
    with pytest.raises(Problem, match=r"http://127\.0\.0\.1:9/sparql"):
        RemoteEngine("http://127.0.0.1:9/sparql").answer(Query("ASK {}"))
