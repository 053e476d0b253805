"""Fingerprints of files: of what a build is made of, and of what it holds."""

from __future__ import annotations

import hashlib
from pathlib import Path

import genfilm

_CODE = ("*.py", "dataset/*.py", "catalogue/*.py", "search/*.py", "exports/*.py")


def digest(*parts: bytes) -> str:
    """SHA-256 over length-prefixed parts, in hexadecimal."""
    total = hashlib.sha256()
    for part in parts:
        total.update(len(part).to_bytes(8, "big"))
        total.update(part)
    return total.hexdigest()


def digest_files(root: Path, files: list[Path]) -> str:
    """SHA-256 over names and contents of files, whatever their order in the list."""
    named = ((str(path.relative_to(root)).encode(), path.read_bytes()) for path in sorted(files))
    return digest(*(part for pair in named for part in pair))


def source_digest(root: Path) -> str:
    """SHA-256 over every file that a build depends on, the package's own code included."""
    files = [path for folder in ("ontology", "kg", "queries") for path in (root / folder).rglob("*")]
    package = Path(genfilm.__file__).parent
    files = [path for path in files if path.is_file()]
    code = [path for pattern in _CODE for path in package.glob(pattern)]
    return digest(digest_files(root, files).encode(), digest_files(package, code).encode())


def package_digest(root: Path) -> str:
    """SHA-256 over every file that a wheel is made of: those of a build, and the package as a whole."""
    made = {"__pycache__", "data", "dist", "node_modules"}
    folders = (root / "genfilm", root / "frontend/src")
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    files = [path for path in files if not made & set(path.relative_to(root).parts)]
    files += [root / "pyproject.toml", root / "packaging/with_build.py"]
    return digest(source_digest(root).encode(), digest_files(root, files).encode())
