"""The built browser scripts and styles: their addresses by name, served to be kept for good."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

from flask import Blueprint, Response, send_from_directory, url_for

blueprint = Blueprint("assets", __name__)
DIST = Path(__file__).parent / "static/dist"
_YEAR = 365 * 24 * 3600


def built(name: str) -> str | None:
    """The file name of an entry such as ``explore.js``; None where the scripts have not been built."""
    manifest = DIST / "manifest.json"
    try:
        return _files(manifest, manifest.stat().st_mtime_ns).get(name)
    except OSError:
        return None


def asset(name: str) -> str | None:
    """The address of an entry for a page of the current request, or None; pages work without it."""
    file = built(name)
    return file and url_for("assets.dist", name=file)


@lru_cache(maxsize=2)
def _files(manifest: Path, _changed: int) -> dict[str, str]:
    files: dict[str, str] = json.loads(manifest.read_text("utf-8"))["files"]
    return files


@blueprint.get("/static/dist/<path:name>")
def dist(name: str) -> Response:
    """A built file; its name holds a hash of its content, so a client need never ask again."""
    response = send_from_directory(DIST, name, max_age=_YEAR)
    if "-" in name:
        response.cache_control.immutable = True
    else:
        response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    return response
