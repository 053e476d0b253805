"""The picture of how a technology works: what goes in stands before it, what comes out behind it, and every line
is an affirmed claim."""

from __future__ import annotations

import html
import itertools

import pytest

from genfilm.catalogue.library import Library
from genfilm.records.corpus import corpus
from genfilm.records.drawing import Box
from genfilm.records.entities import entities
from genfilm.records.workings import Workings, workings
from genfilm.vocabulary import expand
from tests.conftest import Server
from tests.web.http import get

LANGUAGES = ["en", "zh"]


def _drawn(library: Library, name: str, lang: str) -> Workings | None:
    return _of(library, expand(name), lang)


def _of(library: Library, iri: str, lang: str) -> Workings | None:
    return workings(corpus(library), iri, entities(library).entity(iri), lang)


def _apart(one: Box, other: Box) -> bool:
    return abs(one.x - other.x) >= (one.w + other.w) / 2 or abs(one.y - other.y) >= (one.h + other.h) / 2


@pytest.mark.parametrize("lang", LANGUAGES)
def test_data_run_from_left_to_right_through_the_components(library: Library, lang: str) -> None:
    picture = _drawn(library, "tech:gan", lang)
    assert picture is not None
    order = [node.key for node, shape in sorted(picture.boxes, key=lambda each: each[1].x)]
    flow = ["random-noise", "gan-generator", "novel-sample", "gan-discriminator"]
    assert [key for key in order if key in flow] == flow
    assert {node.key for node, _ in picture.boxes if node.iri in picture.parts} == {flow[1], flow[3]}
    named = [line.claim.predicate.key for line in picture.lines if not line.flows and line.claim.predicate]
    assert named == ["isTrainedAgainst"]


def test_methods_stand_below_the_technology(library: Library) -> None:
    picture = _drawn(library, "tech:vae", "en")
    assert picture is not None
    shapes = {node.key: shape for node, shape in picture.boxes}
    assert shapes["vae"].y == shapes["novel-sample"].y
    assert shapes["encoding"].top > shapes["vae"].y + shapes["vae"].h / 2
    assert {"encoding", "decoding", "latent-space-sampling", "latent-representation"} <= shapes.keys()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_box_lies_over_another_or_beyond_the_edge(library: Library, lang: str) -> None:
    known = entities(library).by_kind["tech"]
    pictures = [found for iri in known if (found := _of(library, iri, lang)) is not None]
    assert len(pictures) >= 8
    for picture in pictures:
        shapes = [shape for _, shape in picture.boxes]
        assert all(_apart(one, other) for one, other in itertools.combinations(shapes, 2))
        assert all(s.left >= 0 and s.left + s.w <= picture.w for s in shapes)
        assert all(s.top >= 0 and s.top + s.h <= picture.h for s in shapes)


def test_every_line_is_an_affirmed_claim_between_two_of_its_boxes(library: Library) -> None:
    for iri in entities(library).by_kind["tech"]:
        picture = _of(library, iri, "en")
        drawn = {node.iri for node, _ in picture.boxes} if picture else set()
        for said in (line.claim for line in picture.lines) if picture else ():
            assert said.polarity.key == "affirmed"
            assert said.subject
            assert said.object
            assert {said.subject.iri, said.object.iri} <= drawn


def test_what_only_goes_in_is_no_picture(library: Library) -> None:
    assert _drawn(library, "tech:gan-discriminator", "en") is None


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_leads_from_each_line_to_its_claim(server: Server, library: Library, lang: str) -> None:
    page = get(f"{server.url}/{lang}/entity/tech/gan", accept="text/html").text
    figure = html.unescape(page.partition('<figure class="picture workings"')[2].partition("</figure>")[0])
    picture = _drawn(library, "tech:gan", lang)
    assert picture is not None
    for line in picture.lines:
        assert f'/{lang}/claim/{line.claim.source}/{line.claim.id}"' in figure
        assert line.claim.paraphrase[lang] in figure


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_follows_stands_apart_from_what_editors_recorded(server: Server, lang: str) -> None:
    page = get(f"{server.url}/{lang}/entity/tech/gan", accept="text/html").text
    follows = page.partition('id="follows"')[2].partition('id="basic"')
    assert f"/{lang}/entity/tech/artificial-intelligence" in follows[0].partition("</dl>")[0]
    assert f"/{lang}/entity/tech/artificial-intelligence" not in follows[2].partition("</dl>")[0]
    assert "w3id.org/aio/GenerativeAdversarialNetwork" in follows[2]
