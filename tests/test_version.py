"""The version: the same wherever it is said, and carried by a build of the released files only."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest

import genfilm
from genfilm.dataset.builds import Build
from genfilm.dataset.released import RELEASED, version_of
from genfilm.dataset.version import stamp
from genfilm.vocabulary import ONTOLOGY
from tests import ROOT

COPIED = [
    *("ontology", "packaging", "docs/api.md", "README.md", "README.zh.md", "LICENSE-DATA", "CHANGELOG.md"),
    *("CITATION.cff", "codemeta.json", ".zenodo.json"),
]
HEADER = """
@prefix owl: <http://www.w3.org/2002/07/owl#> .
<https://w3id.org/genfilm/ontology> owl:priorVersion <https://w3id.org/genfilm/ontology/0.9.0> ;
    owl:versionIRI <https://w3id.org/genfilm/ontology/VERSION> ; owl:versionInfo "VERSION" .
<https://example.org/other> owl:versionInfo "VERSION" .
"""


def said(root: Path, *arguments: str) -> dict[str, str]:
    """Report of ``packaging/release.py`` on each file."""
    done = subprocess.run(
        [sys.executable, str(root / "packaging/release.py"), *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return {name: version for version, name in (line.split(None, 1) for line in done.stdout.splitlines())}


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """Files that a release touches, in a directory of their own."""
    root = tmp_path / "clone"
    for name in [*COPIED, "genfilm", "pyproject.toml", "queries", "kg"]:
        source, target = ROOT / name, root / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__", "dist"))
        else:
            shutil.copy(source, target)
    return root


def test_the_version_is_the_same_everywhere() -> None:
    found = said(ROOT)
    assert len(found) > 30
    assert {
        "genfilm/__init__.py",
        "README.md",
        "README.zh.md",
        "LICENSE-DATA",
        "ontology/genfilm.ttl",
    } <= set(found)
    assert set(found.values()) == {genfilm.__version__}
    assert json.loads((ROOT / RELEASED).read_text("utf-8"))["version"] == genfilm.__version__
    top = re.findall(r"^## \[?([\d.]+)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert genfilm.__version__ in top[:2]


def test_the_ontology_names_the_version_before_it() -> None:
    header = (ROOT / "ontology/genfilm.ttl").read_text("utf-8")
    (prior,) = re.findall(r"owl:priorVersion <https://w3id.org/genfilm/ontology/(.*?)>", header)
    releases = re.findall(r"^## \[([\d.]+)\]", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert prior == next(release for release in releases if release != genfilm.__version__)


def test_a_build_of_changed_sources_carries_a_development_version(clone: Path) -> None:
    version = "from pathlib import Path; from genfilm.dataset.released import version_of, version_of_package; print(version_of(Path('.')), version_of_package(Path('.')))"

    def carried() -> str:
        return subprocess.check_output([sys.executable, "-c", version], cwd=clone, text=True).strip()

    assert set(said(clone, "7.3.0").values()) == {"7.3.0"}
    assert carried() == "7.3.0 7.3.0"
    page = clone / "genfilm/web/site/templates/home.html"
    page.write_text(page.read_text("utf-8") + "\n", "utf-8")
    assert carried() == "7.3.0 7.4.0.dev0"  # a page is of the package, but of no build
    with (clone / "kg/sources/zhang-2026/assessments.ttl").open("a") as file:
        file.write("\n")
    assert carried() == "7.4.0.dev0 7.4.0.dev0"
    assert set(said(clone, "7.4.0").values()) == {"7.4.0"}
    assert carried() == "7.4.0 7.4.0"
    assert "ontology/7.3.0> ;" in (clone / "ontology/genfilm.ttl").read_text("utf-8")


def test_sources_without_a_release_carry_the_version_of_the_package(tmp_path: Path) -> None:
    assert version_of(tmp_path) == genfilm.__version__


def test_the_headers_of_a_development_build_name_its_version_and_the_release_before() -> None:
    store = ox.Store()
    store.load(HEADER.replace("VERSION", genfilm.__version__).encode(), format=ox.RdfFormat.TURTLE)
    stamp(store, "9.9.0.dev0")
    said = {(q.subject.value, q.predicate.value.rpartition("#")[2]): q.object.value for q in store}
    assert said == {
        (ONTOLOGY, "versionIRI"): f"{ONTOLOGY}/9.9.0.dev0",
        (ONTOLOGY, "versionInfo"): "9.9.0.dev0",
        (ONTOLOGY, "priorVersion"): f"{ONTOLOGY}/{genfilm.__version__}",
        ("https://example.org/other", "versionInfo"): genfilm.__version__,
    }


def test_the_build_and_its_ontology_have_the_same_version(real_build: Build) -> None:
    version = real_build.manifest["version"]
    assert version == version_of(ROOT)
    info = f'<{ONTOLOGY}> <http://www.w3.org/2002/07/owl#versionInfo> "{version}"'
    assert info in (real_build.directory / "graph.nq").read_text("utf-8")
