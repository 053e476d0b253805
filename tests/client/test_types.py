"""Types that checkers know of the package: the rows of each question, fresh and true."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from genfilm import KnowledgeGraph
from genfilm.client.result import Iri
from tests import ROOT

sys.path.insert(0, str(ROOT / "packaging"))
import question_types

PROGRAM = """\
from genfilm import KnowledgeGraph

graph = KnowledgeGraph.open()
row = graph.queries.strategies_for_actor(actor="creators")[0]
reveal_type(row.strategy)
reveal_type(row.page)
for number in graph.queries.statistics():
    reveal_type(number.approximate)
"""
REVEALED = ["genfilm.client.result.Iri", "str | None", "bool | None"]
SLIPS = {
    "graph.queries.strategies_for_aktor()": "strategies_for_aktor",
    'graph.queries.strategies_for_actor(aktor="creators")': "aktor",
    "row.strategie": "strategie",
}


def test_the_types_are_those_of_the_headers():
    assert question_types.STUB.read_text("utf-8") == question_types.stub(ROOT), (
        "a question has changed: run `python packaging/question_types.py`"
    )


def test_a_type_checker_knows_rows_and_sees_slips(tmp_path: Path):
    program = tmp_path / "program.py"
    program.write_text(PROGRAM + "".join(f"{line}\n" for line in SLIPS))
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path / "cache"), str(program)]
    told = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False).stdout.splitlines()
    revealed = [line.split('"')[1] for line in told if "Revealed type" in line]
    assert revealed == REVEALED
    errors = [line for line in told if ": error: " in line]
    assert len(errors) == len(SLIPS), errors
    for error, word in zip(errors, SLIPS.values(), strict=True):
        assert word in error


@pytest.fixture(scope="module")
def kinds() -> dict[str, dict[str, str]]:
    """The annotations of each class of the file."""
    import ast

    tree = ast.parse(question_types.STUB.read_text("utf-8"))
    return {
        node.name: {
            each.target.id: ast.unparse(each.annotation)
            for each in node.body
            if isinstance(each, ast.AnnAssign)
        }
        for node in tree.body
        if isinstance(node, ast.ClassDef)
    }


def test_rows_are_of_the_types_that_are_promised(real_build, kinds: dict[str, dict[str, str]]):
    known = {"Iri": Iri, "str": str, "int": int, "float": float, "bool": bool, "None": type(None)}
    graph = KnowledgeGraph.open(real_build.directory)
    for query in graph.queries:
        promised = kinds["".join(part.capitalize() for part in query.id.split("-"))]
        allowed = {name: tuple(known[each] for each in text.split(" | ")) for name, text in promised.items()}
        for row in graph.query(query.id):
            assert row._fields == tuple(promised)
            for name, value in row._asdict().items():
                assert isinstance(value, allowed[name]), (query.id, name, value)
