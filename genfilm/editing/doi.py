"""The facts about a source that the registry of its DOI knows, asked for by content negotiation."""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from http import HTTPStatus
from http.client import HTTPException
from pathlib import Path
from urllib.parse import quote

from genfilm import __version__
from genfilm.editing.bibliography import facts_of
from genfilm.errors import SourceFault

RESOLVER = "https://doi.org"
_CSL = "application/vnd.citationstyles.csl+json"
_DOI = re.compile(r"10\.\d{4,9}/[!-~]+")
_ADDRESS = re.compile(r"(?i)^\s*(?:https?://(?:dx\.|www\.)?doi\.org/|doi:)?\s*")
_SECONDS = 20.0
_MOST = 1_000_000


def plain_doi(text: str) -> str:
    """A DOI without address or scheme; raises SourceFault for what is none."""
    doi = _ADDRESS.sub("", text).strip()
    if not _DOI.fullmatch(doi):
        raise _fault(text, "form")
    return doi


def ask_registry(text: str, resolver: str = RESOLVER) -> dict[str, str]:
    """The facts of a DOI by the names of the workbook.

    Raises SourceFault, with the way out, for no DOI, for one that is unknown or without metadata, and where
    the registry cannot be reached.
    """
    doi = plain_doi(text)
    address = f"{resolver.rstrip('/')}/{quote(doi)}"
    agent = f"genfilm/{__version__}"
    request = urllib.request.Request(address, headers={"Accept": _CSL, "User-Agent": agent})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310
            kind, body = answer.headers.get_content_type(), answer.read(_MOST + 1)
    except urllib.error.HTTPError as refused:
        refused.close()
        if refused.code == HTTPStatus.NOT_FOUND:
            raise _fault(doi, "unknown") from None
        if refused.code == HTTPStatus.NOT_ACCEPTABLE:
            raise _fault(doi, "bare", address=address) from None
        raise _fault(doi, "unreached", address=address, why=str(refused)) from None
    except (OSError, ValueError, HTTPException) as error:  # no network, a name that nobody knows, a deadline
        why = str(getattr(error, "reason", error)) or type(error).__name__
        raise _fault(doi, "unreached", address=address, why=why) from None
    if "json" not in kind or len(body) > _MOST:
        raise _fault(doi, "bare", address=address)
    return {**facts_of(body.decode("utf-8", "replace"), ".json", Path(doi)), "doi": doi}


def _fault(doi: str, shape: str, **values: str) -> SourceFault:
    return SourceFault.worded("doi", ("", None), doi, shape, {"doi": doi, **values})
