"""The index file, opened read-only once for each thread of each process."""

from __future__ import annotations

import json
import os
import sqlite3
import threading
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from genfilm.dataset.builds import INDEX
from genfilm.errors import BuildNotFound
from genfilm.search.schema import FORMAT

Row = tuple[Any, ...]
_THINGS = "SELECT id, iri, kind, rank, size FROM thing WHERE id IN (SELECT value FROM json_each(?))"


class Thing(NamedTuple):
    """A thing of the index; ``order`` is the place of its kind between equal hits, ``size`` the length of its
    labels in tokens."""

    number: int
    iri: str
    kind: str
    order: int
    size: int


class _Connection(sqlite3.Connection):
    """Connection that closes when its thread or its graph is no more; Python 3.13 tells one that is left
    open as a leak."""

    def __del__(self) -> None:
        self.close()


class IndexFile:
    """Rows of the index; safe to share between threads and to carry over a fork."""

    def __init__(self, directory: Path) -> None:
        """Raises BuildNotFound when the build in ``directory`` has no index that this version reads."""
        self.path = directory / INDEX
        self._own = threading.local()
        if not self.path.is_file():
            raise BuildNotFound(f"{directory} has no search index. Run `genfilm build`.")
        try:
            found = self.rows("PRAGMA user_version")[0][0]
        except sqlite3.DatabaseError as error:
            raise BuildNotFound(f"{self.path} is broken ({error}). Run `genfilm build`.") from None
        if found != FORMAT:
            raise BuildNotFound(f"{self.path} has format {found}, not {FORMAT}. Run `genfilm build`.")

    def rows(self, statement: str, values: Sequence[Any] = ()) -> list[Row]:
        """The rows of one SELECT with bound values."""
        return self._connection().execute(statement, values).fetchall()

    def things(self, numbers: Collection[int], cls: str | None = None) -> dict[int, Thing]:
        """The things of these numbers, of those in a class (IRI) only when it is given."""
        if cls is not None:
            members = {row[0] for row in self.rows("SELECT thing FROM class WHERE class = ?", (cls,))}
            numbers = members.intersection(numbers)
        rows = self.rows(_THINGS, (as_list(numbers),))
        return {row[0]: Thing(*row) for row in rows}

    def _connection(self) -> sqlite3.Connection:
        if getattr(self._own, "process", None) != os.getpid():
            self._own.connection = sqlite3.connect(
                f"{self.path.absolute().as_uri()}?mode=ro&immutable=1",
                uri=True,
                check_same_thread=False,  # another thread may be the one that closes it
                factory=_Connection,
            )
            self._own.process = os.getpid()
        return self._own.connection  # type: ignore[no-any-return]


def as_list(values: Collection[object]) -> str:
    """Values for a condition of the form IN (SELECT value FROM json_each(?))."""
    return json.dumps(list(values))
