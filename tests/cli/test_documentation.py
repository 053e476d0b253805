"""docs/cli.md says what the parser says."""

from __future__ import annotations

import argparse
import re
import subprocess
import sys

import pytest

from genfilm.cli import main
from genfilm.cli.commands import commands
from tests import ROOT

GUIDE = (ROOT / "docs/cli.md").read_text("utf-8")
ROWS = {
    row[0].split()[0]: set(re.findall(r"--[a-z-]+", row[1]))
    for row in re.findall(r"^\| `([^`]+)` \| .*? \| (.*?) ?\|$", GUIDE.partition("## Where")[0], re.MULTILINE)
}


def parsers(lang: str) -> dict[str, argparse.ArgumentParser]:
    """The parser of each command."""
    (action,) = (
        action
        for action in main.build_parser(lang)._actions
        if isinstance(action, argparse._SubParsersAction)
    )
    return dict(action.choices)


def test_the_guide_has_every_command_and_no_other():
    assert list(ROWS) == list(commands())


@pytest.mark.parametrize("name", list(commands()))
def test_the_guide_has_the_options_of_a_command(name: str):
    options = {option for action in parsers("en")[name]._actions for option in action.option_strings}
    assert ROWS[name] == {option for option in options if option.startswith("--")} - {"--help", "--lang"}


@pytest.mark.parametrize("name", list(commands()))
def test_every_argument_is_told_in_both_languages(name: str):
    told = [
        {a.dest: a.help for a in parsers(lang)[name]._actions if a.dest not in ("help", "shell")}
        for lang in ("en", "zh")
    ]
    assert told[0].keys() == told[1].keys()
    for argument, words in told[0].items():
        assert words, argument
        assert re.search("[一-鿿]", told[1][argument] or "") or words == told[1][argument] == "--", argument


def test_the_guide_has_every_exit_code():
    codes = re.findall(r"^\| (\d+) \|", GUIDE, re.MULTILINE)
    told = {main.DONE, main.FAILED, main.USAGE, main.INTERRUPTED, main.BROKEN_PIPE}
    assert {int(code) for code in codes} == told


def test_the_help_loads_nothing_that_only_a_command_needs():
    script = """if True:
        import sys
        from genfilm.cli.main import build_parser
        build_parser("zh").format_help()
        ours = {name.split(".")[1] for name in sys.modules if name.startswith("genfilm.")}
        print(*sorted(ours))
        print(*sorted({"flask", "pyoxigraph", "rdflib", "granian", "mcp"} & sys.modules.keys()))
    """
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "cli errors problems settings vocabulary words\n\n"
