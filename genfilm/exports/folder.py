"""A release as a folder on disk: written whole, never mixed with other files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from genfilm.errors import GenFilmError
from genfilm.exports.crate import CHECKSUMS


class NotARelease(GenFilmError):
    """A folder that holds something other than the files of a release."""


def write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write the files; those of an earlier release that are no longer there are taken away.

    Raises NotARelease, with the folder untouched, when it holds a file that no release put there.
    """
    before = _listed(folder)
    there = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    strangers = sorted(there - before)
    if strangers:
        raise NotARelease(
            f"{folder} holds {strangers[0]}, which no release put there. Choose another folder."
        )
    for name in there - set(files):
        (folder / name).unlink()
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


def _listed(folder: Path) -> set[str]:
    """The files that the folder's list of checksums names, and that list."""
    try:
        lines = (folder / CHECKSUMS).read_text("utf-8").splitlines()
    except OSError:
        return set()
    return {line.partition("  ")[2] for line in lines} | {CHECKSUMS}
