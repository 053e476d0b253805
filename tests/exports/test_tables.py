"""The CSV tables: valid by CSVW, true to the graph, readable by pandas."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pandas as pd
import pyoxigraph as ox
import pytest
from csvw import CSVW

from genfilm.exports.csvw import METADATA, metadata
from genfilm.exports.snapshot import Snapshot
from genfilm.exports.tables import TABLES
from tests.naming import expand

NAMES = [table.name for table in TABLES]
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def rows(files: dict[str, bytes], name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(files[f"{name}.csv"].decode("utf-8"), newline="")))


def test_the_tables_are_valid_by_their_description(released: Path):
    """Warnings are errors here: the reader warns of a cell that does not fit its datatype."""
    group = CSVW(str(released / METADATA), validate=True)
    assert group.is_valid
    assert not group.warnings
    assert {table.local_name for table in group.tablegroup.tables} == {f"{name}.csv" for name in NAMES}


def test_a_broken_cell_or_reference_is_found(released: Path, tmp_path: Path):
    for path in released.glob("*.csv"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / METADATA).write_bytes((released / METADATA).read_bytes())
    table = tmp_path / "passages.csv"
    text = table.read_text("utf-8")
    table.write_text(text.replace("/id/doc/zhang-2026", "/id/doc/nobody", 1), "utf-8")
    with pytest.raises(ValueError, match="nobody"):
        _ = CSVW(str(tmp_path / METADATA), validate=True).is_valid


@pytest.mark.parametrize("name", NAMES)
def test_pandas_reads_a_table_with_the_columns_described(files: dict[str, bytes], name: str):
    frame = pd.read_csv(io.BytesIO(files[f"{name}.csv"]))
    described = next(t for t in metadata()["tables"] if t["url"] == f"{name}.csv")["tableSchema"]
    assert list(frame.columns) == [column["name"] for column in described["columns"]]
    assert frame[described["primaryKey"]].is_unique
    assert len(frame) == len(rows(files, name)) > 10


def test_there_is_a_row_for_each_thing(files: dict[str, bytes], snapshot: Snapshot):
    counted = {
        "claims": len(snapshot.claims()),
        "assessments": len(snapshot.instances("gf:Assessment")),
        "evidence": len(snapshot.instances("gf:Evidence")),
        "passages": len(snapshot.instances("gf:Passage")),
        "web-pages": len(snapshot.instances("gf:WebPage")),
        "concepts": len(snapshot.instances("skos:Concept")),
    }
    assert {name: len(rows(files, name)) for name in counted} == counted


def test_the_triples_that_a_converter_draws_from_the_tables_stand_in_the_graph(
    files: dict[str, bytes], default: list[ox.Triple]
):
    known = {
        (
            str(t.subject.value),
            str(t.predicate.value),
            str(t.object.value),
            getattr(t.object, "language", None),
        )
        for t in default
    }
    drawn = 0
    for table in metadata()["tables"]:
        schema = table["tableSchema"]
        about = schema["aboutUrl"].strip("{+}")
        for row in rows(files, table["url"].removesuffix(".csv")):
            for column in schema["columns"]:
                cell = row[column["name"]]
                if not cell or column.get("suppressOutput"):
                    continue
                assert "separator" not in column
                value = column.get("valueUrl", "{+x}").replace(f"{{+{column['name']}}}", "{+x}")
                text = value.replace("{+x}", cell)
                assert (row[about], column["propertyUrl"], text, column.get("lang")) in known
                drawn += 1
    assert drawn > 10_000


def test_a_disputed_claim_stands_in_the_tables_with_its_verdict(files: dict[str, bytes]):
    (row,) = (r for r in rows(files, "claims") if r["claim"] == expand("z26c:N16"))
    assert (row["verdict"], row["polarity"], row["page"]) == ("disputed", "affirmed", "120")
    assert row["subjectLabel_zh"] == "《征途》" or "征途" in row["subjectLabel_zh"]
    uses = {r["claim"]: r["verdict"] for r in rows(files, "technology-uses")}
    judged = {r["claim"]: r["verdict"] for r in rows(files, "claims")}
    assert uses == {claim: judged[claim] for claim in uses}
    assert "disputed" in uses.values()


def test_cells_are_in_both_languages_or_in_none(files: dict[str, bytes]):
    for name in ("claims", "entities", "evidence", "concepts", "terms"):
        for row in rows(files, name):
            for column in row:
                if column.endswith("_en") and column != "note_en":
                    other = row[f"{column[:-3]}_zh"]
                    assert bool(row[column]) == bool(other) or column in ("other_names_en", "finding_en"), row


def test_no_cell_of_this_graph_would_be_a_formula(files: dict[str, bytes]):
    """Cells hold the data unchanged (docs/exports.md), so the data must not begin like a formula."""
    for name in NAMES:
        assert not [c for r in rows(files, name) for c in r.values() if c.startswith(FORMULA)], name


def test_lines_end_as_rfc_4180_says_and_there_is_no_mark_at_the_start(files: dict[str, bytes]):
    for name in NAMES:
        content = files[f"{name}.csv"]
        assert content.endswith(b"\r\n")
        assert not content.startswith(b"\xef\xbb\xbf")
    described = json.loads(files[METADATA])
    assert described["@context"][0] == "http://www.w3.org/ns/csvw"
    titles = described["tables"][0]["tableSchema"]["columns"][4]["titles"]
    assert titles["zh"].startswith("论断类别")
