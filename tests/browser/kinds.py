"""Every kind of page of the site, one address of each."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

_THINGS = (
    "film/double-world",
    "person/zhang-lihua",
    "org/netflix",
    "tech/generative-ai",
    "risk/copyright-ownership",
    "strategy/business-model-innovation",
    "stage/production",
    "actor/creators",
    "doc/zhang-2026",
    "use/a-legend-face-replacement",
    "page/citydt-double-world",
    "publisher/wikipedia",
    "series/love-death-and-robots",
)
_QUERY = quote("SELECT ?film ?name { ?film a gf:Film ; rdfs:label ?name } ORDER BY ?name LIMIT 20")


@dataclass(frozen=True, slots=True)
class Kind:
    """A page: its name in tests, its address (``{lang}`` is filled in), its status, and whether it is a frame."""

    name: str
    path: str
    status: int = 200
    framed: bool = False

    def address(self, lang: str) -> str:
        return self.path.replace("{lang}", lang)


KINDS = (
    Kind("home", "/{lang}/"),
    Kind("ledger", "/{lang}/claims"),
    Kind("ledger-filtered", "/{lang}/claims?verdict=disputed&stage=production&q=AI"),
    Kind("ledger-empty", "/{lang}/claims?verdict=disputed&q=zzzz"),
    Kind("claim", "/{lang}/claim/zhang-2026/N16"),
    Kind("claim-part", "/{lang}/claim/zhang-2026/K09.2"),
    Kind("claim-row", "/{lang}/claim/zhang-2026/K09"),
    Kind("readings", "/{lang}/readings/zhang-2026"),
    Kind("things", "/{lang}/entity/"),
    Kind("things-of-class", "/{lang}/entity/?class=Film"),
    *(Kind(f"thing-{thing.partition('/')[0]}", f"/{{lang}}/entity/{thing}") for thing in _THINGS),
    Kind("compare", "/{lang}/compare"),
    Kind("compare-things", "/{lang}/compare?e=film/avatar&e=film/double-world"),
    *(
        Kind(f"compare-{name}", f"/{{lang}}/compare/{name}")
        for name in ("strategies-actors", "risks-stages", "technologies-films", "paper-evidence")
    ),
    Kind("explore", "/{lang}/explore?focus=film:double-world"),
    Kind("charts", "/{lang}/charts"),
    Kind("questions", "/{lang}/questions"),
    Kind("question", "/{lang}/questions/strategies-for-actor"),
    Kind("question-chart", "/{lang}/questions/verdict-counts"),
    Kind("search", "/{lang}/search?q=copyright"),
    Kind("search-start", "/{lang}/search"),
    Kind("search-no-hit", "/{lang}/search?q=zzzzqqqqxx"),
    Kind("ask", "/{lang}/ask?q=Which films are disputed?"),
    Kind("ask-start", "/{lang}/ask"),
    Kind("ask-unsure", "/{lang}/ask?q=weather tomorrow in Paris"),
    Kind("editor", "/{lang}/editor"),
    Kind("ontology", "/{lang}/ontology/"),
    Kind("ontology-module", "/{lang}/ontology/modules/claims"),
    Kind("ontology-term", "/{lang}/ontology/terms/SourceClaim"),
    Kind("ontology-property", "/{lang}/ontology/terms/usesTechnology"),
    Kind("ontology-concepts", "/{lang}/ontology/concepts/claim-kind"),
    Kind("about", "/{lang}/about"),
    Kind("workbook", "/{lang}/workbook"),
    Kind("releases", "/{lang}/releases"),
    Kind("dumps", "/dumps/?lang={lang}"),
    Kind("void", "/void?lang={lang}"),
    Kind("api", "/api/docs?lang={lang}"),
    Kind("sparql-form", "/sparql?lang={lang}"),
    Kind("sparql-result", f"/sparql?lang={{lang}}&format=html&query={_QUERY}"),
    Kind("problem-kind", "/problem/deadline?lang={lang}"),
    Kind("not-found", "/{lang}/nothing-here", 404),
    Kind("unknown-thing", "/{lang}/entity/film/double-wrld", 404),
    Kind("gone", "/ontology/0.1.0?lang={lang}", 410),
    Kind("bad-query", "/sparql?lang={lang}&format=html&query=SELEC", 400),
    Kind("frame-table", "/embed/{lang}/table/verdict-counts", framed=True),
    Kind("frame-graph", "/embed/{lang}/graph?focus=film:double-world", framed=True),
    Kind("frame-claim", "/embed/{lang}/claim/zhang-2026/N16", framed=True),
)
