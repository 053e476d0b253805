"""Parser of the command line, its help in one language and as wide as it looks."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

from genfilm.words import say

ROWS = ("table", "csv", "json")
RECORD = ("text", "json")


class Parser(argparse.ArgumentParser):
    """Parser whose help is written in ``lang``, ``en`` or ``zh``."""

    def __init__(self, *, lang: str = "en", **options: Any) -> None:
        super().__init__(formatter_class=_Wide, **options)
        self.lang = lang

    def add(
        self, *names: str, says: str, completer: Callable[..., list[str]] | None = None, **options: Any
    ) -> None:
        """Add an argument with the key of its help and what completes its values."""
        action = self.add_argument(*names, help=say(says, self.lang), **options)
        if completer is not None:
            action.completer = completer  # type: ignore[attr-defined]

    def add_format(self, formats: tuple[str, ...]) -> None:
        """Add ``--format``; the first format is the default on a terminal, the second elsewhere."""
        shown, piped = formats[:2]
        text = say("cli.place.format", self.lang, formats=", ".join(formats), shown=shown, piped=piped)
        self.add_argument("--format", choices=formats, metavar="FORMAT", help=text)

    def add_connect(self) -> None:
        """Add ``--connect``, the address that is asked."""
        self.add("--connect", metavar="URL", says="cli.place.connect")


class _Wide(argparse.RawDescriptionHelpFormatter):
    """Help whose lines are as wide as they look, Chinese included."""

    def _split_lines(self, text: str, width: int) -> list[str]:
        from genfilm.cli.table import wrapped

        return wrapped(" ".join(text.split()), width)
