"""The claims as JSON Lines: what the CSV table says, as values of JSON."""

from __future__ import annotations

import csv
import io
import json

import pandas as pd

from genfilm.exports.columns import KEYS, NAMES

LISTS = {
    "stage": KEYS,
    "actor": KEYS,
    "technology": KEYS,
    **dict.fromkeys(("passages", "foundIn", "restsOn", "reportedFrom"), NAMES),
}


def test_a_line_is_a_row_of_the_table(files: dict[str, bytes]):
    lines = [json.loads(line) for line in files["claims.jsonl"].decode().splitlines()]
    rows = list(csv.DictReader(io.StringIO(files["claims.csv"].decode(), newline="")))
    assert len(lines) == len(rows) > 600
    for line, row in zip(lines, rows, strict=True):
        told = {n: LISTS.get(n, " | ").join(v) if isinstance(v, list) else v or "" for n, v in line.items()}
        assert told == row
    assert {name for line in lines for name, value in line.items() if isinstance(value, list)} >= LISTS.keys()


def test_pandas_and_jq_readers_find_lists_and_nulls(files: dict[str, bytes]):
    frame = pd.read_json(io.BytesIO(files["claims.jsonl"]), lines=True)
    disputed = frame[frame.verdict == "disputed"].set_index("id")
    assert "N16" in disputed.index
    assert {"creation", "distribution"} <= set(frame.stage.explode())
    assert frame.partOf.isna().any()
