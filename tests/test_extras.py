"""Without the libraries of the service the package answers, and says what serving needs."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from genfilm.dataset.builds import Build
from tests import ROOT

EXTRAS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
BLOCK = """
import sys

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {names!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)

sys.meta_path.insert(0, Absent())
"""
ASK = """
from genfilm import KnowledgeGraph
graph = KnowledgeGraph.open()
print(len(graph.query("disputed-claims")), graph.search("AI")[0].label)
print(graph.ask("Which claims are disputed?").understood.id, len(graph.claims(verdict="disputed")))
print(graph.cite("Double World", "bibtex"))
try:
    graph.cite("Double World", "apa")
except Exception as problem:
    print(problem.status, problem)
graph.sparql("ASK {}", timeout=60)
graph.close()
"""


def modules(extra: str) -> set[str]:
    """The modules of the distributions that an extra names; a library that is no module has none."""
    names = [Requirement(line).name for line in EXTRAS[extra]]
    files = [file for name in names for file in distribution(name).files or ()]
    found = {
        file.parts[0].removesuffix(".py") for file in files if file.suffix == ".py" and ".." not in file.parts
    }
    return {name for name in found if name.isidentifier()}


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a Python that finds nothing of the extras."""
    folder = tmp_path_factory.mktemp("bare")
    names = {name for extra in EXTRAS if extra != "dev" for name in modules(extra)}
    names |= {"fcntl", "resource"}  # which Windows has not
    assert {
        "flask",
        "granian",
        "rdflib",
        "owlready2",
        "pypinyin",
        "pandas",
        "h11",
        "prometheus_client",
        "uvloop",
        "xlsxwriter",
        "mcp",
    } <= names
    (folder / "sitecustomize.py").write_text(BLOCK.format(names=names))
    environ = {name: value for name, value in os.environ.items() if not name.startswith("GENFILM_")}
    return environ | {"PYTHONPATH": os.pathsep.join([str(folder), str(ROOT)])}


def run(bare: dict[str, str], *arguments: str, home: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        env=bare | {"GENFILM_HOME": str(home)},
        cwd=home,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_graph_is_asked_searched_and_cited_without_the_service(
    bare: dict[str, str], real_build: Build, home: Path
) -> None:
    done = run(bare, "-c", ASK, home=home)
    assert done.returncode == 0, done.stderr
    assert "disputed-claims" in done.stdout
    assert "@misc{" in done.stdout
    assert "501" in done.stdout
    assert "pip install 'genfilm-kg[cite]'" in done.stdout


def test_the_commands_that_ask_work_without_the_service(
    bare: dict[str, str], real_build: Build, home: Path
) -> None:
    done = run(bare, "-m", "genfilm.cli.main", "query", "strategies-for-actor", home=home)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("strategy,label,claim,page")


@pytest.mark.parametrize(
    ("command", "extra"), [(["serve"], "serve"), (["docs", "--out=x"], "serve"), (["mcp"], "mcp")]
)
def test_a_command_that_needs_an_extra_names_it(
    command: list[str], extra: str, bare: dict[str, str], real_build: Build, home: Path
) -> None:
    done = run(bare, "-m", "genfilm.cli.main", *command, home=home)
    assert done.returncode == 1, done.stderr
    assert f"pip install 'genfilm-kg[{extra}]'" in done.stderr
    assert "Traceback" not in done.stderr
