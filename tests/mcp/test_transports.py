"""The server over its two transports: hostile queries and clients, and who may reach it."""

from __future__ import annotations

import asyncio
import http.client
import json
import os
import subprocess
import sys

import pytest
from mcp import Client

from tests.conftest import Server, free_port
from tests.gateway.bombs import BOMBS
from tests.processes import children, descendants, eventually, running, toiled, working
from tests.web.http import send

from .conftest import COMMAND, HttpServer, environment, http_server, problem, stdio, text

QUERY = {"query": "strategies-for-actor", "parameters": {"actor": "creators"}}
BEFORE_ITS_END = 20.0
"""Seconds, of the 30 after which a query is stopped in any case: no tool may ask for more."""
CALL = {
    "jsonrpc": "2.0", "id": 1, "method": "tools/call",
    "params": {"name": "find_claims", "arguments": {"verdict": "disputed"}},
}  # fmt: skip


def test_a_client_over_standard_input_gets_tools_resources_and_a_prompt(real_build, home):
    async def session() -> None:
        async with Client(stdio(home)) as client:
            assert (await client.call_tool("run_query", QUERY)).structured_content["rows"]
            uris = [str(each.uri) for each in (await client.list_resources()).resources]
            assert uris == ["genfilm://guide", "genfilm://guide/zh", "genfilm://schema", "genfilm://queries"]
            schema = (await client.read_resource("genfilm://schema")).contents[0].text
            assert "gf:hasSubject" in schema
            queries = (await client.read_resource("genfilm://queries")).contents[0].text
            assert "- strategies-for-actor(actor):" in queries
            prompt = await client.get_prompt("cited_paragraph", {"topic": "电影发行", "lang": "zh"})
            assert "电影发行" in prompt.messages[0].content.text

    asyncio.run(session())


def test_the_handshake_of_older_clients_is_understood(real_build, home, mcp_server: HttpServer):
    async def session(server: object) -> None:
        async with Client(server, mode="legacy") as client:
            assert (await client.call_tool("run_query", QUERY)).structured_content["rows"]

    for server in (stdio(home), mcp_server.url):
        asyncio.run(session(server))


def test_the_server_ends_with_its_client(real_build, home):
    async def session() -> list[int]:
        async with Client(stdio(home)) as client:
            await client.call_tool("run_query", QUERY)
            (server,) = _servers()
            return [server, *descendants(server)]

    pids = asyncio.run(session())
    assert len(pids) > 2
    assert eventually(lambda: not any(map(running, pids)))


def test_a_call_that_is_given_up_ends_its_query(real_build, home):
    async def session() -> None:
        async with Client(stdio(home, GENFILM_QUERY_TIMEOUT="30")) as client:
            await client.call_tool("run_query", QUERY)
            (server,) = _servers()
            call = client.call_tool("run_sparql", {"query": BOMBS["cross product"], "seconds": 30})
            bomb = asyncio.ensure_future(call)
            evaluator = await asyncio.to_thread(_at_work, server)
            bomb.cancel()
            with pytest.raises(asyncio.CancelledError):
                await bomb
            assert await asyncio.to_thread(eventually, lambda: not running(evaluator), BEFORE_ITS_END)
            assert (await client.call_tool("run_query", QUERY)).structured_content["rows"]

    asyncio.run(session())


def _at_work(server: int) -> int:
    """The process below a server that evaluates an endless query."""
    found: list[int] = []

    def one() -> bool:
        found[:] = [
            p for fork_server in children(server) for p in children(fork_server) if working(p) and toiled(p)
        ]
        return len(found) == 1

    assert eventually(one)
    return found[0]


def _servers() -> list[int]:
    """The servers over standard input and output that this process has started."""
    found = []
    for pid in children(os.getpid()):
        with open(f"/proc/{pid}/cmdline", "rb") as file:
            arguments = file.read().split(b"\0")
        if b"mcp" in arguments and b"--http" not in arguments:
            found.append(pid)
    return found


@pytest.mark.parametrize("name", ["cross product", "endless rows", "concat doubling", "order by", "brackets"])
def test_a_query_bomb_is_an_error_and_the_server_answers_on(call, name: str):
    found = call("run_sparql", query=BOMBS[name][:100_000], seconds=3)
    assert found.is_error
    assert problem(found)["status"] in (400, 504, 507)
    assert call("run_query", **QUERY).structured_content["rows"]


def test_clients_and_calls_at_the_same_time_each_get_their_own_answer(mcp_server: HttpServer):
    async def session(number: int) -> None:
        async with Client(mcp_server.url) as client:
            answers = await asyncio.gather(
                *(
                    client.call_tool("run_sparql", {"query": f"SELECT ({number * 10 + each} AS ?n) {{}}"})
                    for each in range(8)
                )
            )
            rows = [answer.structured_content["rows"] for answer in answers]
            assert rows == [[{"n": number * 10 + each}] for each in range(8)]

    async def all_of_them() -> None:
        await asyncio.gather(*map(session, range(6)))

    asyncio.run(all_of_them())


def _post(server: HttpServer, body: bytes, **headers: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    given = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
    connection.request("POST", "/mcp", body, given | headers)
    response = connection.getresponse()
    found = response.status, response.read()
    connection.close()
    return found


_LEAVING = """
import asyncio, sys
from mcp import Client
from tests.gateway.bombs import BOMBS

async def main():
    async with Client(sys.argv[1], mode=sys.argv[2]) as client:
        await client.call_tool("run_sparql", {"query": "ASK {}"})
        print("ready", flush=True)
        await client.call_tool("run_sparql", {"query": BOMBS["cross product"], "seconds": 30})

asyncio.run(main())
"""


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_the_query_of_a_client_that_dies_is_ended(real_build, home, mode: str):
    with http_server(home, GENFILM_QUERY_TIMEOUT="30") as server:
        client = subprocess.Popen(
            [sys.executable, "-c", _LEAVING, server.url, mode],
            env=environment(home), stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert client.stdout is not None
        assert client.stdout.readline() == "ready\n"
        evaluator = _at_work(server.process.pid)
        client.kill()
        client.wait()
        client.stdout.close()
        assert eventually(lambda: not running(evaluator), BEFORE_ITS_END)


def test_a_client_that_leaves_in_the_middle_leaves_the_server_well(mcp_server: HttpServer, call):
    bomb = {"name": "run_sparql", "arguments": {"query": BOMBS["endless rows"], "seconds": 30}}
    body = json.dumps(CALL | {"params": bomb}).encode()
    for _ in range(5):
        connection = http.client.HTTPConnection("127.0.0.1", mcp_server.port, timeout=60)
        headers = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
        connection.request("POST", "/mcp", body, headers)
        connection.close()
    assert call("run_query", **QUERY).structured_content["rows"]


def test_a_page_that_has_its_own_name_point_here_is_refused(mcp_server: HttpServer):
    body = json.dumps(CALL).encode()
    assert _post(mcp_server, body)[0] == 200
    assert _post(mcp_server, body, Host=f"evil.example:{mcp_server.port}")[0] == 421
    assert _post(mcp_server, body, Origin="http://evil.example")[0] == 403
    assert _post(mcp_server, body, Origin=f"http://localhost:{mcp_server.port}")[0] == 200


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"jsonrpc": "2.0"}', b"\xff\xfe", b"[" * 100_000])
def test_what_is_no_message_is_refused_and_the_server_answers_on(mcp_server: HttpServer, body: bytes):
    assert _post(mcp_server, body)[0] in (400, 413)
    assert _post(mcp_server, json.dumps(CALL).encode())[0] == 200


def _run(home, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *COMMAND, *arguments],
        env=environment(home, **settings), stdin=subprocess.DEVNULL, capture_output=True, text=True,
        timeout=60, check=False,
    )  # fmt: skip


def test_it_is_not_opened_to_other_machines_by_accident(real_build, home):
    done = _run(home, "--http", "--host", "0.0.0.0")
    assert done.returncode == 2
    assert "--allow-host" in done.stderr


def test_a_port_that_is_taken_is_said_to_be(mcp_server: HttpServer, home):
    done = _run(home, "--http", "--port", str(mcp_server.port))
    assert done.returncode == 1
    assert f"cannot listen on 127.0.0.1:{mcp_server.port}" in done.stderr


def test_without_the_sdk_it_says_what_to_install(real_build, home, tmp_path):
    (tmp_path / "mcp.py").write_text("raise ModuleNotFoundError('No module named mcp', name='mcp')\n")
    path = os.pathsep.join([str(tmp_path), environment(home)["PYTHONPATH"]])
    done = _run(home, PYTHONPATH=path)
    assert done.returncode == 1
    assert "pip install 'genfilm-kg[mcp]'" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_running_service_answers_in_place_of_the_build(server, home):
    async def session() -> None:
        async with Client(stdio(home, "--connect", server.url)) as client:
            assert (await client.call_tool("run_query", QUERY)).structured_content["rows"]
            found = await client.call_tool(
                "run_sparql", {"query": "SELECT * { ?s ?p ?o } LIMIT 5", "limit": 2}
            )
            assert found.structured_content["next"] == "offset=2"
            bomb = await client.call_tool("run_sparql", {"query": BOMBS["cross product"], "seconds": 2})
            assert bomb.is_error
            assert (await client.call_tool("get_claim", {"claim": "N16"})).structured_content["evidence"]

    asyncio.run(session())


def test_an_address_where_nobody_answers_is_said_with_a_hint(real_build, home):
    done = _run(home, "--connect", f"http://127.0.0.1:{free_port()}")
    assert done.returncode == 1
    assert "did not answer" in done.stderr


def test_nothing_but_messages_is_written_to_standard_output(real_build, home):
    done = _run(home)
    assert (done.returncode, done.stdout) == (0, "")


def test_the_answer_is_text_too_for_clients_that_read_no_data(call):
    assert "[zhang-2026/N13.6]" in text(call("find_claims", verdict="disputed", stage="distribution"))


def test_the_service_answers_at_mcp_under_its_own_limits(server: Server):
    async def session(mode: str) -> None:
        async with Client(f"{server.url}/mcp", mode=mode) as client:
            tools = (await client.list_tools()).tools
            written = "".join(tool.model_dump_json(by_alias=True, exclude_none=True) for tool in tools)
            assert len(written) < 4 * 4000  # a token has four characters or so
            assert (await client.call_tool("run_query", QUERY)).structured_content["rows"]
            assert (
                problem(await client.call_tool("get_entity", {"name": "流浪土球9"}))["kind"] == "unknown-name"
            )
            bomb = await client.call_tool("run_sparql", {"query": BOMBS["cross product"], "seconds": 30})
            assert problem(bomb)["status"] in (400, 504, 507)

    asyncio.run(session("auto"))
    asyncio.run(session("legacy"))
    for method in ("GET", "DELETE"):
        assert send(f"{server.url}/mcp", method).status == 405
    preflight = send(f"{server.url}/mcp", "OPTIONS", headers={"Access-Control-Request-Method": "POST"})
    assert "POST" in preflight.headers["access-control-allow-methods"]
