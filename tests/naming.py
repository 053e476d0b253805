"""The prefixed names of the repository's own graph, those of its sources among them."""

from __future__ import annotations

import pyoxigraph as ox

from genfilm.dataset.load import source_files
from genfilm.dataset.prefixes import declared
from tests import ROOT

PREFIXES = declared(
    quad
    for path in source_files(ROOT)
    if "sh:declare" in path.read_text("utf-8")
    for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)
)
expand, compact = PREFIXES.expand, PREFIXES.compact
