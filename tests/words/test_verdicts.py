"""Places that list the verdicts, held to those of the ontology: order, colours, marks, filters."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from rdflib import Graph, URIRef
from rdflib.collection import Collection
from rdflib.namespace import OWL, RDF, SH

from genfilm.vocabulary import GF
from genfilm.web.site.claims import VERDICTS
from tests import ROOT

VERDICT = URIRef(f"{GF}Verdict")
TEMPLATE = ROOT / "genfilm/web/site/templates/_parts.html"


def graph(name: str) -> Graph:
    return Graph().parse(ROOT / "ontology" / name)


def code(name: str) -> str:
    """``partly-corroborated`` for the local name of a verdict."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name.rpartition("/")[2].rpartition(":")[2]).lower()


def declared() -> set[str]:
    return {code(str(iri)) for iri in graph("claims.ttl").subjects(RDF.type, VERDICT)}


def listed(found: Graph, head: object) -> set[str]:
    return {code(str(each)) for each in Collection(found, head)}


def enumerated() -> set[str]:
    found = graph("claims.ttl")
    (head,) = found.objects(found.value(VERDICT, OWL.equivalentClass) or VERDICT, OWL.oneOf)
    return listed(found, head)


def told_apart() -> set[str]:
    found = graph("claims.ttl")
    return set.union(
        *(
            names
            for head in found.objects(None, OWL.distinctMembers)
            if declared() & (names := listed(found, head))
        )
    )


def allowed_by_shapes() -> set[str]:
    found = graph("shapes/data.ttl")
    sets = (listed(found, head) for head in found.objects(None, SH["in"]))
    return next(names for names in sets if "corroborated" in names)


def matches(path: str, pattern: str, start: str = "", end: str = "") -> set[str]:
    """Codes that a pattern finds in a file, between two texts of it."""
    text = (ROOT / path).read_text("utf-8").partition(start)[2] if start else (ROOT / path).read_text("utf-8")
    return {code(name) for name in re.findall(pattern, text.partition(end)[0] if end else text)}


@pytest.mark.parametrize(
    "place",
    [
        enumerated,
        told_apart,
        allowed_by_shapes,
        lambda: set(VERDICTS),
        lambda: matches("genfilm/web/site/static/tokens.css", r"--verdict-([a-z-]+): light-dark"),
        lambda: matches("genfilm/web/site/static/tokens.css", r"\.v-([a-z-]+) \{"),
        lambda: matches("frontend/src/terms.ts", r'"([a-z-]+)"', "VERDICTS = [", "]"),
        lambda: matches("frontend/src/terms.ts", r'"?([a-z-]+)"?: "', "MARKS", "}"),
        lambda: matches("frontend/src/chart.ts", r'"?([a-z-]+)"?: "', "SHAPES", "}"),
        lambda: matches("queries/checks/verdict-of-row.rq", r"\(gf:(\w+) \d\)"),
        lambda: (
            matches("queries/reports/claims.rq", r"gf:(\w+)", "options: [gf:Corr", "]") | {"corroborated"}
        ),
    ],
    ids=[
        "oneOf",
        "AllDifferent",
        "shape",
        "order",
        "colour",
        "class",
        "widgets",
        "mark",
        "chart",
        "row",
        "filter",
    ],
)
def test_a_place_lists_every_verdict_of_the_ontology(place: Callable[[], set[str]]) -> None:
    assert place() == declared()


def test_every_verdict_has_a_mark_of_its_own_on_pages() -> None:
    drawn = set(re.findall(r"key == '([a-z-]+)'", TEMPLATE.read_text("utf-8")))
    assert drawn | {"not-checked"} == declared(), "the plain ring is that of not-checked"
