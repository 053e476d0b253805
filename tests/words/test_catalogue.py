"""The catalogue of messages: complete in both languages, used, without doubles and contradictions."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable
from string import Formatter

import pytest

from genfilm.words import LANGUAGES, both, catalogue, say, saying
from tests.words.places import ROOT, keys, places, spoken

_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")
HAN = {
    "genfilm/ask/constraints.py": "words of questions that ask for several things",
    "genfilm/ask/defining.py": "forms of questions for a definition",
    "genfilm/ask/expected.py": "words of questions that ask for a number, a date, someone or a place",
    "genfilm/ask/features.py": "phrases that frame a question",
    "genfilm/client/graph.py": "an example that is run, with a Chinese name",
    "genfilm/editing/linking.py": "marks by which a cell says yes",
    "genfilm/editing/text.py": "headings, and the ends of sentences",
    "genfilm/editing/values.py": "dates and truth values as cells write them",
    "genfilm/records/author.py": "Chinese surnames of two characters",
    "genfilm/search/fold.py": "words of one meaning",
    "genfilm/search/function_words.py": "words of questions and of grammar",
    "genfilm/search/index.py": "a word that makes the converters of characters load",
    "genfilm/search/names.py": "examples in documentation",
    "genfilm/search/needle.py": "what numbers count",
    "genfilm/search/pinyin.py": "examples in documentation",
    "genfilm/search/tokens.py": "examples in documentation",
}
"""Files of Python with Chinese characters, with the reason."""
USES = json.loads((ROOT / "genfilm/words/uses.json").read_text("utf-8"))
FAMILIES = (
    "api.filter.", "api.tag.", "cell.", "chain.", "claim.modality.", "claim.polarity.", "claim.valence.", "claims.sort.", "column.", "fact.", "field.", "group.",
    "ontology.", "sheet.", "source.", "tag.",
)  # fmt: skip
"""Keys that are put together from a code of the graph, or are the columns of a workbook: each code has one, though another key says the same."""
TWO_CHINESE = {
    ",": "the comma of a list of words is another one in Chinese than that between clauses",
    "about": "a filter of claims, and the page about the site",
    "copyright": "a search in traditional characters is an example",
    "english": "the language of a text, and the language to read in, which each page names in itself",
    "identifier of the claim": "its IRI, and its number in a path",
    "page": "the page of a source, and the pages of a long list",
    "reason": "a step of the build, and why a verdict is as it is",
    "value": "the value of a property, and the values of a closed list",
    "work": "a film or series, and what a publisher published",
}
"""English phrases with two Chinese renderings, with the reason."""
TWO_ENGLISH = {
    "中文": "the language of a text, and the language to read in, which each page names in itself",
    "依据": "what a claim rests on, and what an answer was found by",
    "内容": "what a claim says, what a file holds, and what a publisher published",
    "出处": "the place of a claim in its source, as a label and as a heading",
    "分论断": "a heading, and a label of a record",
    "参数": "the heading of a list, and a label before values",
    "否定": "the adjective of a claim; the prefix is 并非",
    "封闭列表的值": "singular and plural",
    "文献": "a document, and the side of a comparison that it is",
    "本体文档": "the title of the documentation, and a link to it",
    "概念列表": "singular and plural",
    "证据": "a heading, and the side of a comparison that it is",
    "说明": "a comment on a term, and the page about the site",
    "起点": "the beginning of an edge, and the thing that a picture starts from",
    "转述自": "a label, and the heading of a column of a file",
    "运行": "a button of the editor, and one under a query",
    "陈述方式": "a label, and a heading",
}
"""Chinese phrases with two English renderings, with the reason."""


def test_each_file_is_sorted() -> None:
    for name in (*LANGUAGES, "uses"):
        text = (ROOT / f"genfilm/words/{name}.json").read_text("utf-8")
        held = json.loads(text)
        assert text == json.dumps(dict(sorted(held.items())), ensure_ascii=False, indent=1) + "\n", name


def test_both_languages_have_the_same_keys() -> None:
    stems = {lang: {_stem(key) for key in catalogue(lang)} for lang in LANGUAGES}
    assert stems["en"] ^ stems["zh"] == set()
    assert {_stem(key) for key in catalogue("en") if key.endswith("_one")} == {
        _stem(key) for key in catalogue("zh") if key.endswith("_other")
    }
    assert not [key for key in catalogue("zh") if key.endswith("_one")], "Chinese has one form"


def test_both_languages_have_the_same_placeholders() -> None:
    english, chinese = catalogue("en"), catalogue("zh")
    for key, text in english.items():
        other = chinese[key.removesuffix("_one") + "_other" if key.endswith("_one") else key]
        if key.endswith("_one"):
            assert _placeholders(text) <= _placeholders(other), key
        else:
            assert _placeholders(text) == _placeholders(other), key
            assert key.endswith("_other") == ("count" in _placeholders(text)), f"{key}: a plural has a count"


def test_every_message_is_used_where_the_third_file_says() -> None:
    assert set(USES) == keys()
    wrong = {
        key: place
        for key, place in USES.items()
        if not set(place.partition(": ")[0].split(", ")) <= places().get(key, set())
    }
    assert wrong == {}, {key: sorted(places().get(key, ())) for key in wrong}


def test_every_key_that_code_names_is_there() -> None:
    assert {key: files for key, files in spoken().items() if key not in keys()} == {}


def test_no_text_is_kept_twice() -> None:
    held = defaultdict(list)
    for key, text in catalogue("en").items():
        if not key.endswith("_one") and not key.startswith(FAMILIES):
            held[text, catalogue("zh")[key]].append(key)
    assert [sorted(names) for names in held.values() if len(names) > 1] == []


@pytest.mark.parametrize(
    ("one", "other", "known"), [("en", "zh", TWO_CHINESE), ("zh", "en", TWO_ENGLISH)], ids=["en", "zh"]
)
def test_one_phrase_has_one_rendering(one: str, other: str, known: dict[str, str]) -> None:
    renderings: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for key, text in catalogue(one).items():
        phrase = one == "zh" and key.startswith("api.")  # describes in English what is one word in Chinese
        if not key.endswith("_one") and not phrase:
            renderings[_plain(text)][_plain(catalogue(other)[key])].append(key)
    found = {text: dict(each) for text, each in renderings.items() if len(each) > 1 and text not in known}
    assert found == {}


def test_code_holds_no_chinese_but_where_it_processes_text() -> None:
    files = [
        *(ROOT / "genfilm").rglob("*.py"),
        *(ROOT / "genfilm").rglob("*.html"),
        *(ROOT / "frontend/src").glob("*.ts"),
    ]
    found = {str(path.relative_to(ROOT)) for path in files if _HAN.search(path.read_text("utf-8"))}
    assert found <= set(HAN), "words go to genfilm/words"
    assert {file for file in HAN if (ROOT / file).exists()} <= found, "take these off the list"


def test_terms_are_called_what_the_ontology_calls_them() -> None:
    text = (ROOT / "ontology/claims.ttl").read_text("utf-8")
    for name in ("polarity", "modality", "valence", "verdict"):
        block = re.search(rf"^gf:{name}\n.*?rdfs:label\s+(.*?) ;", text, re.DOTALL | re.MULTILINE)
        assert block, name
        labels = {label for label, _ in re.findall(r'"([^"]+)"@(en|zh)', block[1])}
        assert labels == {say(f"noun.{name}", "en"), say(f"noun.{name}", "zh")}
        assert say(f"field.{name}", "en").casefold() == say(f"noun.{name}", "en")
        assert say(f"field.{name}", "zh") == say(f"noun.{name}", "zh")


def test_one_is_one_and_more_are_more() -> None:
    assert [say("answer.rows", "en", count=count) for count in (0, 1, 1200)] == [
        "0 rows", "1 row", "1,200 rows",
    ]  # fmt: skip
    assert [say("answer.rows", "zh", count=count) for count in (1, 2)] == ["共1行", "共2行"]
    assert both("answer.rows", count=1) == {"en": "1 row", "zh": "共1行"}
    assert saying("zh")("answer.rows", count=3) == "共3行"


@pytest.mark.parametrize("ask", [say, catalogue])
def test_what_is_unknown_is_refused(ask: Callable[..., object]) -> None:
    with pytest.raises((KeyError, FileNotFoundError)):
        ask(*(("no.such.key", "en") if ask is say else ("xx",)))


def _stem(key: str) -> str:
    return re.sub("_(one|other)$", "", key)


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def _plain(text: str) -> str:
    """A phrase without its capital, closing mark and plural: what makes it the same phrase."""
    text = text.casefold().strip(" .。:：!?？…")
    return re.sub(r"(?<=ss)es$|(?<=[^s])s$", "", re.sub(r"ies$", "y", text))
