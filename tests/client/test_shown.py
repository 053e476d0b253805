"""Display in a notebook: tables, and pictures that are whole, readable and safe."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from itertools import combinations
from pathlib import Path

import pytest

from genfilm import KnowledgeGraph
from genfilm.client.picture import LINES, SHOWN, around, between

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module", params=["en", "zh"])
def graph(request, real_build) -> KnowledgeGraph:
    return KnowledgeGraph.open(real_build.directory, lang=request.param)


def boxes(svg: str) -> list[tuple[float, ...]]:
    """x, y, width and height of each box."""
    names = ("x", "y", "width", "height")
    return [tuple(float(box.get(n, "")) for n in names) for box in ET.fromstring(svg).iter(f"{SVG}rect")]


def texts(svg: str) -> str:
    return "".join("".join(text.itertext()) for text in ET.fromstring(svg).iter(f"{SVG}text"))


def test_an_entity_shows_its_facts_with_claims_and_verdicts_and_its_picture(graph: KnowledgeGraph):
    shown = graph.entity("流浪地球2")._repr_html_()
    chinese = graph.lang == "zh"
    assert ("使用技术" if chinese else "uses technology") in shown
    assert (
        "角色复刻 [C06.1 (部分证实)]" if chinese else "character re-creation [C06.1 (partly corroborated)]"
    ) in shown
    assert "<svg" in shown


def test_a_claim_shows_what_speaks_for_and_against_it(graph: KnowledgeGraph):
    found = graph.claim("zhang-2026/N16")
    shown = found._repr_html_()
    assert ("相悖的证据" if graph.lang == "zh" else "contradicted by") in shown
    assert "iQIYI" in shown or "爱奇艺" in shown
    against = [line for line in ET.fromstring(found.picture().svg).iter(f"{SVG}line") if line.get("class")]
    assert len(against) == 1


@pytest.mark.parametrize("name", ["film:wandering-earth-2", "tech:generative-ai", "person:zhang-lihua"])
def test_no_box_of_a_picture_lies_on_another_or_outside(graph: KnowledgeGraph, name: str):
    picture = graph.entity(name).picture()
    root = ET.fromstring(picture.svg)
    w, h = float(root.get("width", "")), float(root.get("height", ""))
    found = boxes(picture.svg)
    assert found
    for x, y, width, height in found:
        assert 0 <= x <= x + width <= w
        assert 0 <= y <= y + height <= h
    for (x1, y1, w1, h1), (x2, y2, w2, h2) in combinations(found, 2):
        assert x1 + w1 <= x2 or x2 + w2 <= x1 or y1 + h1 <= y2 or y2 + h2 <= y1


def test_a_picture_says_how_many_more_there_are(graph: KnowledgeGraph):
    picture = around("t", "middle", [(f"n{number}", "r", False) for number in range(SHOWN + 5)])
    assert len(boxes(picture.svg)) == SHOWN + 1
    assert "+ 5" in texts(picture.svg)
    assert "+ 2" in texts(between("t", [(f"a{n}", f"b{n}") for n in range(LINES + 2)]).svg)


def test_a_result_is_drawn_as_two_columns_with_a_line_for_each_row(graph: KnowledgeGraph, tmp_path: Path):
    result = graph.query("strategies-for-actor")
    picture = result.picture("strategy", "claim")
    assert len(list(ET.fromstring(picture.svg).iter(f"{SVG}line"))) == len(result)
    picture.save(tmp_path / "a.svg")
    assert (tmp_path / "a.svg").read_text("utf-8") == picture._repr_svg_()
    with pytest.raises(ValueError, match="two columns"):
        graph.query("claims").picture("nothing")


def test_what_a_name_holds_is_text_in_a_picture():
    picture = around("<t>", "<script>alert(1)</script>", [('"><a href="x">', "&", True)])
    assert not list(ET.fromstring(picture.svg).iter(f"{SVG}script"))
    assert "<script>" in texts(picture.svg)


def test_a_reply_shows_what_was_understood_or_what_is_near(graph: KnowledgeGraph):
    question = "哪些论断受到质疑？" if graph.lang == "zh" else "which claims are disputed?"
    reply = graph.ask(question)
    assert reply.understood
    assert reply.understood.summary in reply._repr_html_()
    unclear = graph.ask("今天天气如何" if graph.lang == "zh" else "how is the weather today")
    assert unclear.understood is None
    assert [row.claim for row in unclear] == [near.claim for near in unclear.statements]
    assert len(unclear.nearest) == 3
    assert all(near.id in unclear._repr_html_() for near in unclear.nearest)
