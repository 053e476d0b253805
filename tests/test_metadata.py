"""The records that archives and reference managers harvest say the same, and what the package says."""

from __future__ import annotations

import json
import tomllib

import yaml

from genfilm import __version__
from tests import ROOT

CITATION = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
CODEMETA, ZENODO = (
    json.loads((ROOT / name).read_text("utf-8")) for name in ("codemeta.json", ".zenodo.json")
)
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def test_title_description_and_keywords_agree():
    assert CITATION["title"] == ZENODO["title"]
    assert CITATION["abstract"] == ZENODO["description"]
    assert CODEMETA["description"] == f"{CITATION['title']}. {CITATION['abstract']}"
    assert CITATION["keywords"] == CODEMETA["keywords"] == ZENODO["keywords"]
    assert {*CITATION["keywords"]} < {*PROJECT["keywords"]}


def test_version_authors_and_licences_agree():
    assert CITATION["version"] == CODEMETA["version"] == ZENODO["version"]
    assert CITATION["version"] == __version__.partition(".dev")[0]
    assert CITATION["license"] == PROJECT["license"].split(" AND ")
    assert [each.rpartition("/")[2] for each in CODEMETA["license"]] == CITATION["license"]
    assert ZENODO["license"].upper() in CITATION["license"]
    assert CITATION["authors"] == PROJECT["authors"] == ZENODO["creators"]
    assert [each["name"] for each in CODEMETA["author"]] == [each["name"] for each in CITATION["authors"]]
    assert CITATION["url"] == CODEMETA["identifier"] == PROJECT["urls"]["Ontology"]
