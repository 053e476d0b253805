"""The message of a chart in one sentence, computed from the answer that it draws."""

from __future__ import annotations

from collections import Counter, defaultdict

from genfilm.catalogue.table import Table
from genfilm.records.address import key
from genfilm.words import say

_GRIDS = {"technologies-by-stage": "technology", "risks-by-stage": "risk"}

_OPEN = ("not-checked", "not-checkable", "source-only")
"""The verdicts of statements that no evidence has been set against."""


def headline(chart: str, table: Table, lang: str) -> str:
    """Headline of the chart of this name, which says what is to be seen; empty where none is known."""
    rows = [{name: str(value) for name, value in row.items()} for row in table.records()]
    if not rows:
        return ""
    if chart in _GRIDS:
        return _grid(chart, _GRIDS[chart], rows, lang)
    match chart:
        case "verdict-counts":
            counts = {key(row["verdict"]): int(row["claims"]) for row in rows}
            named = {name: counts.get(name, 0) for name in ("corroborated", "disputed")}
            return say("charts.headline.verdict-counts", lang, total=sum(counts.values()), **named)
        case "verdicts-by-section":
            disputed = [row for row in rows if key(row["verdict"]) == "disputed"]
            if not disputed:
                return ""
            worst = max(disputed, key=lambda row: int(row["claims"]))
            whole = sum(int(row["claims"]) for row in rows if row["section"] == worst["section"])
            values = {"section": worst["section"], "disputed": int(worst["claims"]), "total": whole}
            return say("charts.headline.verdicts-by-section", lang, **values)
        case "case-timeline":
            years = sorted(int(row["year"]) for row in rows)
            claims = {row["claim"]: key(row["verdict"]) for row in rows}
            told = Counter(claims.values())
            works = len({row["work"] for row in rows})
            return say(
                "charts.headline.case-timeline", lang, works=works, first=years[0], last=years[-1],
                total=len(claims), disputed=told["disputed"],
            )  # fmt: skip
        case "sources-side-by-side":
            every = {row["source"] for row in rows}
            checked = {row["source"] for row in rows if key(row["verdict"]) not in _OPEN}
            return say("charts.headline.sources-side-by-side", lang, total=len(every), checked=len(checked))
        case "claims-by-year-of-work":
            by_year, disputes = Counter[str](), Counter[str]()
            for row in rows:
                by_year[row["year"]] += int(row["claims"])
                disputes[row["year"]] += int(row["claims"]) * (key(row["verdict"]) == "disputed")
            year = max(sorted(disputes), key=lambda each: disputes[each])
            values = {"year": year, "disputed": disputes[year], "total": by_year[year]}
            return say("charts.headline.claims-by-year-of-work", lang, **values)
        case "modality-by-polarity":
            sums: Counter[str] = Counter()
            for row in rows:
                sums[row["modalityName"]] += int(row["claims"])
            ((most, number),) = sums.most_common(1)
            values = {"name": most, "number": number, "total": sum(sums.values())}
            return say("charts.headline.modality-by-polarity", lang, **values)
    return ""


def _grid(chart: str, column: str, rows: list[dict[str, str]], lang: str) -> str:
    """The stage with most things, and how many there are in all."""
    held: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        held[row["stageName"]].add(row[column])
    stage = max(held, key=lambda name: (len(held[name]), name))
    number, every = len(held[stage]), len(set().union(*held.values()))
    return say(f"charts.headline.{chart}", lang, stage=stage, number=number, total=every)
