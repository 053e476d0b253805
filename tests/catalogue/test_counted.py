"""Rows behind a count: every question with counts can list the rows behind each, as many as it says."""

from __future__ import annotations

import pytest

from genfilm.catalogue.counted import counted, listing
from genfilm.catalogue.table import Term
from genfilm.client.graph import KnowledgeGraph
from genfilm.dataset.builds import Build

TEXT = """PREFIX gf: <https://w3id.org/genfilm/ns/>
SELECT ?kind ?name (COUNT(DISTINCT ?claim) AS ?claims)
WHERE { ?claim a ?kind . OPTIONAL { ?claim gf:x ?name } }
GROUP BY ?kind ?name
ORDER BY DESC(?claims)"""


@pytest.fixture(scope="module")
def graph(real_build: Build) -> KnowledgeGraph:
    return KnowledgeGraph.open(real_build.directory)


def test_a_count_is_listed_by_the_same_pattern_within_its_group() -> None:
    assert counted(TEXT) == {"claims": "claim"}
    text = listing(TEXT, "claims", {"kind": Term("iri", "urn:k"), "name": None})
    assert "SELECT DISTINCT ?claim\n" in text
    assert "FILTER (sameTerm(?kind, <urn:k>))\n  FILTER (!BOUND(?name))\n  FILTER (BOUND(?claim))" in text
    text = listing(TEXT, "claims", {"kind": Term("iri", "urn:k"), "name": Term("literal", 'a"b', "", "en")})
    assert 'sameTerm(?name, "a\\"b"@en)' in text


def test_a_query_without_counts_has_none() -> None:
    assert counted("SELECT ?a WHERE { ?a ?b ?c }") == {}


def test_each_count_of_each_question_lists_as_many(graph: KnowledgeGraph) -> None:
    library, seen = graph.library, 0
    for query in library.queries.values():
        text = query.bind()
        counts = counted(text)
        numbers = {name for name, promised in query.types.items() if promised.name == "integer"}
        assert set(counts) == numbers - {"year"}, query.id
        table = library.select(text, query.columns) if counts else None
        for row in table.rows[:5] if table else ():
            cells = dict(zip((column.name for column in table.columns), row, strict=True))
            for column in counts:
                found = library.select(listing(text, column, cells), {})
                assert str(len(found)) == str(cells[column]), (query.id, column)
                seen += 1
    assert seen > 30
