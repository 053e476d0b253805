"""The library of the repository's build, in this process."""

from __future__ import annotations

import pytest

from genfilm.catalogue.library import Library, open_library
from genfilm.dataset.builds import Build
from genfilm.dataset.disk import open_store
from genfilm.engine.local import LocalEngine


@pytest.fixture(scope="session")
def library(real_build: Build) -> Library:
    return open_library(
        real_build.directory, LocalEngine(open_store(real_build.directory), real_build.prefixes)
    )
