"""The index of the repository's own build."""

from __future__ import annotations

import pytest

from genfilm.dataset.builds import Build
from genfilm.search.index import SearchIndex


@pytest.fixture(scope="session")
def index(real_build: Build) -> SearchIndex:
    return SearchIndex.open(real_build.directory, real_build.prefixes)
