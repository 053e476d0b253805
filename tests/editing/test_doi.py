"""The facts of a source come from the registry of its DOI, or from a file where that cannot be asked."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import openpyxl
import pytest

from genfilm.catalogue.library import Library
from genfilm.cli.main import main
from genfilm.dataset.builds import Build
from genfilm.editing.batch import read_batch
from genfilm.editing.doi import ask_registry, plain_doi
from genfilm.errors import SourceFault
from tests import ROOT
from tests.conftest import free_port

from .conftest import AUTHOR, FACTS, Fill

KNOWN = {
    "title": "Machines on the set",
    "author": [{"given": "Yi", "family": "Lin"}],
    "issued": {"date-parts": [[2025, 3]]},
    "container-title": "Made-up Letters",
    "page": "1-9",
    "DOI": "10.1234/Lin(2025)",
}


class Registry(BaseHTTPRequestHandler):
    """A registry of DOIs as doi.org is one: redirects, metadata for who asks for it, pages for the others."""

    def do_GET(self) -> None:
        wanted = self.headers["Accept"] == "application/vnd.citationstyles.csl+json"
        status, kind, body, place = 404, "text/html", "no such DOI", ""
        if self.path == "/10.1234/Lin%282025%29" and wanted:
            status, place = 302, "/metadata"
        elif self.path == "/metadata" and wanted:
            status, kind, body = 200, "application/vnd.citationstyles.csl+json", json.dumps(KNOWN)
        elif self.path == "/10.1234/page":
            status, body = 200, "<html>"
        elif self.path == "/10.1234/refused":
            status = 406
        elif self.path == "/10.1234/torn":
            status, kind, body = 200, "application/json", '{"title": '
        elif self.path == "/10.1234/ill":
            status = 503
        self.send_response(status)
        self.send_header("Content-Type", kind)
        if place:
            self.send_header("Location", place)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def registry() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Registry)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    "written", ["10.1234/Lin(2025)", "doi:10.1234/Lin(2025)", "https://doi.org/10.1234/Lin(2025) "]
)
def test_facts_come_through_a_redirect(registry: str, written: str) -> None:
    found = ask_registry(written, registry)
    assert {name: text for name, text in found.items() if text} == {
        "key": "lin-2025",
        "title_en": "Machines on the set",
        "label_en": "Lin (2025)",
        "authors": "Yi Lin",
        "published_in": "Made-up Letters",
        "year": "2025",
        "pages": "1-9",
        "doi": "10.1234/Lin(2025)",
    }


@pytest.mark.parametrize(
    ("doi", "english", "chinese"),
    [
        ("10.1234/nobody", "not registered", "未注册"),
        ("10.1234/page", "no metadata in CSL JSON", "不提供CSL JSON元数据"),
        ("10.1234/refused", "no metadata in CSL JSON", "不提供CSL JSON元数据"),
        ("10.1234/torn", "cannot be read", "无法读取"),
        ("10.1234/ill", "503", "503"),
        ("11.1234/x", "is no DOI", "不是DOI"),
        ("10.1234/a b", "is no DOI", "不是DOI"),
    ],
)
def test_what_gives_no_facts_is_told_with_the_way_out(
    registry: str, doi: str, english: str, chinese: str
) -> None:
    with pytest.raises(SourceFault) as told:
        ask_registry(doi, registry)
    assert english in told.value.told("en")
    assert chinese in told.value.told("zh")
    assert told.value.remedy


def test_a_registry_that_is_not_there_leads_to_the_file() -> None:
    with pytest.raises(SourceFault, match=r"cannot be asked: .*\n.*--from"):
        ask_registry("10.1234/x", f"http://127.0.0.1:{free_port()}")


def test_a_case_of_letters_stays() -> None:
    assert plain_doi("HTTPS://DX.DOI.ORG/10.1234/AbC") == "10.1234/AbC"


def test_import_fills_only_what_the_workbook_leaves_open(fill: Fill, library: Library) -> None:
    path = fill(entities=[AUTHOR])
    book = openpyxl.load_workbook(path)
    cells = {str(row[0].value).removesuffix(" *"): row[1] for row in book["Source"].iter_rows(min_row=2)}
    assert cells["title (English)"].value == FACTS["title_en"]
    assert cells["DOI"].value is None
    batch = read_batch(path, ROOT, library, "en", {"doi": "10.1234/x", "title_en": "Another", "pages": "1-9"})
    assert batch.faults == []
    turtle = batch.texts()[Path("kg/sources/lin-2025/source.ttl")]
    assert 'gf:doi "10.1234/x"' in turtle
    assert 'gf:pageRange "1-9"' in turtle
    assert "Another" not in turtle
    assert sorted(text for place, text in batch.sheets.back.items() if place.sheet == "source") == [
        "1-9",
        "10.1234/x",
    ]


def test_the_command_asks_and_with_a_file_does_not(
    tmp_path: Path,
    registry: str,
    real_build: Build,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("GENFILM_HOME", str(real_build.directory.parent))
    monkeypatch.setenv("GENFILM_DOI_RESOLVER", registry)

    def facts(*words: str) -> dict[str, str]:
        path = tmp_path / f"{len(words)}.xlsx"
        assert main(["template", str(path), *words]) == 0
        rows = openpyxl.load_workbook(path)["Source"].iter_rows(min_row=2, values_only=True)
        return {str(name).removesuffix(" *"): str(value) for name, value in rows if value}

    assert facts("--doi", "10.1234/Lin(2025)")["published in"] == "Made-up Letters"
    file = tmp_path / "lin.ris"
    file.write_text("TY  - JOUR\nTI  - Sets\nAU  - Lin, Yi\nPY  - 2024\nER  - \n", "utf-8")
    assert facts("--doi", "10.1234/nobody", "--from", str(file)) == {
        "key": "lin-2024", "title (English)": "Sets", "short name (English)": "Lin (2024)",
        "authors": "Yi Lin", "year": "2024", "DOI": "10.1234/nobody",
    }  # fmt: skip
    assert main(["template", str(tmp_path / "none.xlsx"), "--doi", "10.1234/nobody", "--lang", "zh"]) == 1
    assert "该DOI未注册" in capsys.readouterr().err
    assert not (tmp_path / "none.xlsx").exists()
