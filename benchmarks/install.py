"""Installs the peers into a directory of their own: ``python -m benchmarks.install [directory]``.

It asks pip, Maven and apt as a person would; what one of them cannot get stays missing, and the benchmark
says so. Nothing is installed into the system or into our own environment.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from benchmarks.peers import PEERS

FUSEKI = "org.apache.jena:jena-fuseki-server:5.1.0"  # the last line that runs on Java 17
MAVEN_COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy"
VIRTUOSO = ("virtuoso-opensource-7-bin", "libpcre3")


def main() -> int:
    """Install every peer; the exit code is the number of those that failed."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else PEERS
    (target / "fuseki").mkdir(parents=True, exist_ok=True)
    (target / "virtuoso").mkdir(exist_ok=True)
    failed = 0
    for name, commands in _steps(target).items():
        try:
            for command in commands:
                subprocess.run(command, check=True, cwd=target)
            for package in target.glob("*.deb"):
                subprocess.run(["dpkg", "-x", str(package), "virtuoso"], check=True, cwd=target)
                package.unlink()
            print(f"{name}: installed")
        except (OSError, subprocess.CalledProcessError) as error:
            print(f"{name}: not installed ({error})")
            failed += 1
    return failed


def _steps(target: Path) -> dict[str, list[list[str]]]:
    pip = [str(target / "venv/bin/pip"), "install", "--quiet"]
    return {
        "environment": [[sys.executable, "-m", "venv", str(target / "venv")]],
        "oxigraph": [[*pip, "oxigraph==0.5.13"]],
        "rdflib-endpoint": [[*pip, "rdflib-endpoint==0.6.3", "uvicorn"]],
        "fuseki": [
            ["mvn", "-q", "-B", MAVEN_COPY, f"-Dartifact={FUSEKI}", f"-DoutputDirectory={target}/fuseki"]
        ],
        "virtuoso": [["apt-get", "download", *VIRTUOSO]],
    }


if __name__ == "__main__":
    sys.exit(main())
