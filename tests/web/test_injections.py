"""Injections through every interface of the service and the command line: a value is a value, whoever reads it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.conftest import ROOT, Server
from tests.injections import CANARY, INJECTIONS
from tests.web.http import get

INTERFACES = (
    "/api/queries/strategies-for-actor?actor=@",
    "/api/queries/strategies-for-actor?lang=@",
    "/api/queries/claims-on-a-page?page=@",
    "/api/queries/claims?verdict=@",
    "/api/queries/@",
    "/api/queries/strategies-for-actor/parameters/@",
    "/api/claims?stage=@",
    "/api/claims?about=@",
    "/api/claims/zhang-2026/@",
    "/api/entities?class=@",
    "/api/entities/film/@",
    "/api/cite/zhang-2026/@",
    "/api/search?q=@",
    "/api/suggest?q=@",
    "/api/ask?q=@",
    "/api/graph?focus=@",
    "/api/graph?verdict=@",
    "/en/claims?actor=@",
    "/zh/claims?about=@",
    "/zh/claims?q=@",
    "/en/claim/zhang-2026/@",
    "/zh/entity/film/@",
    "/en/compare?e=@&e=film:avatar",
    "/en/questions/strategies-for-actor?actor=@",
    "/zh/search?q=@",
    "/en/ask?q=@",
    "/zh/explore?focus=@",
    "/en/ontology/terms/@",
    "/embed/en/table/strategies-for-actor?actor=@",
    "/embed/zh/claim/zhang-2026/@",
    "/embed/en/graph?focus=@",
    "/oembed?url=@",
    "/id/film/@",
    "/ns/@",
    "/problem/@",
)
COMMANDS = (
    ("query", "strategies-for-actor", "actor=@"),
    ("query", "@"),
    ("entity", "@"),
    ("claim", "@"),
    ("claims", "verdict=@"),
    ("claims", "--about", "@"),
    ("cite", "@"),
)


@pytest.fixture(scope="module")
def counted(server: Server):
    """The number of triples before and after all that follows."""
    count = "SELECT (COUNT(*) AS ?n) { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
    before = get(server.sparql, "text/csv", query=count).text
    yield
    assert get(server.sparql, "text/csv", query=count + " # again").text == before


@pytest.mark.parametrize("interface", INTERFACES)
def test_a_value_is_never_read_as_sparql_or_markup(server: Server, counted: None, interface: str):
    for value in (*INJECTIONS, "<script>alert(1)</script>"):
        answer = get(server.url + interface.replace("@", quote(value, safe="")))
        assert answer.status in (200, 303, 308, 400, 404), (value, answer.status, answer.text[:300])
        assert CANARY not in answer.text, value
        if answer.media_type == "text/html":
            assert "<script>alert" not in answer.text, value


@pytest.mark.parametrize("command", COMMANDS)
def test_the_command_line_binds_values_too(home: Path, real_build: object, command: tuple[str, ...]):
    value = INJECTIONS[0]
    done = subprocess.run(
        [sys.executable, "-m", "genfilm.cli.main", *(part.replace("@", value) for part in command)],
        capture_output=True, text=True, timeout=60, check=False, cwd=ROOT,
    )  # fmt: skip
    assert done.returncode in (1, 2), done.stdout
    assert CANARY not in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
