"""References: each style as its standard has it, whatever is known of a work and its authors."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from genfilm.catalogue.library import Library
from genfilm.records.claim import claim
from genfilm.records.dossier import Dossier, dossier
from genfilm.records.reference import STYLES, Reference, sentence_case
from tests.naming import expand

DOI = "10.3969/j.issn.2096-711X.2026.05.040"
ARTICLE = Reference(
    "li-2024",
    {"zh": "银幕与算法", "en": "Screen and Algorithm: A Study"},
    {"zh": "某刊"},
    ({"zh": "李一", "en": "Li Yi"}, {"zh": "欧阳二三", "en": "Ouyang Ersan"}),
    "2024",
    issue="10",
    pages="21-28",
    page="25",
    doi="10.1/x_y",
)
ENGLISH = Reference(
    "doe-2020",
    {"en": "Faces and voices"},
    {"en": "Film Quarterly"},
    tuple({"en": name} for name in ("Jane Q. Doe", "Jean-Luc Roe", "Ann Poe", "Bob Moe")),
    "2020",
    issue="2",
    pages="1-9",
)


def _found(library: Library, claim: str) -> Dossier:
    found = dossier(library, expand(claim))
    assert found is not None
    return found


def test_an_article_is_written_as_gb_t_7714_has_it():
    assert ARTICLE.write("gb-t-7714") == "李一, 欧阳二三. 银幕与算法[J]. 某刊, 2024(10): 25. DOI: 10.1/x_y."


def test_gb_t_7714_names_three_authors_family_first_and_says_that_there_are_more():
    text = ENGLISH.write("gb-t-7714")
    assert text == "DOE J Q, ROE J L, POE A, et al. Faces and voices[J]. Film Quarterly, 2020(2): 1-9."
    chinese = replace(ARTICLE, authors=(*ARTICLE.authors, {"zh": "王五"}, {"zh": "赵六"}))
    assert chinese.write("gb-t-7714").startswith("李一, 欧阳二三, 王五, 等. 银幕")


def test_an_article_is_written_as_apa_has_it():
    assert ARTICLE.write("apa") == (
        "Li, Y., & Ouyang, E. (2024). 银幕与算法 [Screen and algorithm: A study]. 某刊, (10), 21–28. "
        "https://doi.org/10.1/x_y"
    )
    assert ENGLISH.write("apa") == (
        "Doe, J. Q., Roe, J. L., Poe, A., & Moe, B. (2020). Faces and voices. Film Quarterly, (2), 1–9."
    )


def test_the_page_stands_in_the_text_not_in_the_apa_reference():
    assert ARTICLE.in_text("apa") == "(Li & Ouyang, 2024, p. 25)"
    assert replace(ARTICLE, page="25-26").in_text("apa") == "(Li & Ouyang, 2024, pp. 25–26)"
    assert ENGLISH.in_text("apa") == "(Doe et al., 2020)"
    assert ARTICLE.in_text("gb-t-7714") == "（李一，欧阳二三，2024）25"
    assert ARTICLE.in_text("ris") == ""


def test_names_of_two_characters_stay_together_and_have_two_parts_where_a_program_reads_them():
    assert [name["family"] for name in ARTICLE.csl()["author"]] == ["李", "欧阳"]
    assert "AU  - 欧阳, 二三" in ARTICLE.write("ris")
    assert "author = {李一 and 欧阳二三}" in ARTICLE.write("bibtex")
    assert "author = {Doe, Jane Q. and Roe, Jean-Luc and" in ENGLISH.write("bibtex")


def test_ris_splits_a_range_of_pages_only_where_it_is_one():
    assert "SP  - 21\r\nEP  - 28" in ARTICLE.write("ris")
    broken = replace(ARTICLE, pages="119-120, 124").write("ris")
    assert "SP  - 119-120, 124" in broken
    assert "EP  - " not in broken


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Screen and Algorithm: A Study of GAN Images", "Screen and algorithm: A study of GAN images"),
        ("Faces and voices in Chinese film", "Faces and voices in Chinese film"),
        ("", ""),
    ],
)
def test_a_title_in_title_case_becomes_a_sentence(title: str, expected: str):
    assert sentence_case(title) == expected


@pytest.mark.parametrize("style", STYLES)
def test_a_journal_whose_title_is_not_attested_is_named_by_its_issn(library: Library, style: str):
    source = _found(library, "z26c:R08").references[0]
    text = source.write(style)
    assert "2096-711X" in text.replace(DOI, "")
    assert "期刊" not in text
    assert "journal with" not in text
    if style == "csl-json":
        assert "container-title" not in json.loads(text)[0]


def test_the_source_is_cited_as_the_standards_have_it(library: Library):
    source = _found(library, "z26c:R08").references[0]
    assert source.write("gb-t-7714") == (
        "张丽花. 生成式人工智能驱动电影产业链变革与战略转型研究[J]. [刊名不详; ISSN 2096-711X], 2026(5): 120. "
        f"DOI: {DOI}."
    )
    assert source.write("apa") == (
        "Zhang, L. (2026). 生成式人工智能驱动电影产业链变革与战略转型研究 [Multi-dimensional analysis and strategic "
        "transformation of the film industry chain driven by generative artificial intelligence]. "
        f"[Journal title unknown; ISSN 2096-711X], (5), 119–120, 124. https://doi.org/{DOI}"
    )


def test_a_claim_over_a_page_break_is_cited_with_both_pages(library: Library):
    source = _found(library, "z26c:R05").references[0]
    assert source.page == "119-120"
    assert source.in_text("apa") == "(Zhang, 2026, pp. 119–120)"


def test_the_evidence_of_a_verdict_can_be_cited_with_the_day_on_which_it_was_read(library: Library):
    pages = {page.id: page for page in _found(library, "z26c:N14").evidence}
    assert pages["scol-double-world"].write("gb-t-7714") == (
        "四川在线. 历时4年打磨、80%特效 电影《征途》定档7月24日[EB/OL]. (2020-07-13)[2026-11-23]. "
        "https://ent.scol.com.cn/ysdt/202007/57851048.html."
    )
    assert pages["scol-double-world"].write("apa").startswith("四川在线. (2020, July 13). 历时4年")
    assert "urldate = {2026-11-23}" in pages["scol-double-world"].write("bibtex")
    assert "Y2  - 2026/11/23" in pages["scol-double-world"].write("ris")
    assert pages["scol-double-world"].csl()["accessed"] == {"date-parts": [[2026, 11, 23]]}


def test_a_title_of_ours_stands_in_brackets_in_the_language_of_the_style(library: Library):
    pages = {page.id: page for page in _found(library, "z26c:N14").evidence}
    wikipedia = pages["wikipedia-double-world"]
    assert "[维基百科条目《征途》（英文）][EB/OL]." in wikipedia.write("gb-t-7714")
    assert wikipedia.write("apa") == (
        "Wikipedia. (n.d.). [Wikipedia article on Double World]. Retrieved November 23, 2026, from "
        "https://en.wikipedia.org/wiki/Double_World"
    )
    assert wikipedia.in_text("apa") == "(Wikipedia, n.d.)"


def test_a_page_is_cited_with_its_authors_where_they_are_known(library: Library):
    pages = {page.id: page for page in _found(library, "z26c:N06").evidence}
    copy = pages["vdocumento-netflix-recommender"]
    assert [author["en"] for author in copy.authors] == ["Carlos A. Gomez-Uribe", "Neil Hunt"]
    assert copy.write("apa") == (
        "Gomez-Uribe, C. A., & Hunt, N. (2015, December). [Copy of The Netflix Recommender System (ACM TMIS)]. "
        "vdocumento.com. https://vdocumento.com/a13-gomez-uribe.html"
    )
    assert copy.write("gb-t-7714").endswith(
        "[EB/OL]. (2015-12)[2026-11-23]. https://vdocumento.com/a13-gomez-uribe.html."
    )
    assert "author = {Gomez-Uribe, Carlos A. and Hunt, Neil}" in copy.write("bibtex")


def test_the_day_of_reading_is_not_the_day_of_judging(library: Library):
    record = claim(library, "evc:frozen-2-directed-by-chris-buck")
    assert record.assessment is None
    assert {page.accessed for page in record.found_in} == {"2026-11-23"}
