"""No IRI that a browser would run is ever a link."""

from __future__ import annotations

import re

import pytest

from genfilm.app import close_app, create_app
from genfilm.dataset.builds import Build
from genfilm.vocabulary import PREFIXES
from genfilm.web.context import link
from genfilm.web.site.frame import page_of
from tests.conftest import Server
from tests.web.http import get

DANGEROUS = [
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "file:///etc/passwd",
    "blob:https://example.org/1",
    "mailto:a@example.org",
    "urn:isbn:1",
]


def test_rows_of_a_query_link_addresses_of_the_web_only(server: Server) -> None:
    iris = " ".join(f"<{iri}>" for iri in DANGEROUS if "<" not in iri[1:])
    query = f"SELECT ?x {{ VALUES ?x {{ {iris} <data:text/html,a> <https://example.org/b> gf:Film }} }}"
    page = get(server.sparql, "text/html", query=query)
    assert page.status == 200
    table = page.text.partition("<tbody")[2].partition("</tbody>")[0]
    hrefs = re.findall(r'href="([^"]*)"', table)
    assert hrefs == ["https://example.org/b", "/ns/Film"]
    assert "javascript:alert(1)" in table, "it is shown as text"


def test_links_of_pages_lead_to_the_web_only(real_build: Build) -> None:
    app = create_app(real_build)
    try:
        with app.test_request_context("/en/"):
            for iri in DANGEROUS:
                assert link(iri) == page_of(iri, "en") == "#"
            assert (
                link("https://example.org/")
                == page_of("https://example.org/", "en")
                == "https://example.org/"
            )
            assert link("https://w3id.org/genfilm/ns/Film") == "/ns/Film"
            for name in ("term.html", "embed_table.html", "charts.html", "_table.html"):
                source = app.jinja_env.loader.get_source(app.jinja_env, name)[0]
                assert "is address" in source, name
    finally:
        close_app(app)


@pytest.mark.parametrize("iri", DANGEROUS)
def test_a_notebook_links_addresses_of_the_web_only(iri: str) -> None:
    from genfilm.catalogue.table import Column, Table, Term
    from genfilm.client.display import html_table

    table = Table((Column("x", {}, "iri"),), ((Term("iri", iri),),))
    shown = html_table(table, "en", PREFIXES)
    assert "href" not in shown
