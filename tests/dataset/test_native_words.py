"""Labels and sentences in the trade's own words, each standing alone: the checks that hold it."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from genfilm.vocabulary import PREFIXES
from tests import ROOT

TERMS = "word-not-of-the-trade"
CONTEXT = "label-needs-context"


def faults(check: str, turtle: str) -> list[str]:
    """Problems that a check finds in a few triples, in order."""
    store = ox.Store()
    store.load(input=(PREFIXES.prologue() + turtle).encode(), format=ox.RdfFormat.TURTLE)
    rows = store.query((ROOT / f"queries/checks/{check}.rq").read_text("utf-8"))
    return [row["problem"].value for row in rows]


@pytest.mark.parametrize(
    ("label", "problem"),
    [
        ('"在创作这一段，创意更多。"@zh', "这一段 → 环节"),
        ('"腾讯视频试行点片付费。"@zh', "点片 → 付费点播"),
        ('"Netflix因人荐片。"@zh', "荐片 → 推荐"),
        ('"The likings of users differ."@en', "likings → preferences"),
        ('"Moral responsibility and moral duty"@en', "moral dut → moral responsibility"),
        ('"AI is no writer under the agreement."@en', " is no writer → is not"),
        ('"The report bears the title X."@en', "bears the title → is titled"),
        ('"人控不足的材料"@zh', "人控 → 人类控制"),
    ],
)
@pytest.mark.parametrize("prop", ["rdfs:label", "skos:definition"])
def test_a_word_that_the_trade_does_not_use_is_found_with_the_one_it_uses(
    prop: str, label: str, problem: str
):
    assert faults(TERMS, f"tech:x {prop} {label} .") == [problem]


@pytest.mark.parametrize("label", ['"线上付费点播"@zh', '"较高的培养成本"@zh', '"看片"@en', '"likings"@zh'])
def test_the_words_of_the_trade_pass(label: str):
    assert faults(TERMS, f"tech:x rdfs:label {label} .") == []


@pytest.mark.parametrize(
    "label",
    [
        "The paper has three keywords.",
        "The study uses case analysis.",
        "It is Netflix that uses AI.",
        "Those in short supply are hybrid talents.",
        "What was used in this case is de-ageing.",
        "Digital humans support acting, as the source describes it.",
        "ControlNet was used there for visual effects.",
        "The report treats copyright.",
        "按来源的描述，数字人用于表演。",
        "ControlNet在其中用于特效制作。",
        "协议对人工智能的使用作出规定。",
        "论文的题名为甲。",
        "研究采用案例分析法。",
        "该数字以美元计。",
        "本例所用的是数字人。",
    ],
)
@pytest.mark.parametrize("kind", ["SourceClaim", "EvidenceClaim", "EditorialClaim", "CompoundClaim"])
def test_a_sentence_that_needs_its_neighbours_is_found(kind: str, label: str):
    assert faults(CONTEXT, f'<urn:c> a gf:{kind} ; rdfs:label "{label}" .') == [label]


@pytest.mark.parametrize(
    "label",
    [
        "Zhang (2026) uses case analysis.",
        "The paper industry grows.",
        "研究机构参与制作。",
        "Netflix用AI。",
        "The report to the congress stresses culture.",
        "创意来源得到拓展。",
    ],
)
def test_a_sentence_that_stands_alone_passes(label: str):
    assert faults(CONTEXT, f'<urn:c> a gf:SourceClaim ; rdfs:label "{label}" .') == []


@pytest.mark.parametrize(
    ("kind", "label"), [("ActorGroup", "creators (as a group)"), ("Strategy", "人机协作（策略）")]
)
def test_a_name_that_repeats_its_class_in_brackets_is_found(kind: str, label: str):
    assert faults(CONTEXT, f'<urn:x> a gf:{kind} ; rdfs:label "{label}" .') == [label]


def test_a_bracket_that_tells_something_else_passes():
    assert faults(CONTEXT, '<urn:x> a gf:Document ; rdfs:label "Zhang (2026)" .') == []
