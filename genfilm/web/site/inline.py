"""The inline marks of Markdown in a line of the changelog, as HTML or left out."""

from __future__ import annotations

import re

from markupsafe import Markup

from genfilm.web.site.language_marks import spoken

_MARK = re.compile(r"`([^`]+)`|\[([^\]]+)\]\(([^)\s]+)\)|\*\*([^*]+)\*\*|(?<!\w)\*([^*]+)\*(?!\w)")


def unmarked(text: str) -> str:
    """The text without its marks."""
    return _MARK.sub(lambda found: found[1] or found[2] or found[4] or found[5], text)


def marked(text: str) -> Markup:
    """The English text with its marks as elements; a link within the repository leads nowhere on a site."""
    pieces, at = [], 0
    for found in _MARK.finditer(text):
        code, name, link, strong, emphasis = found.groups()
        pieces.append(Markup("{}").format(spoken(text[at : found.start()], "en")))
        if link and link.startswith(("http://", "https://")):
            pieces.append(Markup('<a href="{}">{}</a>').format(link, name))
        else:
            element = "code" if code else "strong" if strong else "em" if emphasis else "span"
            words = spoken(code or name or strong or emphasis, "en")
            pieces.append(Markup("<{0}>{1}</{0}>").format(element, words))
        at = found.end()
    return Markup("").join([*pieces, Markup("{}").format(spoken(text[at:], "en"))])
