"""Places of claims in words: with the page where pages are printed, without one where they are not."""

from __future__ import annotations

import pytest

from genfilm.records.corpus import Passage
from genfilm.records.place import place


def passage(paragraph: str, page: str) -> Passage:
    both = {"en": "article 5", "zh": "第五条"}
    return Passage("p", "d", "5", paragraph, page, both, {"en": paragraph, "zh": paragraph})


@pytest.mark.parametrize(
    ("paragraph", "page", "en", "zh"),
    [
        ("2", "119", "article 5, paragraph 2, page 119", "第五条第2段，第119页"),
        ("2", "", "article 5, paragraph 2", "第五条第2段"),
        ("[3]", "124", "article 5, reference [3], page 124", "第五条[3]，第124页"),
        ("p. 120", "120", "article 5, page 120", "第五条，第120页"),
    ],
)
def test_a_place_names_the_page_only_where_there_is_one(paragraph: str, page: str, en: str, zh: str) -> None:
    found = passage(paragraph, page)
    assert (place(found, "en"), place(found, "zh")) == (en, zh)
