"""An asker over the repository's own build, in this process."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from genfilm.ask.asker import Asker
from genfilm.catalogue.library import open_library
from genfilm.dataset.builds import GRAPH, Build
from genfilm.engine.local import LocalEngine
from genfilm.search.index import SearchIndex


@pytest.fixture(scope="session")
def asker(real_build: Build) -> Asker:
    store = ox.Store()
    store.bulk_load(path=str(real_build.directory / GRAPH), format=ox.RdfFormat.N_QUADS)
    library = open_library(real_build.directory, LocalEngine(store, real_build.prefixes))
    return Asker(library, SearchIndex.open(real_build.directory))
