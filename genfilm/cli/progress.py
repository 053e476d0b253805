"""The line that a long command rewrites while it works, on standard error when that is a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_CLEAR = "\r\x1b[K"


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """Gives what tells how far the work is; the line is taken away at the end."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return

    def tell(words: str) -> None:
        sys.stderr.write(f"{_CLEAR}  … {words}")
        sys.stderr.flush()

    try:
        yield tell
    finally:
        sys.stderr.write(_CLEAR)
        sys.stderr.flush()
