"""A small project that builds in half a second, and the repository's own sources built once."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

from genfilm.build import build
from genfilm.dataset.builds import GRAPH, Build, current
from tests import ROOT

PROJECT = Path(__file__).parent / "project"
REAL_RULES = (
    "ontology/shapes",
    "queries/rules",
    "queries/checks",
    "queries/search",
    "queries/ask",
    "queries/pages",
)

Edit = Callable[[str, str, str], None]


def copy_project(target: Path) -> Path:
    """The example project with the repository's own shapes, rules and checks."""
    shutil.copytree(PROJECT, target)
    for folder in REAL_RULES:
        shutil.copytree(ROOT / folder, target / folder)
    return target


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of one's own to break."""
    return copy_project(tmp_path / "project")


@pytest.fixture
def edit(project: Path) -> Edit:
    """Replaces a text that must be there, once, in a file of the project."""

    def replace(file: str, old: str, new: str) -> None:
        path = project / file
        text = path.read_text("utf-8")
        assert old in text, f"{old!r} is not in {file}"
        path.write_text(text.replace(old, new, 1), "utf-8")

    return replace


@pytest.fixture(scope="session")
def good_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory of builds with one good build of the example project; not to be changed."""
    folder = tmp_path_factory.mktemp("good")
    build(copy_project(folder / "project"), folder / "home", use_java=False)
    return folder / "home"


@pytest.fixture
def home(good_home: Path, tmp_path: Path) -> Path:
    """A directory of builds of one's own, with one good build in it."""
    return Path(shutil.copytree(good_home, tmp_path / "home"))


@pytest.fixture(scope="session")
def example(good_home: Path) -> ox.Store:
    """The graph of the example project as it was built."""
    return open_graph(current(good_home))


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """The repository's own sources, built here and now."""
    return build(ROOT, tmp_path_factory.mktemp("real"), use_java=False)


@pytest.fixture(scope="session")
def graph_of_the_paper(real: Build) -> ox.Store:
    """The graph of the repository's own sources; not to be changed."""
    return open_graph(real)


def open_graph(opened: Build) -> ox.Store:
    store = ox.Store()
    store.bulk_load(path=str(opened.directory / GRAPH), format=ox.RdfFormat.N_QUADS)
    return store


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the real sources, which are in normal form; not to be changed."""
    root = tmp_path_factory.mktemp("sources")
    for folder in ("ontology", "kg"):
        shutil.copytree(ROOT / folder, root / folder)
    return root
