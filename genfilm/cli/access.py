"""The graph that a command asks: the build of this machine, made anew when it is old, or an address."""

from __future__ import annotations

import argparse
import sys

from genfilm.client.graph import KnowledgeGraph
from genfilm.dataset.builds import Build, current, finished, has_sources
from genfilm.dataset.digest import source_digest
from genfilm.errors import BuildNotFound
from genfilm.settings import Settings


def open_graph(settings: Settings, arguments: argparse.Namespace) -> KnowledgeGraph:
    """The graph at ``--connect``, else that of the build; raises what opening and building raise."""
    url = getattr(arguments, "connect", None)
    if url:
        return KnowledgeGraph.connect(url, lang=arguments.lang, timeout=settings.query_timeout)
    return KnowledgeGraph.open(newest_build(settings, arguments.lang).directory, lang=arguments.lang)


def present_build(settings: Settings, lang: str) -> Build:
    """The current build, though its sources have changed since: for who needs its names only."""
    try:
        return current(settings.home)
    except BuildNotFound:
        return newest_build(settings, lang)


def newest_build(settings: Settings, lang: str) -> Build:
    """The current build when it is as new as its sources, else a new one, which is told in ``lang``; what
    builds is loaded only then."""
    if not has_sources(settings.sources):
        return finished(settings.sources, settings.home)
    try:
        found = current(settings.home)
        if found.is_of(source_digest(settings.sources)):
            return found
    except BuildNotFound:
        pass  # there is none, or it is broken: building says so
    from genfilm.build import current_or_new
    from genfilm.progress import Progress

    return current_or_new(
        settings.sources,
        settings.home,
        Progress(quiet=not sys.stderr.isatty(), lang=lang),
        lambda words: print(words, file=sys.stderr),
    )
