"""Lines without evaluators: who gets a place, and what is remembered of those who wait no more."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from genfilm.engine.lanes import Line


def nothing() -> None:
    pass


async def crowd(
    line: Line, *clients: str, give_back: Callable[[], None] = nothing
) -> list[asyncio.Task[None]]:
    """One who waits for each of the clients, in this order."""
    tasks = [asyncio.create_task(line.wait(client, 60, give_back)) for client in clients]
    await asyncio.sleep(0)
    return tasks


def run(test: Callable[[Line], Coroutine[Any, Any, None]]) -> None:
    asyncio.run(test(Line()))


def test_clients_take_turns_and_one_that_may_not_is_passed_over() -> None:
    async def test(line: Line) -> None:
        tasks = await crowd(line, "a", "a", "b", "c")
        assert (len(line), line.of("a")) == (4, 2)
        admitted = [line.admit(lambda client: client != "b") for _ in range(4)]
        assert admitted == ["a", "c", "a", None]
        assert line.admit(lambda _: True) == "b"
        await asyncio.gather(*tasks)

    run(test)


@pytest.mark.parametrize("end", ["place", "cancelled", "late"])
def test_a_line_remembers_no_client_that_waits_no_more(end: str) -> None:
    async def test(line: Line) -> None:
        if end == "late":
            with pytest.raises(TimeoutError):
                await line.wait("late", 0, nothing)
        tasks = await crowd(line, *(f"198.51.100.{n}" for n in range(100)))
        for task in tasks:
            if end == "place":
                line.admit(lambda _: True)
            else:
                task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        assert len(line) == 0
        assert not line._waiting

    run(test)


def test_a_place_given_to_one_who_leaves_is_given_back() -> None:
    async def test(line: Line) -> None:
        back: list[str] = []
        (task,) = await crowd(line, "a", give_back=lambda: back.append("place"))
        assert line.admit(lambda _: True) == "a"
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert back == ["place"]

    run(test)
