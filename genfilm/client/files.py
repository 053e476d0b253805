"""The query files of a build, each read when it is asked for: most callers need one or two of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Generic, TypeVar

from genfilm.catalogue.library import PAGES, Library
from genfilm.catalogue.query import load_query
from genfilm.dataset.builds import open_build
from genfilm.engine.query import Engine

_Read = TypeVar("_Read")


class Files(Mapping[str, _Read], Generic[_Read]):
    """Results of ``read`` for each file, by the stem of its name."""

    def __init__(self, paths: list[Path], read: Callable[[Path], _Read]) -> None:
        self._paths = {path.stem: path for path in sorted(paths)}
        self._read = read
        self._found: dict[str, _Read] = {}

    def __getitem__(self, name: str) -> _Read:
        if name not in self._found:
            self._found[name] = self._read(self._paths[name])
        return self._found[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)

    def __contains__(self, name: object) -> bool:
        return name in self._paths


def library_of(directory: Path, engine: Engine, *, own: bool) -> Library:
    """The library of a build; a broken file shows when it is asked for.

    ``own`` says that the engine's graph is that of the build, so that the answers kept there are its answers.
    """
    folder = directory / "queries"
    named = [path for name in ("competency", "reports") for path in (folder / name).glob("*.rq")]
    prefixes = open_build(directory).prefixes
    return Library(
        engine,
        Files(named, lambda path: load_query(path, directory, prefixes)),
        Files(list((directory / PAGES).glob("*.rq")), lambda path: path.read_text("utf-8")),
        directory,
        own,
        prefixes,
    )
