"""An ontologist's afternoon in Protégé: each edit is saved, brought into normal form, and its lines counted.

    python -m tests.desktop.afternoon [RUNS]

Needs Java, Maven, Xvfb and openbox; the first run fetches Protégé from Maven Central.
"""

from __future__ import annotations

import difflib
import shutil
import sys
import tempfile
import time
from pathlib import Path

from genfilm.dataset.style import format_turtle
from genfilm.errors import SourceFault
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
WORKS = "<https://w3id.org/genfilm/ontology/works>"
FORMATS = (
    "RDF/XML Syntax",
    "OWL/XML Syntax",
    "OWL Functional Syntax",
    "Manchester OWL Syntax",
    "Turtle Syntax",
)


def walk(root: Path, home: Path, display: str) -> None:
    """Do every edit on a copy of the sources; raises AssertionError for a difference that is too large."""
    with protege(display, root / "ontology/genfilm.ttl", home) as desktop:
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
        _reason(desktop)


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
            root = Path(folder) / "project"
            for part in ("ontology", "kg"):
                shutil.copytree(ROOT / part, root / part)
            walk(root, Path(folder) / "home", display)
        print(f"run {number}: {time.monotonic() - start:.0f} s", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1)
