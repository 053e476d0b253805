"""The settings: environment variables with bounds, unknown ones refused, each one documented."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from genfilm.errors import SettingsError
from genfilm.settings import PREFIX, ROOT, Settings

NAMES = [PREFIX + spec.name.upper() for spec in fields(Settings)]


def test_without_variables_the_defaults_hold():
    settings = Settings.from_environ({})
    assert settings == Settings()
    assert (settings.host, settings.port, settings.query_timeout) == ("127.0.0.1", 8000, 30.0)
    assert settings.home == ROOT / "build"
    assert settings.sources == ROOT
    assert settings.max_body >= 1_000_000


def test_a_variable_is_read_with_its_type():
    settings = Settings.from_environ(
        {
            "GENFILM_PORT": " 8001 ",
            "GENFILM_QUERY_TIMEOUT": "2.5",
            "GENFILM_HOME": "/a/b",
            "GENFILM_HOST": "::1",
        }
    )
    assert (settings.port, settings.query_timeout, settings.home, settings.host) == (
        8001,
        2.5,
        Path("/a/b"),
        "::1",
    )


def test_variables_of_others_are_left_alone():
    assert Settings.from_environ({"PATH": "/bin", "genfilm_port": "1", "XGENFILM_PORT": "x"}) == Settings()


def test_an_override_wins_over_a_variable_and_none_does_not():
    settings = Settings.from_environ({"GENFILM_PORT": "8001", "GENFILM_HOST": "a"}, port=8002, host=None)
    assert (settings.port, settings.host) == (8002, "a")


@pytest.mark.parametrize(
    ("name", "near"),
    [("GENFILM_PROT", "GENFILM_PORT"), ("GENFILM_TIMEOUT", "GENFILM_"), ("GENFILM_port", "GENFILM_PORT")],
)
def test_an_unknown_setting_is_refused_with_the_nearest_name(name: str, near: str):
    with pytest.raises(SettingsError) as caught:
        Settings.from_environ({name: "1"})
    assert f"unknown setting {name}." in str(caught.value)
    assert f"Did you mean {near}" in str(caught.value)


def test_a_refusal_lists_every_known_setting():
    with pytest.raises(SettingsError) as caught:
        Settings.from_environ({"GENFILM_ZZZZZZZZZZZZZZZZZZZZ": "1"})
    assert "Did you mean" not in str(caught.value)
    assert str(caught.value).endswith(f"Known settings: {', '.join(NAMES)}")


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("GENFILM_PORT", "abc", "GENFILM_PORT='abc' is not a whole number. Default: 8000"),
        ("GENFILM_PORT", "", "GENFILM_PORT='' is not a whole number"),
        ("GENFILM_PORT", "80.5", "is not a whole number"),
        ("GENFILM_PORT", "0", "GENFILM_PORT=0 is too small: at least 1 is needed"),
        ("GENFILM_PORT", "65536", "GENFILM_PORT=65536 is too large: at most 65535 is allowed"),
        ("GENFILM_QUERY_TIMEOUT", "soon", "is not a number"),
        ("GENFILM_QUERY_TIMEOUT", "0", "is too small"),
        ("GENFILM_QUERY_TIMEOUT", "nan", "GENFILM_QUERY_TIMEOUT"),
        ("GENFILM_QUERY_TIMEOUT", "inf", "GENFILM_QUERY_TIMEOUT"),
        ("GENFILM_EVALUATORS", "0", "is too small"),
        ("GENFILM_MAX_BODY", "999", "is too small"),
        ("GENFILM_QUEUE", "-1", "is too small"),
        ("GENFILM_PUBLIC_URL", "kg.example.org", "is not as docs/settings.md says: Address under which"),
        ("GENFILM_PUBLIC_URL", "https:///film", "is not as docs/settings.md says"),
        ("GENFILM_PUBLIC_URL", "https://kg.example.org/film?a=b", "is not as docs/settings.md says"),
        ("GENFILM_PUBLIC_URL", "https://kg.example.org/#film", "is not as docs/settings.md says"),
        ("GENFILM_ENGINE", "foo", "is not as docs/settings.md says: Address of a SPARQL endpoint"),
        ("GENFILM_ENGINE", "ftp://a.example/sparql", "is not as docs/settings.md says"),
        (
            "GENFILM_REPORT_MAIL",
            "us",
            "GENFILM_REPORT_MAIL='us' is not as docs/settings.md says: Mail address",
        ),
        (
            "GENFILM_REPOSITORY",
            "javascript:alert(1)",
            "is not as docs/settings.md says: Address of the project",
        ),
    ],
)
def test_a_value_that_is_not_usable_is_refused(name: str, text: str, says: str):
    with pytest.raises(SettingsError) as caught:
        Settings.from_environ({name: text})
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("GENFILM_PUBLIC_URL", "https://kg.example.org/film"),
        ("GENFILM_PUBLIC_URL", "http://[::1]:8000/"),
        ("GENFILM_ENGINE", "http://127.0.0.1:3030/{build}/sparql?timeout={seconds}"),
        ("GENFILM_ENGINE", "http://me:secret@engine:7200/repositories/genfilm"),
    ],
)
def test_an_address_of_the_web_is_taken(name: str, text: str):
    assert getattr(Settings.from_environ({name: text}), name.removeprefix("GENFILM_").lower()) == text


def test_an_override_has_bounds_too():
    with pytest.raises(SettingsError, match="GENFILM_PORT=0 is too small"):
        Settings.from_environ({}, port=0)


def test_every_default_is_within_its_own_bounds_and_described():
    for spec in fields(Settings):
        low, high = spec.metadata["low"], spec.metadata["high"]
        assert low is None or spec.default >= low, spec.name
        assert high is None or spec.default <= high, spec.name
        assert spec.metadata["doc"].endswith("."), spec.name


def rows() -> dict[str, list[str]]:
    """The table of docs/settings.md: cells by the name of the setting."""
    text = (ROOT / "docs" / "settings.md").read_text("utf-8")
    found = re.findall(r"^\| `(GENFILM_\w+)` \|(.+)\|$", text, re.M)
    return {name: [cell.strip().strip("`") for cell in rest.split("|")] for name, rest in found}


def test_the_documentation_lists_every_setting_and_no_other_in_order():
    assert list(rows()) == NAMES


@pytest.mark.parametrize("spec", fields(Settings), ids=lambda spec: spec.name)
def test_the_documentation_gives_the_default_the_meaning_and_the_bounds(spec):
    default, meaning, bounds = rows()[PREFIX + spec.name.upper()]
    value = spec.default
    shown = (value.relative_to(ROOT).as_posix() if isinstance(value, Path) else str(value)) or "(empty)"
    assert default == shown
    assert meaning.replace("`", "").startswith(spec.metadata["doc"].replace("`", "").rstrip("."))
    for bound in (spec.metadata["low"], spec.metadata["high"]):
        assert bound is None or f"{bound:g}" in bounds.replace(",", "")


def test_a_setting_with_choices_takes_no_other():
    assert Settings.from_environ({"GENFILM_STORE": "disk"}).store == "disk"
    with pytest.raises(SettingsError, match="none of auto, memory, disk"):
        Settings.from_environ({"GENFILM_STORE": "tape"})
