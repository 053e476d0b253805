"""Judged searches: what a reader types, and the thing that must be among the first hits."""

from __future__ import annotations

import pytest

from genfilm.search.index import SearchIndex
from tests.naming import expand

CASES = [
    # (typed, language of the page, what must be found, at which place at the latest)
    # one character
    ("影", "zh", "org:genfilm-kg", 5),
    ("推", "zh", "activity:recommendation", 5),
    ("渲", "zh", "activity:rendering", 2),
    ("AI", "en", "tech:artificial-intelligence", 1),
    ("雪", "zh", "tech:snow-simulation", 3),
    # two characters
    ("传说", "zh", "film:a-legend", 1),
    ("征途", "zh", "film:double-world", 1),
    ("渲染", "zh", "activity:rendering", 1),
    ("观众", "zh", "actor:audiences", 1),
    ("导演", "zh", "actor:directors", 1),
    ("版权", "zh", "risk:copyright-dispute", 5),
    ("ML", "en", "tech:machine-learning", 1),
    ("CG", "zh", "tech:computer-graphics", 1),
    ("网飞", "zh", "org:netflix", 1),
    # three characters
    ("阿凡达", "zh", "film:avatar", 1),
    ("数字人", "zh", "tech:digital-human", 1),
    ("爱奇艺", "zh", "org:iqiyi", 1),
    ("张丽花", "zh", "person:zhang-lihua", 1),
    ("预告片", "zh", "purpose:trailer-optimization", 8),
    ("GAN", "en", "tech:gan", 1),
    ("VAE", "zh", "tech:vae", 1),
    ("ILM", "en", "org:industrial-light-and-magic", 1),
    # words of the trade that stand for a name
    ("制片公司", "zh", "actor:production-companies", 1),
    ("制片", "zh", "actor:production-companies", 1),
    ("production companies", "en", "actor:production-companies", 1),
    ("平台", "zh", "actor:platforms", 1),
    ("平台转型", "zh", "topic:platform-transformation", 1),
    ("宣发", "zh", "stage:distribution-and-marketing", 1),
    ("票房", "zh", "variable:box-office-gross", 1),
    ("box office", "en", "variable:box-office-gross", 1),
    ("换脸", "zh", "tech:face-replacement", 1),
    ("deepfake", "en", "tech:face-replacement", 1),
    ("face swap", "en", "tech:face-replacement", 1),
    ("推荐算法", "zh", "tech:recommender-system", 1),
    ("爱死机", "zh", "series:love-death-and-robots", 1),
    ("迪斯尼", "zh", "org:disney", 1),
    ("人才短缺", "zh", "risk:hybrid-talent-shortage", 1),
    ("付费点播", "zh", "https://w3id.org/genfilm/id/business-model/online-paid-on-demand", 1),
    ("版权归属", "zh", "risk:copyright-ownership", 1),
    # 著作权 is 版权
    ("著作权", "zh", "risk:copyright-dispute", 5),
    ("著作權糾紛", "zh", "risk:copyright-dispute", 1),
    ("版權", "zh", "risk:copyright-dispute", 5),
    ("banquan", "zh", "risk:copyright-dispute", 5),
    # only a part of what was typed is known: the rare part and names first
    ("AI配音", "zh", "activity:voice-work", 1),
    ("voice actor", "en", "activity:voice-work", 3),
    ("大模型", "zh", "actor:ai-model-designers", 5),
    # longer, in the middle, mixed
    ("流浪地球2", "zh", "film:wandering-earth-2", 1),
    ("地球", "zh", "film:wandering-earth-2", 3),
    ("生成式AI", "zh", "tech:generative-ai", 1),
    ("个性化推荐", "zh", "capability:personalized-recommendation", 1),
    ("Netflix推荐", "zh", "use:netflix-recommendation", 5),
    ("复合型人才", "zh", "actor:hybrid-talent", 2),
    ("新质影像力", "zh", "event:new-quality-image-power-conference-2024", 1),
    ("copyright", "en", "risk:copyright-dispute", 4),
    ("Double World", "en", "film:double-world", 1),
    ("love death robots", "en", "series:love-death-and-robots", 3),
    ("love, death & robots", "en", "series:love-death-and-robots", 1),
    ("love death and robots", "en", "series:love-death-and-robots", 1),
    ("earth", "en", "film:wandering-earth-2", 1),
    ("Cameron", "en", "person:james-cameron", 1),
    ("business model innovation", "en", "strategy:business-model-innovation", 1),
    # names without their article, width, case, diacritics
    ("myth", "en", "film:the-myth", 1),
    ("ＧＡＮ", "en", "tech:gan", 1),
    ("nEtFlIx", "en", "org:netflix", 1),
    ("Weta FX", "en", "org:weta-digital", 1),
    ("《神话》", "zh", "film:the-myth", 1),
    # traditional characters and the words of Taiwan
    ("傳說", "zh", "film:a-legend", 1),
    ("懸崖之上", "zh", "film:cliff-walkers", 1),
    ("生成對抗網路", "zh", "tech:gan", 1),
    ("人工智慧", "zh", "tech:artificial-intelligence", 1),
    ("數位人", "zh", "tech:digital-human", 1),
    ("機器學習", "zh", "tech:machine-learning", 1),
    ("複合型人才", "zh", "actor:hybrid-talent", 2),
    # pinyin and initials
    ("zhanglihua", "en", "person:zhang-lihua", 1),
    ("zhang lihua", "en", "person:zhang-lihua", 1),
    ("zlh", "en", "person:zhang-lihua", 1),
    ("liulangdiqiu", "zh", "film:wandering-earth-2", 1),
    ("liulang diqiu", "zh", "film:wandering-earth-2", 1),
    ("lldq2", "zh", "film:wandering-earth-2", 1),
    ("afanda", "zh", "film:avatar", 1),
    ("bxqy", "zh", "film:frozen-2", 3),
    ("shuziren", "en", "tech:digital-human", 1),
    ("tengxunshipin", "zh", "org:tencent-video", 1),
    # English endings
    ("screenwriter", "en", "actor:screenwriters", 1),
    ("recommendations", "en", "activity:recommendation", 3),
    ("directing", "en", "gf:isDirectedBy", 10),
    ("rendered", "en", "activity:rendering", 3),
    # typos, and characters of the same sound
    ("screenwritters", "en", "actor:screenwriters", 1),
    ("wandring erth", "en", "film:wandering-earth-2", 1),
    ("netflxi", "en", "org:netflix", 1),
    ("copyrihgt", "en", "risk:copyright-dispute", 5),
    ("Cliff Wlakers", "en", "film:cliff-walkers", 1),
    ("张丽华", "zh", "person:zhang-lihua", 1),
    ("生成对抗网洛", "zh", "tech:gan", 1),
    ("阿范达", "zh", "film:avatar", 1),
    # claims, terms, questions, evidence
    ("N16", "en", "z26c:N16", 1),
    ("z26c:N16", "zh", "z26c:N16", 1),
    ("https://w3id.org/genfilm/id/claim/zhang-2026/N16", "en", "z26c:N16", 1),
    ("film:avatar", "en", "film:avatar", 1),
    ("https://w3id.org/genfilm/ns/Risk", "en", "gf:Risk", 1),
    ("disputed-claims", "en", "https://w3id.org/genfilm/id/example/disputed-claims", 1),
    ("snow machine", "en", "tech:snow-machine", 1),
    ("Heilongjiang", "en", "evid:cliff-walkers-location-snow", 3),
    # two ideas in Chinese without a blank
    ("编剧风险", "zh", "actor:screenwriters", 3),
    ("导演风险", "zh", "actor:directors", 1),
    ("演员版权", "zh", "z26c:R03.4", 2),
    ("阿凡达动作捕捉", "zh", "tech:performance-capture", 3),
    ("腾讯人工智能", "zh", "z26c:N12.3", 3),
    ("爱奇艺推荐", "zh", "org:iqiyi", 1),
    ("制片公司建议", "zh", "z26c:M02.1", 4),
    ("数字人版权", "zh", "tech:digital-human", 3),
    ("人工智能写剧本", "zh", "content:ai-generated-script", 2),
    ("迪士尼雪", "zh", "org:disney", 1),
    ("网飞推荐算法", "zh", "z26c:N06.6", 6),
    ("换脸技术", "zh", "tech:face-replacement", 3),
    ("虚拟制片", "zh", "actor:production-companies", 5),
    # short questions
    ("什么是生成对抗网络", "zh", "tech:gan", 1),
    ("什么是GAN", "zh", "tech:gan", 1),
    ("什么是风险", "zh", "gf:Risk", 1),
    ("what is a GAN?", "en", "tech:gan", 1),
    ("谁导演了阿凡达", "zh", "person:james-cameron", 1),
    ("谁导演了流浪地球2？", "zh", "person:frant-gwo", 1),
    # a name in its exact form before the same stems
    ("directed by", "en", "gf:isDirectedBy", 1),
    ("isDirectedBy", "en", "gf:isDirectedBy", 1),
    # numbers with what they count
    ("14.5亿", "zh", "z26c:M12.3", 4),
    ("1.45 billion", "en", "z26c:M12", 3),
    # in one word, in two, with a hyphen
    ("facereplacement", "en", "tech:face-replacement", 1),
    ("face-replacement", "en", "tech:face-replacement", 1),
    ("deep fake", "en", "tech:face-replacement", 1),
    ("deep-fake", "en", "tech:face-replacement", 1),
    ("boxoffice", "en", "https://w3id.org/genfilm/concept/variable/box-office-gross", 1),
]


@pytest.mark.parametrize(("typed", "lang", "meant", "place"), CASES)
def test_the_thing_meant_is_among_the_first(
    index: SearchIndex, typed: str, lang: str, meant: str, place: int
):
    found = [hit.name.iri for hit in index.search(typed, lang).hits]
    iri = expand(meant)
    assert iri in found[:place], found[:5]


@pytest.mark.parametrize("typed", ["字节", "失业", "Bytedance", "unemployment"])
def test_what_the_graph_does_not_speak_of_is_not_found(index: SearchIndex, typed: str):
    assert index.search(typed, "zh").total == 0


def test_a_common_part_of_a_query_does_not_bring_everything_that_holds_it(index: SearchIndex):
    assert index.search("AI", "zh").total > 300
    assert index.search("AI配音", "zh").total < 10


@pytest.mark.parametrize("typed", ["14.5 billion", "45亿", "4.5亿"])
def test_a_number_is_found_whole_and_with_what_it_counts(index: SearchIndex, typed: str):
    assert "M12" not in {hit.name.iri.rpartition("/")[2] for hit in index.search(typed, "zh").hits}


def test_characters_that_straddle_two_words_are_no_word(index: SearchIndex):
    for row, words in (
        ("编剧风险", ["编剧", "风险"]), ("谁导演了阿凡达", ["导演", "阿凡达"]), ("编剧失业", ["编剧", "失业"]),
    ):  # fmt: skip
        assert [word.text for word in index._segmenter.words(row)] == words


@pytest.mark.parametrize("typed", ["technology", "claim", "film", "电影", "技术", "版权"])
def test_claims_come_before_terms_of_the_ontology_that_a_word_does_not_name(index: SearchIndex, typed: str):
    hits = [hit for page in (1, 2, 3, 4, 5) for hit in index.search(typed, "zh", page=page, size=100).hits]
    kinds = [hit.kind for hit in hits if hit.match != "exact"]
    assert "claim" in kinds
    assert "claim" not in kinds[kinds.index("term") :]


@pytest.mark.parametrize("typed", ["导演", "Sora", "腾讯视频", "数字人", "copyright infringement"])
def test_the_thing_named_comes_before_the_claims_that_mention_it(index: SearchIndex, typed: str):
    hits = index.search(typed, "zh").hits
    first_claim = next((place for place, hit in enumerate(hits) if hit.kind == "claim"), len(hits))
    assert hits[0].match == "exact"
    assert hits[0].kind != "claim"
    assert all(
        hit.kind in ("claim", "question", "evidence", "publisher", "term") for hit in hits[first_claim:]
    )


def test_the_table_is_as_long_as_promised():
    assert len(CASES) >= 100
