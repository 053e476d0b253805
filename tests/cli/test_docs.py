"""The ontology's documentation as static files."""

from __future__ import annotations

import re
from pathlib import Path

from genfilm.cli.main import main
from genfilm.dataset.builds import Build


def test_every_page_is_written_and_every_link_within_leads_to_a_file(
    real_build: Build, home: Path, tmp_path: Path, monkeypatch
) -> None:
    monkeypatch.setenv("GENFILM_HOME", str(home))
    assert main(["docs", "--out", str(tmp_path)]) == 0
    assert "产业链环节" in (tmp_path / "zh/ontology/terms/ChainStage/index.html").read_text("utf-8")
    broken = []
    for page in sorted(tmp_path.rglob("*.html"))[::20]:
        for link in re.findall(r'(?:href|src)="([^":]+?)"', page.read_text("utf-8")):
            target = page.parent / link.partition("#")[0]
            if link.startswith("/") or not (target.is_file() or link.startswith("#")):
                broken.append((page, link))
    assert broken == []
    text = (tmp_path / "en/ontology/index.html").read_text("utf-8")
    assert 'href="https://w3id.org/genfilm/en/claims"' in text
    assert 'href="modules/claims/index.html"' in text
