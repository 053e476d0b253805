"""The store of a build on disk: the same graph, opened by many, left out without harm."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox

from genfilm.dataset.builds import GRAPH, current, publish
from genfilm.dataset.disk import FOLDER, open_store


def quads(store: ox.Store) -> list[str]:
    """Every quad as text, blank nodes without their names: an engine may rename them."""
    return plain(store.quads_for_pattern(None, None, None, None))


def plain(found: Iterable[ox.Quad]) -> list[str]:
    return sorted(re.sub(r"_:\w+", "_:", str(quad)) for quad in found)


def test_the_store_holds_what_the_graph_file_holds(good_home: Path):
    directory = current(good_home).directory
    whole = plain(ox.parse(path=str(directory / GRAPH), format=ox.RdfFormat.N_QUADS))
    assert (directory / FOLDER / "CURRENT").is_file()
    one, other = open_store(directory), open_store(directory)
    assert quads(one) == quads(other) == whole


def test_a_build_without_store_or_with_a_broken_one_is_loaded_from_its_graph(home: Path):
    directory = current(home).directory
    whole = quads(open_store(directory))
    (directory / FOLDER / "CURRENT").write_bytes(b"nothing\n")
    assert quads(open_store(directory)) == whole
    shutil.rmtree(directory / FOLDER)
    assert quads(open_store(directory)) == whole


def test_the_files_name_no_place_of_the_machine_that_wrote_them(good_home: Path):
    files = list((current(good_home).directory / FOLDER).iterdir())
    assert files
    assert not any(tempfile.gettempdir().encode() + b"/" in path.read_bytes() for path in files)


def test_publishing_the_same_content_again_adds_what_an_older_program_did_not_write(home: Path):
    before = current(home)
    shutil.rmtree(before.directory / FOLDER)
    files = {
        str(path.relative_to(before.directory)): path.read_bytes()
        for path in before.directory.rglob("*")
        if path.is_file()
    }
    publish(home, before.directory.name, files | {f"{FOLDER}/CURRENT": b"new\n"})
    assert (before.directory / FOLDER / "CURRENT").read_bytes() == b"new\n"
