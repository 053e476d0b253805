"""docs/conformance.md says what the lists say, and the lists name tests that exist."""

from __future__ import annotations

import pytest

from tests.programs import need

from . import report
from .known_failures import BY_VALUE, FAILURES
from .suites import query_tests


@pytest.fixture
def suites() -> str:
    """The folder of the suites."""
    return need("W3C_SUITES")


def test_the_page_names_every_known_failure() -> None:
    text = report.PAGE.read_text("utf-8")
    assert [test for test in FAILURES if f"[{test}]" not in text] == []
    assert [cause for cause in FAILURES.values() if cause not in text] == []


@pytest.mark.usefixtures("suites")
def test_the_page_is_fresh() -> None:
    assert report.PAGE.read_text("utf-8") == report.render()


@pytest.mark.usefixtures("suites")
def test_the_lists_name_tests_of_the_suites() -> None:
    known = {test.id for test in query_tests()}
    assert (FAILURES.keys() | BY_VALUE) - known == set()
    assert FAILURES.keys() & BY_VALUE == set()
