"""The pictures of examples/protege.md: made in Protégé, with a list of the terms that each shows.

python -m tests.desktop.pictures
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pyoxigraph as ox

from genfilm.vocabulary import PREFIXES
from tests import ROOT

from .protege import Desktop, protege, screen, settings

FOLDER = ROOT / "examples/pictures"
SHOWN = FOLDER / "shown.tsv"
"""A line for each term in a picture: the picture, the IRI, the property and the text that stands there."""
_LABEL, _DEFINITION = PREFIXES.expand("rdfs:label"), PREFIXES.expand("skos:definition")
_FILM, _CLAIM = PREFIXES.expand("gf:AnimatedFilm"), "https://w3id.org/genfilm/id/claim/zhang-2026/M08.1"


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    shown: list[tuple[str, str, str, str]] = []
    with tempfile.TemporaryDirectory(prefix="pictures-") as folder, screen() as display:
        for lang, languages in (("zh", "zh, en, !"), ("en", "en, zh, !")):
            root = Path(folder) / lang
            for part in ("ontology", "kg"):
                shutil.copytree(ROOT / part, root / part)
            with protege(display, root / "kg/genfilm-kg.ttl", Path(folder) / f"home-{lang}") as desktop:
                settings(desktop, languages, FOLDER if lang == "zh" else None)
                shown += _terms(desktop, lang)
    known = texts()
    lines = [
        "\t".join((picture, iri, prop, known[iri, prop, lang]))
        for picture, iri, prop, lang in shown
        if (iri, prop, lang) in known
    ]
    SHOWN.write_text("\n".join(["picture\tiri\tproperty\ttext", *lines, ""]), "utf-8")


def _terms(desktop: Desktop, lang: str) -> list[tuple[str, str, str, str]]:
    """Picture a tree, a definition and a claim; what of which term in which language each shows."""
    names = {kind: f"protege-{kind}-{lang}.png" for kind in ("classes", "definition", "claim")}
    desktop.all(
        ("tab", "Entities"),
        ("tree", "owl:Thing"),
        ("menu", "View > Expand all"),
        ("picture", FOLDER / names["classes"], 4, 181, 533, 560),
    )
    rows = [row.strip("<>") for row in desktop.do("rows", "").split("\n") if row.startswith("<")]
    desktop.all(
        ("tree", f"<{_FILM}>"),
        ("list", {"zh": "画面主要", "en": "A film whose images"}[lang], "Edit"),
        ("shown", "Language Tag"),
        ("picture", FOLDER / names["definition"], 543, 20, 893, 600),
        ("close", "Cancel"),
        ("tree", "ns/SourceClaim>"),
        ("tab", "Individuals by class"),
        ("list", f"<{_CLAIM}>"),
        ("picture", FOLDER / names["claim"], 0, 103, 1438, 560),
    )
    return [
        *((names["classes"], iri, _LABEL, lang) for iri in rows),
        (names["definition"], _FILM, _LABEL, lang),
        (names["definition"], _FILM, _DEFINITION, lang),
        (names["claim"], _CLAIM, _LABEL, lang),
    ]


def texts() -> dict[tuple[str, str, str], str]:
    """(IRI, property, language) of every text of the sources, with the text."""
    found = {}
    for path in [*(ROOT / "ontology").rglob("*.ttl"), *(ROOT / "kg").rglob("*.ttl")]:
        for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal):
                key = quad.subject.value, quad.predicate.value, quad.object.language or ""
                found[key] = quad.object.value
    return found


if __name__ == "__main__":
    main()
