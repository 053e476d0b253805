"""Embeds over HTTP: the widget script, frames that any page may hold, oEmbed, and answers coded as they say."""

from __future__ import annotations

import gzip
import json
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest

from tests.browser.conftest import dist  # noqa: F401  the scripts are built
from tests.conftest import Server


def get(url: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Status, headers (names in lower case) and body."""
    request = urllib.request.Request(url, headers={k.replace("_", "-"): v for k, v in headers.items()})
    try:
        answer = urllib.request.urlopen(request, timeout=60)
    except urllib.error.HTTPError as error:
        answer = error
    with answer:
        return answer.status, {k.lower(): v for k, v in answer.headers.items()}, answer.read()


def oembed(server: Server, path: str, **extra: str) -> dict:
    query = urlencode({"url": f"{server.url}{path}", **extra})
    status, _, body = get(f"{server.url}/oembed?{query}")
    assert status == 200, body
    return json.loads(body)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(
    "kind", ["table/verdict-counts", "graph?focus=film:double-world", "claim/zhang-2026/N16"]
)
def test_only_frames_may_be_framed(server: Server, lang: str, kind: str):
    status, headers, body = get(f"{server.url}/embed/{lang}/{kind}", Accept="text/html")
    policy = headers["content-security-policy"]
    assert status == 200
    assert "frame-ancestors *" in policy
    assert "unsafe" not in policy
    assert ("受质疑" if lang == "zh" else "disputed") in body.decode()
    _, headers, _ = get(f"{server.url}/{lang}/", Accept="text/html")
    assert "frame-ancestors 'none'" in headers["content-security-policy"]


@pytest.mark.parametrize(
    ("page", "frame"),
    [
        (
            "/zh/questions/strategies-for-actor?actor=actor:creators",
            "/embed/zh/table/strategies-for-actor?actor=actor%3Acreators",
        ),
        ("/en/claim/zhang-2026/N16", "/embed/en/claim/zhang-2026/N16"),
        ("/en/explore?focus=film:avatar&depth=2", "/embed/en/graph?focus=film%3Aavatar&depth=2"),
        (
            "/zh/entity/film/avatar",
            "/embed/zh/graph?focus=https%3A%2F%2Fw3id.org%2Fgenfilm%2Fid%2Ffilm%2Favatar",
        ),
    ],
)
def test_oembed_gives_the_frame_of_a_page(server: Server, page: str, frame: str):
    answer = oembed(server, page, maxwidth="400")
    assert (answer["version"], answer["type"], answer["width"]) == ("1.0", "rich", 400)
    element = ElementTree.fromstring(answer["html"].replace('loading="lazy"', ""))
    assert element.get("src") == server.url + frame
    assert get(element.get("src"))[0] == 200


def test_oembed_speaks_xml(server: Server):
    _, headers, body = get(
        f"{server.url}/oembed?{urlencode({'url': server.url + '/en/explore?focus=film:avatar', 'format': 'xml'})}"
    )
    tree = ElementTree.fromstring(body)
    assert headers["content-type"].startswith("text/xml")
    assert tree.findtext("type") == "rich"
    assert "<iframe" in tree.findtext("html")


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"url": "https://example.org/en/claim/zhang-2026/N16"}, 404),
        ({"url": ""}, 404),
        ({"url": "{server}/en/about"}, 404),
        ({"url": "{server}/en/explore", "format": "yaml"}, 501),
        ({"url": '{server}/en/questions/x"><script>alert(1)</script>'}, 404),
    ],
)
def test_oembed_refuses_what_it_cannot_embed(server: Server, query: dict[str, str], status: int):
    query = {name: value.replace("{server}", server.url) for name, value in query.items()}
    assert get(f"{server.url}/oembed?{urlencode(query)}")[0] == status


def test_a_page_tells_of_its_oembed(server: Server):
    with urllib.request.urlopen(f"{server.url}/en/claim/zhang-2026/N16", timeout=60) as page:
        links = [link for link in page.headers.get_all("Link") or [] if "oembed" in link]
    assert {'type="application/json+oembed"', 'type="text/xml+oembed"'} <= {
        part for link in links for part in link.split("; ")
    } or all(kind in ",".join(links) for kind in ("json+oembed", "xml+oembed"))


@pytest.mark.usefixtures("dist")
def test_the_widget_script_is_for_everyone(server: Server, dist: Path):  # noqa: F811
    status, headers, body = get(f"{server.url}/widgets.js")
    assert status == 200
    assert headers["access-control-allow-origin"] == "*"
    assert headers["cross-origin-resource-policy"] == "cross-origin"
    assert headers["content-type"].startswith("text/javascript")
    assert b"genfilm-table" in body
    names = json.loads((dist / "manifest.json").read_text("utf-8"))["files"]
    _, headers, _ = get(f"{server.url}/static/dist/{names['widgets.js']}")
    assert "immutable" in headers["cache-control"]


@pytest.mark.usefixtures("dist")
def test_the_module_of_the_widgets_comes_with_types(server: Server):
    status, headers, body = get(f"{server.url}/widgets.mjs")
    assert (status, headers["access-control-allow-origin"]) == (200, "*")
    assert headers["content-type"].startswith("text/javascript")
    assert b"import.meta.url" in body
    _, _, types = get(f"{server.url}/widgets.d.mts")
    assert all(f'"genfilm-{name}": '.encode() in types for name in ("table", "claim", "graph"))
    assert b"export function service(" in types


def test_a_long_error_is_coded_as_its_header_says(server: Server):
    _, headers, body = get(f"{server.url}/api/queries/no-such-question", Accept_Encoding="gzip")
    assert headers["content-encoding"] == "gzip"
    assert json.loads(gzip.decompress(body))["status"] == 404
