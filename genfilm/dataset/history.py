"""The history of the sources, where they are in git: their commit, its tags, and the files as they were."""

from __future__ import annotations

import io
import re
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from genfilm.dataset.released import RELEASED

PARTS = ("ontology", "kg", "queries", RELEASED, "CHANGELOG.md")
"""Paths of a repository of which a build is made."""
_VERSION = re.compile(r"v?(\d+\.\d+\.\d+)")


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag of a version, its commit and the day on which it was made."""

    name: str
    commit: str
    date: str


def version_in(name: str) -> str:
    """The version that a tag names, ``1.1.0`` for ``v1.1.0``; empty for another name."""
    found = _VERSION.fullmatch(name)
    return found[1] if found else ""


def commit_named(root: Path, name: str) -> str:
    """The commit of the sources that a tag, a branch or the start of an id names; empty for none."""
    return _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")[1].strip()


def own_commit(root: Path) -> str:
    """The commit whose very files the sources are; empty where they differ, or are in no git."""
    failed, edited = _git(root, "status", "--porcelain", "--", *(p for p in PARTS if (root / p).exists()))
    return "" if failed or edited else commit_named(root, "HEAD")


def version_tags(root: Path) -> list[Tag]:
    """The tags that name a version, the newest first."""
    form = "--format=%(refname:short)%09%(objectname)%09%(*objectname)%09%(creatordate:short)"
    told = _git(root, "for-each-ref", "--sort=-version:refname", form, "refs/tags")[1]
    rows = (line.split("\t") for line in told.splitlines())
    return [Tag(name, peeled or own, date) for name, own, peeled, date in rows if version_in(name)]


@contextmanager
def files_of(root: Path, commit: str) -> Iterator[Path]:
    """A folder with the sources as they were at a commit; raises FileNotFoundError where it holds none."""
    listed = _git(root, "ls-tree", "--name-only", f"{commit}:./")[1].splitlines()
    if "ontology" not in listed:
        raise FileNotFoundError(commit)
    command = ["git", "-C", str(root), "archive", commit, *(part for part in PARTS if part in listed)]
    packed = subprocess.run(command, capture_output=True, check=True).stdout
    with tempfile.TemporaryDirectory(prefix="genfilm-") as place:
        with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
            archive.extractall(place, filter="data")
        yield Path(place).resolve()


def _git(root: Path, *words: str) -> tuple[bool, str]:
    """(whether it failed, what it said)."""
    try:
        done = subprocess.run(
            ["git", "-C", str(root), *words], capture_output=True, text=True, errors="replace", check=False
        )
    except FileNotFoundError:  # there is no git
        return True, ""
    return bool(done.returncode), "" if done.returncode else done.stdout
