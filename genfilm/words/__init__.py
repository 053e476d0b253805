"""The words of the product: one catalogue of messages per language, read by Python, Jinja and TypeScript."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

LANGUAGES = ("en", "zh")
_FOLDER = Path(__file__).parent


def spoken(tag: str) -> str | None:
    """The language of ours that a language tag names, such as ``zh`` for ``zh-Hans-CN`` or ``zh_CN``."""
    primary = tag.strip().lower().replace("_", "-").partition("-")[0]
    return primary if primary in LANGUAGES else None


@cache
def catalogue(lang: str) -> Mapping[str, str]:
    """The messages of a language (``en`` or ``zh``) by key, as in ``<lang>.json``."""
    return json.loads((_FOLDER / f"{lang}.json").read_text("utf-8"))  # type: ignore[no-any-return]


def say(key: str, lang: str, /, **values: object) -> str:
    """Message in a language with its ``{placeholders}`` filled; raises KeyError for an unknown key.

    With ``count`` a key may have the plural forms ``key_one`` and ``key_other`` (i18next JSON, version 4,
    after the CLDR categories; Chinese has ``other`` only).
    """
    messages = catalogue(lang)
    text = messages.get(key)
    if text is None:
        one = lang == "en" and values.get("count") == 1
        text = messages[f"{key}_one" if one else f"{key}_other"]
    return text.format(**values) if values else text


def both(key: str, /, **values: object) -> dict[str, str]:
    """The message in every language by its code, as the labels of the graph are held."""
    return {lang: say(key, lang, **values) for lang in LANGUAGES}


def saying(lang: str) -> Callable[..., str]:
    """``say`` in one language."""
    return lambda key, **values: say(key, lang, **values)
