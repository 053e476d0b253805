"""The figures of a page and the rows that it lists, found by how the templates mark them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin

from tests.web.http import get

_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)


@dataclass
class Element:
    """An element with its attributes, those around it and its text."""

    name: str
    attributes: dict[str, str]
    around: tuple[Element, ...]
    text: str = field(default="")

    def has(self, attribute: str) -> bool:
        """True where it, or an element around it, has an attribute."""
        return any(attribute in each.attributes for each in (self, *self.around))


class Page(HTMLParser):
    """A page as a flat list of elements."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = Element(tag, {name: value or "" for name, value in attrs}, tuple(self._open))
        self.elements.append(found)
        if tag not in _VOID:
            self._open.append(found)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}, tuple(self._open)))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop().name != tag:
            pass

    def handle_data(self, data: str) -> None:
        for each in self._open:
            each.text += data

    def with_(self, attribute: str) -> Iterator[Element]:
        """The elements that have an attribute."""
        return (each for each in self.elements if attribute in each.attributes)


def figures(page: Page) -> list[tuple[int, str, str]]:
    """(figure, the address that it opens, what it says) of a page."""
    return [
        (int(each.attributes["data-count"]), each.attributes["href"], " ".join(each.text.split()))
        for each in page.with_("data-count")
    ]


def rows(url: str) -> int:
    """Number of rows of the list at an address, in the part that its fragment names, over all its pages."""
    url, fragment = urldefrag(url)
    total, following = 0, url
    while following:
        answer = get(following)
        assert answer.status == 200, f"{following}: {answer.status}"
        page = Page(answer.text)
        total += sum(
            not fragment or any(up.attributes.get("id") == fragment for up in row.around)
            for row in page.with_("data-row")
        )
        found = [each for each in page.with_("rel") if each.attributes["rel"] == "next" and each.name == "a"]
        following = urljoin(following, found[0].attributes["href"]) if found else ""
    return total
