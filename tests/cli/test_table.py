"""Tables and lines hold what they are given, in the columns that they are allowed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from wcwidth import width

from genfilm.catalogue.table import Column, Table, Term
from genfilm.cli.table import plain, table, wrapped

TEXTS = st.text(st.sampled_from("ab c，。影谱（）《》-é"), max_size=80).map(plain)


@given(TEXTS, st.integers(4, 40))
def test_lines_hold_the_whole_text_within_their_width(text: str, size: int):
    lines = wrapped(text, size)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(width(line) <= size for line in lines)


@given(st.text("影谱ab", min_size=2, max_size=30), st.integers(8, 20))
def test_no_line_begins_with_a_mark_that_closes(text: str, size: int):
    lines = wrapped("。".join([text, text, text]) + "）。", size)
    assert not [line for line in lines[1:] if line[0] in "。）"]


@given(st.lists(st.tuples(TEXTS, TEXTS, TEXTS), min_size=1, max_size=5), st.integers(30, 120))
def test_a_table_is_as_wide_as_it_may_be_and_loses_nothing(rows: list[tuple[str, ...]], total: int):
    columns = tuple(Column(name, {"en": name}, "string") for name in ("one", "two", "three"))
    shown = table(
        Table(columns, tuple(tuple(Term("literal", text) for text in row) for row in rows)), "en", total
    )
    assert all(width(line) <= total for line in shown.splitlines())
    for text in (text for row in rows for text in row):
        assert all(shown.count(char) >= text.count(char) for char in set(text) - {" "})


def test_a_table_without_rows_and_the_answer_to_ask_are_words():
    assert table(Table((), ()), "en") == "No rows.\n"
    truth = Table((Column("boolean", {}, "boolean"),), ((Term("literal", "true"),),))
    assert (table(truth, "en"), table(truth, "zh")) == ("yes\n", "是\n")
