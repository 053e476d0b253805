"""Every figure of the site is the number of rows that its link opens, and the same figure at every interface."""

from __future__ import annotations

from urllib.parse import urljoin

import pytest

from tests.conftest import Server
from tests.web.figures import Page, figures, rows
from tests.web.http import get

PAGES = (
    "",
    "about",
    "ask?q=which+claims+are+disputed%3F",
    "charts",
    "claims",
    "claims?origin=source-claim&verdict=disputed",
    "claims?stage=production",
    "claims?film=film:avatar&verdict=disputed&verdict=corroborated",
    "claims?q=copyright&printed=120",
    "search?q=copyright",
    "claim/zhang-2026/N16",
    "compare",
    "compare/risks-stages",
    "compare/technologies-stages?row=tech:generative-ai&row=tech:artificial-intelligence",
    "compare/paper-evidence",
    "readings/zhang-2026",
    "entity/",
    "entity/?class=Film",
    "entity/film/double-world",
    "entity/stage/distribution-and-marketing",
    "entity/stage/production",
    "entity/tech/generative-ai",
    "explore?focus=film:double-world",
    "ontology/",
    "ontology/terms/Film",
    "ontology/terms/SourceClaim",
    "ontology/terms/affectsStage",
    "ontology/modules/claims",
    "questions",
    "questions/modality-by-polarity",
    "questions/pages-by-publisher",
    "questions/recommendations-and-aims",
    "questions/strategies-and-their-cases",
    "questions/verdict-counts",
    "questions/verdicts-by-section",
    "questions/verdicts-by-source",
    "search?q=copyright",
)
"""One page of each kind; those with figures in every manner that the templates know."""


@pytest.fixture(scope="module")
def opened(server: Server) -> dict[str, int]:
    """The rows behind addresses that were followed before."""
    return {}


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("path", PAGES)
def test_a_figure_is_the_number_of_rows_that_its_link_opens(
    server: Server, opened: dict[str, int], lang: str, path: str
) -> None:
    here = f"{server.url}/{lang}/{path}"
    page = Page(get(here).text)
    wrong = []
    for figure, address, text in figures(page):
        there = urljoin(here, address)
        if there not in opened:
            opened[there] = rows(there)
        if opened[there] != figure:
            wrong.append(f"{text}: {figure}, but {there} has {opened[there]}")
    assert wrong == []


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("path", PAGES)
def test_no_count_stands_outside_a_link(server: Server, lang: str, path: str) -> None:
    """Figures are told by the class ``number``; cells of an answer's table are figures of the question."""
    page = Page(get(f"{server.url}/{lang}/{path}").text)
    loose = [
        each.text
        for each in page.elements
        if "number" in each.attributes.get("class", "").split()
        and each.name != "td"
        and not each.has("data-count")
        and not each.has("data-unlisted")
        and not any(up.attributes.get("aria-current") == "true" for up in each.around)
    ]
    assert loose == []


def verdicts_at_home(server: Server, lang: str) -> dict[str, int]:
    found = figures(Page(get(f"{server.url}/{lang}/").text))
    return {address.partition("&verdict=")[2]: n for n, address, _ in found if "&verdict=" in address}


def answered(server: Server, name: str, **values: str) -> list[dict[str, str]]:
    return get(f"{server.url}/api/queries/{name}", size="1000", **values).json["data"]


def test_each_verdict_has_one_figure_at_every_interface(server: Server) -> None:
    home = verdicts_at_home(server, "en")
    assert len(home) == 7
    assert home == verdicts_at_home(server, "zh")
    question = {
        row["verdict"].rpartition("/")[2]: row["claims"] for row in answered(server, "verdict-counts")
    }
    facets = get(f"{server.url}/api/claims", origin="source-claim", size="1").json["meta"]["facets"][
        "verdict"
    ]
    assert home == {value["key"]: value["count"] for value in facets if value["key"] != "none"}
    keys = {value["iri"].rpartition("/")[2]: value["key"] for value in facets if value["iri"]}
    assert home == {keys[name]: count for name, count in question.items()}
    listed: dict[str, int] = {}
    for row in answered(server, "claims", origin="gf:SourceClaim"):
        listed[keys[row["verdict"].rpartition("/")[2]]] = (
            listed.get(keys[row["verdict"].rpartition("/")[2]], 0) + 1
        )
    assert home == listed
    asked = get(f"{server.url}/api/ask", q="Which claims are disputed?").json["data"]
    assert len(asked["rows"]) == home["disputed"]
    speakers: dict[str, int] = {}
    for row in answered(server, "verdicts-by-source", lang="en"):
        if row["speaker"].endswith("/person/zhang-lihua"):
            speakers[row["verdict"]] = row["claims"]
    assert speakers["disputed"] == home["disputed"]


@pytest.mark.parametrize("stage", ["creation", "production", "distribution-and-marketing"])
def test_each_stage_has_one_figure_at_every_interface(server: Server, stage: str) -> None:
    home = {
        address.partition("#")[2]: n
        for n, address, _ in figures(Page(get(f"{server.url}/en/").text))
        if f"/stage/{stage}#" in address
    }
    assert set(home) == {"technologies", "actors", "risks", "strategies"}
    iri = f"https://w3id.org/genfilm/id/stage/{stage}"
    for group, name, column in (
        ("technologies", "technologies-by-stage", "technology"),
        ("risks", "risks-by-stage", "risk"),
    ):
        told = {row[column] for row in answered(server, name) if row["stage"] == iri}
        assert len(told) == home[group]
    facets = get(f"{server.url}/api/claims", stage=stage, polarity="affirmed", size="1").json["meta"][
        "facets"
    ]
    assert len(facets["technology"]) == home["technologies"]
    assert len(facets["actor"]) == home["actors"]
    asked = get(f"{server.url}/api/ask", q="Which risks are there at which stage?").json["data"]
    assert len({row["risk"] for row in asked["rows"] if row["stage"] == iri}) == home["risks"]


def test_risks_against_stages_say_what_the_question_says(server: Server) -> None:
    matrix = Page(get(f"{server.url}/en/compare/risks-stages").text)
    shown = {
        each.attributes["href"] for each in matrix.elements if "/claim/" in each.attributes.get("href", "")
    }
    told = {row["claim"].partition("/id/claim/")[2] for row in answered(server, "risks-by-stage")}
    assert {address.partition("/claim/")[2] for address in shown} == told
