"""The design tokens as Python reads them, from the style sheet that the pages have."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Literal

TOKENS = Path(__file__).parent / "web/site/static/tokens.css"
Theme = Literal["light", "dark"]
_TOKEN = re.compile(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);")


@cache
def tokens() -> dict[str, dict[Theme, str]]:
    """The colour of each token by theme, as ``#rrggbb``."""
    found = _TOKEN.findall(TOKENS.read_text("utf-8"))
    return {name: {"light": light, "dark": dark} for name, light, dark in found}


def colour(name: str, theme: Theme = "light") -> str:
    """The colour of a token such as ``verdict-disputed``; raises KeyError."""
    return tokens()[name][theme]
