"""Changes between builds that are held: found once, in a process, by kind, in both languages."""

from __future__ import annotations

import json
import shutil
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from genfilm.build import build
from genfilm.dataset.builds import GRAPH, MANIFEST, Build, open_build, publish
from genfilm.dataset.held import held
from genfilm.exports import between
from genfilm.exports.between import Changes, Comparisons
from genfilm.problems import Overloaded, UnreadableRelease

from ..dataset.conftest import Edit, edit, good_home, project  # noqa: F401  fixtures

CLAIMS = "kg/sources/example-2026/claims.ttl"


@pytest.fixture
def old(good_home: Path) -> Build:  # noqa: F811
    return held(good_home)[0]


def test_what_changed_is_found_once(
    old: Build, project: Path, edit: Edit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch  # noqa: F811
):  # fmt: skip
    edit(CLAIMS, "gf:hasObject tech:voice .", "gf:hasObject tech:snow .")
    edit(CLAIMS, '"Alpha simulates its snow."@en', '"The snow of Alpha is simulated."@en')
    new = build(project, tmp_path / "new", use_java=False)
    comparisons = Comparisons()
    assert comparisons.known(old, new) is None
    found = comparisons.find(old, new)
    assert (found.step, found.count("claim"), found.count("claim", "added")) == ("minor", 1, 0)
    assert found.count("wording", "changed") == 1
    (claim,) = found.of("claim")
    assert claim.label["en"]
    assert claim.label["zh"]
    assert all(set(told) == {"en", "zh"} and "→" in told["zh"] for told in claim.edits)
    monkeypatch.setattr(between, "_found", lambda old, new: pytest.fail("it is known"))
    assert comparisons.find(old, new) is comparisons.known(old, new) is found


def test_the_same_data_are_not_compared(old: Build, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(between, "_found", lambda old, new: pytest.fail("it has the same id"))
    assert Comparisons().find(old, old) == Changes()


def test_what_cannot_be_read_is_told_and_keeps_nobody_waiting(old: Build, tmp_path: Path):
    told = {"id": "b" * 64, "version": "1.0.0", "created": "2026-01-01T00:00:00"}
    files = {GRAPH: b"<urn:a> <urn:b> nothing .\n", MANIFEST: json.dumps(told).encode()}
    broken = open_build(publish(tmp_path / "home", "b" * 12, files).directory)
    comparisons = Comparisons()
    with pytest.raises(UnreadableRelease):
        comparisons.find(broken, old)
    comparisons.ahead([(broken, old)])
    assert comparisons._ahead is not None
    comparisons._ahead.join(60)
    assert comparisons.known(broken, old) is None


def test_comparisons_are_made_ahead(old: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    manifest = json.loads((old.directory / MANIFEST).read_text("utf-8")) | {"id": "c" * 64}
    copied = shutil.copytree(old.directory, tmp_path / "copy")
    (copied / MANIFEST).write_text(json.dumps(manifest), "utf-8")
    other = open_build(copied)
    made = []
    monkeypatch.setattr(between, "_found", lambda *pair: made.append(pair) or Changes("patch"))
    comparisons = Comparisons()
    comparisons.ahead([(old, other), (old, old)])
    assert comparisons._ahead is not None
    comparisons._ahead.join(60)
    assert made == [(old, other)]
    assert comparisons.known(old, other) == Changes("patch")


def test_few_wait_for_comparisons_and_others_are_told_to_come_again(
    old: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """The threads of all pages would wait else, whoever asks for many pairs."""
    others = [Build(tmp_path / f"{n}", {**old.manifest, "id": f"{n}" * 64}) for n in range(3)]
    go, begun = threading.Event(), threading.Semaphore(0)

    def slow(old: Build, new: Build) -> Changes:
        begun.release()
        go.wait(30)
        return Changes("major")

    monkeypatch.setattr(between, "_found", slow)
    comparisons = Comparisons()
    with ThreadPoolExecutor(3) as pool:
        waiting = [pool.submit(comparisons.find, old, other) for other in others]
        begun.acquire(timeout=30)
        until = time.monotonic() + 30
        while comparisons._places._value and time.monotonic() < until:
            time.sleep(0.01)
        with pytest.raises(Overloaded):
            comparisons.find(others[0], others[1])
        go.set()
        assert [each.result(30).step for each in waiting] == ["major"] * 3
    assert comparisons.find(others[0], others[1]).step == "major"
