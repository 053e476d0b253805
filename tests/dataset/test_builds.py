"""Build directories: named by content, published at once, five kept, and refused when they are broken."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pyoxigraph as ox
import pytest

from genfilm import build as building
from genfilm.build import build, current_or_new
from genfilm.dataset import builds
from genfilm.dataset.builds import GRAPH, KEPT, MANIFEST, POINTER, current, open_build, publish
from genfilm.dataset.digest import source_digest
from genfilm.errors import BuildNotFound
from genfilm.progress import Progress

from .conftest import ROOT, Edit, copy_project


def files(number: int) -> dict[str, bytes]:
    graph = f'<urn:a> <urn:b> "{number}" .\n'.encode()
    return {GRAPH: graph, MANIFEST: json.dumps({"id": f"b{number}", "bytes": len(graph)}).encode()}


def test_two_builds_of_the_same_sources_have_the_same_id(good_home: Path, tmp_path: Path):
    again = build(copy_project(tmp_path / "elsewhere"), tmp_path / "home", use_java=False)
    first = current(good_home)
    assert again.id == first.id
    assert again.name == first.name
    assert again.name.startswith(f"{first.id[:12]}-")
    assert (again.directory / GRAPH).read_bytes() == (first.directory / GRAPH).read_bytes()


def test_a_changed_statement_gives_another_id_and_a_changed_page_another_name(
    project: Path, tmp_path: Path, edit: Edit
):
    first = build(project, tmp_path / "home", use_java=False)
    edit("kg/entities/things.ttl", '"Alpha"@en', '"Alfa"@en')
    second = build(project, tmp_path / "home", use_java=False)
    edit("queries/pages/things.rq", "SELECT ?thing", "# a remark\nSELECT ?thing")
    third = build(project, tmp_path / "home", use_java=False)
    assert first.id != second.id == third.id
    assert len({first.name, second.name, third.name}) == 3
    assert current(tmp_path / "home").name == third.name


def test_the_layout_of_a_file_does_not_change_the_id(
    project: Path, good_home: Path, tmp_path: Path, edit: Edit
):
    edit("kg/entities/things.ttl", "film:alpha\n    a gf:Film ;", "# a remark\nfilm:alpha a gf:Film ;")
    assert build(project, tmp_path / "home", use_java=False).id == current(good_home).id


def test_the_manifest_counts_what_the_graph_holds(good_home: Path, example: ox.Store):
    built = current(good_home)
    manifest = built.manifest
    text = (built.directory / GRAPH).read_text("utf-8")
    assert manifest["quads"] == text.count("\n") == len(set(text.splitlines()))
    assert manifest["bytes"] == len(text.encode())
    default = list(example.quads_for_pattern(None, None, None, ox.DefaultGraph()))
    assert manifest["counts"]["default"] == len(default)
    assert manifest["counts"]["verdicts"]["https://w3id.org/genfilm/ns/Corroborated"] == 5
    assert manifest["counts"]["verdicts"]["https://w3id.org/genfilm/ns/Disputed"] == 2
    assert manifest["counts"]["classes"]["https://w3id.org/genfilm/ns/Film"] == 1
    assert manifest["counts"]["graphs"]["https://w3id.org/genfilm/graph/corroborated"] == 4
    assert (built.directory / "queries/competency/technologies-of-a-work.rq").is_file()


def test_the_newest_five_builds_are_kept(tmp_path: Path):
    for number in range(8):
        publish(tmp_path, f"b{number}", files(number))
        os.utime(tmp_path / f"b{number}" / MANIFEST, (number, number))
    assert KEPT == 5
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_dir()) == ["b3", "b4", "b5", "b6", "b7"]
    assert current(tmp_path).id == "b7"


def test_pruning_keeps_the_build_just_published_whatever_its_age(tmp_path: Path):
    for number in range(6):
        publish(tmp_path, f"b{number}", files(number))
        os.utime(tmp_path / f"b{number}" / MANIFEST, (2_000_000_000 + number,) * 2)
    publish(tmp_path, "b0", files(0))
    assert current(tmp_path).id == "b0"


def test_pruning_touches_nothing_that_is_no_build(tmp_path: Path):
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "a.txt").write_text("keep me")
    for number in range(7):
        publish(tmp_path, f"b{number}", files(number))
    assert (tmp_path / "notes" / "a.txt").read_text() == "keep me"


READER = """
import sys
from pathlib import Path
from genfilm.dataset.builds import current
print("ready", flush=True)
while not Path(sys.argv[1], "stop").exists():
    number = current(Path(sys.argv[1])).id.removeprefix("b")
    assert number in "0123"
"""


def test_readers_never_see_half_a_build(tmp_path: Path):
    publish(tmp_path, "b0", files(0))
    reader = subprocess.Popen(
        [sys.executable, "-c", READER, str(tmp_path)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert reader.stdout is not None
    assert reader.stdout.readline() == "ready\n"
    for number in range(300):
        publish(tmp_path, f"b{number % 4}", files(number % 4))
        publish(tmp_path, f"b{number % 4}", files(number % 4))
    (tmp_path / "stop").touch()
    _, fault = reader.communicate(timeout=60)
    assert not fault


def test_publishing_leaves_no_draft_behind(tmp_path: Path):
    publish(tmp_path, "b1", files(1))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b1", POINTER]


def test_a_draft_that_cannot_be_written_changes_nothing(tmp_path: Path):
    good = publish(tmp_path, "b1", files(1))
    with pytest.raises(OSError, match=r"graph\.nq"):
        publish(tmp_path, "b2", {**files(2), f"{GRAPH}/impossible": b""})
    assert current(tmp_path) == good
    assert not (tmp_path / "b2").exists()


@pytest.mark.parametrize(
    ("harm", "says"),
    [
        (lambda d: (d / GRAPH).unlink(), f"{GRAPH} is missing"),
        (lambda d: (d / MANIFEST).unlink(), f"{MANIFEST} is missing"),
        (lambda d: (d / GRAPH).write_bytes((d / GRAPH).read_bytes()[:-9]), "its manifest says"),
        (lambda d: (d / GRAPH).write_bytes(b""), "has 0 bytes"),
        (lambda d: (d / MANIFEST).write_bytes(b"{"), "is broken"),
        (lambda d: (d / MANIFEST).write_bytes(b"\xff"), "is broken"),
        (lambda d: (d / MANIFEST).write_bytes(b"[]"), "is broken"),
        (lambda d: (d / MANIFEST).write_bytes(b""), "is broken"),
    ],
    ids=[
        "no graph",
        "no manifest",
        "graph cut off",
        "graph empty",
        "half a manifest",
        "bytes",
        "a list",
        "empty",
    ],
)
def test_a_broken_build_directory_is_refused_with_what_to_do(home: Path, harm, says: str):
    directory = current(home).directory
    harm(directory)
    with pytest.raises(BuildNotFound) as caught:
        current(home)
    assert says in str(caught.value)
    assert str(directory) in str(caught.value)
    assert "`genfilm build`" in str(caught.value)


@pytest.mark.parametrize(
    "pointer", ["", "\n", "../elsewhere", "/etc", ".", "..", ".draft", "gone", "a/b", "\0"]
)
def test_a_pointer_to_no_build_is_refused_with_what_to_do(home: Path, pointer: str):
    (home / POINTER).write_text(pointer)
    with pytest.raises(BuildNotFound, match="`genfilm build`"):
        current(home)


def test_a_pointer_that_is_not_text_is_refused(home: Path):
    (home / POINTER).write_bytes(b"\xff\xfe")
    with pytest.raises(BuildNotFound, match="`genfilm build`"):
        current(home)


def test_a_home_without_builds_says_so(tmp_path: Path):
    with pytest.raises(BuildNotFound, match="there is no build in"):
        current(tmp_path)
    with pytest.raises(BuildNotFound, match="is not a build"):
        open_build(tmp_path / "nothing")


def test_a_broken_release_is_replaced_by_a_new_build_with_a_warning(project: Path, home: Path):
    directory = current(home).directory
    (directory / GRAPH).unlink()
    told: list[str] = []
    rebuilt = current_or_new(project, home, warn=told.append)
    assert rebuilt.directory == directory
    assert (directory / GRAPH).is_file()
    assert "graph.nq is missing" in told[0]


def test_a_build_as_new_as_its_sources_is_not_built_again(project: Path, tmp_path: Path):
    first = current_or_new(project, tmp_path / "home", warn=pytest.fail)
    stamp = (first.directory / MANIFEST).stat().st_mtime_ns
    again = current_or_new(project, tmp_path / "home", warn=pytest.fail)
    assert again == first
    assert (again.directory / MANIFEST).stat().st_mtime_ns == stamp


def test_newer_sources_are_built(project: Path, home: Path, edit: Edit):
    before = current(home)
    edit("kg/entities/things.ttl", '"Alpha"@en', '"Alfa"@en')
    assert current_or_new(project, home, warn=pytest.fail).id != before.id


@pytest.mark.parametrize(
    "file", ["ontology/small.ttl", "kg/entities/things.ttl", "queries/rules/20-as-stated.rq"]
)
def test_the_digest_of_the_sources_covers_every_room(project: Path, file: str):
    before = source_digest(project)
    (project / file).write_text((project / file).read_text("utf-8") + "# x\n", "utf-8")
    assert source_digest(project) != before


def test_a_build_without_its_sources_is_served_as_it_is(home: Path, tmp_path: Path):
    assert current_or_new(tmp_path / "nowhere", home, warn=pytest.fail) == current(home)


def test_neither_build_nor_sources_is_an_error_that_names_the_setting(tmp_path: Path):
    with pytest.raises(BuildNotFound, match="GENFILM_SOURCES"):
        current_or_new(tmp_path / "nowhere", tmp_path / "home")


def test_two_builds_at_once_wait_for_each_other(project: Path, tmp_path: Path):
    home = tmp_path / "home"
    results: list[str] = []
    threads = [
        threading.Thread(target=lambda: results.append(build(project, home, use_java=False).id))
        for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [current(home).id] * 3


def test_the_progress_tells_each_step_and_its_time(project: Path, tmp_path: Path):
    log = tmp_path / "log"
    with log.open("w") as stream:
        progress = Progress(stream)
        built = build(project, tmp_path / "home", progress, use_java=False)
    lines = log.read_text("utf-8").splitlines()
    assert [line.split()[1] for line in lines] == [
        "load",
        "derive",
        "reason",
        "describe",
        "validate",
        "write",
    ]
    assert list(progress.seconds) == ["load", "derive", "reason", "describe", "validate", "write"]
    assert "no Java: consistency not checked" in lines[2]
    assert built.id[:12] in lines[-1]


def test_who_waited_for_the_build_of_another_uses_it(project: Path, tmp_path: Path):
    """Two processes find that there is no build; the second waits for the first and builds nothing."""
    home, got, waited = tmp_path / "home", [], Progress(quiet=True)
    with builds.exclusive(home):
        second = threading.Thread(target=lambda: got.append(current_or_new(project, home, waited)))
        second.start()
        made = building._build(project, home, Progress(quiet=True), use_java=False)
    second.join()
    assert [each.directory for each in got] == [made.directory]
    assert waited.seconds == {}


def test_a_service_whose_build_is_as_new_as_its_sources_loads_nothing_that_builds(
    project: Path, tmp_path: Path
):
    """Half a second of every start."""
    first = current_or_new(project, tmp_path / "home", warn=pytest.fail)
    code = (
        "import sys; from pathlib import Path; from genfilm.serve import _newest;"
        "from genfilm.settings import Settings;"
        "found = _newest(Settings(sources=Path(sys.argv[1]), home=Path(sys.argv[2])), 'en');"
        "print(found.name, *sorted({'genfilm.build', 'rdflib'} & {*sys.modules}))"
    )
    command = [sys.executable, "-c", code, str(project), str(tmp_path / "home")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.split() == [first.name]
