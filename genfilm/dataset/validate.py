"""Validating a graph by the editorial rules of ``queries/checks``."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import pyoxigraph as ox

from genfilm.dataset.locator import Locator
from genfilm.errors import BuildFailed, SourceFault
from genfilm.protocol.queryfile import read_query_file
from genfilm.vocabulary import BASE, PREFIXES, Prefixes

_LIMIT = 20


def check_queries(
    store: ox.Store, root: Path, where: Locator, prefixes: Prefixes = PREFIXES
) -> list[SourceFault]:
    """The rows that the check queries return, each a fault; a check that is no SELECT is one too."""
    paths = sorted((root / "queries" / "checks").glob("*.rq"))
    return [fault for path in paths for fault in run_check(store, path, root, where, prefixes)]


def run_check(
    store: ox.Store, path: Path, root: Path, where: Locator, prefixes: Prefixes = PREFIXES
) -> list[SourceFault]:
    """The rows of one check, each a fault, or what is wrong with the check itself."""
    try:
        name, header, text = read_query_file(path, root)
    except BuildFailed as failed:
        return list(failed.faults)
    remedy, summary = (_english(header.get(key)) for key in ("remedy", "summary"))
    remedy_zh, summary_zh = (_chinese(header.get(key)) for key in ("remedy", "summary"))
    try:
        rows = store.query(text, base_iri=f"{BASE}/", prefixes=prefixes, use_default_graph_as_union=True)
    except SyntaxError as error:
        return [SourceFault("check-query", str(error), name, remedy="Mend the query.")]
    if not isinstance(rows, ox.QuerySolutions):
        return [SourceFault("check-query", "the check is not a SELECT query", name)]
    faults = []
    for row in islice(rows, _LIMIT):
        first, *rest = (row[variable] for variable in rows.variables)
        shown = ", ".join(_show(value, prefixes) for value in rest if value is not None)
        message, zh = (
            words + (f": {shown}" if shown else "") for words in (summary or path.stem, summary_zh)
        )
        file, line = where.find(first)
        term = _show(first, prefixes) if first is not None else ""
        faults.append(
            SourceFault(path.stem, message, file, line, term, remedy, (summary_zh and zh, remedy_zh))
        )
    if next(rows, None) is not None:
        faults.append(SourceFault(path.stem, "… and more", remedy=remedy))
    return faults


def _english(words: object) -> str:
    """The English words of a header entry, whether or not it is bilingual."""
    return str(words.get("en", "")) if isinstance(words, dict) else str(words or "")


def _chinese(words: object) -> str:
    """The Chinese words of a header entry, if it has them."""
    return str(words.get("zh", "")) if isinstance(words, dict) else ""


def require(faults: list[SourceFault]) -> None:
    """Raise BuildFailed when there are faults."""
    if faults:
        raise BuildFailed(faults)


def _show(term: object, prefixes: Prefixes) -> str:
    return (
        prefixes.compact(term.value) if isinstance(term, ox.NamedNode) else str(getattr(term, "value", term))
    )
