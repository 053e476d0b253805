"""polars, DuckDB and pandas against the tables of the service: read whole and by parts, each with the same claims."""

import io
import json
import sys
import tempfile
import urllib.request
from collections.abc import Callable
from pathlib import Path

import duckdb
import polars as pl

BASE = sys.argv[1]
DISPUTED = f"{BASE}/api/claims.csv?verdict=disputed"
told: list[str] = []


def body(path: str) -> bytes:
    with urllib.request.urlopen(f"{BASE}{path}") as answer:
        return answer.read()


def holds(name: str, get: Callable[[], object], wanted: object) -> None:
    try:
        got = get()
    except Exception as error:  # noqa: BLE001  whatever a client raises is what its user sees
        got = f"{type(error).__name__}: {error}"[:300]
    told.append("" if got == wanted else f"{name}: {got}, right is {wanted}")


lines = [json.loads(line) for line in body("/dumps/claims.jsonl").splitlines()]
count, disputed = len(lines), sum(line["verdict"] == "disputed" for line in lines)
holds("polars reads CSV", lambda: pl.read_csv(f"{BASE}/dumps/claims.csv", infer_schema=False).height, count)
scanned = pl.scan_csv(f"{BASE}/dumps/claims.csv", infer_schema=False)
holds("polars scans CSV", lambda: scanned.filter(pl.col("verdict") == "disputed").collect().height, disputed)
holds(
    "polars scans an answer",
    lambda: pl.scan_csv(DISPUTED, infer_schema=False).collect().height,
    json.loads(body("/api/claims?verdict=disputed"))["meta"]["total"],
)
holds(
    "polars reads JSON Lines",
    lambda: pl.read_ndjson(io.BytesIO(body("/dumps/claims.jsonl")), infer_schema_length=None).height,
    count,
)
holds(
    "polars scans JSON Lines",
    lambda: (
        pl.scan_ndjson(f"{BASE}/dumps/claims.jsonl", infer_schema_length=None)
        .filter(pl.col("verdict") == "disputed")
        .collect()
        .height
    ),
    disputed,
)
holds(
    "polars finds lists",
    lambda: pl.scan_ndjson(f"{BASE}/dumps/claims.jsonl", infer_schema_length=None).collect_schema()["stage"],
    pl.List(pl.String),
)

with tempfile.TemporaryDirectory() as folder:
    lined, packed = f"{folder}/claims.jsonl", f"{folder}/claims.parquet"
    Path(lined).write_bytes(body("/dumps/claims.jsonl"))
    pl.scan_ndjson(lined, infer_schema_length=None).sink_parquet(packed)
    count_of = "SELECT count(*) FROM '{}' WHERE verdict = 'disputed'"
    for file in (lined, packed):
        kind = Path(file).suffix
        holds(
            f"DuckDB reads {kind}",
            lambda file=file: duckdb.sql(count_of.format(file)).fetchall(),
            [(disputed,)],
        )
    stages = f"SELECT count(DISTINCT stage) FROM (SELECT unnest(stage) AS stage FROM '{packed}')"
    known = len({stage for line in lines for stage in line["stage"]})
    holds("DuckDB unnests lists", lambda: duckdb.sql(stages).fetchall(), [(known,)])
failed = [*filter(None, told)]
print(*failed, f"polars and DuckDB: {len(told) - len(failed)} of {len(told)} hold", sep="\n")
sys.exit(bool(failed))
