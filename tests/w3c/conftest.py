"""The server for the W3C suites, which are left out where their folder is not named."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from .service import Service
from .suites import root

NEEDS_SUITES = ("test_query.py", "test_protocol.py", "test_update.py", "test_federation.py")
collect_ignore = [] if root() else list(NEEDS_SUITES)


@pytest.fixture(scope="session")
def service() -> Iterator[Service]:
    """The service on a port of its own."""
    with Service() as running:
        yield running
