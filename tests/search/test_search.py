"""Answers of a search: order, highlights, languages, facets, pages, suggestions, names."""

from __future__ import annotations

import json
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from genfilm.dataset.builds import INDEX, Build
from genfilm.errors import BuildNotFound
from genfilm.search.file import IndexFile
from genfilm.search.fold import LONGEST
from genfilm.search.index import LARGEST_PAGE, SearchIndex
from genfilm.search.results import MATCHES, Hit
from genfilm.search.schema import FIELDS
from tests.naming import expand

NETFLIX = expand("org:netflix")


def text(hit: Hit) -> str:
    return "".join(part.text for part in hit.parts)


def marked(hit: Hit) -> list[str]:
    parts = [*hit.parts, *(hit.snippet.parts if hit.snippet else ())]
    return [part.text for part in parts if part.hit]


@pytest.mark.parametrize("typed", ["risk", "版权", "AI", "film", "电影", "wandring erth", "netfl"])
def test_better_matches_come_first(index: SearchIndex, typed: str):
    hits = index.search(typed, size=100).hits
    told = [hit for hit in hits if hit.kind != "term" or hit.match == "exact"]  # other terms come last
    places = [(MATCHES.index(hit.match), FIELDS.index(hit.field)) for hit in told]
    assert len(places) > 3
    assert places == sorted(places)


def test_the_same_search_gives_the_same_order(index: SearchIndex, real_build: Build):
    again = SearchIndex.open(real_build.directory)
    for typed in ("film", "电影", "zhong", "copyrihgt"):
        assert again.search(typed, size=100) == index.search(typed, size=100)


def test_every_hit_shows_what_was_sought(index: SearchIndex):
    for hit in index.search("版权", "zh", size=50).hits:
        shown = "".join(marked(hit))
        assert "版权" in shown or "著作权" in shown, text(hit)
    for hit in index.search("screenwriter", "en", size=50).hits:
        assert any(part.lower().startswith(("screenwrit", "scriptwrit")) for part in marked(hit)), text(hit)


def test_hits_are_marked_in_the_form_that_the_reader_wrote(index: SearchIndex):
    result = index.search("機器學習", "zh")
    assert result.traditional
    assert text(result.hits[0]) == "機器學習"
    assert result.hits[0].name.lang == "zh-hant"
    for hit in result.hits:
        assert "機器學習" in "".join(marked(hit))
    assert not index.search("机器学习", "zh").traditional


def test_a_claim_comes_with_speaker_page_and_verdict(index: SearchIndex):
    for lang, verdict in (("en", "disputed"), ("zh", "受质疑")):
        claim = index.search("N16", lang).hits[0].claim
        assert claim is not None
        assert claim.page == "120"
        assert claim.speaker is not None
        assert claim.speaker.iri == expand("person:zhang-lihua")
        assert claim.verdict is not None
        assert claim.verdict.iri == expand("gf:Disputed")
        assert verdict in claim.verdict.label


def test_a_label_in_another_language_is_marked(real_build: Build, tmp_path: Path):
    import sqlite3

    path = tmp_path / INDEX
    path.write_bytes((real_build.directory / INDEX).read_bytes())
    with sqlite3.connect(path) as connection:
        connection.execute(
            "DELETE FROM text WHERE lang = 'zh' AND field = 'label' "
            "AND thing = (SELECT id FROM thing WHERE iri = ?)",
            (expand("film:avatar"),),
        )
    connection.close()
    name = SearchIndex.open(tmp_path).search("阿凡达", "zh").hits[0].name
    assert (name.label, name.lang, name.fallback) == ("Avatar", "en", True)


def test_facets_count_every_kind_and_a_filter_keeps_them(index: SearchIndex):
    whole = index.search("copyright", "en", size=100)
    counts = {facet.kind: facet.count for facet in whole.facets}
    assert sum(counts.values()) == whole.total
    assert counts["risk"] >= 4
    risks = index.search("copyright", "en", kinds=["risk"])
    assert {hit.kind for hit in risks.hits} == {"risk"}
    assert risks.total == counts["risk"]
    assert risks.facets == whole.facets
    assert {f.label["zh"] for f in index.search("版权", "zh").facets} >= {"论断", "风险", "本体术语"}


def test_pages_follow_each_other_without_overlap(index: SearchIndex):
    whole = index.search("film", "en", size=100)
    pages = [index.search("film", "en", page=number, size=10).hits for number in range(1, 4)]
    assert [hit.name.iri for page in pages for hit in page] == [hit.name.iri for hit in whole.hits[:30]]
    assert index.search("film", page=10**6).hits == ()
    assert len(index.search("film", size=10**6).hits) == whole.total < LARGEST_PAGE
    assert index.search("film", size=10**6).size == LARGEST_PAGE


def test_a_misspelt_word_is_named_with_what_was_searched(index: SearchIndex):
    result = index.search("copyrihgt", "en")
    assert [(c.word, c.used) for c in result.corrections] == [("copyrihgt", "copyright")]
    assert index.search("copyright", "en").corrections == ()


@pytest.mark.parametrize(
    ("typed", "lang", "first", "via"),
    [
        ("wand", "en", "The Wandering Earth 2", "label"),
        ("流", "zh", "流浪地球2", "label"),
        ("lld", "zh", "流浪地球2", "initials"),
        ("afan", "zh", "阿凡达", "pinyin"),
        ("阿凡達", "zh", "阿凡達", "alternative"),
        ("wandring ear", "en", "The Wandering Earth 2", "label"),
        ("netflx", "en", "Netflix", "label"),
    ],
)
def test_suggestions_while_typing(index: SearchIndex, typed: str, lang: str, first: str, via: str):
    found = index.suggest(typed, lang)
    assert found[0].name.label == first
    assert via in (found[0].via, "alternative")
    assert len({s.name.iri for s in found}) == len(found) <= 8


def test_names_are_found_inside_a_text(index: SearchIndex):
    sentence = "《流浪地球2》和Netflix都用了机器学习吗？"
    found = {sentence[m.start : m.end]: m.candidates[0].iri for m in index.mentions(sentence)}
    assert found["流浪地球2"] == expand("film:wandering-earth-2")
    assert found["Netflix"] == NETFLIX
    assert found["机器学习"] == expand("tech:machine-learning")


HOSTILE = [
    "", " ", "\x00", "'", '"', '"" OR 1=1 --', "a AND", "NEAR(a b)", "{label}: x", "*", "^a", "a*b*", "(((",
    "'; DROP TABLE thing; --", "\ud800\udfff\ud800", "\u202eevil\u202c", "\u200b\u200d\ufeff", "%%__%", "\\",
    "label:risk NOT film", "风险' OR '1'='1", "a" * 100_000, "版" * 100_000, "a b " * 30_000, "😀" * 50,
    "𠀀𠮷", "\ufdfa" * 100, "e\u0301" * 100, "<script>alert(1)</script>", "../../etc/passwd",
]  # fmt: skip


@pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_only_text(index: SearchIndex, typed: str):
    result = index.search(typed, "zh")
    assert len(result.text) <= LONGEST
    assert result.shortened == (len(typed) > LONGEST and bool(typed.strip()))
    json.dumps(asdict(result), ensure_ascii=False).encode()
    json.dumps([asdict(s) for s in index.suggest(typed)], ensure_ascii=False).encode()
    index.spelled_otherwise(typed)
    index.mentions(typed)


@hypothesis_settings(max_examples=150, deadline=None)
@given(st.text(max_size=60), st.sampled_from(["en", "zh"]))
def test_no_text_makes_a_search_fail(index: SearchIndex, typed: str, lang: str):
    result = index.search(typed, lang)
    assert result.total >= len(result.hits)
    assert sum(facet.count for facet in result.facets) == result.total
    assert all(s.name.label for s in index.suggest(typed, lang))
    for hit in result.hits:
        assert text(hit) == hit.name.label


def test_threads_share_an_index(index: SearchIndex):
    words = ["film", "版权", "zlh", "copyrihgt", "AI"] * 8
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda typed: index.search(typed).total, words))
    assert found == [index.search(typed).total for typed in words]


def test_a_build_without_an_index_says_what_to_do(tmp_path: Path):
    with pytest.raises(BuildNotFound, match="genfilm build"):
        SearchIndex.open(tmp_path)
    (tmp_path / INDEX).write_bytes(b"no database" * 100)
    with pytest.raises(BuildNotFound, match="broken"):
        SearchIndex.open(tmp_path)


def test_a_connection_to_the_index_is_closed_at_its_end(real_build: Build) -> None:
    connection = IndexFile(real_build.directory)._connection()
    connection.__del__()
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        connection.execute("SELECT 1")
