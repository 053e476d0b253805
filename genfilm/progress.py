"""The steps of a build, told to whoever waits for it."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO


class Progress:
    """Shows the steps of a build: one line each, rewritten in place on a terminal."""

    def __init__(self, stream: TextIO | None = None, *, quiet: bool = False) -> None:
        self._stream = sys.stderr if stream is None else stream
        self._quiet = quiet
        self.seconds: dict[str, float] = {}

    @contextmanager
    def step(self, name: str) -> Iterator[Callable[[str], None]]:
        """Time a step; the yielded function takes the words for its finished line."""
        words = [""]
        if not self._quiet and self._stream.isatty():
            self._stream.write(f"  … {name}\r")
            self._stream.flush()
        start = time.perf_counter()
        yield lambda text: words.__setitem__(0, text)
        spent = self.seconds[name] = time.perf_counter() - start
        if not self._quiet:
            self._stream.write(f"  ✓ {name:<10} {spent:6.2f} s  {words[0]}\n")
            self._stream.flush()
