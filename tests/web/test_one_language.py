"""Things whose name one language lacks: shown by the other's, marked as such, on every page that names them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest

from genfilm.dataset import builds, disk
from genfilm.dataset.builds import Build
from tests.conftest import Server, start_server, stop_server
from tests.web.http import get

BROWSER = "text/html"
_CHINESE_NAME = re.compile(
    r"^<https://w3id\.org/genfilm/id/film/double-world> <http://www\.w3\.org/2000/01/rdf-schema#label> \"[^\"]*\"@zh .*\n",
    re.MULTILINE,
)


@pytest.fixture(scope="module")
def nameless(real_build: Build, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The service over our build without the Chinese name of one film, and without answers kept from before."""
    quads = (real_build.directory / builds.GRAPH).read_text("utf-8")
    changed, removed = _CHINESE_NAME.subn("", quads)
    assert removed > 0
    files = {
        str(path.relative_to(real_build.directory)): path.read_bytes()
        for path in real_build.directory.rglob("*")
        if path.is_file() and path.parent.name != disk.FOLDER and path.suffix != ".srj"
    }
    name = "0123456789ab"
    manifest = {
        **real_build.manifest,
        "id": name,
        "quads": changed.count("\n"),
        "bytes": len(changed.encode()),
    }
    files |= {builds.GRAPH: changed.encode(), builds.MANIFEST: json.dumps(manifest).encode()}
    home = tmp_path_factory.mktemp("nameless")
    builds.publish(home, name, files)
    running = start_server(home, home / "log.txt", GENFILM_STORE="memory", GENFILM_SOURCES=str(home))
    yield running
    stop_server(running)


def test_the_page_of_a_thing_takes_the_other_name_and_says_so(nameless: Server) -> None:
    page = get(f"{nameless.url}/zh/entity/film/double-world", BROWSER).text
    assert '<h1 lang="en">Double World</h1>' in page
    assert "仅有英文" in page
    other = get(f"{nameless.url}/en/entity/film/double-world", BROWSER).text
    assert "<h1>Double World</h1>" in other
    assert "only in" not in other[other.index("<main") :]


def test_lists_claims_and_pictures_name_it_too(nameless: Server) -> None:
    for path in (
        "zh/entity/",
        "zh/claim/zhang-2026/N16",
        "zh/explore?focus=film:double-world",
        "zh/compare?e=film/double-world&e=film/avatar",
    ):
        assert "Double World" in get(f"{nameless.url}/{path}", BROWSER).text, path
