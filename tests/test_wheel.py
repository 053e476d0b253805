"""The wheel: made as pip makes it, unpacked elsewhere, it answers without clone, server or network."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

from genfilm.dataset.released import version_of_package
from tests import ROOT

_ASK = """
from genfilm import KnowledgeGraph
graph = KnowledgeGraph.open()
assert "site" in graph.address, graph.address
assert graph.ontology.search_one(iri="*ns/Film").is_a[0].name == "AudiovisualWork"
assert graph.search("liulangdiqiu")[0].label == "The Wandering Earth 2"
assert graph.ask("Which claims are disputed?").understood.id == "disputed-claims"
print([row.page for row in graph.query("strategies-for-actor", actor="actor:production-companies")])
"""
_MAKE = "import sys; sys.path.insert(0, 'packaging'); import with_build; print(with_build.build_wheel(sys.argv[1]))"


def test_the_wheel_answers_from_the_build_inside_it(tmp_path: Path):
    environ = {name: value for name, value in os.environ.items() if not name.startswith("GENFILM_")}
    done = subprocess.run(
        [sys.executable, "-c", _MAKE, str(tmp_path)],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    (wheel,) = tmp_path.glob("*.whl")
    version = version_of_package(ROOT)
    assert wheel.name.startswith(f"genfilm_kg-{version}-")
    assert wheel.stat().st_size < 24_000_000
    site = tmp_path / "site"
    with zipfile.ZipFile(wheel) as file:
        names = file.namelist()
        file.extractall(site)
    assert "genfilm/py.typed" in names
    assert "genfilm/data/current" in names
    assert f'__version__ = "{version}"' in (site / "genfilm/__init__.py").read_text("utf-8")
    assert not [name for name in names if name.startswith(("tests/", "benchmarks/"))]
    answer = subprocess.run(
        [sys.executable, "-c", _ASK],
        cwd=tmp_path,
        env=environ | {"PYTHONPATH": str(site)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    assert "'120'" in answer.stdout
    command = subprocess.run(
        [sys.executable, "-m", "genfilm.cli.main", "query", "strategies-for-actor"],
        cwd=tmp_path,
        env=environ | {"PYTHONPATH": str(site)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert command.returncode == 0, command.stderr
    assert command.stdout.startswith("strategy,label,claim,page")
