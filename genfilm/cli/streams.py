"""The standard streams as they may be: closed, of another encoding, on a full disk."""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress
from io import TextIOBase, TextIOWrapper


class _Closed(TextIOBase):
    """Standard output of a process that has none: what a command prints is an error, not lost."""

    encoding = "utf-8"

    def write(self, text: str) -> int:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))

    def fileno(self) -> int:
        return 1


def prepare() -> None:
    """Make the streams usable: a terminal shows ``?`` for what it cannot, and a pipe gets UTF-8 unless
    PYTHONIOENCODING says otherwise. Numbers of closed streams are taken, so that no file gets them."""
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115  as long as the process
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115  as long as the process
    if sys.stdout is None:
        sys.stdout = _Closed()
    elif isinstance(sys.stdout, TextIOWrapper):
        if sys.stdout.isatty():
            sys.stdout.reconfigure(errors="replace")
        elif "PYTHONIOENCODING" not in os.environ:
            sys.stdout.reconfigure(encoding="utf-8", errors="strict")


def abandon() -> None:
    """Write nothing more to standard output: the interpreter would try, and complain, at its end."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
