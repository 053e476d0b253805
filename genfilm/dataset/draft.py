"""The files of a build while it is made: on disk from the first, since memory may not hold them all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from pathlib import Path


class BuildFiles(MutableMapping[str, bytes]):
    """Files below a directory by their path, written at once and read when asked for."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def __setitem__(self, name: str, content: bytes) -> None:
        path = self._directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)

    def __getitem__(self, name: str) -> bytes:
        try:
            return (self._directory / name).read_bytes()
        except OSError:
            raise KeyError(name) from None

    def __delitem__(self, name: str) -> None:
        (self._directory / name).unlink()

    def __iter__(self) -> Iterator[str]:
        found = (path for path in self._directory.rglob("*") if path.is_file())
        return iter(sorted(str(path.relative_to(self._directory)) for path in found))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def paths(self) -> dict[str, Path]:
        """Where each of them lies."""
        return {name: self._directory / name for name in self}


@contextmanager
def drafted(home: Path) -> Iterator[Path]:
    """A directory in ``home`` for what a build is to be made of, removed afterwards."""
    home.mkdir(parents=True, exist_ok=True)
    directory = home / f".files.{os.getpid()}"
    shutil.rmtree(directory, ignore_errors=True)
    directory.mkdir()
    try:
        yield directory
    finally:
        shutil.rmtree(directory, ignore_errors=True)
