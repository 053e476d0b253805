"""The graph that the benchmarks grow is a build that the service takes."""

from pathlib import Path

from benchmarks.scale import prepare
from genfilm.dataset import builds


def test_grown_graph_is_whole_and_larger(real_build: builds.Build, tmp_path: Path) -> None:
    data = prepare(real_build, 2, tmp_path / "x2")
    grown = builds.current(data.home)
    builds.require_undamaged(grown)
    assert builds.GRAPH in (grown.directory / builds.SUMS).read_text("utf-8")
    text = data.quads.read_text("utf-8")
    assert "/synthetic-2/" in text
    assert text.count("\n") == data.counted["quads"] > real_build.manifest["quads"]
