"""The steps of a build, told to whoever waits for it in English or Chinese."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from wcwidth import width

STEPS = {
    "load": "载入",
    "derive": "派生",
    "reason": "推理",
    "describe": "描述",
    "validate": "校验",
    "write": "写出",
}
"""The steps with their Chinese names."""


class Progress:
    """Shows the steps of a build: one line each, rewritten in place on a terminal; ``lang`` is en or zh."""

    def __init__(self, stream: TextIO | None = None, *, quiet: bool = False, lang: str = "en") -> None:
        self._stream = sys.stderr if stream is None else stream
        self._quiet = quiet
        self.lang = lang
        self.seconds: dict[str, float] = {}

    @contextmanager
    def step(self, name: str) -> Iterator[Callable[[str, str], None]]:
        """Time a step; the yielded function takes the words for its finished line, English and Chinese."""
        words = ("", "")

        def say(english: str, chinese: str) -> None:
            nonlocal words
            words = (english, chinese)

        shown = self.choose(name, STEPS[name])
        if not self._quiet and self._stream.isatty():
            self._stream.write(f"  … {shown}\r")
            self._stream.flush()
        start = time.perf_counter()
        yield say
        spent = self.seconds[name] = time.perf_counter() - start
        if not self._quiet:
            blanks = " " * (10 - width(shown))
            self._stream.write(f"  ✓ {shown}{blanks} {spent:6.2f} s  {self.choose(*words)}\n")
            self._stream.flush()

    def choose(self, english: str, chinese: str) -> str:
        """The words of the reader's language."""
        return chinese if self.lang == "zh" else english
