"""``genfilm completion``: what a shell evaluates to complete commands, questions, parameters and names."""

from __future__ import annotations

import argparse

from argcomplete.shell_integration import shellcode

from genfilm.settings import Settings


def run(settings: Settings, arguments: argparse.Namespace) -> int:
    """Print the code for the shell."""
    print(shellcode(["genfilm"], shell=arguments.shell), end="")
    return 0
