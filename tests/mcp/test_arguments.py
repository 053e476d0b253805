"""The arguments of tools and of the prompt: their values are those of the records and of the other doors."""

from __future__ import annotations

import asyncio
import inspect
from typing import cast, get_args

import pytest

from genfilm import KnowledgeGraph
from genfilm.cli.commands import cite
from genfilm.client.files import library_of
from genfilm.dataset.builds import Build
from genfilm.engine.remote import RemoteEngine
from genfilm.mcp.arguments import ReferenceStyle, Sort
from genfilm.mcp.choosing import Choosing
from genfilm.mcp.server import make_server
from genfilm.mcp.source import Source
from genfilm.records.ledger import FILTERS, SORTS
from genfilm.records.reference import STYLES
from genfilm.search.index import SearchIndex
from genfilm.words import say

LEFT_TO_ABOUT = {"risk", "strategy", "film", "topic"}
NOT_OFFERED = {"printed", "form", "origin", "speaker", "predicate", "reading"}


def test_the_styles_of_references_are_the_same_at_every_door():
    assert set(get_args(ReferenceStyle)) == set(STYLES)
    assert cite._STYLES == STYLES
    told = KnowledgeGraph.cite.__doc__ or ""
    assert [style for style in STYLES if f"``{style}``" not in told] == []


def test_claims_are_chosen_and_sorted_as_in_the_ledger():
    assert get_args(Sort) == SORTS
    told = KnowledgeGraph.claims.__doc__ or ""
    assert [sort for sort in SORTS if f"``{sort}``" not in told] == []
    others = {"self", "sort", "limit", "offset", "lang"}
    facets = inspect.signature(Choosing.find_claims).parameters.keys() - others
    assert facets | LEFT_TO_ABOUT | NOT_OFFERED == set(FILTERS)


@pytest.mark.parametrize(("lang", "spoken"), [("zh-CN", "zh"), ("en-GB", "en"), ("fr", "en"), ("", "en")])
def test_the_prompt_is_had_in_any_language_and_in_the_styles_there_are(
    real_build: Build, lang: str, spoken: str
):
    engine = RemoteEngine("http://127.0.0.1:9/sparql")
    library = library_of(real_build.directory, engine, own=False)
    unsearched = cast(SearchIndex, None)  # a prompt asks nothing
    server = make_server(Source(library, real_build, unsearched, engine, 1.0))
    asked = {"topic": "AI", "style": "mla", "lang": lang}
    prompt = asyncio.run(server.get_prompt("cited_paragraph", asked))
    assert prompt.messages[0].content.text == say("mcp.paragraph", spoken, topic="AI", style="mla")
    with pytest.raises(ValueError, match="cited_paragraph"):
        asyncio.run(server.get_prompt("cited_paragraph", asked | {"style": "harvard"}))
