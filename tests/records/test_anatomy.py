"""The picture of a claim: every part that it has, with its words, none over another."""

from __future__ import annotations

import re

import pytest

from tests.conftest import Server
from tests.web.http import get


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_parts_of_a_disputed_claim_lead_to_their_pages(server: Server, lang: str) -> None:
    page = get(f"{server.url}/{lang}/about", accept="text/html").text
    figure = page.partition('<figure class="anatomy">')[2].partition("</figure>")[0]
    links = re.findall(r'<a href="([^"]+)"', figure)
    assert len(links) == 8
    assert all(
        get(f"{server.url}{link.partition('#')[0]}", accept="text/html").status == 200 for link in links
    )
    assert ("disputed" if lang == "en" else "受质疑") in figure
    boxes = [
        (float(y), float(h)) for y, h in re.findall(r'y="([\d.]+)" width="[\d.]+" height="([\d.]+)"', figure)
    ]
    assert all(y + h <= below for (y, h), (below, _) in zip(boxes, boxes[1:], strict=False))
