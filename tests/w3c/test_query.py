"""The W3C query and result-format suites: a listed failure that passes is an error too."""

from __future__ import annotations

import pytest

from . import judge
from .known_failures import BY_VALUE, FAILURES
from .service import Service
from .suites import QueryTest, query_tests


def _parameter(test: QueryTest) -> object:
    reason = FAILURES.get(test.id)
    marks = [pytest.mark.xfail(reason=reason, strict=True, raises=judge.Mismatch)] if reason else []
    return pytest.param(test, id=test.id, marks=marks)


@pytest.mark.parametrize("test", [_parameter(test) for test in query_tests()])
def test_query(test: QueryTest, service: Service) -> None:
    exact = judge.run(test, service)
    assert exact is (test.id not in BY_VALUE), "update BY_VALUE in known_failures.py"
