"""Answers under way: shared by those who ask the same, but for what is one client's own or will pass."""

from __future__ import annotations

import asyncio
import time

import flask
import pytest

from genfilm.errors import Problem
from genfilm.gateway.flights import Flights
from genfilm.gateway.respond import problem_entry
from genfilm.gateway.wsgi import HttpRequest
from genfilm.problems import DeadlineExceeded, Overloaded

REQUEST = HttpRequest("GET", "http", "a.example", "", "/sparql", "", {}, b"", "")


@pytest.mark.parametrize(("personal", "made"), [(False, ["a"]), (True, ["a", "b"])])
def test_an_answer_for_one_client_alone_is_not_shared(personal: bool, made: list[str]):
    begun: list[str] = []

    async def ask() -> list[str | None]:
        flights: Flights[str] = Flights(lambda _: personal)
        stay = asyncio.Event()

        async def answer(name: str) -> str:
            begun.append(name)
            await asyncio.sleep(0.01)
            return name

        joins = (flights.join("key", lambda name=name: answer(name), stay.wait) for name in "ab")
        return await asyncio.gather(*joins)

    assert asyncio.run(ask()) == ["a", made[-1]]
    assert begun == made


def test_problems_that_pass_are_not_remembered():
    late, passing, yours = (
        DeadlineExceeded(limitSeconds=1),
        DeadlineExceeded(limitSeconds=1),
        Overloaded("yours", count=1),
    )
    passing.passing = True

    def entry(problem: Problem):
        return problem_entry(problem, REQUEST, flask.Flask("none"))

    now = time.monotonic()
    assert entry(late).expires > now > entry(passing).expires
    assert (entry(yours).personal, entry(late).personal) == (True, False)
