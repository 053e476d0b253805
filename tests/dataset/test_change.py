"""A change of several files is whole, whenever the program is killed; a batch is one commit."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path

import pytest

from genfilm.dataset.change import JOURNAL, commit, finish_change, write_files

PATHS = [Path(f"kg/sources/a-2026/{name}.ttl") for name in ("source", "claims", "assessments", "entities")]
KILLS = 300


def texts(version: int) -> dict[Path, str]:
    return {path: f"# {version} of {path}\n" * 200 for path in PATHS}


def versions(root: Path) -> set[str]:
    return {(root / path).read_text("utf-8").split(" of ")[0] for path in PATHS}


def test_after_any_of_hundreds_of_kills_all_files_are_of_one_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        os, "fsync", lambda _: None
    )  # it guards against the loss of power, and takes its time
    started = time.perf_counter()
    write_files(tmp_path, texts(0))
    cycle = time.perf_counter() - started
    chance, cut, done = random.Random(12), 0, 0
    for number in range(1, KILLS + 1):
        ready, begin = os.pipe()
        child = os.fork()
        if not child:
            os.write(begin, b"x")
            with suppress(BaseException):
                for version in range(number * 1000, number * 1000 + 999):
                    write_files(tmp_path, texts(version))
            os._exit(1)
        os.read(ready, 1)
        time.sleep(chance.uniform(0, 3 * cycle))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(ready)
        os.close(begin)
        cut += len(versions(tmp_path)) > 1
        done += finish_change(tmp_path)
        assert len(versions(tmp_path)) == 1, number
        for path in PATHS:
            assert len(set((tmp_path / path).read_text("utf-8").splitlines())) == 1
    assert cut, "no kill came between two files: this test proves nothing"
    assert done >= cut
    assert finish_change(tmp_path) is False


def test_a_draft_that_was_not_finished_is_nothing(tmp_path: Path) -> None:
    write_files(tmp_path, texts(1))
    half = tmp_path / f"{JOURNAL}.draft" / PATHS[0]
    half.parent.mkdir(parents=True)
    half.write_text("# 2", "utf-8")
    assert finish_change(tmp_path) is False
    assert versions(tmp_path) == {"# 1"}
    write_files(tmp_path, {PATHS[1]: texts(1)[PATHS[1]]})
    assert versions(tmp_path) == {"# 1"}


def test_a_full_disk_leaves_the_old_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_files(tmp_path, texts(1))
    real = os.fsync
    calls = iter(range(1000))

    def full(descriptor: int) -> None:
        if next(calls) == 2:
            raise OSError(28, "No space left on device")
        real(descriptor)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_files(tmp_path, texts(2))
    monkeypatch.undo()
    assert versions(tmp_path) == {"# 1"}


def git(root: Path, *words: str) -> str:
    settings = ["-c", "user.name=Ann", "-c", "user.email=ann@example.org"]
    return subprocess.check_output(["git", *settings, "-C", str(root), *words], text=True).strip()


def test_a_batch_is_one_commit_of_its_files_only_and_can_be_undone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "Ann")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "ann@example.org")
    git(tmp_path, "init", "--quiet")
    write_files(tmp_path, texts(1))
    assert commit(tmp_path, texts(1), "Five claims of a-2026")
    (tmp_path / "note.txt").write_text("of somebody else", "utf-8")
    git(tmp_path, "add", "note.txt")
    write_files(tmp_path, texts(2))
    name = commit(tmp_path, texts(2), "Five more", "Bo Li <bo@example.org>")
    assert git(tmp_path, "log", "-1", "--format=%h|%an|%s") == f"{name}|Bo Li|Five more"
    assert "note.txt" not in git(tmp_path, "show", "--stat", "HEAD")
    git(tmp_path, "rm", "--quiet", "--cached", "note.txt")
    git(tmp_path, "revert", "--no-edit", "HEAD")
    assert versions(tmp_path) == {"# 1"}


def test_sources_without_git_are_written_and_not_committed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    write_files(tmp_path, texts(1))
    assert commit(tmp_path, texts(1), "why") is None
