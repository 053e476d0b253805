"""Types of schema.org: those of the thing itself, the narrowest that its classes have."""

from __future__ import annotations

import pytest

from genfilm.catalogue.library import Library
from genfilm.records.dossier import dossier
from genfilm.records.entities import entities
from genfilm.records.schema_org import claim_review, description
from tests.naming import expand


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("doc:zhang-2026", "ScholarlyArticle"),
        ("doc:journal-dangdai-dianying", "Periodical"),
        ("doc:us-copyright-office-2025", "Report"),
        ("doc:cn-labelling-2025", "Legislation"),
        ("doc:guangzhou-internet-court-2024-113", "CreativeWork"),
        ("doc:zhang-2026-conclusion", "CreativeWork"),
        ("page:youth-cn-ai-film", "WebPage"),
        ("film:avatar", "Movie"),
        ("person:zhang-lihua", "Person"),
        ("org:netflix", "Organization"),
        ("tech:gan", "Thing"),
    ],
)
def test_a_thing_has_the_type_of_its_narrowest_class(library: Library, name: str, expected: str):
    iri = expand(name)
    assert description(iri, "x", "y", entities(library).classes(iri), (), "en")["@type"] == expected


def test_a_claim_appears_in_a_work_of_its_own_type(library: Library):
    found = dossier(library, expand("z26c:N16"))
    assert found is not None
    review = claim_review(found, "https://example.org/", "en")
    assert review is not None
    assert [each["@type"] for each in review["itemReviewed"]["appearance"]] == ["ScholarlyArticle"]
