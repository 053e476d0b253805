"""The release of the repository's own build, made here and now."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from genfilm.dataset.builds import GRAPH, Build
from genfilm.exports import folder
from genfilm.exports.release import make_from
from genfilm.exports.snapshot import BY_NAME, Snapshot


@pytest.fixture(scope="session")
def files(real_build: Build) -> dict[str, bytes]:
    """Every file of the release, by path."""
    return make_from(real_build)


@pytest.fixture(scope="session")
def released(files: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The release as a folder."""
    out = tmp_path_factory.mktemp("release") / "out"
    folder.write(out, files)
    return out


@pytest.fixture(scope="session")
def snapshot(real_build: Build) -> Snapshot:
    """The build as the exports read it."""
    return Snapshot.read((real_build.directory / GRAPH).read_bytes())


@pytest.fixture(scope="session")
def graph(real_build: Build) -> list[ox.Quad]:
    """The quads of the build, read without the exports' own reader; without imports, which no file repeats."""
    imports = ox.NamedNode("http://www.w3.org/2002/07/owl#imports")
    quads = ox.parse(path=str(real_build.directory / GRAPH), format=ox.RdfFormat.N_QUADS)
    return [quad for quad in quads if quad.predicate != imports]


@pytest.fixture(scope="session")
def default(graph: list[ox.Quad]) -> list[ox.Triple]:
    """The triples of the default graph."""
    return [quad.triple for quad in graph if quad.graph_name == ox.DefaultGraph()]


@pytest.fixture(scope="session")
def safe(graph: list[ox.Quad]) -> list[ox.Quad]:
    """The quads of every graph but those as stated."""
    return [q for q in graph if not str(getattr(q.graph_name, "value", "")).startswith(BY_NAME)]
