"""The steps of a build, told to whoever waits for it in English or Chinese."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from wcwidth import width

from genfilm.words import say


class Progress:
    """Shows the steps of a build: one line each, rewritten in place on a terminal; ``lang`` is en or zh."""

    def __init__(self, stream: TextIO | None = None, *, quiet: bool = False, lang: str = "en") -> None:
        self._stream = sys.stderr if stream is None else stream
        self._quiet = quiet
        self.lang = lang
        self.seconds: dict[str, float] = {}

    @contextmanager
    def step(self, name: str) -> Iterator[Callable[..., None]]:
        """Time a step; the yielded function takes the key and the values of what its finished line says."""
        words = ""

        def tell(key: str, /, **values: object) -> None:
            nonlocal words
            words = say(key, self.lang, **values)

        shown = say(f"build.step.{name}", self.lang)
        if not self._quiet and self._stream.isatty():
            self._stream.write(f"  … {shown}\r")
            self._stream.flush()
        start = time.perf_counter()
        yield tell
        spent = self.seconds[name] = time.perf_counter() - start
        if not self._quiet:
            blanks = " " * (10 - width(shown))
            self._stream.write(f"  ✓ {shown}{blanks} {spent:6.2f} s  {words}\n")
            self._stream.flush()
