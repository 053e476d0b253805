"""Terms as Python and JSON have them: exact, ill-typed literals as they are written, nothing lost."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest

from genfilm.catalogue.table import XSD, Term, parse_table
from genfilm.client.result import Result


def literal(value: str, kind: str) -> Term:
    return Term("literal", value, XSD + kind)


WELL_TYPED: list[tuple[str, str, Any]] = [
    ("true", "boolean", True),
    ("0", "boolean", False),
    (" 1 ", "boolean", True),
    ("+12", "integer", 12),
    ("007", "integer", 7),
    ("123456789012345678901", "integer", 123456789012345678901),
    ("-128", "byte", -128),
    ("18446744073709551615", "unsignedLong", 2**64 - 1),
    ("1.50", "decimal", 1.5),
    (".5", "decimal", 0.5),
    ("1.5E3", "double", 1500),
    ("1e20", "double", 1e20),
    ("-INF", "double", -math.inf),
    ("1e400", "float", math.inf),
]
ILL_TYPED = [
    ("abc", "boolean"),
    ("TRUE", "boolean"),
    ("", "boolean"),
    ("12.0", "integer"),
    ("1_000", "integer"),
    ("\u0661", "integer"),
    ("", "integer"),
    ("9" * 5000, "integer"),
    ("128", "byte"),
    ("-1", "nonNegativeInteger"),
    ("0", "positiveInteger"),
    ("70000", "unsignedShort"),
    ("1e3", "decimal"),
    ("INF", "decimal"),
    ("Infinity", "double"),
    ("nan", "float"),
    ("0x10", "double"),
    ("1,5", "decimal"),
]


@pytest.mark.parametrize(("text", "kind", "value"), WELL_TYPED)
def test_a_well_typed_literal_is_its_value(text: str, kind: str, value: object) -> None:
    plain = literal(text, kind).plain
    assert plain == value
    assert type(plain) is type(value)


@pytest.mark.parametrize(("text", "kind"), ILL_TYPED)
def test_an_ill_typed_literal_stays_as_it_is_written(text: str, kind: str) -> None:
    term = literal(text, kind)
    assert (term.plain, term.json, term.type) == (text, text, "string")


def answer(*terms: tuple[str, str] | None) -> bytes:
    rows = [
        {} if term is None else {"x": {"type": "literal", "value": term[0], "datatype": XSD + term[1]}}
        for term in terms
    ]
    return json.dumps({"head": {"vars": ["x"]}, "results": {"bindings": rows}}).encode()


def test_a_column_with_an_ill_typed_literal_holds_texts() -> None:
    table = parse_table(answer(("1", "integer"), ("one", "integer"), None))
    assert table.columns[0].type == "string"
    assert table.records() == [{"x": "1"}, {"x": "one"}, {"x": None}]
    frame = Result(table).to_pandas()
    assert [*frame["x"][:2]] == ["1", "one"]


def test_json_has_names_for_numbers_that_are_not_finite() -> None:
    table = parse_table(answer(("INF", "double"), ("-INF", "double"), ("NaN", "double"), ("1.5", "double")))
    assert [row["x"] for row in table.records()] == ["INF", "-INF", "NaN", 1.5]
    json.dumps(table.records(), allow_nan=False)
    values = [row["x"] for row in Result(table).to_dicts()]
    assert values[:2] == [math.inf, -math.inf]
    assert math.isnan(values[2])
    assert [*Result(table).to_pandas()["x"][:2]] == [math.inf, -math.inf]


@pytest.mark.parametrize(
    "text", ["9223372036854775807", "9223372036854775808", "-9223372036854775809", "9" * 60]
)
def test_an_integer_of_any_size_is_exact(text: str) -> None:
    result = Result(answer((text, "integer"), ("1", "integer"), None))
    assert result[0].x == int(text)
    frame = result.to_pandas()
    assert int(frame["x"][0]) == int(text)
    assert int(frame["x"][1]) == 1
    assert frame["x"].isna()[2]
    assert str(frame["x"].dtype) == ("Int64" if abs(int(text)) < 2**63 else "object")
