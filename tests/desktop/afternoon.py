"""An ontologist's afternoon in Protégé: edits, whose lines are counted, five formats, and new terms brought in.

    python -m tests.desktop.afternoon [RUNS]

Needs Java, Maven, Xvfb and openbox; the first run fetches Protégé from Maven Central.
"""

from __future__ import annotations

import difflib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from genfilm.dataset.style import format_turtle
from genfilm.errors import SourceFault
from genfilm.vocabulary import ONTOLOGY
from tests import ROOT

from .protege import Desktop, protege, screen, settings

Jobs = tuple[tuple[object, ...], ...]
FILM, ANIMATED = "ns/Film>", "ns/AnimatedFilm>"
EDITS: dict[str, tuple[Jobs, int]] = {
    "a Chinese definition": (
        (
            ("tree", ANIMATED),
            ("list", "画面主要", "Edit"),
            ("field", 0),
            ("paste", "画面以逐帧绘制、建模或计算方式生成的电影。"),
            ("close", "OK"),
            ("shown", "画面以逐帧"),
        ),
        2,
    ),
    "another parent": (
        (
            ("list", f"SubClassOf(<https://w3id.org/genfilm/{ANIMATED}", "Edit"),
            ("field", 0),
            ("paste", "视听作品"),
            ("close", "OK"),
            ("tree", ANIMATED),
            (
                "shown",
                f"SubClassOf(<https://w3id.org/genfilm/{ANIMATED} <https://w3id.org/genfilm/ns/Audiovisual",
            ),
        ),
        2,
    ),
    "a deprecation": (
        (
            ("list", "Annotations", "Add"),
            ("tree", "owl:deprecated"),
            ("field", 0),
            ("paste", "true"),
            ("choose", "xsd:boolean"),
            ("close", "OK"),
            ("shown", "Assertion(owl:deprecated"),
        ),
        1,
    ),
    "a new class": (
        (
            ("tree", FILM),
            ("button", "Add subclass"),
            ("field", 0),
            ("paste", "FestivalFilm"),
            ("close", "OK"),
            ("shown", "ns/FestivalFilm>"),
            ("list", "SubClass Of", "Add"),
            ("field", 0),
            ("paste", "视觉特效由其完成 some 组织机构"),
            ("close", "OK"),
            ("shown", "ObjectSomeValuesFrom"),
            *(
                job
                for text, lang in (("festival film", "en"), ("电影节影片", "zh"))
                for job in (
                    ("list", "Annotations", "Add"),
                    ("tree", "rdfs:label"),
                    ("field", 0),
                    ("paste", text),
                    ("field", 1),
                    ("paste", lang),
                    ("key", "tab"),
                    ("close", "OK"),
                    ("shown", f'"{text}"@{lang}'),
                )
            ),
        ),
        14,
    ),
}
"""Edits by name, each with the number of lines of difference that it makes."""
WORKS = f"<{ONTOLOGY}/works>"
FORMATS = {
    "RDF/XML Syntax": "rdf",
    "OWL/XML Syntax": "owx",
    "OWL Functional Syntax": "ofn",
    "Manchester OWL Syntax": "omn",
    "Turtle Syntax": "ttl",
}
"""Formats of *Save as* by their names there, each with the ending of its files."""


class Addition(NamedTuple):
    """A new term under the name that Protégé gives by default, and what becomes of it."""

    jobs: Jobs
    saved: str
    old: str
    new: str
    placed: str
    lines: tuple[str, ...]


ADDITIONS = {
    "an individual": Addition(
        (
            ("choose", "<https://w3id.org/genfilm/graph/entities/works>"),
            ("tab", "Entities"),
            ("tree", "owl:Thing"),
            ("menu", "View > Expand all"),
            ("tree", ANIMATED),
            ("tab", "Individuals by class"),
            ("button", "Add individual"),
            ("field", 0),
            ("paste", "ne-zha-3"),
            ("close", "OK"),
        ),
        "kg/entities/works.ttl",
        "https://w3id.org/genfilm/graph/entities/works#ne-zha-3",
        "https://w3id.org/genfilm/id/film/ne-zha-3",
        "kg/entities/works.ttl",
        ("film:ne-zha-3", "    a gf:AnimatedFilm ;", ".", ""),
    ),
    "a class": Addition(
        (
            ("choose", f"<{ONTOLOGY}>"),
            ("tab", "Entities"),
            ("tree", "ns/Event>"),
            ("button", "Add subclass"),
            ("field", 0),
            ("paste", "Festival"),
            ("close", "OK"),
            ("list", "Annotations", "Add"),
            ("tree", "rdfs:isDefinedBy"),
            ("tab", "IRI Editor"),
            ("field", 0),
            ("paste", f"{ONTOLOGY}/works"),
            ("close", "OK"),
        ),
        "ontology/genfilm.ttl",
        f"{ONTOLOGY}#Festival",
        "https://w3id.org/genfilm/ns/Festival",
        "ontology/works.ttl",
        (
            "gf:Festival",
            "    a owl:Class ;",
            "    rdfs:isDefinedBy <https://w3id.org/genfilm/ontology/works> ;",
            "    rdfs:subClassOf gf:Event ;",
            ".",
            "",
        ),
    ),
}


def walk(folder: Path, display: str) -> None:
    """Do every edit on a copy of the sources, save it in every format, and bring each file back into another
    copy; raises AssertionError for a difference that is not that of the edits."""
    root, other = _copy(folder / "project"), _copy(folder / "other")
    with protege(display, root / "ontology/genfilm.ttl", folder / "home") as desktop:
        settings(desktop)
        desktop.all(
            ("choose", WORKS), ("tab", "Entities"), ("tree", "owl:Thing"), ("menu", "View > Expand all")
        )
        before = _normal(root)
        for name, (jobs, most) in EDITS.items():
            desktop.all(*jobs, ("menu", "File > Save"))
            after = _saved(root, before)
            lines = [line for path in after for line in _difference(before[path], after[path])]
            print(f"  {name}: {len(lines)} lines")
            assert len(lines) == most, "\n".join(lines)
            before = after
        saved = _formats(desktop, folder)
        _reason(desktop)
    for name, file in saved.items():
        shutil.copytree(ROOT / "ontology", other / "ontology", dirs_exist_ok=True)
        _import(other, file, "--accept")
        changed = {path.relative_to(root): text for path, text in before.items()}
        assert _texts(other) == {**_texts(ROOT), **changed}, name
        print(f"  {name}: every statement came back, and no other")


def add(folder: Path, display: str) -> None:
    """Add terms under the names that Protégé gives as it is installed; each is renamed and finds its file."""
    root, other = _copy(folder / "installed"), _copy(folder / "another")
    with protege(display, root / "kg/genfilm-kg.ttl", folder / "home-installed") as desktop:
        for name, each in ADDITIONS.items():
            held = (root / each.saved).read_text("utf-8")
            desktop.all(*each.jobs, ("shown", f"<{each.old}>"), ("menu", "File > Save"))
            _written(root / each.saved, held)
            before = _texts(other)
            told = _import(other, root / each.saved)
            assert f"{each.old} becomes {each.new}" in told, told
            assert _texts(other) == before
            _import(other, root / each.saved, "--accept")
            after = _texts(other)
            lines = [(str(path), line) for path in after for line in _difference(before[path], after[path])]
            assert sorted(lines) == sorted((each.placed, f"+{line}") for line in each.lines), lines
            print(f"  {name} with the name that Protégé gives: {each.new}, in {each.placed}")


def _copy(root: Path) -> Path:
    """The sources once more."""
    for part in ("ontology", "kg", "queries"):
        shutil.copytree(ROOT / part, root / part)
    return root


def _formats(desktop: Desktop, folder: Path) -> dict[str, Path]:
    """The files that *Save as* makes of the active ontology, by the name of their format."""
    files = {name: folder / f"saved.{ending}" for name, ending in FORMATS.items()}
    for name, file in files.items():
        warned = [("close", "Yes")] if name.startswith("Manchester") else []  # of losses in general
        desktop.all(
            ("menu", "File > Save as..."),
            ("choose", name),
            ("close", "OK"),
            *warned,
            ("window", "select a location"),
            ("field", 0),
            ("paste", file),
            ("close", "Save"),
        )
        _written(file, "")
    return files


def _import(root: Path, file: Path, *options: str) -> str:
    """What ``genfilm import`` says of a file."""
    command = [sys.executable, "-m", "genfilm.cli.main", "import", str(file), "--lang", "en", *options]
    done = subprocess.run(
        command,
        env={**os.environ, "GENFILM_SOURCES": str(root)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def _written(file: Path, before: str) -> None:
    """Wait until Protégé, which saves in the background, has written a file."""
    text = before
    for _ in range(100):
        time.sleep(0.2)
        now = file.read_text("utf-8") if file.exists() else before
        if now == text != before:
            return
        text = now
    raise AssertionError(f"{file.name} was not saved")


def _saved(root: Path, before: dict[Path, str]) -> dict[Path, str]:
    """Normal form of the files once Protégé, which saves in the background, has written them."""
    for _ in range(100):
        time.sleep(0.2)
        try:
            after = _normal(root)
        except SourceFault:  # half written
            continue
        if after != before:
            return after
    raise AssertionError("nothing was saved")


def _normal(root: Path) -> dict[Path, str]:
    """The normal form of every file, which stays as Protégé wrote it."""
    return {
        path: format_turtle(path.read_text("utf-8")) for path in sorted((root / "ontology").glob("*.ttl"))
    }


def _texts(root: Path) -> dict[Path, str]:
    """Every Turtle file of ontology and graph as it is."""
    return {
        path.relative_to(root): path.read_text("utf-8")
        for part in ("ontology", "kg")
        for path in sorted((root / part).rglob("*.ttl"))
    }


def _difference(before: str, after: str) -> list[str]:
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0)
    return [line for line in lines if line[:1] in "+-" and line[:3] not in ("+++", "---")]


def _reason(desktop: Desktop) -> None:
    """HermiT runs within Protégé and finds nothing wrong."""
    start = time.monotonic()
    desktop.all(
        ("menu", "Reasoner > HermiT 1.4.3.456"),
        ("menu", "Reasoner > Start reasoner"),
        ("shown", "Reasoner active"),
    )
    print(f"  HermiT: {time.monotonic() - start:.1f} s")


def main(runs: int) -> None:
    for number in range(1, runs + 1):
        start = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="afternoon-") as folder, screen() as display:
            walk(Path(folder), display)
            add(Path(folder), display)
        print(f"run {number}: {time.monotonic() - start:.0f} s", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1)
