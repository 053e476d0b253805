"""References: each style as its standard has it, whatever is known of a work and its authors."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import bibtexparser
import pytest
import rispy
from bibtexparser.bparser import BibTexParser

from genfilm.catalogue.library import Library
from genfilm.records.author import in_order
from genfilm.records.bibliography import bibliography
from genfilm.records.claim import claim
from genfilm.records.corpus import corpus
from genfilm.records.csl import sentence_case
from genfilm.records.dossier import Dossier, claim_note, dossier
from genfilm.records.exchange import tex
from genfilm.records.reference import STYLES, Reference, write
from genfilm.records.works import document_reference, works
from genfilm.words import say
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
    assert ARTICLE.write("gb-t-7714") == "李一, 欧阳二三. 银幕与算法[J/OL]. 某刊, 2024(10): 25. DOI:10.1/x_y."


def test_gb_t_7714_names_three_authors_family_first_and_says_that_there_are_more():
    text = ENGLISH.write("gb-t-7714")
    assert text == "DOE J Q, ROE J L, POE A, et al. Faces and voices[J]. Film Quarterly, 2020(2): 1-9."
    chinese = replace(ARTICLE, authors=(*ARTICLE.authors, {"zh": "王五"}, {"zh": "赵六"}))
    assert chinese.write("gb-t-7714").startswith("李一, 欧阳二三, 王五, 等. 银幕")


def test_an_article_is_written_as_apa_mla_and_chicago_have_it():
    assert ARTICLE.write("apa") == (
        "Li, Y., & Ouyang, E. (2024). 银幕与算法 [Screen and algorithm: A study]. 某刊, (10), 21–28. "
        "https://doi.org/10.1/x_y"
    )
    assert ENGLISH.write("apa") == (
        "Doe, J. Q., Roe, J.-L., Poe, A., & Moe, B. (2020). Faces and voices. Film Quarterly, (2), 1–9."
    )
    assert (
        ENGLISH.write("mla")
        == "Doe, Jane Q., et al. “Faces and Voices.” Film Quarterly, no. 2, 2020, pp. 1–9."
    )
    assert ENGLISH.write("chicago") == (
        "Doe, Jane Q., Jean-Luc Roe, Ann Poe, and Bob Moe. 2020. “Faces and Voices.” Film Quarterly, no. 2: 1–9."
    )


def test_the_page_stands_in_the_text_not_in_the_apa_reference():
    assert ARTICLE.in_text("apa") == "(Li & Ouyang, 2024, p. 25)"
    assert replace(ARTICLE, page="25-26").in_text("apa") == "(Li & Ouyang, 2024, pp. 25–26)"
    assert ENGLISH.in_text("apa") == "(Doe et al., 2020)"
    assert ARTICLE.in_text("mla") == "(Li and Ouyang 25)"
    assert ARTICLE.in_text("chicago") == "(Li and Ouyang 2024, 25)"
    assert ARTICLE.in_text("gb-t-7714") == "（李一，欧阳二三，2024）25"
    assert ARTICLE.in_text("ris") == ""


def test_names_of_two_characters_stay_together_and_have_two_parts_where_a_program_reads_them():
    assert [name["family"] for name in ARTICLE.csl()["author"]] == ["李", "欧阳"]
    assert "AU  - 欧阳, 二三" in ARTICLE.write("ris")
    assert "author = {李一 and 欧阳二三}" in ARTICLE.write("bibtex")
    assert "author = {Doe, Jane Q. and Roe, Jean-Luc and" in ENGLISH.write("bibtex")


def test_ris_has_the_first_and_the_last_page_and_a_broken_range_in_a_note():
    assert "SP  - 21\r\nEP  - 28" in ARTICLE.write("ris")
    broken = replace(ARTICLE, pages="119-120, 124").write("ris")
    assert "SP  - 119\r\nEP  - 124" in broken
    assert "N1  - Pages: 119-120, 124" in broken
    assert "Pages:" not in ARTICLE.write("ris")


def test_a_ruling_is_cited_as_a_ruling(library: Library):
    (ruling,) = works(library, expand("doc:guangzhou-internet-court-2024-113"))
    assert ruling.write("gb-t-7714") == "广州互联网法院. （2024）粤0192民初113号[A]. 2024."
    assert ruling.write("apa") == "(2024) Yue 0192 Min Chu 113 (Guangzhou Internet Court 2024)."
    item = ruling.csl()
    assert (item["type"], item["authority"]) == ("legal_case", "广州互联网法院")
    assert ruling.write("ris").startswith("TY  - CASE")
    assert ruling.write("biblatex").startswith("@jurisdiction{")


def test_an_independent_reader_gets_back_what_was_written(library: Library):
    claims = [corpus(library).claims[expand(name)] for name in ("z26c:N14", "z26c:R05", "z26c:N06")]
    pages = [page for said in claims for page in _found(library, said.iri).evidence]
    entries = [
        *bibliography(library, claims, "en"),
        *{page.id: page for page in pages}.values(),
        ARTICLE,
        ENGLISH,
    ]
    items = [entry.csl() for entry in entries]
    for style, date in (("bibtex", "year"), ("biblatex", "date")):
        read = bibtexparser.loads(write(entries, style), BibTexParser(ignore_nonstandard_types=False)).entries
        assert [entry["ID"] for entry in read] == [item["id"] for item in items]
        for entry, item in zip(read, items, strict=True):
            assert entry["title"].strip("{}") == tex(item["title"]).strip("{}")
            assert entry.get("doi") == item.get("DOI")
            assert entry.get("url") == item.get("URL")
            if "issued" in item:
                assert entry[date].startswith(str(item["issued"]["date-parts"][0][0]))
    records = rispy.loads(write(entries, "ris"))
    assert [record["title"] for record in records] == [item["title"] for item in items]
    for record, item in zip(records, items, strict=True):
        names = [n.get("literal") or ", ".join((n["family"], n["given"])) for n in item.get("author", ())]
        assert record.get("authors", []) == names
        assert record.get("urls", [""])[0] == item.get("URL", "")
        if "page" in item:
            assert {record["start_page"], record["end_page"]} <= set(re.findall(r"\d+", item["page"]))
    assert json.loads(write(entries, "csl-json")) == items


def test_a_bibliography_has_each_work_once_with_its_claims_as_notes(library: Library):
    every = corpus(library).claims
    claims = [said for said in every.values() if said.verdict and said.verdict.key == "disputed"]
    found = bibliography(library, claims, "zh")
    assert len({entry.id for entry in found}) == len(found)
    (source,) = [entry for entry in found if entry.id == "zhang-2026"]
    assert len(source.notes) == sum(bool(said.passages) for said in claims) > 20
    said = every[expand("z26c:G07.1")]
    assert any(said.iri in note and said.paraphrase["zh"] in note for note in source.notes)
    ours = [said for said in every.values() if said.source == "editorial"]
    assert bibliography(library, ours, "zh") == []
    (english,) = bibliography(library, [said], "en")
    assert said.paraphrase["en"] in english.notes[0]


def test_with_its_evidence_a_bibliography_says_how_each_work_bears_on_the_claim(library: Library):
    said = corpus(library).claims[expand("z26c:G07.1")]
    record = claim(library, said.iri)
    assert record.assessment is not None
    bearing = {page.iri: finding for finding in record.assessment.evidence for page in finding.pages}
    read, *judged = bibliography(library, [said], "en", evidence=True)
    assert read.notes == bibliography(library, [said], "en")[0].notes
    assert {entry.id for entry in judged} == {iri.rsplit("/", 1)[-1] for iri in bearing} != set()
    for entry in judged:
        (finding,) = [found for iri, found in bearing.items() if iri.endswith(f"/{entry.id}")]
        assert [*entry.notes] == [f"{say(f'stance.{finding.stance}', 'en')}: {claim_note(said, 'en')}"]


def test_authors_stand_in_the_order_of_the_byline(library: Library):
    authors = ({"en": "Ann Adams", "zh": "安"}, {"en": "Bo Zhou", "zh": "周波"}, {"en": "Cy Coe", "zh": "柯"})
    assert [name["en"] for name in in_order(authors, "周波; Ann Adams")] == ["Bo Zhou", "Ann Adams", "Cy Coe"]
    (cited,) = works(library, expand("doc:ref-6"))
    assert [author["zh"] for author in cited.authors] == ["陈璐明", "张茂"]


def test_the_facts_of_a_document_online_are_those_of_one_page(library: Library):
    """Of pages that only quote it neither address nor dates are its own."""
    found = {name: document_reference(library, expand(f"doc:{name}")) for name in (
        "wga-mba-2023", "zhang-sha-2023", "us-copyright-office-2025", "wga-summary-2023", "li-zuyue-2025",
    )}  # fmt: skip
    agreement = found["wga-mba-2023"]
    assert agreement.url.startswith("https://www.thepassivevoice.com/memorandum-of-agreement")
    assert (agreement.issued, agreement.accessed) == ("", "2026-11-30")
    assert found["zhang-sha-2023"].write("gb-t-7714") == (
        "张沙. 人工智能时代 电影产业的机遇与挑战[J/OL]. 数字经济, 2023[2026-11-30]. "
        "https://www.infoobs.com/article/20231010/61747.html."
    )
    for name in ("us-copyright-office-2025", "wga-summary-2023"):  # read elsewhere than at its own address
        assert (found[name].issued, found[name].accessed) == ("", "")
        assert found[name].url
    assert (
        found["us-copyright-office-2025"]
        .write("gb-t-7714")
        .startswith(
            "U.S. Copyright Office. Copyright and Artificial Intelligence, Part 2: Copyrightability[R/OL]. (2025). https:"
        )
    )
    assert (found["li-zuyue-2025"].issued, found["li-zuyue-2025"].accessed) == ("2025-08", "2026-11-23")


def test_a_part_is_cited_as_its_whole_and_a_journal_with_its_articles_only(library: Library):
    for part in ("conclusion", "abstract-en", "section-1-2-paragraph-4"):
        (whole,) = works(library, expand(f"doc:zhang-2026-{part}"))
        assert whole.id == "zhang-2026"
    assert works(library, expand("doc:journal-dangdai-dianying")) == []
    (named,) = works(library, expand("doc:generative-adversarial-nets"))  # its title is ours
    assert named.write("apa").startswith("[Generative Adversarial Nets (2014)].")


def test_a_name_in_a_title_keeps_its_capital_in_apa(library: Library):
    text = document_reference(library, expand("doc:daily-jagran-2025")).write("apa")
    assert "El Eternauta: The Argentine Sci-Fi series used GenAI for VFX, says Netflix" in text


def test_an_issuer_is_the_author_in_every_format_and_the_institution_of_a_report(library: Library):
    report = document_reference(library, expand("doc:us-copyright-office-2025"))
    assert "AU  - U.S. Copyright Office\r\n" in report.write("ris")
    assert report.csl()["author"] == [{"literal": "U.S. Copyright Office"}]
    bibtex = report.write("bibtex")
    assert "author = {{U.S. Copyright Office}}" in bibtex
    assert "institution = {U.S. Copyright Office}" in bibtex
    assert "month = aug,\n" in document_reference(library, expand("doc:beijing-youth-daily-2025")).write(
        "bibtex"
    )


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
def test_the_journal_is_named_as_a_public_record_of_its_issn_names_it(library: Library, style: str):
    source = _found(library, "z26c:R08").references[0]
    text = source.write(style)
    assert "[刊名不详" not in text
    assert "湖北开放职业学院学报" in text


def test_the_source_is_cited_as_the_standards_have_it(library: Library):
    source = _found(library, "z26c:R08").references[0]
    assert source.write("gb-t-7714") == (
        "张丽花. 生成式人工智能驱动电影产业链变革与战略转型研究[J/OL]. 湖北开放职业学院学报, 2026(5): 120. "
        f"DOI:{DOI}."
    )
    assert source.write("apa") == (
        "Zhang, L. (2026). 生成式人工智能驱动电影产业链变革与战略转型研究 [Multi-dimensional analysis and strategic "
        "transformation of the film industry chain driven by generative artificial intelligence]. "
        f"湖北开放职业学院学报, (5), 119–120, 124. https://doi.org/{DOI}"
    )


def test_a_journal_whose_title_is_not_attested_is_named_by_its_issn():
    untitled = replace(ARTICLE, container={}, issn="1234-5678")
    assert "[刊名不详; ISSN 1234-5678], 2024" in untitled.write("gb-t-7714")
    assert "[title unknown; ISSN 1234-5678], (10)" in untitled.write("apa")


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


def test_a_work_of_several_issuers_is_cited_with_all_of_them(library: Library):
    measures = document_reference(library, expand("doc:cn-labelling-2025"))
    assert measures.write("gb-t-7714").startswith(
        "国家互联网信息办公室, 工业和信息化部, 公安部, 等. 人工智能生成合成内容标识办法"
    )
    assert [each["literal"] for each in measures.csl()["author"]] == [
        "国家互联网信息办公室", "工业和信息化部", "公安部", "国家广播电视总局",
    ]  # fmt: skip
    assert "container-title" not in measures.csl()
    assert "国家广播电视总局" in measures.write("apa")
    assert "国家广播电视总局" in measures.write("bibtex")
