"""Changes between two builds that are held, found in a process of its own, which a deadline ends.

``python -m genfilm.exports.between OLD NEW`` compares two directories and answers with a line of JSON.
Builds are immutable: what two of them differ in is found once.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from genfilm.dataset.builds import Build
from genfilm.problems import Overloaded, UnreadableRelease

_SECONDS = 60.0
"""Time for one comparison: ten times what it takes."""
_MOST = 256
"""Comparisons that are kept."""
_PLACES = 3
"""Threads that may wait for comparisons: pages need the others."""


@dataclass(frozen=True, slots=True)
class Told:
    """A change as a page tells it: ``label`` and each of the ``edits`` in both languages."""

    kind: str
    what: str
    name: str
    detail: str
    step: str
    label: Mapping[str, str]
    edits: tuple[Mapping[str, str], ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """The changes from one build to another, the gravest first; ``step`` is empty when there are none."""

    step: str = ""
    told: tuple[Told, ...] = ()

    def count(self, kind: str, *what: str) -> int:
        """Number of the changes of a kind; of these sorts only, where some are given."""
        return sum(each.kind == kind and (not what or each.what in what) for each in self.told)

    def of(self, kind: str) -> list[Told]:
        """The changes of a kind."""
        return [each for each in self.told if each.kind == kind]


class Comparisons:
    """Comparisons of builds, one at a time; for use by several threads."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], Changes] = {}
        self._turn, self._places = threading.Lock(), threading.BoundedSemaphore(_PLACES)
        self._ahead: threading.Thread | None = None

    def known(self, old: Build, new: Build) -> Changes | None:
        """What is known already; None else."""
        return Changes() if old.id == new.id else self._known.get((old.name, new.name))

    def find(self, old: Build, new: Build) -> Changes:
        """The changes, found now when they are not known.

        Raises Problem 410 for a build that cannot be read, 503 while others wait.
        """
        if (found := self.known(old, new)) is not None:
            return found
        if not self._places.acquire(blocking=False):
            raise Overloaded("releases", retry=int(_SECONDS))
        try:
            with self._turn:
                if (found := self.known(old, new)) is None:
                    found = _found(old, new)
                    if len(self._known) >= _MOST:
                        self._known.clear()
                    self._known[old.name, new.name] = found
                return found
        finally:
            self._places.release()

    def ahead(self, pairs: Iterable[tuple[Build, Build]]) -> None:
        """Find what is not known of these pairs while nobody waits for it."""
        wanted = [pair for pair in pairs if self.known(*pair) is None]
        if wanted and not (self._ahead and self._ahead.is_alive()):
            self._ahead = threading.Thread(target=self._find_all, args=(wanted,), daemon=True)
            self._ahead.start()

    def _find_all(self, pairs: list[tuple[Build, Build]]) -> None:
        for pair in pairs:
            try:
                self.find(*pair)
            except (Overloaded, UnreadableRelease):
                continue


def _found(old: Build, new: Build) -> Changes:
    command = [sys.executable, "-m", __name__, str(old.directory), str(new.directory)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=True)
    except subprocess.TimeoutExpired:
        raise Overloaded("releases", retry=int(_SECONDS)) from None
    except subprocess.CalledProcessError:
        raise UnreadableRelease(release=old.name, build=old.name) from None
    return changes_in(json.loads(done.stdout))


def changes_in(record: Mapping[str, Any]) -> Changes:
    """The changes that a record of a difference holds."""
    told = (Told(**each | {"edits": tuple(each["edits"])}) for each in record["changes"])
    return Changes(record["step"] or "", tuple(told))


def _main(old: str, new: str) -> None:
    from genfilm.exports.difference import compare
    from genfilm.exports.edition import read_edition

    here = Path()
    before, after = (read_edition(name, here, here) for name in (old, new))
    json.dump(compare(before, after).record(), sys.stdout)


if __name__ == "__main__":
    _main(*sys.argv[1:])
