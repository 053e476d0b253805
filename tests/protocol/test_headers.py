"""Texts as values of headers."""

from __future__ import annotations

from urllib.parse import unquote

import pytest

from genfilm.protocol.headers import header_text


@pytest.mark.parametrize("text", ["a short hint", "x" * 7000, "图" * 7000, "x" * 3000 + "图" * 100])
def test_a_text_in_a_header_is_cut_where_it_is_too_long(text: str):
    value = header_text(text, "zh")
    assert len(value) <= 1500
    assert value.isascii()
    begin = unquote(value.rpartition("'")[2]).rstrip("…").removesuffix("...")
    assert text.startswith(begin)
    assert len(begin) > min(len(text) - 1, 100)
