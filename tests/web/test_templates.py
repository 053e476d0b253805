"""The templates can be read in a diff: short lines, one element or loop a line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests import ROOT

TEMPLATES = sorted((ROOT / "genfilm/web/site/templates").iterdir())
BREAKABLE = re.compile(r"\S\s+\S")
"""A line of Chinese prose has no blank, and a break in it would be one."""


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_line_is_longer_than_120_characters(path: Path) -> None:
    lines = enumerate(path.read_text("utf-8").splitlines(), 1)
    assert not [f"{path.name}:{n}" for n, line in lines if len(line) > 120 and BREAKABLE.search(line)]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_line_opens_one_block_element_and_one_loop_at_most(path: Path) -> None:
    opens = re.compile(
        r"<(?:ul|ol|li|dl|dt|dd|table|tr|t[hd]|section|div|nav|form|p|h[1-6])\b|\{%-? (?:for|macro)\b"
    )
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        assert len(opens.findall(line)) <= 1, f"{path.name}:{number}: {line.strip()}"
