"""The language of the command line: what was asked for, else the setting, else that of the locale."""

from __future__ import annotations

import os

from genfilm.words import spoken


def language(asked: str | None = None) -> str:
    """``en`` or ``zh``: the first of what was asked for, GENFILM_LANG and the locale that says one.

    Read before the settings are: even a wrong setting is told in a language.
    """
    for given in (asked, os.environ.get("GENFILM_LANG")):
        known = spoken(given or "")
        if known:
            return known
    names = (os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    locale = next((name for name in names if name), "")
    return "zh" if locale.lower().startswith("zh") else "en"
