"""The notebook magics, in a real IPython shell."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from typing import Any

import pytest
from IPython.core.error import UsageError
from IPython.core.interactiveshell import InteractiveShell

from genfilm.client.result import Result
from genfilm.dataset.builds import Build
from tests.conftest import Server
from tests.injections import INJECTIONS

FILMS = 'SELECT ?name { ?film a gf:Film ; rdfs:label ?name FILTER (LANG(?name) = "zh") }'


@pytest.fixture
def shell(real_build: Build, monkeypatch: pytest.MonkeyPatch) -> Iterator[InteractiveShell]:
    monkeypatch.setenv("GENFILM_HOME", str(real_build.directory.parent))
    made = InteractiveShell.instance()
    made.run_line_magic("load_ext", "genfilm")
    yield made
    made.run_line_magic("reset", "-f")
    InteractiveShell.clear_instance()


def line(shell: InteractiveShell, text: str) -> Any:
    return shell.run_line_magic("genfilm", text)


def test_a_line_asks_a_named_question_by_names_in_any_script(shell: InteractiveShell):
    english = line(shell, 'strategies-for-actor actor="production companies"')
    chinese = line(shell, "--lang zh strategies-for-actor actor=制片公司")
    assert isinstance(english, Result)
    assert [row.claim for row in english] == [row.claim for row in chinese]
    assert "内容质量把控策略" in [row.label for row in chinese]


def test_a_cell_asks_sparql_of_the_build_and_of_a_service_alike(shell: InteractiveShell, server: Server):
    here = shell.run_cell_magic("genfilm", "", FILMS)
    there = shell.run_cell_magic("genfilm", f"--connect {server.url}", FILMS)
    assert sorted(row.name for row in here) == sorted(row.name for row in there)
    assert "征途" in [row.name for row in here]


def test_a_result_goes_into_the_variable_that_is_named(shell: InteractiveShell):
    assert line(shell, "--to disputed disputed-claims") is None
    assert "Tencent Video" in shell.user_ns["disputed"].to_csv()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "name a question, such as disputed-claims"),
        ("disputed-claim", "Did you mean disputed-claims"),
        ("disputed-claims creators", "'creators' is not NAME=VALUE"),
        ("strategies-for-actor actor=nobody", "No industry actor is called 'nobody'"),
        ("--lang de disputed-claims", "invalid choice: 'de'"),
        ("--to 1st disputed-claims", "no name for a variable"),
        ('disputed-claims lang="zh', "No closing quotation"),
        ("--connect http://127.0.0.1:9 disputed-claims", "http://127.0.0.1:9/sparql did not answer"),
    ],
)
def test_a_mistake_in_a_line_is_told_in_one_sentence(shell: InteractiveShell, text: str, says: str):
    with pytest.raises(UsageError, match=f"(?s)^%genfilm: .*{says}"):
        line(shell, text)


def test_a_syntax_error_in_a_cell_names_its_place(shell: InteractiveShell):
    with pytest.raises(UsageError, match="Line 2, column"):
        shell.run_cell_magic("genfilm", "", "SELECT ?film\n{ ?film a gf:Film ")


def test_a_question_before_a_cell_of_sparql_is_refused(shell: InteractiveShell):
    with pytest.raises(UsageError, match="is not expected before SPARQL"):
        shell.run_cell_magic("genfilm", "disputed-claims", FILMS)


@pytest.mark.parametrize("value", INJECTIONS)
def test_a_parameter_is_bound_and_never_pasted(shell: InteractiveShell, value: str):
    with pytest.raises(UsageError, match=r"No industry actor is called|is not usable"):
        line(shell, f"strategies-for-actor {shlex.quote(f'actor={value}')}")
