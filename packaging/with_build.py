"""The build backend: setuptools, which also builds the graph (and, where Node is, the scripts) into a wheel.

A wheel needs for its making what the package needs for building the graph: the dependencies of
pyproject.toml and its extra `build`. An editable installation and a source distribution need setuptools only.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any

from setuptools import build_meta
from setuptools.build_meta import (
    build_editable,
    build_sdist,
    get_requires_for_build_editable,
    get_requires_for_build_sdist,
    prepare_metadata_for_build_editable,
    prepare_metadata_for_build_wheel,
)
from setuptools.command.build_py import build_py

__all__ = [
    "build_editable",
    "build_sdist",
    "build_wheel",
    "get_requires_for_build_editable",
    "get_requires_for_build_sdist",
    "get_requires_for_build_wheel",
    "prepare_metadata_for_build_editable",
    "prepare_metadata_for_build_wheel",
]
ROOT = Path(__file__).resolve().parent.parent


def _version() -> str:
    """The version of this package, from its own code, which needs the standard library only."""
    sys.path.insert(0, str(ROOT))
    try:
        from genfilm.dataset.released import version_of_package
    finally:
        sys.path.remove(str(ROOT))
    return version_of_package(ROOT)


VERSION = _version()


def get_requires_for_build_wheel(config_settings: Any = None) -> list[str]:
    """The dependencies of the project: building the graph needs what the package needs."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    needed = [*project["dependencies"], *project["optional-dependencies"]["build"]]
    return [*build_meta.get_requires_for_build_wheel(config_settings), *needed]


def build_wheel(wheel_directory: str, config_settings: Any = None, metadata_directory: Any = None) -> str:
    """A wheel made in a directory of its own: ``build/`` holds the builds of this clone."""
    with tempfile.TemporaryDirectory() as base:
        settings = {**(config_settings or {}), "--global-option": ["build", f"--build-base={base}"]}
        return build_meta.build_wheel(wheel_directory, settings, metadata_directory)


class BuildWithGraph(build_py):
    """Copies the package, then builds the graph into its ``data``."""

    def run(self) -> None:
        """Raises BuildFailed when the sources have faults."""
        if self.editable_mode:
            super().run()
            return
        sys.path.insert(0, str(ROOT))
        _build_scripts()
        super().run()
        from genfilm.build import build
        from genfilm.progress import Progress

        target = Path(self.build_lib) / "genfilm/data"
        shutil.rmtree(target, ignore_errors=True)
        build(ROOT, target, Progress(sys.stderr))
        _say_version(Path(self.build_lib) / "genfilm/__init__.py")
        (target / ".lock").unlink(missing_ok=True)


def _say_version(file: Path) -> None:
    """Let the package in the wheel say the version of the wheel."""
    text = file.read_text("utf-8")
    file.write_text(re.sub(r'(?m)^__version__ = ".*"$', f'__version__ = "{VERSION}"', text), "utf-8")


def _build_scripts() -> None:
    """Build the scripts of the pages where Node is; pages are complete without them."""
    script = ROOT / "frontend/build.py"
    if not script.is_file() or not shutil.which("node") or not shutil.which("npm"):
        return
    namespace: dict[str, Any] = {"__name__": "web_build", "__file__": str(script)}
    exec(compile(script.read_text("utf-8"), str(script), "exec"), namespace)  # noqa: S102  our own file
    try:
        namespace["build_frontend"]()
    except namespace["FrontendFailed"] as failed:
        print(f"without the browser scripts: {failed}", file=sys.stderr)
