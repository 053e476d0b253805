"""Updates of the example project over HTTP: each is one commit of checked files, or nothing."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from genfilm.app import close_app, create_app
from genfilm.dataset.builds import current
from genfilm.editing.accept import check
from genfilm.editing.checking import NICENESS, Checking
from genfilm.editing.source_graphs import SourceGraphs
from genfilm.editing.store import Sources
from genfilm.errors import SettingsError
from genfilm.settings import Settings
from genfilm.web import update

from ..dataset.conftest import good_home, project  # noqa: F401  fixtures

SECRET = "0123456789abcdef0123"
ENTITIES = "https://w3id.org/genfilm/graph/entities"
THINGS = "kg/entities/things.ttl"
SNOW = "https://w3id.org/genfilm/id/tech/snow"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
ALSO = "http://www.w3.org/2004/02/skos/core#altLabel"
Send = Callable[..., TestResponse]


@pytest.fixture(scope="module")
def app(good_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:  # noqa: F811
    file = tmp_path_factory.mktemp("secret") / "secret"
    file.write_text(SECRET + "\n", "ascii")
    settings = Settings(evaluators=1, update_secret=str(file), sources=good_home.parent / "project")
    made = create_app(current(good_home), settings)
    yield made
    close_app(made)


@pytest.fixture
def changed() -> list[str]:
    return []


@pytest.fixture
def checking(project: Path) -> Iterator[Checking]:  # noqa: F811
    made = Checking(project)
    yield made
    made.close()


@pytest.fixture
def send(app: Flask, project: Path, changed: list[str], checking: Checking) -> Send:  # noqa: F811
    """Sends an update of a fresh copy of the project, which is in git."""
    git(project, "init", "--quiet")
    git(project, "config", "user.name", "Keeper")
    git(project, "config", "user.email", "keeper@example.org")
    git(project, "add", ".")
    git(project, "commit", "--quiet", "--message=first")
    sources = Sources(project, lambda: changed.append("built"), checking)
    app.extensions[update.KEY] = (sources, SECRET)

    def post(text: str, address: str = "/update", method: str = "POST", **headers: str) -> TestResponse:
        given = {"Authorization": f"Bearer {SECRET}", "Content-Type": "application/sparql-update"}
        given |= {name.replace("_", "-"): value for name, value in headers.items()}
        return app.test_client().open(address, method=method, data=text.encode(), headers=given)

    return post


def git(root: Path, *words: str) -> str:
    done = subprocess.run(["git", "-C", str(root), *words], check=True, capture_output=True, text=True)
    return done.stdout.strip()


def insert(value: str, graph: str = ENTITIES, relation: str = ALSO) -> str:
    return f"INSERT DATA {{ GRAPH <{graph}> {{ <{SNOW}> <{relation}> {value} }} }}"


def test_an_update_is_one_commit_by_whom_it_names(send: Send, project: Path, changed: list[str]):  # noqa: F811
    done = send(insert('"snowfall"@en'), "/update?why=Another+name", From="ann@example.org")
    assert (done.status_code, done.json) == (200, {"commit": git(project, "rev-parse", "HEAD")})
    assert done.headers["ETag"] == f'"{done.json["commit"]}"'
    said = git(project, "log", "-1", "--format=%an %ae %s")
    assert said == "ann@example.org ann@example.org Another name"
    assert '"snowfall"@en' in (project / THINGS).read_text("utf-8")
    assert git(project, "status", "--porcelain", "--untracked-files=no") == ""
    assert changed == ["built"]
    again = send(insert('"snowfall"@en'))
    assert (again.status_code, again.json) == (200, done.json)
    assert changed == ["built"]


def test_an_update_against_an_old_commit_is_refused(send: Send, project: Path):  # noqa: F811
    old = git(project, "rev-parse", "HEAD")
    assert send(insert('"one"@en'), If_Match=f'"{old}"').status_code == 200
    stale = send(insert('"two"@en'), If_Match=f'"{old}"')
    assert (stale.status_code, stale.json["commit"]) == (412, git(project, "rev-parse", "HEAD"))
    assert '"two"@en' not in (project / THINGS).read_text("utf-8")


@pytest.mark.parametrize(
    ("text", "status", "kind"),
    [
        (f"INSERT DATA {{ <{SNOW}> <{ALSO}> 'x'@en }}", 409, "write-conflict"),
        (insert("'x'@en", "https://w3id.org/genfilm/graph/labels"), 409, "write-conflict"),
        ("CLEAR ALL", 409, "write-conflict"),
        (f"DELETE WHERE {{ GRAPH <{ENTITIES}> {{ <{SNOW}> <{LABEL}> ?label }} }}", 422, "change-refused"),
        (insert("'x'@en").replace(SNOW, "https://example.org/nowhere"), 422, "change-refused"),
        ("LOAD <http://127.0.0.1:9/x>", 403, "updates-refused"),
        ("INSERT { ?s ?p 1 } WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", 403, "updates-refused"),
        ("INSERT DATA {", 400, "syntax-error"),
    ],
)
def test_what_is_refused_changes_nothing(
    send: Send,
    project: Path,  # noqa: F811
    changed: list[str],
    text: str,
    status: int,
    kind: str,
):
    before = git(project, "rev-parse", "HEAD")
    done = send(text)
    assert (done.status_code, done.json["type"].rpartition("/")[2]) == (status, kind)
    if status == 422:
        assert done.json["report"]
        chinese = send(text, Accept_Language="zh").json["report"]
        assert len(chinese) == len(done.json["report"])
        assert all(re.search("[\u4e00-\u9fff]", fault) for fault in chinese)
    assert (git(project, "rev-parse", "HEAD"), git(project, "diff")) == (before, "")
    assert changed == []


def test_without_the_secret_nobody_reads_or_writes(send: Send):
    missing = send(insert("'x'@en"), Authorization="")
    assert (missing.status_code, missing.headers["WWW-Authenticate"]) == (401, 'Bearer realm="genfilm"')
    wrong = send("", f"/graphs?graph={ENTITIES}", "GET", Authorization="Bearer another")
    assert (wrong.status_code, wrong.json["title"]) == (401, "A secret is needed here")
    assert 'error="invalid_token"' in wrong.headers["WWW-Authenticate"]


def test_a_file_that_somebody_edits_is_left_alone(send: Send, project: Path):  # noqa: F811
    with (project / THINGS).open("a", encoding="utf-8") as file:
        file.write("\n")
    done = send(insert('"snowfall"@en'))
    assert (done.status_code, THINGS in done.json["detail"]) == (409, True)
    assert "snowfall" not in (project / THINGS).read_text("utf-8")


def test_a_graph_comes_back_as_it_is_and_nothing_is_committed(send: Send, project: Path):  # noqa: F811
    address = f"/graphs?graph={ENTITIES}"
    read = send("", address, "GET", Accept="text/turtle")
    state = git(project, "rev-parse", "HEAD")
    assert (read.status_code, read.headers["ETag"]) == (200, f'"{state}"')
    back = send(read.text, address, "PUT", Content_Type="text/turtle", If_Match=f'"{state}"')
    assert (back.status_code, back.headers["ETag"]) == (204, f'"{state}"')


def test_checks_run_in_a_process_that_lets_others_go_first_and_starts_anew_when_it_has_ended(
    project: Path,  # noqa: F811
    checking: Checking,
):
    held = SourceGraphs(project)
    unnamed = {t for t in held.graphs[ENTITIES] if (t.subject.value, t.predicate.value) != (SNOW, LABEL)}
    placed = held.placed({**held.graphs, ENTITIES: unnamed})
    faults = check(project, placed)
    assert faults
    assert checking(project, placed) == faults
    process = checking._process
    assert process is not None
    assert os.getpriority(os.PRIO_PROCESS, process.pid) == min(19, os.nice(0) + NICENESS)
    assert checking(project, placed) == faults
    assert checking._process is process
    process.kill()
    process.wait()
    assert checking(project, placed) == faults


def test_a_secret_that_is_none_stops_the_start(good_home: Path, tmp_path: Path):  # noqa: F811
    (tmp_path / "short").write_text("abc", "ascii")
    for name, said in (("short", "holds no secret of 16"), ("nowhere", "cannot be read")):
        with pytest.raises(SettingsError, match=said):
            create_app(current(good_home), Settings(evaluators=1, update_secret=str(tmp_path / name)))
