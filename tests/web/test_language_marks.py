"""Words of the other language are marked, and nothing else of a text changes."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from genfilm.web.site.language_marks import spoken, written_in


@pytest.mark.parametrize(
    ("text", "lang", "marked"),
    [
        ("holds a doctorate (博士).", "en", 'holds a doctorate (<span lang="zh-Hans">博士</span>).'),
        ("四川在线 (Sichuan Online)", "en", '<span lang="zh-Hans">四川在线</span> (Sichuan Online)'),
        ("《征途》在腾讯视频上线。", "zh", "《征途》在腾讯视频上线。"),
        ("South China Morning Post", "zh", '<span lang="en">South China Morning Post</span>'),
        ("Netflix", "zh", "Netflix"),
        ("A & B <b>", "en", "A & B <b>"),
    ],
)
def test_words_of_the_other_language_are_marked(text: str, lang: str, marked: str) -> None:
    assert spoken(text, lang) == marked


@given(st.text(alphabet="ab <&征途，。《》“(1)", max_size=40), st.sampled_from(["en", "zh"]))
def test_what_is_read_stays_the_same_and_safe(text: str, lang: str) -> None:
    shown = str(escape(spoken(text, lang)))
    assert Markup(re.sub(r"</?span[^>]*>", "", shown)).unescape() == text
    assert "<" not in re.sub(r'<span lang="[a-zA-Z-]+">|</span>', "", shown)


def test_a_reference_is_in_the_language_of_most_of_its_words() -> None:
    assert (
        written_in(
            "张丽花. 生成式人工智能驱动电影产业链变革[J]. DOI: 10.3969/j.issn. https://example.org/a-long-address"
        )
        == "zh-Hans"
    )
    assert written_in("Zhang, L. (2026). Multi-dimensional analysis 生成式 of film.") == "en"
