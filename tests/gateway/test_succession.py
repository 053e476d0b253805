"""A client that has seen a build never gets an older one: every answer names its build, and requests may, too."""

from __future__ import annotations

import json
import re
import subprocess
import urllib.request

import pytest

from genfilm.gateway.succession import require_no_newer
from genfilm.problems import Overloaded
from tests import ROOT
from tests.conftest import Server
from tests.programs import need
from tests.web.http import send

OWN = "20261130T120000-0123456789ab"
NEWER, OLDER = "20261130T120001-ba9876543210", "20261130T115959-ba9876543210"


@pytest.mark.parametrize("headers", [{"x-build": NEWER}, {"cookie": f"a=1; genfilm-build={NEWER}; b=2"}])
def test_a_request_that_names_a_newer_build_is_refused(headers: dict[str, str]):
    with pytest.raises(Overloaded, match="does not have the build yet"):
        require_no_newer(OWN, headers)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"x-build": OWN},
        {"cookie": f"genfilm-build={OLDER}"},
        {"x-build": "nonsense"},
        {"cookie": f"other={NEWER}"},
    ],
)
def test_any_other_request_is_answered(headers: dict[str, str]):
    require_no_newer(OWN, headers)


@pytest.mark.parametrize("path", ["/sparql?query=ASK%7B%7D", "/en/", "/api/claims?size=1", "/nothing"])
def test_every_answer_names_its_build(server: Server, path: str):
    named = send(server.url + path).headers["x-build"]
    with urllib.request.urlopen(f"{server.url}/health") as answer:
        build = json.load(answer)["build"]
    assert re.fullmatch(rf"\d{{8}}T\d{{6}}-{build[:12]}", named)


def test_a_node_that_is_behind_asks_for_patience_and_stays_ready(server: Server):
    later = {"X-Build": "29991231T000000-0123456789ab"}
    refused = send(f"{server.url}/sparql?query=ASK%7B%7D", headers=later)
    assert (refused.status, refused.headers["retry-after"]) == (503, "2")
    with urllib.request.urlopen(urllib.request.Request(f"{server.url}/ready", headers=later)) as answer:
        assert answer.status == 200


def test_the_configuration_of_the_balancer_is_one():
    done = subprocess.run(
        [need("haproxy"), "-c", "-f", str(ROOT / "deploy/haproxy.cfg")],
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
