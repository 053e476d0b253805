"""The page that looks at a workbook: form, report in the language of its address, limits."""

from __future__ import annotations

import base64
import html
import io
import re

import openpyxl
import pytest

from tests.conftest import Server
from tests.web.http import Answer, get, send

BOUNDARY = "made-up-boundary"


def upload(url: str, data: bytes, name: str = "claims.xlsx", field: str = "workbook") -> Answer:
    """A form with one file, as a browser sends it."""
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n\r\n'
    body = head.encode() + data + f"\r\n--{BOUNDARY}--\r\n".encode()
    kind = f"multipart/form-data; boundary={BOUNDARY}"
    return send(url, "POST", body, {"Content-Type": kind, "Accept": "text/html"})


@pytest.mark.parametrize(("lang", "sheet"), [("en", "Claims"), ("zh", "论断")])
def test_the_form_offers_a_blank_workbook(server: Server, lang: str, sheet: str) -> None:
    page = get(f"{server.url}/{lang}/workbook", "text/html")
    assert page.status == 200
    assert f'href="/{lang}/workbook.xlsx"' in page.text
    assert "script-src 'self'" in page.headers["content-security-policy"]
    blank = get(f"{server.url}/{lang}/workbook.xlsx")
    assert sheet in openpyxl.load_workbook(io.BytesIO(blank.body)).sheetnames


def test_the_report_names_cells_and_holds_the_copy(server: Server) -> None:
    book = openpyxl.load_workbook(io.BytesIO(get(f"{server.url}/zh/workbook.xlsx").body))
    book["来源"]["B2"] = "lin-2025"
    book["论断"]["E2"] = "<b>没有的东西</b>"
    data = io.BytesIO()
    book.save(data)
    answer = upload(f"{server.url}/zh/workbook", data.getvalue(), "表格/<i>林.xlsx")
    assert answer.status == 422
    assert answer.headers["cache-control"] == "no-store"
    assert "论断!E2" in answer.text
    assert "&lt;b&gt;没有的东西&lt;/b&gt;" in answer.text
    assert "<b>" not in answer.text
    assert "&lt;i&gt;林.xlsx</h2>" in answer.text
    link = re.search(r'href="data:[^;"]*;base64,([^"]*)" download="([^"]*)"', answer.text)
    assert link is not None
    assert html.unescape(link[2]) == "<i>林.checked.xlsx"
    copy = openpyxl.load_workbook(io.BytesIO(base64.b64decode(link[1])))
    assert "没有的东西" in copy["论断"]["E2"].comment.text


def test_what_is_no_upload_is_refused_in_the_language(server: Server) -> None:
    empty = upload(f"{server.url}/zh/workbook", b"", name="")
    assert (empty.status, "请选择.xlsx文件" in empty.text) == (400, True)
    other = upload(f"{server.url}/zh/workbook", b"not a workbook")
    assert (other.status, "文件不是.xlsx工作簿" in other.text) == (422, True)
    large = upload(f"{server.url}/zh/workbook", b"a" * 2_000_001)
    assert (large.status, "工作簿请拆分" in large.text) == (413, True)
