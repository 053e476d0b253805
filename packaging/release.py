"""The release of a version: writes it into every file that says it, and records what was released.

``python packaging/release.py 1.1.0`` is the last step before the tag. A build of the very
files that it recorded in ``released.json`` carries that version; once one of them has changed, builds
carry ``1.2.0.dev0``. Without an argument it lists what each file says.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FILES = {
    "genfilm/__init__.py": r'^__version__ = "(.*)"$',
    "CITATION.cff": r"^version: (.*)$",
    "codemeta.json": r'"version": "(.*)"',
    ".zenodo.json": r'"version": "(.*)"',
    "README.md": r"[Vv]ersion (\d[\w.]*\d)",
    "README.zh.md": r"[Vv]ersion (\d[\w.]*\d)",
    "LICENSE-DATA": r"Version (\d[\w.]*\d)",
    "docs/api.md": r'"version": "(\d.*?)"',
    "ontology/alignments/genfilm.sssom.tsv": r'^#mapping_set_version: "(.*)"$',
    "ontology/catalog-v001.xml": r"genfilm/ontology/(\d[^/\"]*)",
    "ontology/**/*.ttl": r'(?:versionIRI <.*?/ontology/|versionInfo "|Version )(\d+\.\d+\.\d+)\b',
}
"""Files that say the version, and the pattern whose group it is."""


def said(root: Path = ROOT) -> dict[str, set[str]]:
    """The versions that each file says."""
    found = {
        str(path.relative_to(root)): set(re.findall(pattern, path.read_text("utf-8"), re.MULTILINE))
        for name, pattern in FILES.items()
        for path in sorted(root.glob(name))
    }
    return {name: versions for name, versions in found.items() if versions}


def release(version: str, root: Path = ROOT) -> None:
    """Write the version, today as its date, the version before it, and the record of the release."""
    if not re.fullmatch(r"\d+\.\d+\.\d+", version):
        raise SystemExit(f"{version!r} is no version such as 1.1.0.")
    (before,) = said(root)["genfilm/__init__.py"]
    today = datetime.now(UTC).date().isoformat()
    for name, pattern in FILES.items():
        for path in root.glob(name):
            _edit(path, pattern, lambda match: match[0].replace(match[1], version))
    header = root / "ontology/genfilm.ttl"
    _edit(header, r'(dcterms:modified) ".*?"', rf'\1 "{today}"')
    if version != before:
        prior = f"owl:priorVersion <https://w3id.org/genfilm/ontology/{before}> ;"
        text = re.sub(r"    owl:priorVersion .*\n", "", header.read_text("utf-8"))
        header.write_text(re.sub(r"(?m)^(    owl:versionIRI)", f"    {prior}\n\\1", text, count=1), "utf-8")
    _edit(root / "CHANGELOG.md", rf"## {re.escape(version)} \(unreleased\)", f"## [{version}] – {today}")
    sys.path.insert(0, str(root))
    from genfilm.dataset.digest import package_digest, source_digest
    from genfilm.dataset.released import RELEASED

    record = {"version": version, "digest": source_digest(root), "package": package_digest(root)}
    (root / RELEASED).write_text(json.dumps(record, indent=1) + "\n", "utf-8")


def _edit(path: Path, pattern: str, new: str | Callable[[re.Match[str]], str]) -> None:
    text = path.read_text("utf-8")
    changed = re.sub(pattern, new, text, flags=re.MULTILINE)
    if changed != text:
        path.write_text(changed, "utf-8")


if __name__ == "__main__":
    if len(sys.argv) == 2:
        release(sys.argv[1])
    for name, versions in said().items():
        print(f"{', '.join(sorted(versions)):12}{name}")
