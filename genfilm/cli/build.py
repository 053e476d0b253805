"""``genfilm build``: build the graph from ontology/, kg/ and queries/."""

from __future__ import annotations

import argparse

from genfilm.build import build
from genfilm.progress import Progress
from genfilm.settings import Settings


def run(settings: Settings, arguments: argparse.Namespace) -> int:
    """Build, and print the directory; raises BuildFailed with every fault."""
    progress = Progress(lang=arguments.lang)
    done = build(settings.sources, settings.home, progress, use_java=not arguments.no_java)
    print(done.directory)
    return 0
