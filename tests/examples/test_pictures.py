"""The pictures of the documentation: they are there, small, and show what the sources still say."""

from __future__ import annotations

import csv
import re

from tests import ROOT
from tests.desktop.pictures import FOLDER, SHOWN, texts

PAGES = ("README.md", "README.zh.md", "examples/protege.md", "examples/protege.zh.md")


def test_every_picture_is_used_described_and_small():
    linked = {
        (ROOT / page).parent.joinpath(target).resolve(): alt
        for page in PAGES
        for alt, target in re.findall(r"!\[([^\]]*)\]\(([^)]*\.png)\)", (ROOT / page).read_text("utf-8"))
    }
    assert set(linked) == set(FOLDER.glob("*.png"))
    assert all(linked.values())
    assert max(path.stat().st_size for path in linked) <= 100_000


def test_every_text_in_a_picture_is_still_what_the_sources_say():
    said = {(iri, prop, text) for (iri, prop, _), text in texts().items()}
    with SHOWN.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert len({row["picture"] for row in rows}) == 6
    stale = [row for row in rows if (row["iri"], row["property"], row["text"]) not in said]
    assert stale == [], "make pictures"
