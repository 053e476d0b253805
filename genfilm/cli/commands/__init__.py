"""Commands of ``genfilm``, a module each: its place in the help, its arguments and its work.

Whatever a module needs for its work it imports in ``run``: the help reads all of them. ``EXTRA`` names the
extra of the package that a command needs.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    import argparse

    from genfilm.cli.arguments import Parser
    from genfilm.settings import Settings

GROUPS = ("ask", "edit", "serve")


class Command(Protocol):
    """Module of a command: its group, its place there, and the key of its summary."""

    GROUP: str
    PLACE: int
    SUMMARY: str

    def declare(self, parser: Parser) -> None:
        """Add the arguments."""

    def run(self, settings: Settings, arguments: argparse.Namespace) -> int:
        """Work, and return the exit code."""


@cache
def commands() -> dict[str, Command]:
    """Every command by its name, in the order of the help."""
    names = [path.stem for path in Path(__file__).parent.glob("[a-z]*.py")]
    found = {name: cast(Command, import_module(f"{__name__}.{name}")) for name in names}
    return dict(sorted(found.items(), key=lambda item: (GROUPS.index(item[1].GROUP), item[1].PLACE)))
