"""The two last steps of every change of the sources: it is checked as a whole, then written as one commit."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from genfilm.dataset import profile
from genfilm.dataset.change import Write, commit, refusals
from genfilm.dataset.documents import generated
from genfilm.dataset.placing import Placement
from genfilm.errors import SourceFault
from genfilm.problems import WriteConflict

_PARTS = ("ontology", "kg", "queries")


def check(root: Path, placed: Placement) -> list[SourceFault]:
    """The faults of a change before it is made: of its place, of OWL 2 DL, of the shapes and checks that
    concern what the files describe."""
    from genfilm.dataset.touched import check_files  # rdflib, which the extra "build" brings

    after = [t for path in placed.before for t in placed.after.get(path, placed.before[path])]
    faults = placed.faults + profile.faults(after, lambda term: ("", None))
    texts = placed.texts()
    if faults or not texts:
        return faults
    with tempfile.TemporaryDirectory(prefix="genfilm-check-") as place:
        copy = Path(place).resolve()
        for part in _PARTS:
            if (root / part).is_dir():
                shutil.copytree(root / part, copy / part)
        for path, text in texts.items():
            (copy / path).write_text(text, "utf-8")
        for found in check_files(copy, [copy / path for path in texts]):
            faults += found
    return faults


def accept(root: Path, texts: Mapping[Path, str], why: str, who: str, write: Write) -> str | None:
    """Write the files of a change, with what is made of them, all or none, and commit them; the short name of
    the commit, None where the sources are in no git.

    Raises Problem 409 with what stands against a commit, or what git says; the files are as they were then.
    """
    made = {path.relative_to(root): text for path, text in generated(root, texts).items()}
    texts = {**texts, **{path: text for path, text in made.items() if text != _held(root / path)}}
    if against := refusals(root, texts, who):
        raise WriteConflict("git", why="; ".join(fault.told("en") for fault in against))
    before = {path: _held(root / path) for path in texts}
    write(texts)
    try:
        return commit(root, texts, why, who)
    except OSError as error:
        write(before)
        raise WriteConflict("git", why=str(error)) from None


def _held(path: Path) -> str:
    return path.read_text("utf-8") if path.exists() else ""
