"""Programs that tests need besides Python packages: presence, tests left out without them, installation."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from functools import cache

import pytest

_BINS = os.environ.get("PATH", "").split(os.pathsep)
PATH = os.pathsep.join([*_BINS, *(f"{bin.removesuffix('bin')}sbin" for bin in _BINS if bin.endswith("/bin"))])
"""Programs of administrators, such as nginx, stand beside those of users, and seldom on their path."""


@dataclass(frozen=True)
class Need:
    """A program by any of its names, or by an environment variable that names it, and its package by system."""

    tests: str
    debian: str = ""
    brew: str = ""
    names: tuple[str, ...] = ()
    variable: str = ""

    @property
    def found(self) -> str | None:
        """The path; None where it is not here."""
        named = os.environ.get(self.variable) if self.variable else None
        return named or next(filter(None, (shutil.which(name, path=PATH) for name in self.names)), None)

    @property
    def remedy(self) -> str:
        """Ways to install it, one system after the other."""
        if not self.names:
            return f"set {self.variable}"
        remedy = f"Debian, Ubuntu: apt-get install {self.debian}; macOS: brew install {self.brew}"
        return f"{remedy}; or set {self.variable}" if self.variable else remedy


NEEDS = {
    "curl": Need("programs with curl", "curl", "curl", ("curl",)),
    "bash": Need("completion in bash", "bash", "bash", ("bash",)),
    "java": Need("the consistency check by HermiT", "default-jre-headless", "openjdk", ("java",)),
    "mvn": Need("saves by the OWL API of Protégé", "maven", "maven", ("mvn",)),
    "node": Need("the Node example, and the scripts in browsers", "nodejs npm", "node", ("node",)),
    "Rscript": Need("the R example", "r-base-core r-cran-jsonlite", "r", ("Rscript",)),
    "haproxy": Need("nodes behind HAProxy", "haproxy", "haproxy", ("haproxy",)),
    "nginx": Need("the service behind nginx", "nginx-light", "nginx", ("nginx",)),
    "chromium": Need(
        "pages and widgets in a browser",
        "chromium",
        "--cask chromium",
        ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"),
        "CHROMIUM",
    ),
    "pdftotext": Need("printed pages", "poppler-utils", "poppler", ("pdftotext",)),
    "W3C_SUITES": Need(
        "W3C suites (the sparql folder of a clone of github.com/w3c/rdf-tests)", variable="W3C_SUITES"
    ),
    "PAPER_TEXT": Need(
        "paraphrases beside the paper's own text, which cannot be shared", variable="PAPER_TEXT"
    ),
}


@cache
def missing() -> dict[str, Need]:
    """Programs that are missing."""
    return {name: need for name, need in NEEDS.items() if not need.found}


def need(name: str) -> str:
    """The path or value of what a test cannot do without; skips the test where it is not here."""
    found = NEEDS[name].found
    if found is None:
        pytest.skip(f"{name} is not here ({NEEDS[name].remedy})")
    return found


def left_out() -> list[str]:
    """Tests that a run will leave out, and one line per system that installs the missing programs."""
    absent = missing()
    if not absent:
        return ["nothing is left out: all programs and files that tests need are here"]
    lines = [f"left out, without {name}: {need.tests}" for name, need in absent.items()]
    for system, install, packages in (
        ("Debian, Ubuntu", "sudo apt-get install", [need.debian for need in absent.values() if need.debian]),
        (
            "macOS",
            "brew install",
            sorted((n.brew for n in absent.values() if n.brew), key=lambda b: "--" in b),
        ),
    ):
        if packages:
            lines.append(f"to run them on {system}: {install} {' '.join(packages)}")
    variables = [need.variable for need in absent.values() if not need.names]
    return [*lines, f"to run the others: set {' and '.join(variables)}"] if variables else lines


if __name__ == "__main__":  # `python -m tests.programs debian`: the packages that are missing, for .ci/run
    print(*(need.debian for need in missing().values() if need.debian))
