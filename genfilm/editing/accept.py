"""The two last steps of every change of the sources: it is checked as a whole, then written as one commit."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from genfilm.dataset.change import Write, commit, refusals
from genfilm.dataset.documents import generated
from genfilm.dataset.placing import Placement
from genfilm.errors import GenFilmError, SourceFault

_PARTS = ("ontology", "kg", "queries")


def check(root: Path, placed: Placement) -> list[SourceFault]:
    """The faults of a change before it is made: of its place, else of what its files say."""
    texts = placed.texts()
    return list(placed.faults) if placed.faults or not texts else faults_of(root, texts)


def faults_of(root: Path, texts: Mapping[Path, str]) -> list[SourceFault]:
    """The faults that files would have with these texts: of OWL 2 DL, of the shapes that concern what they
    say otherwise than before, and of the checks."""
    from genfilm.dataset.touched import Checker  # rdflib, which the extra "build" brings

    faults: list[SourceFault] = []
    with tempfile.TemporaryDirectory(prefix="genfilm-check-") as place:
        copy = Path(place).resolve()
        for part in _PARTS:
            if (root / part).is_dir():
                shutil.copytree(root / part, copy / part)
        checker, files = Checker(copy), [copy / path for path in texts]
        checker.take(files)
        for path, text in texts.items():
            (copy / path).write_text(text, "utf-8")
        for found in checker.faults(files):
            faults += found
    return faults


class CommitRefused(GenFilmError):
    """A change that cannot be committed, with what stands against it; the files are as they were."""

    def __init__(self, faults: list[SourceFault]) -> None:
        super().__init__("; ".join(fault.told("en") for fault in faults))
        self.faults = faults


def complete(root: Path, texts: Mapping[Path, str]) -> dict[Path, str]:
    """The files of a change with those that are made of them, such as the documents that list them."""
    made = {path.relative_to(root): text for path, text in generated(root, texts).items()} if texts else {}
    return {**texts, **{path: text for path, text in made.items() if text != _held(root / path)}}


def accept(root: Path, texts: Mapping[Path, str], why: str, who: str, write: Write) -> str | None:
    """Write the files of a complete change, all or none, and commit them where there is a reason; the short
    name of the commit, None without a reason and where the sources are in no git.

    Raises CommitRefused, for what stands against a commit, or with what git says.
    """
    if why and (against := refusals(root, texts, who)):
        raise CommitRefused(against)
    before = {path: _held(root / path) for path in texts}
    write(texts)
    try:
        return commit(root, texts, why, who) if why else None
    except OSError as error:
        write({path: text for path, text in before.items() if text is not None})
        for path in (path for path, text in before.items() if text is None):
            (root / path).unlink()
        said = SourceFault.worded("commit", ("", None), "", "git", {"why": str(error)})
        raise CommitRefused([said]) from None


def _held(path: Path) -> str | None:
    return path.read_text("utf-8") if path.exists() else None
