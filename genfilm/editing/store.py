"""Stores that updates change: the sources, checked and committed, or a scratch dataset in memory."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from genfilm.dataset.change import changing
from genfilm.dataset.digest import digest, digest_files
from genfilm.dataset.placing import Placement
from genfilm.editing.accept import CommitRefused, accept, check, complete
from genfilm.editing.source_graphs import Graphs, SourceGraphs, as_quads
from genfilm.errors import SourceFault
from genfilm.problems import ChangeRefused, StaleCommit, WriteConflict

Change = Callable[[Graphs], Graphs]
_KEPT = ("ontology", "kg")


class Store(Protocol):
    """Graphs that a change replaces as a whole, one change at a time."""

    def read(self) -> tuple[str, Graphs]:
        """(id of the state, graphs)."""
        ...

    def change(self, change: Change, seen: frozenset[str], why: str, who: str, lang: str = "en") -> str:
        """The id of the state after a change; ``seen`` are the ids that the client knows, if it says any,
        ``lang`` the language of the report.

        Raises Problem 409, 412 and 422.
        """
        ...


class Sources:
    """The files below ``root``, held under the lock of all who change them; ``changed`` is called after each
    commit, ``check`` finds the faults of each change before."""

    def __init__(
        self,
        root: Path,
        changed: Callable[[], None],
        check: Callable[[Path, Placement], list[SourceFault]] = check,
    ) -> None:
        self._root, self._changed, self._check = root, changed, check

    def read(self) -> tuple[str, Graphs]:
        """(commit, or digest of the files where there is no git; graphs)."""
        with changing(self._root):
            return self._state(), SourceGraphs(self._root).graphs

    def change(self, change: Change, seen: frozenset[str], why: str, who: str, lang: str = "en") -> str:
        """The commit after a change, the present one when nothing changes."""
        with changing(self._root) as write:
            state = self._state()
            _require(seen, state)
            held = SourceGraphs(self._root)
            placed = held.placed(change(held.graphs))
            if faults := self._check(self._root, placed):
                report = [fault.told(lang) for fault in faults]
                raise ChangeRefused(count=len(faults), report=report)
            texts = complete(self._root, placed.texts())
            if not texts:
                return state
            try:
                accept(self._root, texts, why, who, write)
            except CommitRefused as refused:
                raise WriteConflict("git", why=str(refused)) from None
            state = self._state()
        self._changed()
        return state

    def _state(self) -> str:
        commit = self._git("rev-parse", "HEAD").strip()
        if commit:
            return commit
        files = [path for part in _KEPT for path in (self._root / part).rglob("*") if path.is_file()]
        return digest_files(self._root, files)

    def _git(self, *words: str) -> str:
        try:
            done = subprocess.run(
                ["git", "-C", str(self._root), *words], capture_output=True, text=True, check=False
            )
        except FileNotFoundError:
            return ""
        return "" if done.returncode else done.stdout


class Scratch:
    """A dataset in memory, empty at first, that nothing checks: for tests of clients."""

    def __init__(self) -> None:
        self._graphs: Graphs = {}

    def read(self) -> tuple[str, Graphs]:
        """(digest of the graphs, graphs)."""
        return digest(*sorted(as_quads(self._graphs).splitlines())), self._graphs

    def change(self, change: Change, seen: frozenset[str], why: str, who: str, lang: str = "en") -> str:
        """The digest after a change."""
        _require(seen, self.read()[0])
        self._graphs = change(dict(self._graphs))
        return self.read()[0]


def _require(seen: frozenset[str], state: str) -> None:
    if seen and state not in seen and "*" not in seen:
        raise StaleCommit(commit=state)
