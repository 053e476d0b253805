"""One colour for each meaning: the design tokens are the only home of colours, and can be read in both themes."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import pytest

from genfilm.colours import TOKENS, Theme, colour, tokens
from tests import ROOT

LITERAL = re.compile(r"#[0-9a-fA-F]{3,8}\b(?!\w)|\b(?:rgb|hsl|oklch|oklab|lab|lch)a?\(")
PLACES = {"genfilm": (".py", ".html", ".svg", ".css", ".js"), "frontend/src": (".ts", ".css")}
IMAGES = {"icon.svg"}
"""A picture of its own, which no style sheet reaches."""
READ = ["ink", "soft", "link", "accent", "keyword", "string", "number"]
GROUNDS = ["paper", "panel", "raised"]


def sources() -> list[Path]:
    found = [
        path for place, kinds in PLACES.items() for path in (ROOT / place).rglob("*") if path.suffix in kinds
    ]
    return [path for path in found if "dist" not in path.parts and path.name not in IMAGES and path != TOKENS]


def luminance(value: str) -> float:
    """The relative luminance of WCAG 2.2."""
    parts = [int(value[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def named(kind: str) -> list[str]:
    return [name for name in tokens() if name.startswith(f"{kind}-")]


def test_no_colour_is_written_outside_the_tokens() -> None:
    lines = [
        (f"{path.relative_to(ROOT)}:{number}", re.sub(r'href="[^"]*"|https?://\S+|&#\w+;', "", line))
        for path in sources()
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
    ]
    assert len(lines) > 10_000
    assert [(place, line) for place, line in lines if LITERAL.search(line)] == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", [*READ, *named("verdict")])
def test_text_has_a_contrast_of_four_and_a_half(name: str, theme: Theme) -> None:
    for ground in GROUNDS:
        assert contrast(colour(name, theme), colour(ground, theme)) >= 4.5, ground


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_on_coloured_ground_has_that_contrast_too(theme: Theme) -> None:
    for text, ground in (("paper", "link"), ("ink", "marked"), ("ink", "chosen")):
        assert contrast(colour(text, theme), colour(ground, theme)) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", [*named("group"), *named("series"), "line-strong"])
def test_what_is_drawn_stands_out_from_the_paper(name: str, theme: Theme) -> None:
    assert contrast(colour(name, theme), colour("paper", theme)) >= 3


@pytest.mark.parametrize("ground", ["#ffffff", "#15181d"])
def test_drawings_for_any_ground_stand_out_from_light_and_dark(ground: str) -> None:
    assert all(contrast(colour(name), ground) >= 3 for name in named("ground-unknown"))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_red_of_disputed_means_nothing_else(theme: Theme) -> None:
    values = [value[theme] for name, value in tokens().items() if name != "ground-unknown-disputed"]
    assert values.count(colour("verdict-disputed", theme)) == 1
    for one, other in combinations(named("verdict"), 2):
        assert colour(one, theme) != colour(other, theme)


def test_every_verdict_of_the_ontology_has_a_colour_a_class_and_a_sign_on_pages_and_in_widgets() -> None:
    claims = (ROOT / "ontology/claims.ttl").read_text("utf-8")
    terms = re.findall(r"^gf:(\w+)\n    a gf:Verdict ;", claims, re.MULTILINE)
    keys = {re.sub(r"(?<=[a-z])(?=[A-Z])", "-", term).lower() for term in terms}
    assert len(keys) > 5
    assert {f"verdict-{key}" for key in keys} == set(named("verdict"))
    style = TOKENS.read_text("utf-8")
    marks = (ROOT / "genfilm/web/site/templates/_parts.html").read_text("utf-8")
    signs = (ROOT / "frontend/src/terms.ts").read_text("utf-8")
    for key in keys:
        assert f".v-{key} {{ --verdict: var(--verdict-{key}); }}" in style
        assert f"key == '{key}'" in marks or key == "not-checked"
        assert re.search(rf'^  "?{key}"?: "."', signs, re.MULTILINE)


def test_every_token_that_a_style_sheet_names_is_there() -> None:
    style = TOKENS.read_text("utf-8")
    own = set(re.findall(r"(--[\w-]+):", style)) | {"--genfilm-height"}
    for path in sources():
        text = path.read_text("utf-8")
        own_here = set(re.findall(r"(--[\w-]+):", text))
        layout = {"--sans", "--serif", "--mono", "--measure"}
        assert set(re.findall(r"var\((--[\w-]+)", text)) <= own | own_here | layout, path
