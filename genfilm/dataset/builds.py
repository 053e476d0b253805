"""Build directories: immutable, named by their data and their content, one of them current; the last five
are kept, and those of releases."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from genfilm.dataset.digest import source_digest
from genfilm.errors import BuildNotFound
from genfilm.vocabulary import PREFIXES, Prefixes

KEPT = 5
_DRAFT = re.compile(r"\..+\.(\d+)")
POINTER = "current"
GRAPH = "graph.nq"
MANIFEST = "manifest.json"
SUMS = "SHA256SUMS"
"""The digests of all other files but the manifest, as ``sha256sum --check`` reads them."""
INDEX = "search.sqlite"
LEXICON = "queries/ask/lexicon.tsv"
CHOICES = "queries/ask/choices.tsv"
PHRASINGS = "queries/ask/questions.tsv"
EXPORTS = "exports"
PACKAGED = Path(__file__).resolve().parent.parent / "data"
"""The home of the one build inside a wheel; not there in a clone."""


@dataclass(frozen=True, slots=True)
class Build:
    """A build directory with its manifest."""

    directory: Path
    manifest: dict[str, Any]

    @property
    def id(self) -> str:
        """The digest of the data alone, its canonical N-Quads: what is cited."""
        return str(self.manifest.get("id", self.name))

    @property
    def name(self) -> str:
        """The name of the directory, which tells apart what differs in queries and pages only, too."""
        return self.directory.name

    @property
    def published(self) -> str:
        """Time at which it was made, or last taken into service again: of two builds the later one counts as
        the newer."""
        return str(self.manifest.get("published") or self.manifest.get("created", ""))

    def is_of(self, sources: str) -> bool:
        """True if it is made of the sources with this digest, or was taken into service instead of them."""
        return sources in (self.manifest.get("sources"), self.manifest.get("insteadOf"))

    @property
    def prefixes(self) -> Prefixes:
        """The prefixes of the project and of the sources that the build holds."""
        return Prefixes(self.manifest.get("prefixes", PREFIXES))


def open_build(directory: Path) -> Build:
    """Open a build directory; raises BuildNotFound, saying what is missing or broken."""
    for name in (GRAPH, MANIFEST):
        if not (directory / name).is_file():
            raise BuildNotFound(f"{directory} is not a build: {name} is missing. Run `genfilm build`.")
    try:
        manifest = json.loads((directory / MANIFEST).read_text("utf-8"))
        if not isinstance(manifest, dict):
            raise ValueError("it is not a JSON object")
    except ValueError as error:
        raise BuildNotFound(
            f"{directory / MANIFEST} is broken ({error}). Delete the directory and run `genfilm build`."
        ) from None
    size = (directory / GRAPH).stat().st_size
    if manifest.get("bytes", size) != size:
        raise BuildNotFound(
            f"{directory / GRAPH} has {size} bytes, its manifest says {manifest['bytes']}. "
            "Delete the directory and run `genfilm build`."
        )
    return Build(directory, manifest)


def current(home: Path) -> Build:
    """The build that the pointer file names; raises BuildNotFound when there is none."""
    pointer = home / POINTER
    if not pointer.is_file():
        raise BuildNotFound(f"there is no build in {home}. Run `genfilm build`.")
    name = _pointed(home)
    if not name or "/" in name or name.startswith("."):
        raise BuildNotFound(f"{pointer} holds {name!r}, which is no build. Run `genfilm build`.")
    return open_build(home / name)


def has_sources(root: Path) -> bool:
    """True if there is something to build from."""
    return (root / "ontology").is_dir()


def finished(root: Path, home: Path) -> Build:
    """The current build in ``home``, else the one inside an installed package, for who has no sources.

    Raises BuildNotFound when there is neither.
    """
    for place in (home, PACKAGED):
        try:
            return current(place)
        except BuildNotFound:
            continue
    raise BuildNotFound(f"no build in {home} and no sources in {root}. Set GENFILM_SOURCES.")


def up_to_date(root: Path, home: Path) -> Build | None:
    """The current build when it is undamaged and made of the sources as they are, else None."""
    try:
        found = undamaged(home)
    except BuildNotFound:
        return None
    return found if found.is_of(source_digest(root)) else None


def undamaged(home: Path) -> Build:
    """The current build; raises BuildNotFound when there is none, or names what is damaged."""
    found = current(home)
    require_undamaged(found)
    return found


@contextmanager
def exclusive(home: Path) -> Iterator[None]:
    """Hold a home directory while a build is made or chosen in it; a second one waits."""
    import fcntl  # not on Windows, where builds are read

    home.mkdir(parents=True, exist_ok=True)
    with open(home / ".lock", "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def publish(home: Path, name: str, files: Mapping[str, bytes | Path], *, serve: bool = True) -> Build:
    """Write a build directory, point to it if it is to ``serve``, and drop all but the newest; readers never
    see half of it. A file that lies on disk already, being larger than memory should hold, is moved there."""
    home.mkdir(parents=True, exist_ok=True)
    _clear(home)
    target = home / name
    draft = home / f".{name}.{os.getpid()}"
    shutil.rmtree(draft, ignore_errors=True)
    for relative, content in files.items():
        path = draft / relative
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, Path):
            shutil.move(content, path)
        else:
            path.write_bytes(content)
    if _whole(target) and not damaged(target):
        # The same content: readers may have it open, so only what tells of its making and what may change
        # with the program is replaced, and what an older version of the program did not write yet is added.
        for relative in files:
            renewed = relative in (MANIFEST, INDEX, LEXICON, CHOICES, PHRASINGS)
            if renewed or relative.startswith(f"{EXPORTS}/") or not (target / relative).exists():
                (target / relative).parent.mkdir(parents=True, exist_ok=True)
                os.replace(draft / relative, target / relative)
        shutil.rmtree(draft)
        replace(target / SUMS, _sums(target, files))
    else:
        (draft / SUMS).write_text(_sums(draft, files), "utf-8")
        if target.exists():
            os.replace(target, home / f".broken.{name}.{os.getpid()}")
        os.replace(draft, target)
        shutil.rmtree(home / f".broken.{name}.{os.getpid()}", ignore_errors=True)
    if serve:
        replace(home / POINTER, name + "\n")
    prune(home, KEPT, name)
    return open_build(target)


def _clear(home: Path) -> None:
    """Remove the drafts of processes that were killed, where the system tells who lives."""
    for path in home.glob(".*") if Path("/proc/self").exists() else ():
        found = _DRAFT.fullmatch(path.name)
        if found is not None and not Path("/proc", found[1]).exists():
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)


def replace(path: Path, text: str) -> None:
    """Put a text in the place of a file, whose readers see the old one or the new one."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_text(text, "utf-8")
    os.replace(draft, path)


def _sums(directory: Path, files: Mapping[str, bytes | Path]) -> str:
    return "".join(f"{_digest(directory / name)}  {name}\n" for name in sorted({*files} - {MANIFEST, SUMS}))


def _digest(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def damaged(directory: Path) -> list[str]:
    """The files of a build that are not as they were written, by their digests; of a build without such
    (before 1.2.0) none."""
    if not (directory / SUMS).is_file():
        return []
    lines = (directory / SUMS).read_text("utf-8", "replace").splitlines()
    listed = [line.partition("  ")[::2] for line in lines]
    found = [
        name for sum_, name in listed if not (directory / name).is_file() or _digest(directory / name) != sum_
    ]
    return found if GRAPH in (name for _, name in listed) else [SUMS]


def require_undamaged(build: Build) -> None:
    """Raise BuildNotFound that names what is damaged."""
    if files := damaged(build.directory):
        names = ", ".join(files[:3]) + (" …" if len(files) > 3 else "")
        raise BuildNotFound(
            f"{build.directory} is damaged: {names} not as {SUMS} says. "
            "Run `genfilm build`, take another with `genfilm rollback`, or bring the directory anew."
        )


def _whole(directory: Path) -> bool:
    try:
        open_build(directory)
    except BuildNotFound:
        return False
    return True


def prune(home: Path, keep: int, *names: str) -> list[str]:
    """Remove builds; the names of those that went. The current one stays, those with these names, those of
    releases, and of all the ``keep`` newest."""
    builds = [path for path in home.iterdir() if (path / MANIFEST).is_file()]
    builds.sort(key=lambda path: (path / MANIFEST).stat().st_mtime, reverse=True)
    kept = {*names, _pointed(home)}
    builds.sort(key=lambda path: path.name not in kept)
    gone = [path for path in builds[keep:] if path.name not in kept and not _released(path)]
    for path in gone:
        shutil.rmtree(path, ignore_errors=True)
    return [path.name for path in gone]


def _released(directory: Path) -> bool:
    try:
        return bool(open_build(directory).manifest.get("release"))
    except BuildNotFound:
        return False


def _pointed(home: Path) -> str:
    try:
        return (home / POINTER).read_text("utf-8", "replace").strip()
    except OSError:
        return ""
