"""The version that files carry: that of a release only where they are its very files."""

from __future__ import annotations

import json
from pathlib import Path

import genfilm
from genfilm.dataset.digest import package_digest, source_digest

RELEASED = "released.json"
"""Version and digests of the files last released, written by ``packaging/release.py``."""


def version_of(root: Path) -> str:
    """Version of a build: ``1.1.0`` of the files of that release, ``1.2.0.dev0`` (PEP 440) once one of them
    has changed.

    Sources of others, which have no record of a release, carry the version of the package.
    """
    return _version(root, "digest", source_digest(root))


def version_of_package(root: Path) -> str:
    """Version of a wheel, by every file of the package."""
    return _version(root, "package", package_digest(root))


def _version(root: Path, which: str, digest: str) -> str:
    try:
        released = json.loads((root / RELEASED).read_text("utf-8"))
    except FileNotFoundError:
        return genfilm.__version__
    version: str = released["version"]
    if released.get(which) == digest:
        return version
    major, minor, _ = version.split(".")
    return f"{major}.{int(minor) + 1}.0.dev0"
