"""The claims as JSON Lines (https://jsonlines.org/): an object a line, in the columns of their CSV table."""

from __future__ import annotations

import json

from genfilm.exports.snapshot import Snapshot
from genfilm.exports.tables import TABLES


def json_lines(snapshot: Snapshot) -> bytes:
    """The rows of ``claims.csv``; what holds several values is a list, what holds none is null."""
    table = next(each for each in TABLES if each.name == "claims")
    lines = (json.dumps(each, ensure_ascii=False) + "\n" for each in table.objects(snapshot))
    return "".join(lines).encode()
