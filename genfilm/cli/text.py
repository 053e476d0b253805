"""Text for a terminal: paragraphs and titled lines, wrapped to its width, Chinese as wide as it is."""

from __future__ import annotations

import shutil

from wcwidth import width

from genfilm.cli.table import pad, plain, wrapped

_WIDEST = 100
_LEFT = 14


def columns() -> int:
    """The width to write in: that of the terminal, as far as lines stay readable."""
    return min(_WIDEST, shutil.get_terminal_size().columns)


def paragraph(text: str) -> list[str]:
    """A text in lines."""
    return wrapped(plain(text), columns())


def titled(title: str, text: str, left: int = _LEFT) -> list[str]:
    """A title with a text to its right, below it where the title is long."""
    lines = wrapped(plain(text), max(20, columns() - left))
    if width(title) >= left:
        return [title, *(" " * left + line for line in lines)]
    return [pad(title, left) + lines[0], *(" " * left + line for line in lines[1:])]
