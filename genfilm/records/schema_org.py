"""Claims and things in the words of schema.org: only what is corroborated or bibliographic is a fact."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from genfilm.records.corpus import ClaimRecord
from genfilm.records.dossier import Dossier
from genfilm.records.node import Node
from genfilm.vocabulary import VOID, compact

RATINGS = {"corroborated": 5, "partly-corroborated": 3, "disputed": 1}
TYPES = {
    "gf:Film": "Movie",
    "gf:Series": "TVSeries",
    "gf:Person": "Person",
    "gf:Organization": "Organization",
    "gf:Event": "Event",
    "gf:WebPage": "WebPage",
    "fabio:Journal": "Periodical",
    "fabio:JournalArticle": "ScholarlyArticle",
    "fabio:ReportDocument": "Report",
    "gf:PolicyDocument": "Legislation",
    "gf:Document": "CreativeWork",
}
"""The type of a thing by its classes, the narrowest first."""
APPEARANCES = {"article-journal": "ScholarlyArticle", "report": "Report"}
"""The type of a work that states a claim, by its type in CSL; others are any creative work."""
PROPERTIES = {
    "gf:isDirectedBy": "director",
    "gf:isProducedBy": "productionCompany",
    "gf:hasCastMember": "actor",
    "gf:releaseYear": "datePublished",
    "gf:hasAuthor": "author",
    "gf:publicationYear": "datePublished",
    "gf:isAffiliatedWith": "affiliation",
    "gf:title": "headline",
    "gf:doi": "identifier",
}


def claim_review(found: Dossier, address: str, lang: str) -> dict[str, Any] | None:
    """A ClaimReview; None where no verdict for or against was reached."""
    record, said = found.record, found.record.statement
    verdict = said.verdict
    if verdict is None or verdict.key not in RATINGS:
        return None
    appearance = [
        {
            "@type": APPEARANCES.get(ref.kind, "CreativeWork"),
            "headline": ref.csl().get("title"),
            "identifier": ref.doi,
            "pagination": ref.page,
        }
        for ref in found.references
        if not ref.is_web_page
    ]
    return {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "@id": f"{said.iri}#review",
        "url": address,
        "inLanguage": lang,
        "datePublished": record.assessment.date[:10] if record.assessment else "",
        "author": {"@type": "Organization", "name": "GenFilm KG"},
        "claimReviewed": said.paraphrase[lang],
        "itemReviewed": {
            "@type": "Claim",
            "@id": said.iri,
            "author": {"@type": "Thing", "name": said.speaker.label[lang]},
            "appearance": appearance,
        },
        "reviewRating": {
            "@type": "Rating",
            "ratingValue": RATINGS[verdict.key],
            "bestRating": 5,
            "worstRating": 1,
            "alternateName": verdict.label[lang],
        },
        "reviewBody": record.assessment.reason[lang]
        if record.assessment and record.assessment.reason
        else "",
    }


def description(
    iri: str, name: str, text: str, classes: Iterable[str], claims: Iterable[ClaimRecord], lang: str
) -> dict[str, Any]:
    """A thing: its name, and of the claims about it those that are corroborated or bibliographic."""
    named = set(map(compact, classes))
    kinds = [kind for cls, kind in TYPES.items() if cls in named]
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": kinds[0] if kinds else "Thing",
        "@id": iri,
        "name": name,
        "description": text,
    }
    for each in claims:
        known = PROPERTIES.get(compact(str(each.predicate.iri))) if each.predicate and kinds else None
        sure = each.verdict is not None and each.verdict.key == "corroborated"
        if (
            known
            and each.object
            and each.polarity.key == "affirmed"
            and (sure or each.kind.key == "bibliographic")
        ):
            node = each.object
            value: Any = node.value if node.iri is None else {"@id": node.iri, "name": node.label[lang]}
            values = found.setdefault(known, [])
            if value not in values:
                values.append(value)
    return {
        key: value[0] if isinstance(value, list) and len(value) == 1 else value
        for key, value in found.items()
        if value
    }


def dataset(
    manifest: Mapping[str, Any], root: str, lang: str, name: str, text: str, sources: Iterable[Node]
) -> dict[str, Any]:
    """The graph as a Dataset, for search engines of data; ``root`` is the address of the service."""
    files = (
        ("text/csv", f"{root}/api/claims.csv?lang={lang}"),
        ("text/turtle", f"{root}/ontology.ttl"),
        ("text/turtle", f"{root}/void.ttl"),
        ("application/sparql-results+json", f"{root}/sparql"),
    )
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "@id": VOID,
        "name": name,
        "description": text,
        "url": f"{root}/{lang}/",
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "version": str(manifest.get("version", "")),
        "dateModified": str(manifest.get("created", ""))[:10],
        "inLanguage": ["en", "zh-Hans"],
        "isAccessibleForFree": True,
        "creator": {"@type": "Organization", "name": "GenFilm KG", "url": f"{root}/{lang}/about"},
        "isBasedOn": [{"@id": node.iri, "name": node.label[lang]} for node in sources if node.iri],
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": kind, "contentUrl": at} for kind, at in files
        ],
    }
