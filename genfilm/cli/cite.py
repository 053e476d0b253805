"""``genfilm cite``: how to cite a claim, a thing or the graph."""

from __future__ import annotations

import argparse

from genfilm.cli.access import open_graph
from genfilm.settings import Settings

_STYLE = {"en": "apa", "zh": "gb-t-7714"}


def run(settings: Settings, arguments: argparse.Namespace) -> int:
    """Print the citation in the style asked for, else in that which readers of the language expect."""
    style = arguments.style or _STYLE[arguments.lang]
    print(open_graph(settings, arguments).cite(arguments.name, style).rstrip())
    return 0
