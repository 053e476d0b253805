"""Releases: builds that are held are listed, found, compared with their digests and taken into service again."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from genfilm.build import build, current_or_new
from genfilm.cli.main import main
from genfilm.dataset import builds
from genfilm.dataset.builds import GRAPH, MANIFEST, POINTER, SUMS, current, publish
from genfilm.dataset.digest import source_digest
from genfilm.dataset.held import held, roll_back
from genfilm.errors import BuildNotFound
from genfilm.gateway.succession import name_of, require_no_newer
from genfilm.problems import Overloaded

from .conftest import ROOT, copy_project

Run = Callable[..., tuple[int, str, str]]


def git(root: Path, *words: str) -> str:
    who = ["-c", "user.name=Keeper", "-c", "user.email=keeper@example.org"]
    done = subprocess.run(["git", *who, "-C", str(root), *words], check=True, capture_output=True, text=True)
    return done.stdout.strip()


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project in git with the tags v1.0.0 and v1.1.0, both built into ``home`` beside it."""
    folder = tmp_path_factory.mktemp("history")
    project = copy_project(folder / "project")
    git(project, "init", "--quiet")
    for tag, old, new in (("v1.0.0", "", ""), ("v1.1.0", '"Alpha"@en', '"Alfa"@en')):
        things = project / "kg/entities/things.ttl"
        things.write_text(things.read_text("utf-8").replace(old, new) if old else things.read_text("utf-8"))
        git(project, "add", ".")
        git(project, "commit", "--quiet", f"--message={tag}")
        git(project, "tag", tag)
        build(project, folder / "home", use_java=False)
    return folder


@pytest.fixture
def run(
    history: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Runs a command on a copy of the home: (exit code, output, errors)."""
    subprocess.run(["cp", "-a", str(history / "home"), str(tmp_path / "home")], check=True)
    monkeypatch.setenv("GENFILM_SOURCES", str(history / "project"))
    monkeypatch.setenv("GENFILM_HOME", str(tmp_path / "home"))

    def command(*words: str) -> tuple[int, str, str]:
        code = main(words)
        return code, *capsys.readouterr()

    return command


def test_releases_lists_what_is_held_with_its_tags(run: Run, history: Path):
    git(history / "project", "tag", "--force", "v0.9.0", "v1.0.0^0")
    code, out, _ = run("releases", "--format", "json")
    found = json.loads(out)
    assert code == 0
    newest, oldest = found[:2]
    assert newest["tag"] == "v1.1.0"
    assert (newest["current"], oldest["current"]) == (True, False)
    assert newest["commit"] == git(history / "project", "rev-parse", "v1.1.0")
    assert newest["build"].startswith(newest["id"][:12])
    assert newest["bytes"] > 100_000
    assert newest["quads"] > 1000
    assert "v0.9.0" in [each["tag"] for each in found]
    git(history / "project", "tag", "--delete", "v0.9.0")
    assert "（在用）" in run("releases", "--lang", "zh", "--format", "table")[1]


def test_a_rollback_stays_until_the_sources_change(run: Run, history: Path, tmp_path: Path):
    home, project = tmp_path / "home", history / "project"
    new = current(home)
    code, out, told = run("rollback", "v1.0.0")
    old = current(home)
    assert (code, out.strip(), old.name != new.name) == (0, str(old.directory), True)
    assert old.name in told
    assert current_or_new(project, home, warn=pytest.fail) == old, "a start does not undo it"
    assert run("rollback")[0] == 0
    assert current(home).name == new.name, "without a name: what was in service before"
    assert run("rollback", old.name[:8])[0] == 0
    things = project / "kg/entities/things.ttl"
    text = things.read_text("utf-8")
    try:
        things.write_text(text.replace('"Alfa"@en', '"Alef"@en'), "utf-8")
        assert current_or_new(project, home, warn=pytest.fail).name not in (old.name, new.name)
    finally:
        things.write_text(text, "utf-8")


def test_clients_who_have_seen_the_newer_build_are_served(run: Run, tmp_path: Path):
    home = tmp_path / "home"
    seen = name_of(current(home))
    before = next(each for each in held(home) if each.name != current(home).name)
    stale = f"20200101T000000-{before.id[:12]}"
    with pytest.raises(Overloaded):
        require_no_newer(stale, {"cookie": f"genfilm-build={seen}"})
    run("rollback")
    assert current(home).name == before.name
    require_no_newer(name_of(current(home)), {"cookie": f"genfilm-build={seen}"})
    require_no_newer(stale, {"x-build": name_of(current(home))})  # another node with this very build
    run("rollback")
    require_no_newer(name_of(current(home)), {"x-build": name_of(before), "cookie": f"genfilm-build={seen}"})


def test_a_clock_that_was_set_back_does_not_make_a_rollback_older(run: Run, tmp_path: Path):
    home = tmp_path / "home"
    manifest = current(home).directory / MANIFEST
    manifest.write_text(
        json.dumps(json.loads(manifest.read_text()) | {"created": "2099-01-01T00:00:00+00:00"})
    )
    run("rollback")
    assert current(home).published == "2099-01-01T00:00:00+00:00"


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("v7.0.0", "no build held here is called 'v7.0.0'"),
        ("1.1.9", "Did you mean 1.1.0"),
        ("zzz", "Held are"),
    ],
)
def test_an_unknown_name_comes_with_what_there_is(run: Run, tmp_path: Path, name: str, says: str):
    before = current(tmp_path / "home")
    code, _, told = run("rollback", name)
    assert code == 1
    assert says.lower() in told.lower()
    assert current(tmp_path / "home") == before


def test_the_build_in_service_is_no_rollback(run: Run, tmp_path: Path):
    code, _, told = run("rollback", current(tmp_path / "home").name)
    assert code == 1
    assert "in service already" in told
    assert "已在使用" in run("rollback", current(tmp_path / "home").name, "--lang", "zh")[2]


def test_a_damaged_build_is_not_taken_into_service(run: Run, tmp_path: Path):
    home = tmp_path / "home"
    before = current(home)
    other = next(each for each in held(home) if each.name != before.name)
    graph = other.directory / GRAPH
    graph.write_bytes(b" " + graph.read_bytes()[1:])  # as long as before
    code, _, told = run("rollback", other.name)
    assert code == 1
    assert f"damaged: {GRAPH}" in told
    assert current(home) == before


def test_a_start_finds_damage_that_keeps_the_size_and_builds_anew(run: Run, history: Path, tmp_path: Path):
    home, project = tmp_path / "home", history / "project"
    directory = current(home).directory
    whole = (directory / GRAPH).read_bytes()
    (directory / GRAPH).write_bytes(whole[:-100] + b"\0" * 100)
    told: list[str] = []
    made = current_or_new(project, home, warn=told.append)
    assert f"damaged: {GRAPH}" in told[0]
    assert (made.directory / GRAPH).read_bytes() == whole
    (directory / "search.sqlite").unlink()
    assert builds.damaged(directory) == ["search.sqlite"]


def test_the_digests_are_those_of_sha256sum(run: Run, tmp_path: Path):
    directory = current(tmp_path / "home").directory
    done = subprocess.run(["sha256sum", "--check", "--quiet", SUMS], cwd=directory, check=False)
    assert done.returncode == 0


def test_the_build_of_a_tag_stands_beside_the_current_one_and_is_kept(
    run: Run, history: Path, tmp_path: Path
):
    home = tmp_path / "home"
    before = current(home)
    other = next(each for each in held(home) if each.name != before.name)
    subprocess.run(["rm", "-r", str(other.directory)], check=True)
    code, out, _ = run("build", "--release", "v1.0.0", "--no-java")
    made = builds.open_build(Path(out.strip()))
    assert code == 0
    assert current(home) == before
    assert (made.manifest["release"], made.manifest["version"]) == ("v1.0.0", "1.0.0")
    assert made.manifest["commit"] == git(history / "project", "rev-parse", "v1.0.0")
    for number in range(8):
        graph = f'<urn:a> <urn:b> "{number}" .\n'.encode()
        publish(home, f"b{number}", {GRAPH: graph, MANIFEST: b'{"id": "b%d"}' % number})
    assert made.name in [each.name for each in held(home)], "those of releases are not pruned"
    assert run("rollback", "v1.0.0")[0] == 0
    assert current(home).name == made.name
    assert run("releases", "--keep", "1")[0] == 0
    assert [each.name for each in held(home)] == [made.name]
    code, _, told = run("build", "--release", "v3.0.0")
    assert code == 1
    assert "v1.1.0, v1.0.0" in told


ROLLING = """
import sys
from pathlib import Path
from genfilm.dataset.held import held, roll_back
home = Path(sys.argv[1])
print("ready", flush=True)
while True:
    roll_back(home, held(home)[-1], "")
"""
PUBLISHING = """
import itertools, json, sys
from pathlib import Path
from genfilm.dataset.builds import GRAPH, MANIFEST, publish
print("ready", flush=True)
for number in itertools.count():
    graph = b'<urn:a> <urn:b> "%d" .\\n' % (number % 3)
    told = {"id": f"b{number % 3}", "bytes": len(graph), "created": f"2026-01-01T{number:09}"}
    files = {f"queries/{n}.rq": b"x" * 100 for n in range(20)}
    publish(Path(sys.argv[1]), f"b{number % 3}", {**files, GRAPH: graph, MANIFEST: json.dumps(told).encode()})
"""


def numbered(home: Path, number: int) -> builds.Build:
    graph = f'<urn:a> <urn:b> "{number}" .\n'.encode()
    told = {"id": f"b{number}", "bytes": len(graph), "created": f"2026-01-0{number + 1}"}
    return publish(home, f"b{number}", {GRAPH: graph, MANIFEST: json.dumps(told).encode()})


@pytest.mark.parametrize("script", [ROLLING, PUBLISHING], ids=["rollback", "publish"])
def test_kills_leave_a_build_that_is_whole_and_no_draft(tmp_path: Path, script: str):
    numbered(tmp_path, 0)
    numbered(tmp_path, 1)
    for turn in range(10):
        process = subprocess.Popen(
            [sys.executable, "-c", script, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(0.003 * turn)
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()
        assert builds.damaged(current(tmp_path).directory) == []
        assert (tmp_path / POINTER).read_text() in ("b0\n", "b1\n", "b2\n")
    numbered(tmp_path, 0)
    left = {path.name for path in tmp_path.iterdir()} - {"b0", "b1", "b2", POINTER, ".lock"}
    assert left == set()
    assert [builds.damaged(each.directory) for each in held(tmp_path)] == [[]] * len(held(tmp_path))


def test_what_is_damaged_is_never_pointed_to(tmp_path: Path):
    graph = b'<urn:a> <urn:b> "1" .\n'
    made = publish(tmp_path, "b1", {GRAPH: graph, MANIFEST: b'{"id": "b1"}', "search.sqlite": b"abc"})
    (made.directory / "search.sqlite").write_bytes(b"abd")
    with pytest.raises(BuildNotFound, match=r"search\.sqlite"):
        roll_back(tmp_path, made, source_digest(ROOT))
