"""An asker over the repository's own build, in this process."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from genfilm.ask.asker import Asker
from genfilm.ask.asker import asker as asker_of
from genfilm.catalogue.library import Library, open_library
from genfilm.dataset.builds import GRAPH, Build
from genfilm.engine.local import LocalEngine


@pytest.fixture(scope="session")
def library(real_build: Build) -> Library:
    store = ox.Store()
    store.bulk_load(path=str(real_build.directory / GRAPH), format=ox.RdfFormat.N_QUADS)
    return open_library(real_build.directory, LocalEngine(store, real_build.prefixes))


@pytest.fixture(scope="session")
def asker(library: Library) -> Asker:
    return asker_of(library)
