"""A client that a public generator makes of the OpenAPI description, typed, and used against the service."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import Server
from tests.web.http import get

PROGRAM = """
import sys
from gen_film_kg_client import Client
from gen_film_kg_client.api.claims import get_claim, list_claims
from gen_film_kg_client.api.finding import ask, search
from gen_film_kg_client.api.questions import statistics, strategies_for_actor
from gen_film_kg_client.models import ListClaimsFormItem as Form, ListClaimsVerdictItem as Verdict

client = Client(base_url=sys.argv[1])
print([row.page for row in strategies_for_actor.sync(client=client, actor="制片公司").data])
print([row.id for row in list_claims.sync(client=client, verdict=[Verdict.DISPUTED], form=[Form.COMPOUND]).data])
print(get_claim.sync("zhang-2026", "N13", client=client).data.assessment.verdict)
print({type(row.value) for row in statistics.sync(client=client).data if row.value == int(row.value)} - {int})
print(search.sync(client=client, q="版權").data[0].label)
print(ask.sync(client=client, q="Which claims are disputed?").data.understood.id)
wrong = list_claims.sync(client=client, stage=["nonsense"])
print(type(wrong).__name__, wrong.status, wrong.known[:2])
"""


@pytest.fixture(scope="module")
def client(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("client")
    (folder / "openapi.json").write_bytes(get(f"{server.url}/api/openapi.json").body)
    generator = Path(sys.executable).with_name("openapi-python-client")
    path = f"{generator.parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [generator, "generate", "--path", folder / "openapi.json", "--output-path", folder / "made"],
        capture_output=True, text=True, timeout=300, check=False, env={**os.environ, "PATH": path},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    assert "Warning" not in done.stdout, done.stdout
    return folder / "made"


def test_it_asks_questions_claims_search_and_understands_problems(server: Server, client: Path):
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, server.url],
        capture_output=True, text=True, timeout=60, check=False, env={**os.environ, "PYTHONPATH": str(client)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "['120', '120', '119', '120', '120']",
        "['D06', 'G08', 'G09', 'M05', 'N13', 'N14', 'X07', 'X12']",
        "disputed",
        "set()",  # whole numbers are integers at every interface
        "copyrighted work",
        "disputed-claims",
        "Problem 400 ['creation', 'distribution']",
    ]
