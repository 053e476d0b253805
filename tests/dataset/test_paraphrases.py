"""No text of ours repeats the paper: no run of 12 Han characters or 8 English words in common."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from genfilm.dataset.load import load
from genfilm.vocabulary import PREFIXES
from tests import ROOT
from tests.programs import need

HAN_RUN, WORD_RUN = 12, 8
LONG_HAN, LONG_WORDS = 6, 3  # a shorter name does not part a run
_NOT_HAN = re.compile(r"[^\u3400-\u4dbf\u4e00-\u9fff]+")
_WORD = re.compile(r"[a-z0-9]+(?:['’-][a-z0-9]+)*")
SPELT_ALIKE = (
    "gf:title", "gf:keyword", "gf:doi", "gf:articleNumber", "gf:documentCode", "gf:classificationCode", "gf:issn",
    "gf:grantNumber",
)  # fmt: skip
NAMED = (
    "Document",
    "PolicyDocument",
    "Event",
    "Grant",
    "Organization",
    "Person",
    "AudiovisualWork",
    "WebPage",
)
EXEMPT = f"""
PREFIX gf: <{PREFIXES["gf"]}> PREFIX rdfs: <{PREFIXES["rdfs"]}> PREFIX skos: <{PREFIXES["skos"]}>
SELECT DISTINCT ?text {{
  {{ ?document {"|".join(SPELT_ALIKE)} ?text }}
  UNION {{ ?claim gf:hasPredicate ?p ; gf:objectValue ?text VALUES ?p {{ {" ".join(SPELT_ALIKE)} }} }}
  UNION {{ ?thing a/rdfs:subClassOf* ?class ; rdfs:label|skos:altLabel ?text
           VALUES ?class {{ {" ".join(f"gf:{name}" for name in NAMED)} }} }}
}}"""


def han_runs(text: str) -> Iterator[str]:
    """Every run of Han characters of the length that may not be shared; punctuation does not part it."""
    only = han(text)
    return (only[start : start + HAN_RUN] for start in range(len(only) - HAN_RUN + 1))


def word_runs(text: str) -> Iterator[str]:
    """Every run of English words of the length that may not be shared, in lower case."""
    every = words(text).split()
    return (" ".join(every[start : start + WORD_RUN]) for start in range(len(every) - WORD_RUN + 1))


def han(text: str) -> str:
    return _NOT_HAN.sub("", unicodedata.normalize("NFKC", text))


def words(text: str) -> str:
    return " ".join(_WORD.findall(unicodedata.normalize("NFKC", text).lower()))


class Comparison:
    """Finds the runs that a text shares with the paper, outside names that all must spell alike."""

    def __init__(self, paper: str, names: list[str]) -> None:
        self.han_names = sorted({han(n) for n in names if len(han(n)) >= LONG_HAN}, key=len, reverse=True)
        self.word_names = sorted(
            {words(n) for n in names if len(_WORD.findall(words(n))) >= LONG_WORDS}, key=len, reverse=True
        )
        self._han_split = re.compile("|".join(map(re.escape, self.han_names)) or "(?!)")
        self._word_split = re.compile(
            r"\b(?:" + ("|".join(map(re.escape, self.word_names)) or "(?!)") + r")\b"
        )
        self._paper = frozenset(han_runs(paper)) | frozenset(word_runs(paper))

    def shared(self, text: str) -> list[str]:
        runs = [run for piece in self._han_split.split(han(text)) for run in han_runs(piece)]
        runs += [run for piece in self._word_split.split(words(text)) for run in word_runs(piece)]
        names = (*self.han_names, *self.word_names)
        return [run for run in runs if run in self._paper and not any(run in name for name in names)]


@pytest.fixture(scope="session")
def sources() -> ox.Store:
    return load(ROOT)


@pytest.fixture(scope="session")
def names(sources: ox.Store) -> list[str]:
    """Titles, keywords and names, longest first, from the graph itself."""
    found = {row["text"].value for row in sources.query(EXEMPT, use_default_graph_as_union=True)}
    return sorted(found, key=lambda text: (-len(text), text))


@pytest.fixture(scope="session")
def paper() -> str:
    return Path(need("PAPER_TEXT")).read_text("utf-8")


def test_titles_keywords_and_names_come_from_the_graph(names: list[str]):
    assert "生成式人工智能驱动电影产业链变革与战略转型研究" in names
    assert "Netflix" in names
    assert len(names) > 50
    assert not [name for name in names if len(name) > 250]


PAPER = "雪地追逐场景借助模拟技术完成，场面十分逼真。\nThe quick brown fox jumps over the lazy dog at noon."


@pytest.mark.parametrize(
    ("text", "repeated"),
    [
        ("雪地追逐场景借助模拟技术", True),
        ("雪地追逐场景，借助“模拟技术”", True),
        ("他说雪地追逐场景借助模拟技术完成了", True),
        ("雪地追逐场景借助模拟技", False),
        ("雪地追逐的场景借助模拟技术", False),
        ("A quick BROWN fox jumps over a lazy dog!", False),
        ("Quick, brown fox jumps over the lazy dog", True),
        ("the quick brown fox jumps over the", False),
        ("", False),
    ],
)
def test_a_shared_run_is_found_at_its_full_length_and_not_below(text: str, repeated: bool):
    assert bool(Comparison(PAPER, []).shared(text)) is repeated


@pytest.mark.parametrize(
    ("text", "names", "repeated"),
    [
        ("《雪地追逐场景借助模拟技术》", ["雪地追逐，场景借助模拟技术"], False),
        ("雪地追逐场景借助模拟技术完成场面", ["雪地追逐场景借助模拟技术"], False),
        ("雪地追逐场景借助模拟技术完成", ["逼真场面"], True),
        ("雪地追逐场景借助模拟技术完成", ["模拟技术"], True),
        ("quick brown fox jumps over the lazy dog", ["The lazy Dog"], False),
        ("quick brown fox jumps over the lazy dog", ["lazy dog"], True),
    ],
)
def test_a_long_name_may_be_repeated_but_not_what_stands_beside_it(
    text: str, names: list[str], repeated: bool
):
    assert bool(Comparison(PAPER, names).shared(text)) is repeated


def test_no_text_of_ours_repeats_the_paper(sources: ox.Store, names: list[str], paper: str):
    assert len(paper) > 5000
    exempt = set(names)
    checked = 0
    repeated = {}
    comparison = Comparison(paper, names)
    for quad in sources:
        if isinstance(quad.object, ox.Literal) and quad.object.value not in exempt:
            checked += 1
            runs = comparison.shared(quad.object.value)
            if runs:
                repeated[f"{quad.subject.value} {quad.predicate.value.rpartition('/')[2]}"] = runs[0]
    assert checked > 5000
    assert not repeated, "\n".join(f"{place}: {run}" for place, run in sorted(repeated.items()))


def test_the_paper_itself_would_be_found(paper: str, names: list[str]):
    sentences = [line for line in re.split(r"[。\n]", paper) if len(line) > 40]
    assert len(sentences) > 40
    comparison = Comparison(paper, names)
    found = [sentence for sentence in sentences if comparison.shared(sentence)]
    assert len(found) > 0.8 * len(sentences)
