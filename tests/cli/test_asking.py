"""Asking and looking up: what a reader sees on a terminal, what a program gets, in both languages."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from wcwidth import width

from tests import ROOT

from .conftest import Run, on_a_terminal

DISPUTED = "https://w3id.org/genfilm/id/claim/zhang-2026/N16"
READING = (
    ("ask", "which claims are disputed?"),
    ("query", "strategies-for-actor", "actor=production companies"),
    ("query", "claims", "verdict=disputed"),
    ("queries",),
    ("queries", "strategies-for-actor"),
    ("search", "Wandering Earth"),
    ("entity", "流浪地球2"),
    ("claims", "verdict=disputed"),
    ("claim", "zhang-2026/N16"),
    ("--help",),
    ("claims", "--help"),
)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("columns", [80, 132])
@pytest.mark.parametrize("arguments", READING, ids=" ".join)
def test_no_line_is_wider_than_the_terminal(real_build, home, arguments, columns: int, lang: str):
    code, shown = on_a_terminal(*arguments, home=home, columns=columns, GENFILM_LANG=lang)
    assert code == 0, shown
    wide = [line for line in shown.splitlines() if width(line) > columns and "http" not in line]
    assert wide == []
    assert lang == "en" or len(re.findall("[一-鿿]", shown)) > 20


def test_a_terminal_shows_a_table_whose_columns_stand_below_one_another(real_build, home):
    code, shown = on_a_terminal("claims", "verdict=disputed", home=home, GENFILM_LANG="zh")
    head, rule, *rows = shown.splitlines()
    assert code == 0
    assert head.split() == ["编号", "内容", "页码", "核查结论"]
    place = width(rule[: rule.rindex("  ") + 2])
    ends = [line for line in rows if line.endswith("受质疑")]
    assert len(ends) > 5
    assert {width(line.removesuffix("受质疑")) for line in ends} == {place}
    assert shown.rstrip().endswith("行")


def test_a_row_with_many_columns_is_shown_as_a_block(real_build, home):
    _, shown = on_a_terminal("query", "claims", "verdict=disputed", home=home, columns=60)
    block = shown.split("\n\n")[0].splitlines()
    assert [line.split("  ")[0] for line in block if not line.startswith(" ")][:2] == [
        "claim",
        "what it says",
    ]


def test_rows_are_csv_when_piped_and_json_when_asked(asked: Run):
    rows = list(csv.DictReader(io.StringIO(asked("claims", "verdict=disputed").stdout)))
    assert DISPUTED in [row["claim"] for row in rows]
    assert {row["verdict"] for row in rows} == {"disputed"}
    told = json.loads(asked("claims", "verdict=disputed", "--format", "json").stdout)
    assert [row["claim"] for row in told] == [row["claim"] for row in rows]


def test_claims_about_a_thing_are_listed_by_any_of_its_names(asked: Run):
    for about in (("--about", "征途"), ("about=Double World",), ("--about", "film:double-world")):
        rows = list(csv.DictReader(io.StringIO(asked("claims", *about, "verdict=disputed").stdout)))
        assert " ".join(row["id"] for row in rows) == (
            "N13.2 N13.3 N13.4 N13.5 N13.6 N13.7 N13.8 N13.9 N14.1 N14.2 N14.3 N14.4 N14.5 N16 N17 N18 X12.3 X25"
        )


def test_records_are_json_when_piped_and_text_when_asked(asked: Run):
    assert json.loads(asked("claim", "z26c:N16").stdout)["assessment"]["verdict"] == "disputed"
    assert json.loads(asked("entity", "流浪地球2").stdout)["slug"] == "wandering-earth-2"
    text = asked("claim", "zhang-2026/N16", "--format", "text").stdout
    assert text.startswith("zhang-2026/N16\n")
    assert "contradicted by" in text
    assert "page 120" in text
    assert "\n  JayneStars, JayneStars news item on Double World and Netflix\n" in text


@pytest.mark.parametrize(
    "name", ["制片公司", "製片公司", "production companies", "actor:production-companies"]
)
def test_a_question_takes_a_thing_by_any_of_its_names(asked: Run, name: str):
    done = asked("query", "strategies-for-actor", f"actor={name}")
    assert done.returncode == 0, done.stderr
    assert "https://w3id.org/genfilm/id/strategy/content-quality-control" in done.stdout


def test_the_language_is_asked_for_or_set_or_that_of_the_locale(asked: Run):
    chinese = asked("query", "strategies-for-actor", "--lang", "zh").stdout
    assert "内容质量管控" in chinese or "内容" in chinese
    assert asked("query", "strategies-for-actor", GENFILM_LANG="zh").stdout == chinese
    assert asked("query", "strategies-for-actor", LC_ALL="zh_CN.UTF-8").stdout == chinese
    assert asked("query", "strategies-for-actor", "lang=zh", "--lang", "en").stdout == chinese
    english = asked("query", "strategies-for-actor", "--lang", "en", LC_ALL="zh_CN.UTF-8").stdout
    assert "content quality control" in english


def test_a_plain_question_is_answered_with_what_was_understood(asked: Run):
    done = asked("ask", "哪些论断受到质疑？", "--lang", "zh")
    told = json.loads(done.stdout)
    assert done.returncode == 0
    assert told["understood"]["id"] == "disputed-claims"
    assert any(row["claim"].startswith("https://w3id.org/genfilm/id/claim/") for row in told["rows"])
    assert "SELECT" in told["sparql"]


def test_a_plain_question_shows_its_named_question_a_sentence_and_the_rows(real_build, home):
    code, shown = on_a_terminal("ask", "哪些影片用了GAN？", home=home, GENFILM_LANG="zh")
    assert code == 1
    assert "genfilm query who-uses-a-technology technology=tech:gan" in shown
    assert "最接近的论断" in shown
    assert "以下论断最为接近" in shown
    _, shown = on_a_terminal("ask", "which claims are disputed?", home=home)
    assert "genfilm query disputed-claims" in shown
    assert shown.rstrip().endswith("51 rows")


def test_what_is_not_found_ends_with_1_and_says_what_is_near(asked: Run):
    ask = asked("ask", "how do I brew coffee?", "--format", "text")
    assert ask.returncode == 1
    assert ask.stdout.strip() == "No statement in the graph shares a word with this question."
    assert ask.stderr.count("genfilm query ") == 3
    search = asked("search", "zzzzqqq")
    assert (search.returncode, search.stdout) == (1, "")
    unknown = asked("search", "版权", "--kind", "flim")
    assert unknown.returncode == 1
    assert "not 'flim'" in unknown.stderr
    kind = asked("search", "版权", "--kind", "series")
    assert kind.returncode == 1
    assert re.search(r"of other kinds: .*claim \(\d+\)", kind.stderr)
    entity = asked("entity", "流浪土球9", "--lang", "zh")
    assert entity.returncode == 1
    assert "没有叫这个名称的实体" in entity.stderr
    assert "流浪地球2 (film:wandering-earth-2)" in entity.stderr


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("claims", "verdikt=disputed"), "no facet 'verdikt'"),
        (("claims", "verdict=maybe"), "Expected one of corroborated"),
        (("claims", "--about", "中国生成式AI用户数"), "may mean 2 entities"),
        (("claims", "disputed"), "Write verdict=disputed"),
        (("claim", "zhang-2026/X99"), "X99"),
        (("queries", "strategies"), "Did you mean"),
        (("entity", "x> } UNION { ?s ?p ?o"), "Nothing is called"),
        (("query", "strategies-for-actor", 'actor="en") } DROP ALL #'), "is called"),
        (("entity", "avatar", "--connect", "http://127.0.0.1:9"), "did not answer"),
        (("entity", "avatar", "--connect", "localhost:8000"), "is not an address"),
    ],
)
def test_what_is_wrong_is_said_with_what_would_be_right(asked: Run, arguments, says: str):
    done = asked(*arguments)
    assert (done.returncode, done.stdout) == (1, "")
    assert says in done.stderr


def test_references_come_in_the_style_of_the_language_or_as_asked(asked: Run):
    assert "\nZhang, L. (2026)." in asked("cite", "zhang-2026/N16").stdout
    assert "[J/OL]" in asked("cite", "zhang-2026/N16", "--lang", "zh").stdout
    assert asked("cite", "zhang-2026/N16", "--style", "bibtex").stdout.startswith("@misc{")
    assert "build" in asked("cite").stdout


def test_the_questions_are_listed_and_described(asked: Run):
    rows = list(csv.DictReader(io.StringIO(asked("queries").stdout)))
    assert {"disputed-claims", "claims"} <= {row["id"] for row in rows}
    told = json.loads(asked("queries", "strategies-for-actor").stdout)
    assert [parameter["name"] for parameter in told["parameters"]] == ["actor", "lang"]
    assert asked("queries", "--tag", "nothing-has-it").returncode == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("entity", "流浪地球2"),
        ("claims", "verdict=disputed", "--format", "csv"),
        ("query", "strategies-for-actor", "actor=制片公司"),
        ("ask", "which claims are disputed?"),
        ("claim", "zhang-2026/N16"),
    ],
    ids=" ".join,
)
def test_a_service_answers_as_the_build_does(asked: Run, server, arguments):
    assert asked(*arguments, "--connect", server.url).stdout == asked(*arguments).stdout


@pytest.mark.parametrize(
    "arguments", [("claims",), ("query", "claims"), ("entity", "流浪地球2"), ("queries",)]
)
def test_a_reader_who_leaves_ends_the_command_in_silence(real_build, home, arguments):
    with subprocess.Popen(
        [sys.executable, "-m", "genfilm.cli.main", *arguments],
        env={**os.environ, "GENFILM_HOME": str(home)},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert (process.stderr.read(), process.wait(60)) == (b"", 141)


def test_an_escape_in_a_text_does_not_reach_the_terminal(real_build, home, tmp_path: Path):
    (tmp_path / "mine.rq").write_text('SELECT ("\\u001b[31mred\\u0007" AS ?x) {}', "utf-8")
    _, shown = on_a_terminal("query", str(tmp_path / "mine.rq"), home=home)
    assert "red" in shown
    assert "\x1b" not in shown
    assert "\x07" not in shown


@pytest.mark.parametrize(("word", "near"), [("qury", "query"), ("entiti", "entity"), ("claimz", "claim")])
def test_an_unknown_command_gives_the_nearest(asked: Run, word: str, near: str):
    done = asked(word)
    assert done.returncode == 2
    assert f"there is no command {word!r}. Did you mean {near}" in done.stderr


def test_long_work_tells_how_far_it_is_on_a_terminal_only(asked: Run, real_build, home, tmp_path: Path):
    code, shown = on_a_terminal("export", "--format", "turtle", "--out", str(tmp_path / "a"), home=home)
    assert code == 0
    assert "… turtle" in shown
    done = asked("export", "--format", "turtle", "--out", str(tmp_path / "b"))
    assert (done.stdout, done.stderr) == (f"{tmp_path / 'b'}\n", "")
