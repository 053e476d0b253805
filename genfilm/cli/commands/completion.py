"""``genfilm completion``: what a shell evaluates to complete commands, questions, parameters and names."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from genfilm.cli.arguments import Parser
    from genfilm.settings import Settings

GROUP, PLACE, SUMMARY = "serve", 4, "cli.completion.summary"


def declare(parser: Parser) -> None:
    parser.add("shell", choices=("bash", "zsh", "fish"), says="cli.completion.shell")


def run(settings: Settings, arguments: argparse.Namespace) -> int:
    """Print the code for the shell."""
    from argcomplete.shell_integration import shellcode

    print(shellcode(["genfilm"], shell=arguments.shell), end="")
    return 0
