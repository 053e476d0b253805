"""Claims have one shape: the same columns, headings and cells at every interface."""

from __future__ import annotations

import csv
import io
import zipfile
from xml.etree import ElementTree

import pytest

from genfilm.mcp.shapes import ClaimAnswer, ClaimBrief
from genfilm.records.claim_columns import BRIEF, COLUMNS, MORE, REFERENCE, THINGS
from tests.conftest import Server
from tests.web.http import get

GF = "https://w3id.org/genfilm/ns/"


def table(server: Server, path: str, **parameters: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(get(server.url + path, **parameters).text)))


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_csv_of_claims_has_the_same_headings_and_cells(server: Server, lang: str) -> None:
    interface = table(server, "/api/claims.csv", lang=lang)
    page = table(server, f"/{lang}/claims.csv")
    assert list(interface[0]) == list(page[0]) == list(COLUMNS)
    assert {row["claim"]: row for row in interface} == {row["claim"]: row for row in page}
    files = {row["claim"]: row for row in table(server, "/dumps/claims.csv")}
    for row in interface:
        written = files[row["claim"]]
        for name in COLUMNS:
            assert written.get(name, written.get(f"{name}_{lang}")) == row[name], (row["id"], name)
    uses = table(server, "/dumps/technology-uses.csv")
    assert uses
    assert [{name: files[row["claim"]][name] for name in row} for row in uses] == uses


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_headings_are_the_labels_of_the_ontology(server: Server, lang: str) -> None:
    found = get(f"{server.url}/api/claims", lang=lang, size="1").json
    labels = {column["name"]: column["label"][lang] for column in found["columns"]}
    assert list(labels) == list(COLUMNS)
    for term in ("polarity", "modality", "valence", "verdict"):
        query = f'SELECT ?l {{ <{GF}{term}> rdfs:label ?l FILTER (LANG(?l) = "{lang}") }}'
        (row,) = get(server.sparql, query=query).json["results"]["bindings"]
        assert labels[term] == row["l"]["value"]
    book = zipfile.ZipFile(io.BytesIO(get(f"{server.url}/api/claims.xlsx", lang=lang, size="1").body))
    strings = ElementTree.fromstring(book.read("xl/sharedStrings.xml")).itertext()
    assert set(labels.values()) <= set(strings)


def test_descriptions_of_the_interface_and_of_the_tools_have_the_same_columns(server: Server) -> None:
    schemas = get(f"{server.url}/api/openapi.json").json["components"]["schemas"]
    assert list(schemas["ClaimRow"]["properties"]) == list(COLUMNS)
    assert list(schemas["ClaimRef"]["properties"]) == ["iri", *REFERENCE]
    assert set(THINGS) < set(schemas["Claim"]["properties"])
    record = get(f"{server.url}/api/claims/zhang-2026/N16").json["data"]
    assert set(record) == set(schemas["Claim"]["properties"])
    assert set(record["related"][0]) == set(schemas["ClaimRef"]["properties"])
    assert set(BRIEF) == set(ClaimBrief.model_fields)
    assert {*BRIEF, *MORE} < set(ClaimAnswer.model_fields)
    said = COLUMNS["verdict"].description["en"]
    assert ClaimBrief.model_fields["verdict"].description == said
    assert said in schemas["ClaimRow"]["properties"]["verdict"]["description"]
