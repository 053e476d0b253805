"""Questions derived from the ontology: a property of a thing, and what a thing is."""

from __future__ import annotations

from collections import defaultdict
from itertools import product

import pytest

from genfilm.ask.asker import Asker
from genfilm.catalogue.library import Library
from genfilm.records.corpus import ClaimRecord, corpus
from genfilm.records.entities import entities
from genfilm.records.node import Node
from genfilm.vocabulary import GF

FACTS, DEFINITION = "facts-of-a-property", "definition-of-a-term"


@pytest.mark.parametrize(
    ("question", "lang", "asked", "says"),
    [
        ("Who directed Avatar?", "en", "gf:isDirectedBy film:avatar", "James Cameron. "),
        ("《阿凡达》是谁执导的？", "zh", "gf:isDirectedBy film:avatar", "詹姆斯·卡梅隆。"),
        ("Who directed Frozen II?", "en", "gf:isDirectedBy film:frozen-2", "Chris Buck; Jennifer Lee. "),
        ("Which company makes Sora?", "en", "gf:isDevelopedBy tech:sora", "OpenAI. "),
        ("Sora是哪家公司开发的？", "zh", "gf:isDevelopedBy tech:sora", "OpenAI。"),
        ("Which technologies did OpenAI develop?", "en", "gf:isDevelopedBy org:openai", "Sora; ChatGPT; DALL·E. "),
        ("Which films did ILM work on?", "en", "gf:isCreditedTo org:industrial-light-and-magic", "Avatar. "),
        ("工业光魔参与了哪些电影？", "zh", "gf:isCreditedTo org:industrial-light-and-magic", "阿凡达。"),
        ("When was A Legend released?", "en", "gf:releaseYear film:a-legend", "2024. "),
        ("《传说》是哪一年上映的？", "zh", "gf:releaseYear film:a-legend", "2024。"),
        ("Which films were released in 2021?", "en", "gf:releaseYear ", "Hi, Mom; Cliff Walkers. "),
        ("哪些电影2021年上映？", "zh", "gf:releaseYear ", "你好，李焕英；悬崖之上。"),
        ("Who stars in A Legend?", "en", "gf:hasCastMember film:a-legend", "Jackie Chan. "),
        ("What is DeepSeek based on?", "en", "gf:isBasedOn tech:deepseek", "large language model. "),
        ("DeepSeek基于什么？", "zh", "gf:isBasedOn tech:deepseek", "大语言模型。"),
        ("What is based on natural language processing?", "en", "gf:isBasedOn tech:natural-language-processing", "ChatGPT. "),
        ("What does Netflix distribute?", "en", "gf:isDistributedBy org:netflix", "Double World; Love, Death & Robots. "),
        ("《爱，死亡和机器人》由谁发行？", "zh", "gf:isDistributedBy series:love-death-and-robots", "Netflix。"),
        ("Who produced Double World?", "en", "gf:hasProducer film:double-world", "Soi Cheang. "),
        ("《冰雪奇缘2》是哪家公司出品的？", "zh", "gf:isProducedBy film:frozen-2", "华特迪士尼动画工作室；迪士尼公司。"),
        ("What is A Legend the sequel of?", "en", "gf:isMarketedAsSequelOf film:a-legend", "The Myth. "),
        ("What is Zhang Lihua's degree?", "en", "gf:academicDegree person:zhang-lihua", "博士. "),
        ("谁是《传说》的编剧？", "zh", "gf:isWrittenBy film:a-legend", "唐季礼。"),
        ("Who did the visual effects of Avatar?", "en", "gf:hasVisualEffectsBy film:avatar", "Weta Digital; Industrial Light & Magic. "),
        ("GAN由什么组成？", "zh", "gf:hasComponent tech:gan", "生成对抗网络的生成器；生成对抗网络的判别器。"),
    ],
)  # fmt: skip
def test_a_property_of_a_thing_is_answered_first_and_with_the_claims_that_state_it(
    asker: Asker, question: str, lang: str, asked: str, says: str
):
    answer = asker.ask(question, lang)
    assert answer.understood is not None
    assert answer.understood.id == FACTS
    prop, _, thing = asked.partition(" ")
    given = answer.understood.parameters
    assert (given["property"], given.get("subject") or given.get("object") or "") == (prop, thing)
    assert answer.sentence.startswith(says)
    assert answer.table is not None
    assert {row["claim"] for row in answer.table.records()} == set(answer.claims)
    first = answer.statements[0]
    assert first.claim in {asker.row(iri) for iri in answer.claims}
    assert first.speaker in answer.sentence
    assert first.statement.rstrip(".。") in answer.sentence


def test_the_sparql_of_a_property_gives_its_facts(asker: Asker, library: Library):
    answer = asker.ask("Who distributes Double World?")
    rows = library.select(answer.sparql).rows
    assert answer.table is not None
    assert rows == answer.table.rows
    assert {str(row[4]) for row in rows} >= {"Netflix"}


@pytest.mark.parametrize(
    ("question", "lang"),
    [
        ("Who directed Titanic?", "en"),
        ("Did Jackie Chan direct Avatar?", "en"),
        ("Who directed Avatar and how much did it cost?", "en"),
        ("How many people directed the sets of Avatar?", "en"),
        ("When was Avatar directed?", "en"),
        ("Which technologies did Jackie Chan direct?", "en"),
        ("Who did not direct Avatar?", "en"),
        ("谁没有导演《阿凡达》？", "zh"),
        ("谁导演了《泰坦尼克号》？", "zh"),
        ("《阿凡达》的导演是哪国人？", "zh"),
        ("Sora基于什么？", "zh"),
        ("Where was Double World released?", "en"),
    ],
)
def test_what_is_asked_besides_or_not_stated_is_no_such_question(asker: Asker, question: str, lang: str):
    answer = asker.ask(question, lang)
    assert answer.understood is None or answer.understood.id != FACTS
    assert answer.table is None or answer.table.rows
    assert answer.statements


@pytest.mark.parametrize(
    ("question", "lang", "term", "definition"),
    [
        ("What is a GAN?", "en", "tech:gan", "The model architecture in which a generator and a discriminator"),
        ("什么是生成对抗网络？", "zh", "tech:gan", "让生成器与判别器在相互对抗中训练的模型架构"),
        ("Define risk", "en", "gf:Risk", "A possible harm or loss"),
        ("What does AIGC mean?", "en", "content:ai-generated-content", "The content that artificial intelligence"),
        ("What exactly is meant by generative AI here?", "en", "tech:generative-ai", "The artificial intelligence that"),
        ("What is hybrid talent?", "en", "actor:hybrid-talent", "The group of people who know both"),
        ("营销环节是什么？", "zh", "stage:marketing", "电影产业链中让观众知晓影片"),
        ("编剧是什么意思？", "zh", "actor:screenwriters", "为影片和剧集撰写剧本的人的群体"),
        ("产业链活动的定义", "zh", "gf:ChainActivity", "主体在产业链一个或多个环节中开展的"),
        ("Who is Jackie Chan?", "en", "person:jackie-chan", "The actor from Hong Kong"),
    ],
)  # fmt: skip
def test_a_definition_comes_first_with_who_defines_so_then_what_claims_say(
    asker: Asker, question: str, lang: str, term: str, definition: str
):
    answer = asker.ask(question, lang)
    assert answer.understood is not None
    assert answer.understood.id == DEFINITION
    assert answer.understood.parameters["term"] == term
    first, _, rest = answer.sentence.partition(". " if lang == "en" else "。")
    assert first[1:].startswith(definition)
    assert ("GenFilm KG" if lang == "en" else "影谱") in first
    assert answer.statements[0].statement.rstrip(".。") in rest
    assert answer.claims == tuple(each.claim for each in answer.statements)


@pytest.mark.parametrize(
    ("question", "lang"),
    [
        ("What are the risks?", "en"),
        ("What is the risk?", "en"),
        ("风险是什么？", "zh"),
        ("What is it?", "en"),
    ],
)
def test_what_there_is_of_a_class_is_no_definition(asker: Asker, question: str, lang: str):
    answer = asker.ask(question, lang)
    assert answer.understood is None or answer.understood.id != DEFINITION


def _asked(claim: ClaimRecord, name: str, lang: str, forward: bool) -> tuple[str, Node]:
    """(a question by the name of the property of a claim, what answers it)."""
    assert claim.subject is not None
    assert claim.object is not None
    subject, value = claim.subject.label[lang], claim.object.label[lang].removesuffix("T00:00:00")
    forms = {"en": ("{} {} what?", "What {1} {0}?"), "zh": ("{}{}什么？", "什么{1}{0}？")}[lang]
    text = forms[0].format(subject, name) if forward else forms[1].format(value, name)
    return text, claim.object if forward else claim.subject


def test_every_property_is_answered_by_its_name_both_ways_in_both_languages(asker: Asker, library: Library):
    stated: dict[str, list[ClaimRecord]] = defaultdict(list)
    for claim in corpus(library).claims.values():
        if claim.predicate is not None and claim.polarity.iri == f"{GF}Affirmed":
            stated[claim.predicate.iri or ""].append(claim)
    assert len(stated) > 100
    answered = []
    for (prop, claims), lang, forward in product(sorted(stated.items()), ("en", "zh"), (True, False)):
        name, told = entities(library).label(prop)[lang], False
        for claim in claims:
            question, right = _asked(claim, name, lang, forward)
            answer = asker.ask(question, lang)
            told = claim.iri in answer.claims or asker.row(claim.iri) in {
                asker.row(each.claim) for each in answer.statements
            }
            if told:
                facts = answer.understood is not None and answer.understood.id == FACTS
                cells = {
                    term.value for row in (answer.table.rows if answer.table else ()) for term in row if term
                }
                assert not facts or (right.iri or right.label[lang]) in cells, question
                answered.append(facts)
                break
        assert told, (prop, lang, forward)
    assert sum(answered) >= 0.85 * len(answered)
