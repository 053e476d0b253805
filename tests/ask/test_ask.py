"""Questions as people put them, and what comes back."""

from __future__ import annotations

import json
from dataclasses import asdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.ask.__main__ import OUTSIDE, figures, share
from genfilm.ask.answer import Answer
from genfilm.ask.asker import SHOWN, Asker
from genfilm.ask.lexicon import load_choices
from genfilm.catalogue.library import Library
from genfilm.dataset.phrasings import lines
from genfilm.records.corpus import corpus
from genfilm.words import LANGUAGES, both, catalogue
from tests import ROOT
from tests.naming import compact, expand


def first(answer: Answer) -> str:
    return answer.statements[0].claim if answer.statements else ""


def test_a_question_of_the_catalogue_is_understood_linked_and_answered(asker: Asker):
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
    assert answer.sentence.startswith("high cost of technology")
    assert expand("actor:production-companies") in answer.sparql
    assert {match.matched for match in answer.understood.explanation} >= {"risk", "face"}


@pytest.mark.parametrize(
    ("question", "lang", "meant", "values"),
    [
        ("製作公司面臨哪些風險？", "zh", "risks-for-actor", {"actor": "actor:production-companies"}),
        ("what can the Diffusion Model do?", "en", "capabilities-of-a-technology", {"technology": "tech:diffusion-model"}),
        ("GAN的组成部分", "zh", "components-of-a-technology", {"technology": "tech:gan"}),
        ("evidence for claim N16", "en", "evidence-for-a-claim", {"claim": "z26c:N16"}),
        ("第120页的论断", "zh", "claims-on-a-page", {"page": "120"}),
        ("what does the paper predict?", "en", "claims-by-modality", {"modality": "gf:Predicted"}),
        ("who uses snow simulaton?", "en", "who-uses-a-technology", {"technology": "tech:snow-simulation"}),
    ],
)  # fmt: skip
def test_candidates_carry_the_names_numbers_and_choices_of_the_question(
    asker: Asker, question: str, lang: str, meant: str, values: dict[str, str]
):
    nearest = asker.ask(question, lang).nearest[0]
    assert nearest.id == meant
    assert {name: nearest.parameters[name] for name in values} == values


@pytest.mark.parametrize(
    ("question", "lang", "claim"),
    [
        ("Who directed Cliff Walkers?", "en", "z26c:C02"),
        ("悬崖之上的导演是谁", "zh", "z26c:C02"),
        ("Who directed Cliff Wakers?", "en", "z26c:C02"),
        ("冰雪奇缘2票房多少", "zh", "z26c:M12"),
        ("How much did Frozen 2 gross?", "en", "z26c:M12"),
        ("Where was Double World released?", "en", "z26c:N16"),
        ("判别器是干什么的", "zh", "z26c:D09"),
        ("判别气是干什么的", "zh", "z26c:D09"),
        ("What is the DOI of the article?", "en", "z26c:B08"),
        ("稿子哪天收到的", "zh", "z26c:B12"),
        ("Can AI hold copyright?", "en", "z26c:R07"),
        ("What is hybrid talent?", "en", "z26c:L09"),
        ("Which stages does the film industry chain have?", "en", "z26c:I03"),
        ("八成观看来自推荐，是哪家平台", "zh", "z26c:N06"),
    ],
)
def test_the_claim_that_says_it_comes_first(asker: Asker, question: str, lang: str, claim: str):
    assert first(asker.ask(question, lang)) == expand(claim)


def test_statements_come_with_speaker_page_verdict_evidence_and_what_is_right(asker: Asker):
    near = asker.ask("Where did Double World come out?", "en").statements[0]
    assert near.claim == expand("z26c:N16")
    assert "Tencent Video" in near.statement
    assert (near.speaker, near.page, near.verdict) == ("Zhang Lihua", "120", "disputed")
    assert "iQIYI" in near.evidence
    assert "iQIYI" in near.right


def test_a_statement_has_the_evidence_of_its_own_verdict_only(asker: Asker):
    judged, unjudged = [], []
    for each in asker.ask("谁导演了流浪地球2？", "zh").statements:
        (judged if each.verdict else unjudged).append(each)
    assert any("郭帆" in each.evidence for each in judged)
    assert unjudged
    assert [(each.evidence, each.right) for each in unjudged] == [("", "")] * len(unjudged)


def test_the_sparql_of_statements_gives_the_statements(asker: Asker, library: Library):
    answer = asker.ask("《征途》在哪儿播的？", "zh")
    rows = library.select(answer.sparql).rows
    assert [str(row[0]) for row in rows] == [each.claim for each in answer.statements]
    assert [str(row[1]) for row in rows] == [each.statement for each in answer.statements]


@pytest.mark.parametrize(
    ("question", "lang", "words"),
    [
        ("How much did Frozen 2 earn?", "en", "about 1.45 billion US dollars"),
        ("冰雪奇缘2赚了多少", "zh", "14.5亿美元"),
        ("Did Double World come out on Tencent Video?", "en", "disputed"),
        ("Who is the responsible editor?", "en", "Chen Siting"),
    ],
)
def test_the_first_sentence_holds_the_answer(asker: Asker, question: str, lang: str, words: str):
    answer = asker.ask(question, lang)
    assert words in answer.sentence
    assert answer.statements[0].statement.rstrip(".。") in answer.sentence


@pytest.mark.parametrize("question", ["What is the weather like?", "今天天气怎么样", "tell me a joke"])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_the_graph_does_not_hold_is_answered_with_a_warning(asker: Asker, question: str, lang: str):
    answer = asker.ask(question, lang)
    assert answer.understood is None
    assert answer.table is None
    assert answer.doubtful
    known = ("ask.doubtful", "ask.nothing", "ask.unknown")
    assert answer.sentence.startswith(tuple(both(key)[lang].partition("{")[0] for key in known))
    assert len({near.id for near in answer.nearest}) == 3


@pytest.mark.parametrize(
    ("question", "lang", "unknown"),
    [
        ("What did AI do in The Godfather?", "en", "Godfather"),
        ("Which drones filmed Cliff Walkers?", "en", "drones"),
        ("《霸王别姬》用了AI吗？", "zh", "霸王别姬"),
        ("悬崖之上用直升机拍的吗？", "zh", "直升机"),
    ],
)
def test_what_the_graph_does_not_know_is_named_first(asker: Asker, question: str, lang: str, unknown: str):
    answer = asker.ask(question, lang)
    assert answer.table is None
    assert answer.doubtful
    assert any(unknown in name for name in answer.unknown), answer.unknown
    assert unknown in answer.sentence.partition("(" if lang == "en" else "（")[0]


@pytest.mark.parametrize(
    ("question", "lang"),
    [
        ("What was the box office of Avatar?", "en"),
        ("How many subscribers does Tencent Video have?", "en"),
        ("When was the author born?", "en"),
        ("《流浪地球2》投资多少钱？", "zh"),
    ],
)
def test_a_number_or_date_that_is_not_there_is_no_answer(asker: Asker, question: str, lang: str):
    answer = asker.ask(question, lang)
    assert answer.doubtful, answer.sentence


@pytest.mark.parametrize(
    ("question", "lang"),
    [
        ("Who directed Cliff Walkers?", "en"),
        ("How much did Frozen 2 gross?", "en"),
        ("Can AI hold copyright?", "en"),
        ("《征途》在哪儿播的？", "zh"),
        ("人工智能能当作者吗？", "zh"),
    ],
)
def test_what_the_graph_says_comes_without_a_warning(asker: Asker, question: str, lang: str):
    assert not asker.ask(question, lang).doubtful


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("How does a GNA work?", "gan"),
        ("who funds the reserach", "research"),
        ("Does Bollywood lose its heart to insurance?", "Bollywood lose its heart to insurance"),
        ("《玄崖之上》的导演", "《悬崖之上》的导演"),
        ("腾迅视频怎么做营销", "腾讯视频怎么做营销"),
    ],
)
def test_slips_are_put_right_and_other_words_left_alone(asker: Asker, typed: str, read: str):
    assert read in asker._linker.mentions(typed)[0]


def test_the_film_of_an_actor_is_asked_about_by_the_name_of_the_actor(asker: Asker):
    found = [
        each.claim for each in asker.ask("How good is the digital human in Jackie Chan's film?").statements
    ]
    assert asker.row(expand("z26c:C12")) in found


def test_either_end_of_a_span_of_years_will_do(asker: Asker):
    answer = asker.ask("Which films came out between 2021 and 2024?")
    assert {"2021", "2024"} <= set(answer.applied)


def test_a_statement_names_the_document_that_states_it(asker: Asker):
    answer = asker.ask("Where did Double World come out?")
    assert answer.statements[0].source == "Zhang (2026)"
    assert "Zhang (2026), p. 120" in answer.sentence
    assert {each.source for each in answer.statements if not each.page} == {""}


def test_who_says_it_and_where_can_be_asked_for(asker: Asker):
    for question in (
        "What does Zhang Lihua say about copyright?",
        "What does Zhang Lihua write on copyright?",
    ):
        answer = asker.ask(question)
        told = [each.statement for each in answer.statements[:3] if each.speaker == "Zhang Lihua"]
        assert any("copyright" in each.lower() for each in told)


@pytest.mark.parametrize(
    ("question", "lang", "source", "first_claim"),
    [
        ("What does the U.S. Copyright Office say about prompts?", "en", "us-copyright-office-2025", "C11"),
        ("According to The Daily Jagran, which series used generative AI?", "en", "daily-jagran-2025", "C01"),
        ("北京青年报怎么说特效工作", "zh", "beijing-youth-daily-2025", ""),
    ],
)
def test_a_source_that_is_named_speaks_for_itself(
    asker: Asker, question: str, lang: str, source: str, first_claim: str
):
    answer = asker.ask(question, lang)
    told = [each.claim.rsplit("/", 2)[1:] for each in answer.statements]
    assert {name for name, _ in told} == {source}
    assert told[0][1].startswith(first_claim)
    assert len(answer.applied) == 1
    assert not answer.left_out


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_cells_of_denied_statements_are_not_told_as_if_affirmed(asker: Asker, lang: str):
    question = {"en": "What talent does the film industry lack?", "zh": "电影行业缺什么人才？"}[lang]
    answer = asker.ask(question, lang)
    assert answer.table is not None
    assert "polarity" in {column.name for column in answer.table.columns}
    assert (
        answer.statements[0].statement.rstrip(".。") in answer.sentence.partition("(")[0].partition("（")[0]
    )


@pytest.mark.parametrize("question", ["", "   ", "?!"])
def test_a_text_without_words_gets_no_statements(asker: Asker, question: str):
    answer = asker.ask(question, "en")
    assert answer.understood is None
    assert not answer.statements
    assert not answer.sparql


def test_an_answer_is_about_the_work_that_is_named(asker: Asker):
    answer = asker.ask("How much did Avatar gross?", "en")
    assert answer.understood is None
    assert answer.applied == ("Avatar",)
    assert all("Avatar" in near.statement or "Avatar" in near.evidence for near in answer.statements)


@pytest.mark.parametrize(
    ("question", "lang", "column", "values"),
    [
        ("Which technologies are used in marketing?", "en", "stageName", {"marketing"}),
        ("营销环节用到哪些技术？", "zh", "stageName", {"营销环节"}),
    ],
)
def test_a_table_is_narrowed_to_what_the_question_names(
    asker: Asker, question: str, lang: str, column: str, values: set[str]
):
    answer = asker.ask(question, lang)
    if answer.table is None:
        assert set(answer.applied) & values
        return
    assert {row[column] for row in answer.table.records()} == values


def test_what_is_not_applied_is_named(asker: Asker):
    answer = asker.ask("Which claims of 1987 are disputed?", "en")
    assert answer.left_out == ("1987",)
    assert "1987" in answer.sentence


def test_a_default_never_counts_as_understood(asker: Asker):
    for question in ("claims on a page", "claims in a section", "某页的论断"):
        answer = asker.ask(question, "en")
        assert answer.understood is None, question


def test_a_table_is_never_empty(asker: Asker):
    for question in ("Which risks do creators face?", "What can snow simulation do?", "创作者面临哪些风险？"):
        answer = asker.ask(question, "en")
        assert answer.table is None or answer.table.rows
        assert answer.statements


def test_the_same_question_gives_the_same_answer(asker: Asker):
    assert asker.ask("哪些论断有争议？", "zh") == asker.ask("哪些论断有争议？", "zh")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_sentence_has_one_full_stop_at_its_end(asker: Asker, lang: str):
    said = asker.ask("Which claims are disputed?", lang).sentence
    assert said.endswith("." if lang == "en" else "。")
    assert not any(pair in said for pair in ("..", ".;", "。。", "。；"))


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_examples_of_the_page_are_answered(asker: Asker, lang: str):
    examples = [text for key, text in catalogue(lang).items() if key.startswith("ask.example.")]
    assert len(examples) >= 3
    for example in examples:
        answer = asker.ask(example, lang)
        assert answer.sentence, example
        assert both("ask.doubtful")[lang] not in answer.sentence, example


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80))
def test_no_text_makes_it_fail(asker: Asker, text: str):
    answer = asker.ask(text)
    assert len(answer.nearest) == 3
    assert len(answer.statements) <= SHOWN


@pytest.mark.parametrize(
    "text", ["a" * 100_000, "\ud800", "\x00\u202e", "{term}", "'; DROP TABLE", "风险" * 50_000]
)
def test_hostile_text_is_only_text(asker: Asker, text: str):
    answer = asker.ask(text, "en")
    json.dumps(asdict(answer), ensure_ascii=False).encode()
    assert answer.shortened == (len(text) > 200)


@pytest.mark.parametrize(("name", "misspelt"), [("tuning", "misspelt"), ("readers-tuning", "typo")])
def test_answers_stay_as_good_as_documented(asker: Asker, name: str, misspelt: str):
    found = figures(name, asker)
    for lang in ("en", "zh"):
        assert share(found[lang, "all"]["right"]) >= 0.92
        assert share(found[lang, "all"]["near"]) >= 0.94
        assert share(found[lang, misspelt]["right"]) >= 0.8
        assert share(found[lang, "all"]["wrong"]) <= 0.01
    outside = [wrong for lang in ("en", "zh") for wrong in found[lang, OUTSIDE]["wrong"]]
    assert share(outside) <= 0.04


def test_questions_of_the_catalogue_are_offered_and_seldom_mistaken(asker: Asker):
    found = figures("strangers-tuning", asker)
    for lang in ("en", "zh"):
        assert share(found[lang, "all"]["near"]) >= 0.85
        assert share(found[lang, "all"]["wrong"]) <= 0.01
        assert share(found[lang, OUTSIDE]["wrong"]) <= 0.025


@pytest.mark.parametrize(
    ("question", "lang"),
    [("On which page does Zhang speak of copyright ownership?", "en"), ("论文哪里提到了版权归属？", "zh")],
)
def test_a_question_for_the_place_is_answered_by_what_is_said_there(asker: Asker, question: str, lang: str):
    answer = asker.ask(question, lang)
    assert first(answer) in {expand("z26c:R01"), expand("z26c:I06")}
    assert answer.statements[0].page == "119"


@pytest.mark.parametrize(
    ("question", "lang", "names"),
    [
        ("What is the difference between a GAN and a VAE?", "en", ("generative adversarial", "variational")),
        ("GAN和VAE有什么区别？", "zh", ("生成对抗网络", "变分自编码器")),
        ("Compare Netflix and Tencent Video", "en", ("Netflix", "Tencent Video")),
    ],
)
def test_things_that_are_compared_are_told_of_by_turns(
    asker: Asker, question: str, lang: str, names: tuple[str, ...]
):
    answer = asker.ask(question, lang)
    assert not answer.doubtful
    assert len(answer.applied) == 2
    assert all(name in answer.sentence for name in names)
    assert {name for name in names for each in answer.statements[:2] if name in each.statement} == set(names)


def test_a_comparison_with_what_the_graph_lacks_is_doubtful(asker: Asker):
    assert asker.ask("Compare Avatar and The Godfather", "en").doubtful


def test_the_words_for_values_of_closed_lists_belong_to_a_parameter(library: Library):
    options = {option for query in library.queries.values() for p in query.parameters for option in p.options}
    known = set(load_choices(ROOT))
    assert known <= options
    assert {"gf:Predicted", "摘要"} <= known


def test_every_row_of_every_source_has_ways_to_ask_in_both_languages(library: Library, asker: Asker):
    asked = {line.claim: line.asked for line in lines(ROOT)}
    rows = {asker.row(iri) for iri, claim in corpus(library).claims.items() if claim.passages}
    assert len(rows) > 250
    assert not {compact(row) for row in rows if len(asked.get(row) or ()) != len(LANGUAGES)}
    few = {compact(claim) for claim, texts in asked.items() if min(map(len, texts or [()])) < 3}
    assert not few


@pytest.mark.parametrize(
    ("question", "claim"),
    [
        ("这偏论文的坐者是谁？", "z26c:B03"),
        ("判别气起什么作用？", "z26c:D09"),
        ("工业光摩怎么做的潘多拉生物", "z26c:M05"),
        ("虚拟角色会引起什么版权揪纷？", "z26c:R11"),
    ],
)
def test_a_word_in_other_characters_of_its_sound_is_that_word(asker: Asker, question: str, claim: str):
    answer = asker.ask(question, "zh")
    assert first(answer) == expand(claim)
    assert not answer.doubtful


def test_a_word_of_which_the_graph_knows_no_sound_stays_what_it_is(asker: Asker):
    assert "保险" in asker.ask("拍片要买什么保险？", "zh").unknown


@pytest.mark.parametrize(
    ("question", "lang", "verdict"),
    [
        ("Which statements about Tencent Video could be verified?", "en", "corroborated"),
        ("关于腾讯视频，哪些说法核实过？", "zh", "已证实"),
        ("Which statements about Tencent Video are unconfirmed?", "en", "unverified"),
        ("关于腾讯视频，哪些说法存疑？", "zh", "受质疑"),
    ],
)
def test_a_verdict_in_everyday_words_narrows_a_list(asker: Asker, question: str, lang: str, verdict: str):
    answer = asker.ask(question, lang)
    assert verdict in answer.applied
    assert answer.statements[0].verdict == verdict
    assert not answer.doubtful


def test_who_asks_whether_something_is_confirmed_asks_for_its_verdict(asker: Asker):
    answer = asker.ask("Are Netflix's gains in user stickiness confirmed?", "en")
    assert first(answer) == expand("z26c:N05")
    assert answer.statements[0].verdict == "unverified"


@pytest.mark.parametrize(
    ("question", "lang"), [("Which films are mentioned in the paper?", "en"), ("论文提到哪些影片？", "zh")]
)
def test_the_list_of_works_is_offered_first(asker: Asker, question: str, lang: str):
    assert asker.ask(question, lang).nearest[0].id == "films-and-technologies"


@pytest.mark.parametrize(
    ("question", "lang"), [("In which section is Netflix treated?", "en"), ("网飞是在哪一节讲的？", "zh")]
)
def test_a_question_for_the_place_alone_is_not_doubted(asker: Asker, question: str, lang: str):
    answer = asker.ask(question, lang)
    assert not answer.doubtful
    assert {"Netflix"} == set(answer.applied)
