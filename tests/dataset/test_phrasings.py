"""Ways to ask for a claim, beside its source: what is no line, no claim, or asks for two is a fault."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from genfilm.dataset.phrasings import FILE, check_phrasings, written
from genfilm.vocabulary import BASE, PREFIXES
from tests import ROOT

FOLDER = "kg/sources/example-2026"


def claim(name: str) -> str:
    return f"{BASE}/id/claim/example-2026/{name}"


@pytest.fixture
def store() -> ox.Store:
    kind, impact = ox.NamedNode(PREFIXES["gf"] + "claimKind"), ox.NamedNode(f"{BASE}/concept/claim-kind/x")
    found = ox.Store()
    found.extend(ox.Quad(ox.NamedNode(claim(name)), kind, impact) for name in ("C01", "C02"))
    return found


def project(root: Path, *lines: str) -> Path:
    (root / FOLDER).mkdir(parents=True)
    (root / FOLDER / FILE).write_text("claim\ten\tzh\n" + "".join(f"{line}\n" for line in lines), "utf-8")
    return root


def test_the_questions_of_each_claim_go_into_one_file(tmp_path: Path, store: ox.Store):
    root = project(tmp_path, "C01\tWho did it? | By whom?\t谁做的？", "C02\tWhen?\t何时？")
    assert not check_phrasings(store, root)
    assert written(root).decode().splitlines() == [
        f"{claim('C01')}\tWho did it?",
        f"{claim('C01')}\tBy whom?",
        f"{claim('C01')}\t谁做的？",
        f"{claim('C02')}\tWhen?",
        f"{claim('C02')}\t何时？",
    ]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("C02\tWhen?", "a line has a claim and a question in each of en, zh"),
        ("C02\tWhen?\t", "a line has a claim and a question in each of en, zh"),
        ("C09\tWhen?\t何时？", f"there is no claim {claim('C09')}"),
        ("C02\twho did IT\t何时？", "'who did IT' asks for C01, too (line 2)"),
    ],
)
def test_a_fault_is_named_at_its_line(tmp_path: Path, store: ox.Store, line: str, message: str):
    (fault,) = check_phrasings(store, project(tmp_path, "C01\tWho did it?\t谁做的？", line))
    assert message in fault.message
    assert (fault.file, fault.line) == (f"{FOLDER}/{FILE}", 3)
    assert fault.remedy
    assert "以`|`分隔" in fault.told("zh")


def test_every_row_of_the_source_can_be_asked_for():
    listed = (ROOT / "kg/sources/zhang-2026/expected-rows.tsv").read_text("utf-8").splitlines()[1:]
    rows = {line.split("\t")[0] for line in listed if "Exclusion" not in line}
    asked = (ROOT / "kg/sources/zhang-2026" / FILE).read_text("utf-8").splitlines()[1:]
    assert {line.split("\t")[0] for line in asked} >= rows
