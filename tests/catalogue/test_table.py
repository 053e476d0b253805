"""A table has typed columns, whatever mixture of terms the answer holds."""

import json

from genfilm.catalogue.table import XSD, Term, parse_table


def body(*rows: dict, names: tuple[str, ...] = ("x",)) -> bytes:
    return json.dumps({"head": {"vars": names}, "results": {"bindings": rows}}).encode()


def literal(value: str, datatype: str = "", language: str = "") -> dict:
    term = {"type": "literal", "value": value}
    if datatype:
        term["datatype"] = XSD + datatype
    if language:
        term["xml:lang"] = language
    return term


def test_a_column_of_integers_is_an_integer_column():
    table = parse_table(body({"x": literal("3", "integer")}, {"x": literal("-4", "int")}))
    assert table.columns[0].type == "integer"
    assert table.records() == [{"x": 3}, {"x": -4}]


def test_integers_and_decimals_make_a_decimal_column():
    table = parse_table(body({"x": literal("3", "integer")}, {"x": literal("0.5", "decimal")}))
    assert table.columns[0].type == "decimal"
    assert table.records() == [{"x": 3}, {"x": 0.5}]


def test_a_column_of_iris_and_texts_is_a_string_column():
    table = parse_table(body({"x": {"type": "uri", "value": "urn:a"}}, {"x": literal("影", language="zh")}))
    assert table.columns[0].type == "string"
    assert table.column("x") == (Term("iri", "urn:a"), Term("literal", "影", "", "zh"))


def test_in_a_mixed_column_numbers_are_written_as_they_stand():
    table = parse_table(body({"x": literal("2022", "integer")}, {"x": literal("影", language="zh")}))
    assert table.columns[0].type == "string"
    assert table.records() == [{"x": "2022"}, {"x": "影"}]


def test_an_unbound_variable_is_none():
    table = parse_table(body({"y": literal("b")}, names=("x", "y")))
    assert table.rows == ((None, Term("literal", "b")),)
    assert table.records() == [{"x": None, "y": "b"}]


def test_an_ill_typed_number_stays_text():
    assert parse_table(body({"x": literal("many", "integer")})).records() == [{"x": "many"}]


def test_the_answer_to_ask_is_one_boolean():
    table = parse_table(json.dumps({"head": {}, "boolean": False}).encode())
    assert table.records() == [{"boolean": False}]


def test_headings_fall_back_to_english_and_then_to_the_name():
    table = parse_table(body({"x": literal("1")}, names=("x", "y")), {"x": {"en": "ex"}})
    assert [column.label("zh") for column in table.columns] == ["ex", "y"]
