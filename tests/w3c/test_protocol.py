"""The W3C protocol suite; of its update tests, that every update is refused."""

from __future__ import annotations

import pytest

from . import protocol
from .service import Service


@pytest.mark.parametrize("test", protocol.protocol_tests(), ids=lambda test: test.id)
def test_protocol(test: protocol.ProtocolTest, service: Service) -> None:
    protocol.run(test, service)
