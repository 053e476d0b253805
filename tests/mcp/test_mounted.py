"""The tools within a service: its evaluators are asked within the tools' limits and the client's share."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask

from genfilm.app import close_app, create_app
from genfilm.dataset.builds import Build
from genfilm.engine.query import Query
from genfilm.mcp import source
from genfilm.settings import Settings
from genfilm.web.context import KEY
from tests.gateway.bombs import BOMBS
from tests.processes import eventually

CLIENT = "203.0.113.7"
BOMB = BOMBS["cross product"]


@pytest.fixture(scope="module")
def app(real_build: Build) -> Iterator[Flask]:
    limits = {"evaluators": 2, "long_queries": 4, "query_timeout": 20.0, "query_memory": 256}
    made = create_app(real_build, Settings(**limits, access_log="no"))
    yield made
    close_app(made)


def run_sparql(app: Flask, query: str, seconds: float = 10) -> Any:
    """Result of the tool, called by CLIENT."""
    asked = {"name": "run_sparql", "arguments": {"query": query, "seconds": seconds}}
    message = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": asked}
    accept = {"Accept": "application/json, text/event-stream"}
    answer = app.test_client().post(
        "/mcp", json=message, headers=accept, environ_base={"REMOTE_ADDR": CLIENT}
    )
    return answer.get_json()["result"]


def problem(result: Any) -> Any:
    """The members of the problem that an error tells."""
    return json.loads(result["content"][-1]["text"])


def test_a_result_above_the_limit_of_the_tools_is_refused(app: Flask, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(source, "LARGEST", 10_000)
    refused = problem(run_sparql(app, "SELECT * { ?s ?p ?o } LIMIT 1000"))
    assert (refused["kind"], refused["limitBytes"]) == ("result-too-large", 10_000)
    assert run_sparql(app, "SELECT * { ?s ?p ?o } LIMIT 5")["structuredContent"]["total"] == 5


def test_a_query_is_stopped_when_its_seconds_are_over(app: Flask):
    pool = app.extensions[KEY].pool
    late = problem(run_sparql(app, BOMB, seconds=0.5))
    assert (late["kind"], late["limitSeconds"]) == ("deadline", 0.5)
    assert eventually(lambda: pool.status()["busy"] + pool.status()["long"] == 0, 5)


def test_a_client_gets_no_more_than_its_share_of_the_long_places(app: Flask):
    with ThreadPoolExecutor(3) as threads:
        ends = [*threads.map(lambda _: problem(run_sparql(app, BOMB, seconds=3)), range(3))]
    assert sorted(end["kind"] for end in ends) == ["deadline", "deadline", "overloaded"]


def test_the_evaluators_are_asked_from_any_loop_and_a_call_that_is_given_up_frees_its_place(app: Flask):
    context = app.extensions[KEY]
    tools = source.Source.within(context.library, context.build, context.pool)

    async def both() -> list[bytes]:
        bomb = asyncio.ensure_future(tools.answer(Query(BOMB), 20))
        answers = [await tools.answer(Query("ASK {}"), 5) for _ in range(3)]
        while not context.pool.status()["long"]:
            await asyncio.sleep(0.05)
        bomb.cancel()
        with pytest.raises(asyncio.CancelledError):
            await bomb
        return answers

    for _ in range(2):
        assert [json.loads(answer)["boolean"] for answer in asyncio.run(both())] == [True] * 3
        assert eventually(lambda: not context.pool.status()["long"], 5)


def test_a_backend_is_not_asked_on_a_loop_that_is_not_its_own(app: Flask):
    pool = app.extensions[KEY].pool
    pool.answer(Query("ASK {}"))
    with pytest.raises(RuntimeError, match="its own event loop"):
        asyncio.run(pool.ask(Query("ASK {}")))
