"""Citations: the claim, its source with the page, in styles and formats that their readers accept."""

from __future__ import annotations

import json
import re

import pytest

from genfilm.catalogue.library import Library
from genfilm.errors import Problem
from genfilm.records.citation import CitedEdition, cite
from genfilm.records.exchange import bibtex, ris_lines
from genfilm.records.reference import STYLES
from tests.naming import expand

EDITION = CitedEdition("1.0.0", "0fe0a2a82356", "2026-11-23")
N16 = expand("z26c:N16")
DOI = "10.3969/j.issn.2096-711X.2026.05.040"


@pytest.mark.parametrize("style", STYLES)
def test_a_claim_is_cited_with_its_source_and_page(library: Library, style: str):
    text = cite(library, N16, style, EDITION)
    assert N16 in text
    assert "0fe0a2a82356" in text
    assert DOI in text
    assert ("119–20" if style in ("mla", "chicago") else "120") in text
    assert "生成式人工智能驱动电影产业链变革与战略转型研究" in text


def test_gb_t_7714_is_chinese_and_marks_the_kind_of_work(library: Library):
    first, second, *evidence = cite(library, N16, "gb-t-7714", EDITION).split("\n\n")
    assert "[DS/OL]" in first
    assert "。[" not in first
    assert "(2026-11-23)[2026-11-23]" in first
    assert evidence
    assert all("[EB/OL]. " in each for each in evidence)
    assert second.startswith("张丽花. ")
    assert "[J/OL]" in second
    assert "2026(5): 120" in second


def test_csl_json_has_what_its_schema_requires(library: Library):
    entries = json.loads(cite(library, N16, "csl-json", EDITION))
    assert [entry["type"] for entry in entries[:2]] == ["dataset", "article-journal"]
    assert {entry["type"] for entry in entries[2:]} == {"webpage"}
    assert all(entry["id"] and entry["title"] for entry in entries)
    names = [name for entry in entries for name in entry.get("author", ())]
    assert all(set(name) <= {"family", "given", "literal"} for name in names)
    assert entries[0]["issued"] == {"date-parts": [[2026, 11, 23]]}


def test_bibtex_is_balanced_and_its_keys_differ(library: Library):
    text = cite(library, N16, "bibtex", EDITION)
    keys = re.findall(r"^@\w+{([^,]+),$", text, re.M)
    assert len(set(keys)) == len(keys) > 2
    bare = re.sub(r"\\.", "", text)
    assert bare.count("{") == bare.count("}")
    assert "author = {{GenFilm KG}}" in text


def test_ris_records_have_one_line_for_each_tag(library: Library):
    records = cite(library, N16, "ris", EDITION).split("\n\n")
    for record in records:
        lines = record.split("\r\n")
        assert lines[0].startswith("TY  - ")
        assert lines[-1].startswith("ER  -")
        assert all(re.match(r"[A-Z][A-Z0-9]  -", line) for line in lines)


def test_what_tex_and_ris_read_otherwise_is_escaped():
    title = r"100% {a} & b_c \ ~ ^ # $"
    entry = bibtex({"id": "k", "type": "webpage", "title": title, "URL": "https://x.example/a_b%20c"})
    assert r"100\% \{a\} \& b\_c \textbackslash{} \textasciitilde{} \textasciicircum{} \# \$" in entry
    assert "url = {https://x.example/a_b%20c}" in entry
    assert ris_lines([("TI", "two\nlines\r\nER  - x")]).split("\r\n")[0] == "TI  - two lines ER - x"


def test_a_thing_and_the_whole_graph_can_be_cited(library: Library):
    assert expand("film:double-world") in cite(library, expand("film:double-world"), "apa", EDITION)
    assert "1.0.0" in cite(library, None, "gb-t-7714", EDITION)


def test_an_evidence_claim_is_cited_with_its_web_pages(library: Library):
    text = cite(library, expand("evc:a-legend-directed-by-stanley-tong"), "bibtex", EDITION)
    assert "straitstimes.com" in text


@pytest.mark.parametrize(
    ("iri", "style", "status"), [(N16, "harvard", 400), (N16 + "0", "apa", 404), ("x", "apa", 404)]
)
def test_what_cannot_be_cited_is_a_problem(library: Library, iri: str, style: str, status: int):
    with pytest.raises(Problem) as caught:
        cite(library, iri, style, EDITION)
    assert caught.value.status == status
