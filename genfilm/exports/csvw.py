"""The tables as CSV files (RFC 4180), and their description by the W3C vocabulary CSVW."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from genfilm.exports.columns import CsvColumn
from genfilm.exports.snapshot import Snapshot
from genfilm.exports.tables import TABLES, CsvTable
from genfilm.protocol.delimited import csv_bytes
from genfilm.vocabulary import expand
from genfilm.words import both

METADATA = "csv-metadata.json"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def csv_files(snapshot: Snapshot) -> dict[str, bytes]:
    """Every table and their common description, by file name."""
    files = {f"{table.name}.csv": _csv(table, snapshot) for table in TABLES}
    return files | {METADATA: (json.dumps(metadata(), ensure_ascii=False, indent=1) + "\n").encode()}


def metadata() -> dict[str, Any]:
    """The table group (https://www.w3.org/TR/tabular-metadata/).

    A column speaks in RDF only where its cells are the values of a property of the row's subject: the
    triples that a converter draws from the tables all stand in the default graph.
    """
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "dc:title": _texts(both("table.all")),
        "dc:license": {"@id": LICENCE},
        "dialect": {"encoding": "utf-8", "header": True, "doubleQuote": True},
        "tables": [_table(table) for table in TABLES],
    }


def _table(table: CsvTable) -> dict[str, Any]:
    key = table.columns[0]
    schema: dict[str, Any] = {
        "columns": [_column(column, column is key) for column in table.columns],
        "primaryKey": key.name,
        "aboutUrl": f"{{+{key.name}}}",
    }
    links = [
        {
            "columnReference": column.name,
            "reference": {"resource": f"{target}.csv", "columnReference": name},
        }
        for column in table.columns
        for target, _, name in [column.target.partition(".")]
        if target
    ]
    if links:
        schema["foreignKeys"] = links
    return {
        "url": f"{table.name}.csv",
        "dc:description": _texts(table.description),
        "tableSchema": schema,
    }


def _column(column: CsvColumn, is_key: bool) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": column.name,
        "titles": {"en": [column.name, column.heading["en"]], "zh": column.heading["zh"]},
        "datatype": column.kind,
    }
    if is_key:
        described["required"] = True
    if column.separator:
        described["separator"] = column.separator
    if column.language:
        described["lang"] = column.language
    if column.says:
        described["propertyUrl"] = expand(column.says)
    else:
        described["suppressOutput"] = True
    if column.link:
        described["valueUrl"] = column.link.replace("{cell}", f"{{+{column.name}}}")
    return described


def _csv(table: CsvTable, snapshot: Snapshot) -> bytes:
    """UTF-8 without a byte order mark, lines that end in CR LF; cells hold the data unchanged."""
    return csv_bytes([[column.name for column in table.columns], *table.records(snapshot)])


def _texts(label: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"@value": text, "@language": lang} for lang, text in label.items()]
