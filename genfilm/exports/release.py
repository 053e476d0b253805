"""Making a release: every file of a build, by name."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from pathlib import Path

from genfilm.dataset.builds import GRAPH, Build
from genfilm.exports.crate import described
from genfilm.exports.formats import FORMATS, NAMES, Release
from genfilm.exports.snapshot import Snapshot

QUESTIONS = ("competency", "reports")
_FOLDERS = tuple(f"queries/{folder}/" for folder in QUESTIONS)


def make(
    quads: bytes,
    build: str,
    version: str,
    queries: Mapping[str, bytes],
    names: Collection[str] = NAMES,
    tell: Callable[[str], None] = lambda _: None,
) -> dict[str, bytes]:
    """The files of a release by path: those of the formats named, and what describes them.

    ``quads`` is the build's canonical N-Quads and ``queries`` its questions by path; ``tell`` is told the
    name of each format before it is made. The same build and the same formats give the same bytes.
    """
    asked = {path: text for path, text in queries.items() if path.startswith(_FOLDERS)}
    release = Release(Snapshot.read(quads), build, version, asked)
    files: dict[str, bytes] = {}
    for fmt in FORMATS:
        if fmt.name in names:
            tell(fmt.name)
            files |= fmt.write(release)
    return files | described(release, files)


def make_from(
    build: Build, names: Collection[str] = NAMES, tell: Callable[[str], None] = lambda _: None
) -> dict[str, bytes]:
    """The files of a release of a build directory."""
    return make(
        (build.directory / GRAPH).read_bytes(),
        build.id,
        str(build.manifest.get("version", "")),
        question_files(build.directory),
        names,
        tell,
    )


def question_files(directory: Path) -> dict[str, bytes]:
    """The named questions below a directory, by path."""
    return {
        str(path.relative_to(directory)): path.read_bytes()
        for folder in QUESTIONS
        for path in sorted((directory / "queries" / folder).glob("*.rq"))
    }
