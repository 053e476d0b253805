"""Questions as people put them, and what comes back."""

from __future__ import annotations

import json
from dataclasses import asdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.ask.__main__ import figures
from genfilm.ask.asker import Asker
from tests.naming import expand


def test_a_question_is_understood_linked_and_answered(asker: Asker):
    answer = asker.ask("Which risks do production companies face?", "en")
    assert answer.understood is not None
    assert answer.understood.id == "risks-for-actor"
    assert answer.understood.parameters["actor"] == "actor:production-companies"
    assert [(link.parameter, link.words) for link in answer.understood.links] == [
        ("actor", "production companies")
    ]
    assert answer.table is not None
    assert {row["risk"] for row in answer.table.records()} == {
        expand("risk:high-cost"),
        expand("risk:rapid-obsolescence"),
    }
    assert set(answer.claims) == {expand("z26c:L08.1"), expand("z26c:L08.2")}
    assert answer.sentence.startswith("There are 2 results")
    assert expand("actor:production-companies") in answer.sparql
    assert {match.matched for match in answer.understood.explanation} >= {"risk", "face"}


@pytest.mark.parametrize(
    ("question", "lang", "meant", "values"),
    [
        ("製作公司面臨哪些風險？", "zh", "risks-for-actor", {"actor": "actor:production-companies"}),
        ("制作公司面临哪些风险", "en", "risks-for-actor", {"actor": "actor:production-companies"}),
        ("what can the Diffusion Model do?", "en", "capabilities-of-a-technology", {"technology": "tech:diffusion-model"}),
        ("GAN的组成部分", "zh", "components-of-a-technology", {"technology": "tech:gan"}),
        ("evidence for claim N16", "en", "evidence-for-a-claim", {"claim": "z26c:N16"}),
        ("第120页的论断", "zh", "claims-on-a-page", {"page": "120"}),
        ("what does the paper predict?", "en", "claims-by-modality", {"modality": "gf:Predicted"}),
        ("who uses snow simulaton?", "en", "who-uses-a-technology", {"technology": "tech:snow-simulation"}),
    ],
)  # fmt: skip
def test_names_numbers_and_choices_become_parameters(
    asker: Asker, question: str, lang: str, meant: str, values: dict[str, str]
):
    understood = asker.ask(question, lang).understood
    assert understood is not None
    assert understood.id == meant
    assert {name: understood.parameters[name] for name in values} == values


@pytest.mark.parametrize("question", ["What is the weather like?", "你好", "Avatar", "", "   ", "AI", "?!"])
def test_when_unsure_three_questions_are_shown_instead(asker: Asker, question: str):
    answer = asker.ask(question, "zh")
    assert answer.understood is None
    assert answer.table is None
    assert not answer.claims
    assert len({near.id for near in answer.nearest}) == 3


def test_the_same_question_gives_the_same_answer(asker: Asker):
    assert asker.ask("哪些论断有争议？", "zh") == asker.ask("哪些论断有争议？", "zh")


def test_an_answer_without_rows_says_so(asker: Asker):
    answer = asker.ask("Which risks do creators face?", "en")
    assert answer.understood is not None
    assert answer.table is not None
    assert not answer.table.rows
    assert answer.sentence == "The graph holds nothing that answers this."


@pytest.mark.parametrize(
    ("question", "lang", "words"),
    [
        ("How much did Frozen 2 gross?", "en", "The first that names Frozen II – "),
        ("冰雪奇缘2票房多少", "zh", "提到“冰雪奇缘2”的第一条——"),
        ("How much did Avatar gross?", "en", "None of them names Avatar."),
        ("阿凡达票房多少", "zh", "其中没有提到“阿凡达”。"),
    ],
)
def test_the_sentence_speaks_of_the_thing_named_or_says_that_nothing_does(
    asker: Asker, question: str, lang: str, words: str
):
    assert words in asker.ask(question, lang).sentence


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_sentence_has_one_full_stop_at_its_end(asker: Asker, lang: str):
    said = asker.ask("Which claims are disputed?", lang).sentence
    assert said.startswith(("There are 51 results. The first – ", "共51条结果。第一条——"))
    assert not any(pair in said for pair in ("..", ".;", "。。", "。；"))


def test_a_single_word_does_not_make_a_name(asker: Asker):
    _, nearest, values = asker.match("Who funded the research?")
    assert nearest[0] == "aims-methods-and-grants"
    assert "document" not in values


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("who owns a screenplay written by AI?", "copyright-positions"),
        ("电影版权归导演还是制片方", "copyright-positions"),
        ("What should I not cite from this article?", "disputed-claims"),
        ("《征途》到底在哪个平台上线的", "case-dossier"),
        ("Was AI really used in Avatar?", "case-dossier"),
        ("版权风险怎么应对", "risks-and-strategies"),
        ("平台该怎么转型", "strategies-for-actor"),
        ("How does a GAN work?", "components-of-a-technology"),
        ("How does AI change marketing?", "impacts-by-stage"),
        ("中国有多少人用生成式AI", "statistics"),
    ],
)
def test_questions_of_scholars_are_answered(asker: Asker, question: str, meant: str):
    sure, nearest, _ = asker.match(question)
    assert (sure, nearest[0]) == (True, meant)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80))
def test_no_text_makes_it_fail(asker: Asker, text: str):
    sure, nearest, _ = asker.match(text)
    assert isinstance(sure, bool)
    assert len(nearest) == 3


@pytest.mark.parametrize(
    "text", ["a" * 100_000, "\ud800", "\x00\u202e", "{term}", "'; DROP TABLE", "风险" * 50_000]
)
def test_hostile_text_is_only_text(asker: Asker, text: str):
    answer = asker.ask(text, "en")
    json.dumps(asdict(answer), ensure_ascii=False).encode()
    assert answer.shortened == (len(text) > 200)


def test_matching_stays_as_good_as_documented(asker: Asker):
    tuning, held_out = figures("tuning", asker), figures("test", asker)
    assert tuning["both", "all"].accuracy >= 0.93
    assert held_out["both", "all"].accuracy >= 0.95
    assert held_out["both", "all"].misled <= 0.01
    assert held_out["outside", "all"].false_confidence <= 0.035
    strangers = figures("strangers-test", asker)
    assert strangers["both", "all"].accuracy >= 0.77
    assert strangers["both", "all"].misled <= 0.02
    assert strangers["outside", "all"].false_confidence <= 0.02
    for half, least in (("tuning", 80), ("test", 120)):
        found = figures(half, asker)
        assert min(found[lang, "all"].questions for lang in ("en", "zh")) >= least
