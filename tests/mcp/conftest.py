"""The server as a client starts it, over standard input and output and over HTTP."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from mcp import Client, StdioServerParameters

from tests.conftest import ROOT, free_port

Call = Callable[..., Any]
COMMAND = ["-m", "genfilm.cli.main", "mcp"]


def environment(home: Path, **settings: str) -> dict[str, str]:
    """The environment of a server over the builds in ``home``."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("GENFILM_")}
    limits = {"GENFILM_QUERY_TIMEOUT": "4", "GENFILM_QUERY_MEMORY": "256"}
    return environ | {"GENFILM_HOME": str(home), "PYTHONPATH": str(ROOT)} | limits | settings


def stdio(home: Path, *arguments: str, **settings: str) -> StdioServerParameters:
    """Command in the configuration of an MCP client."""
    return StdioServerParameters(
        command=sys.executable, args=[*COMMAND, *arguments], env=environment(home, **settings)
    )


@dataclass(frozen=True)
class HttpServer:
    """A server over HTTP: its address and its process."""

    url: str
    port: int
    process: subprocess.Popen[str]


@contextmanager
def http_server(home: Path, **settings: str) -> Iterator[HttpServer]:
    """A server over HTTP, ended afterwards."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, *COMMAND, "--http", "--port", str(port)],
        env=environment(home, **settings), stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stderr is not None
    url = f"http://127.0.0.1:{port}/mcp"
    try:
        assert process.stderr.readline() == f"genfilm mcp: {url}\n"
        wait_for(port)
        yield HttpServer(url, port, process)
    finally:
        process.terminate()
        process.wait(60)
        process.stderr.close()


@pytest.fixture(scope="session")
def mcp_server(real_build, home: Path) -> Iterator[HttpServer]:
    """The server over HTTP."""
    with http_server(home) as running:
        yield running


def wait_for(port: int) -> None:
    """Wait until somebody answers on a port."""
    import socket

    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError(f"nobody answers on port {port}")


@pytest.fixture(scope="session")
def call(mcp_server: HttpServer) -> Call:
    """Calls a tool over HTTP and returns its result."""

    def call(tool: str, **arguments: Any) -> Any:
        async def one() -> Any:
            async with Client(mcp_server.url) as client:
                return await client.call_tool(tool, arguments)

        return asyncio.run(one())

    return call


def text(result: Any) -> str:
    """The text of a result."""
    return "\n".join(part.text for part in result.content)


def problem(result: Any) -> Any:
    """The members of the problem that an error tells in JSON."""
    assert result.is_error
    assert result.structured_content is None
    return json.loads(result.content[-1].text)
