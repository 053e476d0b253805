"""Queues without evaluators: who gets a place, and what is remembered of those who wait no more."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from genfilm.engine.lanes import FairQueue


def nothing() -> None:
    pass


async def crowd(
    queue: FairQueue, *clients: str, give_back: Callable[[], None] = nothing
) -> list[asyncio.Task[None]]:
    """One who waits for each of the clients, in this order."""
    tasks = [asyncio.create_task(queue.wait(client, 60, give_back)) for client in clients]
    await asyncio.sleep(0)
    return tasks


def run(test: Callable[[FairQueue], Coroutine[Any, Any, None]]) -> None:
    asyncio.run(test(FairQueue()))


def test_clients_take_turns_and_one_that_may_not_is_passed_over() -> None:
    async def test(queue: FairQueue) -> None:
        tasks = await crowd(queue, "a", "a", "b", "c")
        assert (len(queue), queue.of("a")) == (4, 2)
        admitted = [queue.admit(lambda client: client != "b") for _ in range(4)]
        assert admitted == ["a", "c", "a", None]
        assert queue.admit(lambda _: True) == "b"
        await asyncio.gather(*tasks)

    run(test)


@pytest.mark.parametrize("end", ["place", "cancelled", "late"])
def test_a_queue_remembers_no_client_that_waits_no_more(end: str) -> None:
    async def test(queue: FairQueue) -> None:
        if end == "late":
            with pytest.raises(TimeoutError):
                await queue.wait("late", 0, nothing)
        tasks = await crowd(queue, *(f"198.51.100.{n}" for n in range(100)))
        for task in tasks:
            if end == "place":
                queue.admit(lambda _: True)
            else:
                task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        assert len(queue) == 0
        assert not queue._waiting

    run(test)


def test_a_place_given_to_one_who_leaves_is_given_back() -> None:
    async def test(queue: FairQueue) -> None:
        back: list[str] = []
        (task,) = await crowd(queue, "a", give_back=lambda: back.append("place"))
        assert queue.admit(lambda _: True) == "a"
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert back == ["place"]

    run(test)
