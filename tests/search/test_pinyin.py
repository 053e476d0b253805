"""Pinyin is found in all of its usual spellings, the vowel of 女 and the tones above all."""

import pytest

from genfilm.search.index import SearchIndex
from genfilm.search.pinyin import spellings, typed

SPELLINGS = {
    "策略": [
        "celve", "celue", "celüe", "ce lüe", "cèlüè", "CELÜE", "celu:e", "ce4lve4", "ce4 lüe4", "ce4lu:e4",
        "ce4lue4", "celyue", "celu\u0308e", "ｃｅｌüｅ",
    ],
    "法律风险": ["falvfengxian", "falüfengxian", "falu fengxian", "fǎlǜ fēngxiǎn", "fa3lv4feng1xian3", "falyufengxian"],
    "战略转型": ["zhanlüe zhuanxing", "zhanluezhuanxing", "zhànlüè zhuǎnxíng", "zhan4lu:e4 zhuan3xing2"],
    "流浪地球2": ["liulangdiqiu2", "liúlàng dìqiú 2", "liu2lang4di4qiu22", "liu2 lang4 di4 qiu2 2"],
    "版权纠纷风险": [
        "banquanjiufenfengxian", "bǎnquán jiūfēn fēngxiǎn", "banqüan jiufen fengxian", "banqvanjiufenfengxian",
        "ban3quan2jiu1fen1feng1xian3", "ban3 qu:an2 jiu1 fen1 feng1 xian3",
    ],
}  # fmt: skip
CASES = [(text, name) for name, texts in SPELLINGS.items() for text in texts]


@pytest.mark.parametrize(("text", "name"), CASES)
def test_search_suggestions_and_names(index: SearchIndex, text: str, name: str):
    found = index.search(text, "zh").hits
    assert name in [hit.name.label for hit in found[:3]]
    assert name in [suggestion.name.label for suggestion in index.suggest(text, "zh")]
    labels = {label.label for label in index.labels(tuple(index.spelled_otherwise(text)), "zh").values()}
    assert name in labels


@pytest.mark.parametrize("text", ["falü", "falu", "falv", "fǎlǜ", "fa3lv4", "fa3lu:4"])
def test_a_beginning_is_enough(index: SearchIndex, text: str):
    assert any(hit.name.label.startswith("法律") for hit in index.search(text, "zh").hits[:8])
    assert any(each.name.label.startswith("法律") for each in index.suggest(text, "zh"))


def test_a_number_of_a_name_is_no_tone():
    assert typed("liulangdiqiu2")[0] == "liulangdiqiu2"
    assert "liulangdiqiu2" in typed("liu2lang4di4qiu22")


@pytest.mark.parametrize(
    ("name", "spelled"), [("女演员", "nuyanyuan"), ("掠夺", "lueduo"), ("虐待", "nuedai"), ("绿幕", "lumu")]
)
def test_the_index_has_one_spelling(name: str, spelled: str):
    assert spelled in spellings(name)[0]
